// What Node keeps under old names, or of little use, and programs still ask for.
import { test, assert } from "../harness.mjs";
import constants from "node:constants";
import crypto from "node:crypto";
import fs from "node:fs";
import outgoing from "node:_http_outgoing";
import http from "node:http";
import timers from "node:timers";
import v8 from "node:v8";

test("process: addons and inner modules are refused", () => {
  assert.throws(() => process.dlopen({ exports: {} }, "x.node"), { code: "ERR_DLOPEN_FAILED" });
  assert.throws(() => process.dlopen(1, "x.node"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => process.binding("fs_no"), { message: "No such module: fs_no" });
  assert.throws(() => process.assert(false, "text"), { code: "ERR_ASSERTION", message: "text" });
  assert.equal(process.assert(true), undefined);
});
test("timers that belong to an object", async () => {
  const calls = [];
  const item = { _onTimeout() { calls.push(this === item); } };
  timers.enroll(item, 5);
  assert.equal(item._idleTimeout, 5);
  timers.active(item);
  timers.active(item);
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(calls, [true]);
  timers.active(item);
  timers.unenroll(item);
  assert.equal(item._idleTimeout, -1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(calls.length, 1);
  assert.throws(() => timers.enroll({}, "x"), { code: "ERR_INVALID_ARG_TYPE" });
});
test("constants and names", () => {
  assert.equal(constants.RSA_PKCS1_PADDING, crypto.constants.RSA_PKCS1_PADDING);
  assert.equal(outgoing.validateHeaderName, http.validateHeaderName);
  assert.equal(v8.startupSnapshot.isBuildingSnapshot(), false);
  assert.throws(() => v8.startupSnapshot.addSerializeCallback(() => {}), { code: "ERR_NOT_BUILDING_SNAPSHOT" });
  assert.throws(() => v8.setHeapSnapshotNearHeapLimit(1), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
  assert.equal(v8.takeCoverage(), undefined);
});
test("openAsBlob", async () => {
  fs.writeFileSync("text", "warp");
  const blob = await fs.openAsBlob("text", { type: "text/plain" });
  assert.deepEqual([blob.size, blob.type, await blob.slice(1, 3).text()], [4, "text/plain", "ar"]);
  assert.throws(() => fs.openAsBlob("none"), { code: "ERR_INVALID_ARG_VALUE", message: "Unable to open file as blob" });
  assert.throws(() => fs.openAsBlob("text", { type: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
});
