// usage: data.mjs FOLDER: prints the milliseconds that each kind of work takes, as JSON.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { pipeline } from "node:stream/promises";
import path from "node:path";
import process from "node:process";
import zlib from "node:zlib";

const folder = process.argv[2];
const SIZE = 1 << 30;
const CHUNK = 1 << 20;
const at = (name) => path.join(folder, `${process.pid}-${name}`);
const figures = {};

async function time(name, work) {
  const begun = performance.now();
  await work();
  figures[name] = performance.now() - begun;
}

// Text-like bytes: compressible, not trivially.
const words = Buffer.alloc(16 * CHUNK);
let state = 1;
for (let index = 0; index < words.length; index++) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  words[index] = 97 + ((state >>> 24) % 16);
}
const chunk = words.subarray(0, CHUNK);

await time("write 1 GB, synchronously", () => {
  const file = fs.openSync(at("source"), "w");
  for (let written = 0; written < SIZE; written += CHUNK) fs.writeSync(file, chunk);
  fs.closeSync(file);
});
await time("read 1 GB, synchronously, in 1 MB pieces", () => {
  const file = fs.openSync(at("source"), "r");
  const into = Buffer.alloc(CHUNK);
  while (fs.readSync(file, into) > 0);
  fs.closeSync(file);
});
await time("readFile of 1 GB", async () => {
  if ((await fs.promises.readFile(at("source"))).length !== SIZE) throw new Error("not the whole file");
});
await time("copyFile of 1 GB", () => fs.promises.copyFile(at("source"), at("copy")));
fs.unlinkSync(at("copy"));
await time("1 GB through streams", () => pipeline(fs.createReadStream(at("source")), fs.createWriteStream(at("copy"))));
fs.unlinkSync(at("copy"));
fs.unlinkSync(at("source"));
await time("gzipSync of 16 MB", () => zlib.gzipSync(words));
await time("SHA-256 of 256 MB", () => {
  const hash = createHash("sha256");
  for (let round = 0; round < 16; round++) hash.update(words);
  hash.digest("hex");
});

console.log(JSON.stringify(figures));
