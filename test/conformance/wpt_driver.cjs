// Runs one file of the web platform tests: `weft wpt_driver.cjs ROOT FILE VARIANT`.
//
// Prints a line `#wpt {"name", "status", "message"}` for each subtest, and `#wpt-done` at the end. The
// file sees what a shell of the suite's harness has: no document, no worker scope.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [root, file, variant] = process.argv.slice(2);
const source = fs.readFileSync(path.join(root, file), "utf8");

// What the harness takes for passed, failed, timed out, not run, precondition failed.
const kStatus = ["pass", "fail", "timeout", "not run", "precondition failed"];
const print = (line) => fs.writeSync(1, line + "\n");
let isDone = false;

function report(name, status, message) {
  print("#wpt " + JSON.stringify({ name, status, message: message ? String(message).slice(0, 500) : "" }));
}

process.on("uncaughtException", (error) => {
  if (!isDone) report("(uncaught)", "fail", error && error.stack ? `${error}\n${error.stack}` : error);
  process.exit(isDone ? 0 : 3);
});

function resourcePath(url) {
  if (url === "/resources/WebIDLParser.js") url = "/resources/webidl2/lib/webidl2.js";
  return url.startsWith("/") ? path.join(root, url) : path.join(root, path.dirname(file), url);
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

define("self", globalThis);
define("GLOBAL", { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false });
// The interface tests ask for the interface that the global object would have in a page.
define("Window", Object.getPrototypeOf(globalThis).constructor);
define("location", { search: variant, href: `https://web-platform.test/${file}${variant}`, origin: "https://web-platform.test" });

const fetchReal = globalThis.fetch;
define("fetch", function fetch(input, init) {
  if (typeof input !== "string" || /^[a-z][a-z0-9+.-]*:/i.test(input)) return fetchReal(input, init);
  return fs.promises.readFile(resourcePath(input)).then((bytes) => new Response(bytes));
});

const run = (name, code) => vm.runInThisContext(code, { filename: name });
const harness = path.join(root, "resources/testharness.js");
run(harness, fs.readFileSync(harness, "utf8"));

globalThis.add_result_callback((test) => report(test.name, kStatus[test.status], test.message));
globalThis.add_completion_callback((tests, status) => {
  isDone = true;
  if (status.status !== 0) report("(harness)", "fail", status.message || "status " + status.status);
  print("#wpt-done");
  process.exit(0);
});

for (const [, script] of source.matchAll(/^\/\/ META: script=(.*)$/gm)) {
  const name = resourcePath(script.trim());
  run(name, fs.readFileSync(name, "utf8"));
}
// Of "a", "area" and "url" only the last is there without a document.
run(path.join(root, file), source.replace('["url", "a", "area"]', '["url"]'));
// A promise alone does not keep a process running.
setInterval(() => {}, 1000);
