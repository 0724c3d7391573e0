import { test, assert } from "../harness.mjs";
import util from "node:util";

const raised = (body) => {
  try {
    body();
  } catch (error) {
    return error;
  }
};

test("an error of ours has Node's code, class and first line", () => {
  const error = raised(() => util.inherits(null));
  assert.equal(error.code, "ERR_INVALID_ARG_TYPE");
  assert(error instanceof TypeError);
  assert.equal(error.name, "TypeError");
  assert.equal(error.message, 'The "ctor" argument must be of type function. Received null');
  assert.equal(String(error), `TypeError [ERR_INVALID_ARG_TYPE]: ${error.message}`);
  assert.equal(error.stack.split("\n")[0], String(error));
});
test("its stack begins with the caller", () => {
  const { stack } = raised(function here() { util.promisify(1); });
  assert.match(stack.split("\n").slice(1, 3).join("\n"), /here/);
  assert(!/NodeError|validate/.test(stack));
});
test("received values are described", () => {
  const text = (value) => raised(() => util.promisify(value)).message.replace(/.*Received /, "");
  assert.equal(text(undefined), "undefined");
  assert.equal(text("it's"), `type string ("it's")`);
  assert.equal(text("a long string, longer than twenty-eight"), "type string ('a long string, longer tha...')");
  assert.equal(text(5n), "type bigint (5n)");
  assert.equal(text(new Map()), "an instance of Map");
  assert.equal(text(Object.create(null)), "[Object: null prototype] {}");
});
test("it is inspected with its code", () => {
  assert.match(util.inspect(raised(() => util.promisify(1))), /^TypeError \[ERR_INVALID_ARG_TYPE\]: The [^]*\{\n  code: 'ERR_INVALID_ARG_TYPE'\n\}$/);
});
