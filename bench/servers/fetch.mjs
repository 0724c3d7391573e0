// usage: fetch.mjs URL: 10,000 requests, 50 at a time, every answer read.
import process from "node:process";

const url = process.argv[2];
let left = 10_000;

async function client() {
  while (left-- > 0) {
    const text = await (await fetch(url)).text();
    if (text !== "Hello World") throw new Error(`not the answer: ${text}`);
  }
}

await Promise.all(Array.from({ length: 50 }, client));
