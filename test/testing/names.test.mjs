// moduleNameMapper and aliases; first comments.
import { test, assert } from "../harness.mjs";
import { builtin } from "../mock/fixtures/builtins.mjs";

const { NameMapper, ruleOf } = await builtin("test_name_map");
const { docblockOf } = await builtin("test_docblock");

test("how names begin and end for a pattern to match", () => {
  const rules = [
    ["^@/(.*)$", ["@/"]], ["^@\\/(.*)$", ["@/"]], ["\\.css$", ["", ".css"]], ["\\.(css|less|s[ac]ss)$", [""]], ["\\.(css|less)$", ["", ".css", ".less"]],
    ["^lodash$", ["lodash", "lodash"]], ["^lodash-es(/.*)?$", ["lodash-es"]], ["^(a|b)$", ["", "a", "b"]], ["^a|b$", [""]], ["^x+y$", ["", "y"]],
    ["^.+\\.svg\\?react$", ["", ".svg?react"]], ["^\\d", [""]], ["[.]css$", [""]], ["", [""]], ["^foo\\b", ["foo"]], ["^\\.{1,2}/x$", ["", "/x"]],
  ];
  for (const [pattern, rule] of rules) assert.deepEqual([pattern, ruleOf(pattern)], [pattern, rule]);
  assert.deepEqual(ruleOf("^A", "i"), [""]);
});
test("a rule never leaves out what its pattern matches", () => {
  const patterns = ["^@/(.*)$", "\\.(css|less)$", "^a?b", "^lib$", "(foo|bar)$", "^x(?=/|$)", "\\.module\\.(css|scss)$", "^(.*)\\.js$", "b$|^c", "^\\$lib", "[^a]css$", "a\\.(b|c)d$", "\\\\.css$"];
  const names = ["@/a", "@", "x.css", "x.less", "b", "ab", "lib", "libs", "foo", "xbar", "x", "x/y", "xy", "a.module.css", "q.js", "c", "$lib/a", "bcss", "a.bd", "xa.cd", "\\x.css", ""];
  for (const pattern of patterns) {
    const [begin, ...ends] = ruleOf(pattern);
    for (const name of names) {
      const isLeftOut = !name.startsWith(begin) || (ends.length > 0 && !ends.some((end) => name.endsWith(end)));
      assert(!(isLeftOut && new RegExp(pattern).test(name)), `${pattern} and ${name}`);
    }
  }
});
const settings = { rootDir: "/project", flavour: "jest", moduleNameMapper: [], alias: [] };
test("the first pattern that matches decides, with its groups", () => {
  const mapper = new NameMapper({ ...settings, moduleNameMapper: [["^@/(.*)/(.*)$", ["/r/$2/$1", "/s/$10$2"]], ["^@/", ["/never"]], ["css$", ["style"]]] });
  assert.deepEqual(mapper.map("@/a/b"), ["moduleNameMapper's /^@/(.*)/(.*)$/", "/r/b/a", "/s/b"]);
  assert.deepEqual(mapper.map("@/a"), ["moduleNameMapper's /^@//", "/never"]);
  assert.deepEqual(mapper.map("./x.css"), ["moduleNameMapper's /css$/", "style"]);
  assert.equal(mapper.map("react"), undefined);
});
test("an alias replaces what it matches; paths are seen from Vite's root first", () => {
  const mapper = new NameMapper({ ...settings, flavour: "vitest", alias: [["^@(?=/|$)", "", "/src"], ["^~", "", "lodash/"]] });
  assert.deepEqual(mapper.map("@/a").slice(1), ["/project/src/a", "/src/a"]);
  assert.equal(mapper.map("@scope/a"), undefined);
  assert.deepEqual(mapper.map("~x").slice(1), ["lodash/x"]);
  assert.deepEqual(mapper.map("/public/a").slice(1), ["/project/public/a", "/public/a"]);
  assert.equal(mapper.map("/project/x"), undefined);
});
test("the first comments name an environment and its options", () => {
  assert.deepEqual({ ...docblockOf("/**\n * @jest-environment jsdom\n * @jest-environment-options {\"url\": \"https://a.b/\"}\n */\nx") , pragmas: 0 }, { environment: "jsdom", options: { url: "https://a.b/" }, pragmas: 0 });
  assert.equal(docblockOf("#!/usr/bin/env x\n// @vitest-environment happy-dom\nimport 1").environment, "happy-dom");
  assert.equal(docblockOf("/* @jest-environment ./my-env.js */ x").environment, "./my-env.js");
  assert.equal(docblockOf("/** @jest-environment node */").environment, "node");
  assert.equal(docblockOf("'use strict'\n// @jest-environment jsdom"), undefined);
  assert.equal(docblockOf("import '@x/y'"), undefined);
  assert.equal(docblockOf("/* no end @jest-environment jsdom").environment, "jsdom");
  assert.throws(() => docblockOf("// @jest-environment-options {a}"), { name: "SyntaxError", message: /are not JSON/ });
});
