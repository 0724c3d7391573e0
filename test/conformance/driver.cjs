// Runs one test262 file and prints `pass` or `fail WHY` as its last line.
//
//   weft driver.cjs HARNESS-FOLDER TEST-FILE JSON
//
// JSON: { module, async, strict, includes, negative: { phase, type } | null }.
// test262.py copies this file beside each test, so that the import() of a
// script, which runs here by indirect eval, resolves against the test's folder.
"use strict";
const fs = require("node:fs");
const { pathToFileURL } = require("node:url");

const [harness, file, json] = process.argv.slice(2);
const options = JSON.parse(json);
const runScript = (path, prefix = "") => (0, eval)(prefix + fs.readFileSync(path, "utf8"));
const write = console.log;

let verdict = options.async ? "fail $DONE was not called" : "fail never finished";
let finished = false;
function finish(result) {
  if (!finished) verdict = result;
  finished = true;
}
process.on("exit", () => write(verdict));
// What a test leaves unhandled is no failure of it.
process.on("unhandledRejection", () => {});

globalThis.print = () => {};
globalThis.$262 = {
  global: globalThis,
  evalScript: (source) => (0, eval)(source),
  detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
  gc() {},
};
globalThis.$DONE = (error) => {
  if (options.async) finish(error ? `fail ${describe(error)}` : "pass");
};
if (!options.async) delete globalThis.$DONE;

function describe(error) {
  try {
    return `${error?.name ?? typeof error}: ${error?.message ?? String(error)}`.split("\n")[0];
  } catch {
    return "an error that cannot be shown";
  }
}

function ended(error, threw) {
  if (options.negative) {
    const name = threw ? error?.constructor?.name : undefined;
    finish(name === options.negative.type ? "pass" : `fail expected ${options.negative.type}, got ${threw ? describe(error) : "no error"}`);
  } else if (threw) {
    finish(`fail ${describe(error)}`);
  } else if (!options.async) {
    finish("pass");
  }
}

for (const include of options.includes) runScript(`${harness}/${include}`);
if (options.module) {
  import(pathToFileURL(file).href).then(() => ended(undefined, false), (error) => ended(error, true));
} else {
  try {
    runScript(file, options.strict ? '"use strict";\n' : "");
    ended(undefined, false);
  } catch (error) {
    ended(error, true);
  }
}
