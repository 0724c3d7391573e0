// test-timeout: 60 s
import express from "express";
import multer from "multer";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test, assert } from "../harness.mjs";
import { multipart, serving } from "./fixtures/http.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "uploads-"));

function app() {
  const served = express();
  const memory = multer({ limits: { fileSize: 200_000, files: 2 } });
  served.post("/memory", memory.fields([{ name: "a" }, { name: "b", maxCount: 1 }]), (request, response) =>
    response.json({ text: request.body, files: Object.values(request.files).flat().map((file) => [file.fieldname, file.originalname, file.mimetype, file.size]) }));
  served.post("/disk", multer({ dest: folder }).single("a"), (request, response) => response.json(request.file));
  served.post("/images", multer({ fileFilter: (request, file, done) => done(null, file.mimetype.startsWith("image/")) }).any(),
    (request, response) => response.json(request.files.map((file) => file.originalname)));
  served.use((error, request, response, next) => response.status(400).json({ code: error.code, field: error.field }));
  return served;
}

test("fields and files in memory", () => serving(app(), async (ask) => {
  const bytes = Buffer.alloc(150_000, 1);
  const answer = (await ask("/memory", multipart({ "t[x]": "é", "t[y]": "" }, [
    { name: "a", filename: "a.txt", type: "text/plain", content: "text" },
    { name: "b", filename: "b.bin", type: "application/octet-stream", content: bytes },
  ]))).json();
  assert.deepEqual(answer.text, { t: { x: "é", y: "" } });
  assert.deepEqual(answer.files, [["a", "a.txt", "text/plain", 4], ["b", "b.bin", "application/octet-stream", 150_000]]);
}));

test("a file on disk, byte for byte", () => serving(app(), async (ask) => {
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) & 255));
  const file = (await ask("/disk", multipart({}, [{ name: "a", filename: "x.bin", type: "application/octet-stream", content }]))).json();
  assert.equal(file.size, content.length);
  assert(fs.readFileSync(file.path).equals(content));
}));

test("limits, fields that are not expected, a filter, a body that breaks off", () => serving(app(), async (ask) => {
  const file = (name, size, type = "text/plain") => ({ name, filename: `${name}.x`, type, content: Buffer.alloc(size) });
  assert.deepEqual((await ask("/memory", multipart({}, [file("a", 200_001)]))).json(), { code: "LIMIT_FILE_SIZE", field: "a" });
  assert.deepEqual((await ask("/memory", multipart({}, [file("c", 1)]))).json(), { code: "LIMIT_UNEXPECTED_FILE", field: "c" });
  assert.deepEqual((await ask("/images", multipart({}, [file("a", 1), file("b", 1, "image/png")]))).json(), ["b.x"]);
  const whole = multipart({}, [file("a", 1000)]);
  assert.equal((await ask("/memory", { ...whole, body: whole.body.subarray(0, 600) })).status, 400);
}));
