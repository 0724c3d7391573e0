import { test, assert } from "../harness.mjs";
import { writeFileSync } from "node:fs";

const text = `
# a comment
WEFT_PLAIN=one two # and a comment
export WEFT_DOUBLE="line\\nbreak" # after
WEFT_SINGLE='as # it \\n is'
WEFT_SPAN="first
second"
WEFT_EMPTY=
WEFT_SET=from the file
 WEFT_SPACED  =  x
not a variable
`;

test("loadEnvFile sets what is not set", () => {
  process.env.WEFT_SET = "before";
  writeFileSync("variables", text);
  process.loadEnvFile("variables");
  const { env } = process;
  assert.deepEqual(
    [env.WEFT_PLAIN, env.WEFT_DOUBLE, env.WEFT_SINGLE, env.WEFT_SPAN, env.WEFT_EMPTY, env.WEFT_SET, env.WEFT_SPACED],
    ["one two", "line\nbreak", "as # it \\n is", "first\nsecond", "", "before", "x"]);
});

test(".env is the default, and a missing file an error", () => {
  assert.throws(() => process.loadEnvFile(), { code: "ENOENT" });
  writeFileSync(".env", "WEFT_DEFAULT=1");
  process.loadEnvFile();
  assert.equal(process.env.WEFT_DEFAULT, "1");
});
