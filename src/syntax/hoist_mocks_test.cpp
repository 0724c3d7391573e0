#include "syntax/hoist_mocks.h"

#include <catch2/catch.hpp>

#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

std::string hoisted(std::string text, SourceGoal goal = SourceGoal::Module, Dialect dialect = Dialect::JavaScript) {
  SourceText source("/a.js", std::move(text));
  Log log;
  TransformOptions options;
  options.parse.goal = goal;
  options.parse.isFunctionBody = goal == SourceGoal::Script;
  options.parse.dialect = dialect;
  options.lower.isCommonJs = goal == SourceGoal::Script;
  options.hoistsMocks = true;
  std::optional<Transformed> result = transform(source, options, log);
  if (!result) return log.diagnostics().empty() ? "no diagnostics" : log.diagnostics()[0].message;
  CHECK(mentionsMocks(source.text()));
  return result->isAsItWas ? "as it was" : result->code;
}

}  // namespace

TEST_CASE("calls of vi go before what is imported, which is referred to where it is") {
  CHECK(hoisted("import { vi } from 'vitest'; import d, { a as b, 'x y' as s } from './m';"
                "const held = vi.hoisted(() => 1); f({ b, d }); b(s); b`t`; vi.mock('./m', () => held);") ==
        "import { vi } from \"vitest\";\nconst held = vi.hoisted(() => 1);\nvi.mock(\"./m\", () => held);\n"
        "const imported = await import(\"./m\");\nf({ b: imported.a, d: imported.default });\n"
        "(0, imported.a)(imported[\"x y\"]);\n(0, imported.a)`t`;\n");
  CHECK(hoisted("import * as all from './m'; import './n'; function f() { vi.mock('./m'); return all; }") ==
        "vi.mock(\"./m\");\nconst all = await import(\"./m\");\nawait import(\"./n\");\nfunction f() {\n  return "
        "all;\n}\n");
  CHECK(hoisted("import a from './m' with { type: 'json' }; vi.mock(import('./m')); export { a };") ==
        "vi.mock(\"./m\");\nconst imported = await import(\"./m\", { with: { type: \"json\" } });\n"
        "const exported = imported.default;\nexport { exported as a };\n");
}

TEST_CASE("calls of jest go to the head of their block, with constants") {
  CHECK(hoisted("'use strict'; const f = require('f'); jest.mock('f').unmock('g'); f();", SourceGoal::Script) ==
        "'use strict';\njest.mock(\"f\").unmock(\"g\");\nconst f = require(\"f\");\nf();\n");
  CHECK(hoisted("import f from 'f'; const k = 'k', o = []; jest.mock('f', () => k + mockO); test(() => { f(); "
                "jest.unmock('f'); });") ==
        "const k = \"k\";\njest.mock(\"f\", () => k + mockO);\nconst imported = await import(\"f\");\nconst o = [];\n"
        "test(() => {\n  jest.unmock(\"f\");\n  (0, imported.default)();\n});\n");
  CHECK(hoisted("import { jest as j } from '@jest/globals'; import f from 'f'; { f; j.mock('f'); }") ==
        "import { jest as j } from \"@jest/globals\";\nimport f from \"f\";\n{\n  j.mock(\"f\");\n  f;\n}\n");
}

TEST_CASE("what a factory may not refer to") {
  CHECK_THAT(hoisted("import f from 'f'; let x = y(); jest.mock('f', () => ({ x }));"),
             Catch::StartsWith("The module factory of `jest.mock()` is not allowed to reference any out-of-scope"));
  CHECK_THAT(hoisted("const m = 1; jest.mock('f', m);"), Catch::Contains("must be an inline function"));
  CHECK_THAT(hoisted("jest.mock('f', () => { const x = 1; return { x, console, y: require('y'), mockX }; });"
                     "const mockX = z();"),
             Catch::StartsWith("jest.mock("));
  CHECK_THAT(hoisted("export const x = vi.hoisted(() => 1);"), Catch::Contains("cannot be exported"));
}

TEST_CASE("mock.module of Bun is hoisted where it needs nothing of the file") {
  CHECK(hoisted("import { mock } from 'bun:test'; import f from 'f'; mock.module('f', () => ({ default: 1 })); f;") ==
        "import { mock } from \"bun:test\";\nmock.module(\"f\", () => ({ default: 1 }));\n"
        "const imported = await import(\"f\");\nimported.default;\n");
  CHECK(hoisted("import { mock } from 'bun:test'; const f = mock(); mock.module('f', () => ({ f }));") == "as it was");
}

TEST_CASE("a text without such calls") {
  CHECK_FALSE(mentionsMocks("f.mock.calls; jest.fn(); const mock = 1; mock(); // hoisted"));
  CHECK(mentionsMocks("jest\n  .mock<X>('a')"));
  CHECK(mentionsMocks("vi.hoisted(f)"));
  CHECK_FALSE(mentionsMocks("mock.module('f')"));
  CHECK(hoisted("const it = { mock() {} }; it.mock('x'); function f(vi) { vi.mock('y'); }") == "as it was");
}
