// The snapshot matchers: their arguments, property matchers, errors, hints and messages.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

const { SnapshotState } = await builtin("test_snapshot_state");
const { mergeProperties, snapshotMatchers } = await builtin("test_snapshot_matchers");
const { Serializers, mockSerializer } = await builtin("test_snapshot_serializers");
const { defaultResolver, obsoleteFiles, resolverOfModule } = await builtin("test_snapshot_resolver");
const { Mocker } = await builtin("test_mock");

const folder = mkdtempSync(join(tmpdir(), "matchers-"));
let files = 0;
const plain = (text) => text;
/** What `expect` would put into a matcher's context, without colors. */
const utils = {
  BOLD_WEIGHT: plain, EXPECTED_COLOR: plain, RECEIVED_COLOR: plain, iterableEquality() {}, subsetEquality() {}, stringify: String, printExpected: String, printReceived: String,
  matcherHint: (name, received = "received", expected = "expected", options = {}) =>
    `expect(${received})${options.promise ? `.${options.promise}` : ""}${options.isNot ? ".not" : ""}.${name}(${[expected, options.secondArgument].filter(Boolean).join(", ")})`,
  matcherErrorMessage: (hint, generic, specific) => [hint, "", `Matcher error: ${generic}`, ...(specific === undefined ? [] : ["", specific])].join("\n"),
  printWithType: (name, value, print) => `${name} has value: ${print(value)}`,
  replaceMatchedToAsymmetricMatcher: (a, b) => ({ replacedExpected: a, replacedReceived: b }),
  diff: (a, b, { aAnnotation, bAnnotation }) => `- ${aAnnotation}\n+ ${bAnnotation}\n\n- ${a}\n+ ${b}`,
};
const serialize = (value) => (value instanceof Error ? `[${value.name}: ${value.message}]` : typeof value === "string" ? `"${value}"` : JSON.stringify(value, null, 2));
const any = { $$typeof: Symbol.for("jest.asymmetricMatcher"), constructor: { name: "Any" }, toJSON: () => "Any<Number>" };

function begin(update, { format = "jest", source, equals = () => true, ...more } = {}) {
  const state = new SnapshotState(join(folder, `${++files}.snap`), { format, update, serialize, place: () => source });
  const context = { snapshotState: state, currentTestName: "test", isNot: false, promise: "", equals, utils, ...more };
  const call = (name, ...args) => snapshotMatchers[name].apply(context, args);
  return { state, call, context };
}
const text = (state) => readFileSync(state.path, "utf8");

