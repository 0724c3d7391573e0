// usage: http.mjs PORT
import http from "node:http";
import process from "node:process";

http.createServer((request, response) => response.end("Hello World")).listen(Number(process.argv[2]));
