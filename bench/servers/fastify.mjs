// usage: fastify.mjs PORT
import Fastify from "fastify";
import process from "node:process";

const app = Fastify();
app.get("/", () => "Hello World");
await app.listen({ port: Number(process.argv[2]), host: "127.0.0.1" });
