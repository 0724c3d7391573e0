import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "weft-"));
const file = path.join(folder, "file.txt");

async function warningsOf(act) {
  const seen = [];
  const note = (warning) => seen.push(warning.code ?? warning.message);
  process.on("warning", note);
  await act();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", note);
  return seen;
}

test("what is deprecated warns once", async () => {
  const act = () => {
    fs.writeFileSync(file, "text");
    const fd = fs.openSync(file, "r+");
    fs.truncateSync(fd, 1);
    fs.closeSync(fd);
    fs.mkdirSync(path.join(folder, "inner/most"), { recursive: true });
    fs.rmdirSync(path.join(folder, "inner"), { recursive: true });
    fs.mkdtempSync(path.join(folder, "X"));
  };
  const portable = "mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html";
  assert.deepEqual(await warningsOf(act), ["DEP0081", "DEP0147", portable]);
  assert.deepEqual(await warningsOf(act), []);
});

test("util.promisify of read and write gives both of their values", async () => {
  fs.writeFileSync(file, "text");
  const fd = fs.openSync(file, "r+");
  const bytes = Buffer.alloc(4);
  assert.deepEqual(await promisify(fs.read)(fd, bytes, 0, 4, 0), { bytesRead: 4, buffer: bytes });
  assert.deepEqual(await promisify(fs.readv)(fd, [bytes], 0), { bytesRead: 4, buffers: [bytes] });
  assert.deepEqual(await promisify(fs.write)(fd, bytes, 0, 4, 0), { bytesWritten: 4, buffer: bytes });
  assert.deepEqual(await promisify(fs.writev)(fd, [bytes], 0), { bytesWritten: 4, buffer: [bytes] });
  fs.closeSync(fd);
});

test("createReadStream may be called with new", () => {
  assert(new fs.createReadStream(file) instanceof fs.ReadStream);
});

test("appendFile of what can't be written makes no file", async () => {
  const none = path.join(folder, "none.txt");
  await assert.rejects(fs.promises.appendFile(none, {}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.equal(fs.existsSync(none), false);
});
