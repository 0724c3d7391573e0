// Modules that packages import, of which weft has a part: they load, and say what is missing when it is used.
import { test, assert } from "../harness.mjs";
import { builtinModules } from "node:module";
import cluster from "node:cluster";
import http2 from "node:http2";
import inspector, { Session } from "node:inspector";
import * as inspectorPromises from "node:inspector/promises";
import repl from "node:repl";
import stream from "node:stream";
import trace from "node:trace_events";
import { WASI } from "node:wasi";

const missing = { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" };

test("they are builtin modules", () => {
  for (const name of ["cluster", "domain", "http2", "inspector", "inspector/promises", "repl", "trace_events", "wasi"]) {
    assert(builtinModules.includes(name), name);
  }
});

test("http2: constants and classes are there, servers and clients throw", () => {
  const { constants } = http2;
  assert.equal(Object.keys(constants).length, 240);
  assert.equal(constants.HTTP2_HEADER_STATUS, ":status");
  assert.equal(constants.HTTP2_HEADER_CONTENT_TYPE, "content-type");
  assert.equal(constants.HTTP2_METHOD_VERSION_CONTROL, "VERSION-CONTROL");
  assert.equal(constants.HTTP_STATUS_TEAPOT, 418);
  assert.equal(constants.NGHTTP2_ERR_FRAME_SIZE_ERROR, -522);
  for (const name of ["createServer", "createSecureServer", "connect"]) assert.throws(() => http2[name](), missing);
  assert.throws(() => new http2.Http2ServerRequest(), missing);
  assert.equal(new stream.Readable() instanceof http2.Http2ServerRequest, false);
  assert(http2.Http2ServerResponse.prototype instanceof stream);
});

test("http2: settings are packed and unpacked", () => {
  const packed = http2.getPackedSettings({ enablePush: false, maxFrameSize: 20000, customSettings: { 9999: 3 } });
  assert.equal(packed.toString("hex"), "000200000000000500004e20270f00000003");
  const { enablePush, maxFrameSize } = http2.getUnpackedSettings(packed);
  assert.deepEqual([enablePush, maxFrameSize], [false, 20000]);
  assert.equal(http2.getDefaultSettings().maxFrameSize, 16384);
  assert.throws(() => http2.getPackedSettings({ maxFrameSize: 1 }), { code: "ERR_HTTP2_INVALID_SETTING_VALUE", name: "RangeError" });
  assert.throws(() => http2.getPackedSettings({ enablePush: 1 }), { code: "ERR_HTTP2_INVALID_SETTING_VALUE", name: "TypeError" });
  assert.throws(() => http2.getUnpackedSettings(Buffer.from("a")), { code: "ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH" });
  assert.throws(() => http2.getUnpackedSettings("a"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("cluster: the primary process, without workers", async () => {
  assert.deepEqual([cluster.isPrimary, cluster.isMaster, cluster.isWorker], [true, true, false]);
  assert.deepEqual(cluster.workers, {});
  assert.throws(() => cluster.fork(), missing);
  const setup = new Promise((resolve) => cluster.once("setup", resolve));
  cluster.setupPrimary({ exec: "worker.js" });
  assert.equal((await setup).exec, "worker.js");
  assert.equal(cluster.settings.silent, false);
  await new Promise((resolve) => cluster.disconnect(resolve));
});

test("inspector: none", () => {
  assert.equal(inspector.url(), undefined);
  assert.equal(inspector.close(), undefined);
  assert.throws(() => inspector.open(), { code: "ERR_INSPECTOR_NOT_AVAILABLE" });
  assert.throws(() => inspector.waitForDebugger(), { code: "ERR_INSPECTOR_NOT_ACTIVE" });
  assert.equal(inspector.console, console);
  const session = new Session();
  assert.throws(() => session.connect(), { code: "ERR_INSPECTOR_NOT_AVAILABLE" });
  assert.throws(() => session.post("Profiler.enable"), { code: "ERR_INSPECTOR_NOT_CONNECTED" });
  session.disconnect();
  assert.throws(() => new inspectorPromises.Session().connect(), { code: "ERR_INSPECTOR_NOT_AVAILABLE" });
});

test("trace_events and wasi", () => {
  assert.equal(trace.getEnabledCategories(), undefined);
  assert.throws(() => trace.createTracing({ categories: ["node"] }), { code: "ERR_TRACE_EVENTS_UNAVAILABLE" });
  assert.throws(() => trace.createTracing({ categories: [] }), { code: "ERR_TRACE_EVENTS_CATEGORY_REQUIRED" });
  assert.throws(() => new WASI({ version: "preview1" }), missing);
  assert(repl.builtinModules.includes("fs") && !repl.builtinModules.includes("_http_agent"));
  assert.equal(String(repl.REPL_MODE_STRICT), "Symbol(repl-strict)");
  assert(new repl.Recoverable(new Error("x")) instanceof SyntaxError);
});