test("names with hints, Jest's and Vitest's", () => {
  for (const [format, key] of [["jest", "test: hint 1"], ["vitest", "test > hint 1"]]) {
    const { state, call } = begin("new", { format });
    assert.equal(call("toMatchSnapshot", 1, "hint").pass, true);
    assert.equal(call("toMatchSnapshot", 2).pass, true);
    state.save();
    assert(text(state).includes(`exports[\`${key}\`] = \`1\`;`), format);
  }
});
test("properties are matched, and written as their matchers", () => {
  const { state, call } = begin("new");
  assert.equal(call("toMatchSnapshot", { id: 7, name: "Ada", list: [1, { a: 2 }] }, { id: any, list: [any] }).pass, true);
  state.save();
  assert(text(state).includes('"id": "Any<Number>",'));
  const unlike = begin("new", { equals: () => false });
  const outcome = unlike.call("toMatchSnapshot", { id: "x" }, { id: any });
  assert.match(outcome.message(), /^expect\(received\)\.toMatchSnapshot\(properties\)\n\nSnapshot name: `test 1`\n\n- Expected properties/);
  assert.equal(unlike.state.counts.unmatched, 1);
  assert.deepEqual(mergeProperties({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: "m" }, d: ["n"] }), { a: { b: "m", c: 2 }, d: ["n", 2] });
});
test("misuse is told", () => {
  const { call, context } = begin("new");
  assert.throws(() => call("toMatchSnapshot", {}, null), { message: /Expected properties must be an object/ });
  assert.throws(() => call("toMatchSnapshot", {}, undefined, "hint"), { message: /To provide a hint without properties: toMatchSnapshot\('hint'\)/ });
  assert.throws(() => call("toMatchSnapshot", 1, {}), { message: /received value must be an object when the matcher has properties/ });
  assert.throws(() => call("toMatchInlineSnapshot", {}, {}, 3), { message: /Inline snapshot must be a string/ });
  assert.throws(() => call("toThrowErrorMatchingSnapshot", 1), { message: /received value must be a function/ });
  assert.throws(() => call("toThrowErrorMatchingSnapshot", () => {}), { message: /Received function did not throw/ });
  context.isNot = true;
  assert.throws(() => call("toMatchSnapshot", 1), { message: /Snapshot matchers cannot be used with not/ });
  context.isNot = false;
  context.snapshotState = undefined;
  assert.throws(() => call("toMatchSnapshot", 1), { message: /Snapshot state must be initialized/ });
});
test("what differs shows a diff; in CI what is new says so", () => {
  const { state, call } = begin("new");
  call("toMatchSnapshot", { a: 1 });
  state.save();
  const again = new SnapshotState(state.path, { format: "jest", update: "none", serialize, place() {} });
  const context = { snapshotState: again, currentTestName: "test", isNot: false, promise: "", equals: () => true, utils };
  const outcome = snapshotMatchers.toMatchSnapshot.call(context, { a: 2 });
  assert.equal(outcome.pass, false);
  assert.match(outcome.message(), /Snapshot name: `test 1`\n\n- Snapshot\n\+ Received\n\n- \{\n  "a": 1\n\}/);
  assert.deepEqual([outcome.expected, outcome.actual], ['{\n  "a": 1\n}', '{\n  "a": 2\n}']);
  assert.match(snapshotMatchers.toMatchSnapshot.call(context, 3).message(), /New snapshot was not written\..*\(CI\) environment/s);
});
test("errors: Jest's message with causes, Vitest's error", () => {
  const fail = () => { throw new TypeError("outer", { cause: new Error("inner", { cause: "text" }) }); };
  const jest = begin("new");
  jest.call("toThrowErrorMatchingSnapshot", fail);
  jest.call("toThrowErrorMatchingSnapshot", new Error("promised"), undefined, true);
  jest.state.save();
  assert(text(jest.state).includes('"outer\nCause: inner\nCause: text"'));
  assert(text(jest.state).includes('"promised"'));
  const vitest = begin("new", { format: "vitest" });
  vitest.call("toThrowErrorMatchingSnapshot", fail);
  vitest.state.save();
  assert(text(vitest.state).includes("[TypeError: outer]"));
});
test("inline snapshots are written at the place of the call, and then match", () => {
  const file = join(folder, "inline.js");
  writeFileSync(file, "  expect(x).toMatchInlineSnapshot();\n");
  const { state, call } = begin("new", { source: { file, line: 1, column: 13 } });
  assert.equal(call("toMatchInlineSnapshot", { a: 1 }).pass, true);
  state.save();
  const written = readFileSync(file, "utf8");
  assert.equal(written, "  expect(x).toMatchInlineSnapshot(`\n    {\n      \"a\": 1\n    }\n  `);\n");
  const inline = written.slice(written.indexOf("`") + 1, written.lastIndexOf("`"));
  const again = begin("none");
  assert.equal(again.call("toMatchInlineSnapshot", { a: 1 }, inline).pass, true);
  assert.equal(again.call("toMatchInlineSnapshot", { a: 2 }, inline).pass, false);
  assert.equal(again.call("toThrowErrorMatchingInlineSnapshot", () => { throw new Error("e"); }, '"e"').pass, true);
  const gone = begin("new", { source: { file: join(folder, "gone.js"), line: 1, column: 1 } });
  gone.call("toMatchInlineSnapshot", 1);
  assert.throws(() => gone.state.save(), { message: /Inline snapshots cannot be written: .*gone\.js does not exist/ });
});
test("one call of Vitest's, two snapshots", () => {
  const { call } = begin("new", { format: "vitest", source: { file: "x.js", line: 1, column: 1 } });
  call("toMatchInlineSnapshot", 1);
  call("toMatchInlineSnapshot", 1);
  assert.throws(() => call("toMatchInlineSnapshot", 2), { message: "toMatchInlineSnapshot with different snapshots cannot be called at the same location" });
});
test("a file beside the test's", async () => {
  const { state, call } = begin("new", { format: "vitest", testPath: join(folder, "x.test.js") });
  assert.equal((await call("toMatchFileSnapshot", "<p>", "page.html")).pass, true);
  state.save();
  assert.equal(readFileSync(join(folder, "page.html"), "utf8"), "<p>");
});
test("mocks and the user's serializers", () => {
  const mock = new Mocker(globalThis, Object.is).fn().mockName("m");
  const printer = (value) => JSON.stringify(value);
  assert.equal(mockSerializer.serialize(mock, { indent: "  ", spacingOuter: "\n", min: false }, "", 0, [], printer), "[MockFunction m]");
  mock(1);
  assert.equal(mockSerializer.serialize(mock, { indent: "  ", spacingOuter: "\n", min: false }, "", 0, [], printer),
    '[MockFunction m] {\n  "calls": [[1]],\n  "results": [{"type":"return"}],\n}');
  const format = (value, { plugins, indent }) => `${indent} ${plugins.map((plugin) => plugin.name).join(" ")}\r\n`;
  const serializers = new Serializers(format, [{ name: "last" }], { indent: 4 });
  serializers.add({ name: "first" });
  assert.equal(serializers.serialize(1), "4 first last\n");
});
test("where snapshot files are", () => {
  assert.equal(defaultResolver.resolveSnapshotPath("/a/x.test.js"), "/a/__snapshots__/x.test.js.snap");
  assert.equal(defaultResolver.resolveTestPath("/a/__snapshots__/x.test.js.snap"), "/a/x.test.js");
  assert.deepEqual(obsoleteFiles(["/a/__snapshots__/x.js.snap", "/a/__snapshots__/y.js.snap"], defaultResolver, (path) => path === "/a/x.js"), ["/a/__snapshots__/y.js.snap"]);
  const custom = resolverOfModule({ resolveSnapshotPath: (test, extension) => test + extension, resolveTestPath: (snapshot, extension) => snapshot.slice(0, -extension.length), testPathForConsistencyCheck: "a.js" });
  assert.equal(custom.resolveSnapshotPath("b.js"), "b.js.snap");
  assert.throws(() => resolverOfModule({}), { message: /must implement a `resolveSnapshotPath` as a function/ });
  assert.throws(() => resolverOfModule({ resolveSnapshotPath: String, resolveTestPath: () => "other", testPathForConsistencyCheck: "a" }), { message: /must transform paths consistently/ });
});
