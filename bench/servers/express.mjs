// usage: express.mjs PORT
import express from "express";
import process from "node:process";

const app = express();
app.get("/", (request, response) => {
  response.send("Hello World");
});
app.listen(Number(process.argv[2]));
