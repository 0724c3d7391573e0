import { test, assert } from "../harness.mjs";
import { parseArgs } from "node:util";

const options = {
  foo: { type: "string", short: "f" },
  bar: { type: "boolean", short: "b" },
  many: { type: "string", multiple: true, short: "m" },
  level: { type: "string", default: "low" },
};
const values = (args, more) => ({ ...parseArgs({ args, options, ...more }).values });

test("long and short options, with and without a value", () => {
  assert.deepEqual(values(["--foo", "1", "-b"]), { foo: "1", bar: true, level: "low" });
  assert.deepEqual(values(["--foo=a=b", "-bfq"]), { foo: "q", bar: true, level: "low" });
  assert.deepEqual(values(["-m1", "-m", "2", "--many=3"]), { many: ["1", "2", "3"], level: "low" });
});
test("positionals and the terminator", () => {
  const result = parseArgs({ args: ["a", "-b", "--", "-b", "c"], options, allowPositionals: true });
  assert.deepEqual(result.positionals, ["a", "-b", "c"]);
});
test("negation", () => {
  assert.deepEqual(values(["--no-bar"], { allowNegative: true }), { bar: false, level: "low" });
});
test("mistakes are told", () => {
  assert.throws(() => values(["--nope"]), { code: "ERR_PARSE_ARGS_UNKNOWN_OPTION", message: /Unknown option '--nope'/ });
  assert.throws(() => values(["x"]), { code: "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL" });
  assert.throws(() => values(["--foo"]), { code: "ERR_PARSE_ARGS_INVALID_OPTION_VALUE", message: /'-f, --foo <value>' argument missing/ });
  assert.throws(() => values(["--bar=1"]), { message: /does not take an argument/ });
  assert.throws(() => values(["--foo", "-b"]), { message: /argument is ambiguous/ });
});
test("tokens", () => {
  const { tokens } = parseArgs({ args: ["-bf", "1", "p"], options, tokens: true, allowPositionals: true });
  assert.deepEqual(tokens.map((token) => [token.kind, token.name, token.index, token.value]), [
    ["option", "bar", 0, undefined], ["option", "foo", 0, "1"], ["positional", undefined, 2, "p"],
  ]);
});
