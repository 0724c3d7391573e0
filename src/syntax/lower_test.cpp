#include "syntax/lower.h"

#include <catch2/catch.hpp>

#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

struct Settings {
  Dialect dialect = Dialect::TypeScript;
  JsxMode jsx = JsxMode::Off;
  LowerOptions lower = {};
};

std::string lowered(std::string text, const Settings& settings = {}) {
  SourceText source("/a.ts", std::move(text));
  Log log;
  TransformOptions options;
  options.parse.dialect = settings.dialect;
  options.parse.jsx = settings.jsx;
  options.lower = settings.lower;
  std::optional<Transformed> result = transform(source, options, log);
  if (!result) return log.diagnostics().empty() ? "no diagnostics" : log.diagnostics()[0].message;
  SourceText written("/a.mjs", result->code);
  Log second;
  (void)parse(written, {.jsx = settings.jsx}, second);
  CHECK(!second.hasErrors());
  return result->code;
}

struct Case {
  const char* before;
  const char* after;
};

void check(std::initializer_list<Case> cases, const Settings& settings = {}) {
  for (const Case& it : cases) CHECK(lowered(it.before, settings) == it.after);
}

}  // namespace

TEST_CASE("enums become objects with both directions") {
  check({
      {"enum E { A, B = 5, C }",
       "var E = /* @__PURE__ */ ((E) => {\n  E[E[\"A\"] = 0] = \"A\";\n  E[E[\"B\"] = 5] = \"B\";\n"
       "  E[E[\"C\"] = 6] = \"C\";\n  return E;\n})(E || {});\n"},
      {"export enum S { A = 'x', B = A + `y${1 + 1}` }",
       "export var S = /* @__PURE__ */ ((S) => {\n  S[\"A\"] = \"x\";\n  S[\"B\"] = \"xy2\";\n  return S;\n})(S || "
       "{});\n"},
      {"enum E { A = f(), B = A, E = 1 }",
       "var E = ((E2) => {\n  E2[E2[\"A\"] = f()] = \"A\";\n  E2[E2[\"B\"] = E2.A] = \"B\";\n"
       "  E2[E2[\"E\"] = 1] = \"E\";\n  return E2;\n})(E || {});\n"},
      {"{ enum L { A } }",
       "{\n  let L;\n  ((L) => {\n    L[L[\"A\"] = 0] = \"A\";\n    return L;\n  })(L || (L = {}));\n}\n"},
      {"declare enum D { A } let x;", "let x;\n"},
  });
}

TEST_CASE("an enum's member after one without a known number needs a value") {
  CHECK(lowered("enum E { A = f(), B }") ==
        "This member needs a value: the one before it has none that is a known number");
}

TEST_CASE("constant expressions of enums are evaluated as JavaScript does") {
  struct Value {
    const char* expression;
    const char* value;
  };
  for (const Value& it : {Value{"1 << 33", "2"},
                          {"-1 >>> 0", "4294967295"},
                          {"~5", "-6"},
                          {"2 ** 10", "1024"},
                          {"7 % 4", "3"},
                          {"1 / 0", "Infinity"},
                          {"0 / 0", "NaN"},
                          {"'a' + 1", "\"a1\""},
                          {"(3 as any)", "3"},
                          {"+Infinity", "Infinity"},
                          {"k", "7"},
                          {"1e21 | 0", "-559939584"}}) {
    std::string code = lowered(std::string("const k = 7; const enum C { X = ") + it.expression + " } y = C.X;");
    CHECK(code.substr(code.rfind("y = ")) == std::string("y = ") + it.value + ";\n");
  }
}

TEST_CASE("members of const enums are replaced by their values, also above the enum") {
  std::string code = lowered(
      "f(C.A, C['B'], N.D.E, C?.A); const enum C { A = 1, B = 'b' } "
      "namespace N { export const enum D { E = -3 } }");
  CHECK(code.starts_with("f(1, \"b\", -3, C?.A);\n"));
}

TEST_CASE("const enums that are only declared are replaced, and leave nothing else") {
  check({
      {"f(E.A, E['B'], E.C, E.D); declare const enum E { A = 1, B = A << 4, C = `x${A}`, D = E.B + 1 }",
       "f(1, 16, \"x1\", 17);\n"},
      {"export declare const enum E { A } export const a = E.A;", "export const a = 0;\n"},
      {"declare const enum E { A = 2 } export { E }; f(E.A, E)", "export {};\nf(2, E);\n"},
      {"declare const enum E { A } declare const enum F { B = E.A + 5 } f(F.B);", "f(5);\n"},
      {"declare const enum E { A } const enum G { B = E.A + 5 } { let E = {}; f(E.A, G.B); }",
       "var G = /* @__PURE__ */ ((G) => {\n  G[G[\"B\"] = 5] = \"B\";\n  return G;\n})(G || {});\n"
       "{\n  let E = {};\n  f(E.A, 5);\n}\n"},
      {"declare namespace N { const enum E { A = 1, B = A + 1 } namespace M { export const enum F { C = E.B } } }"
       " f(N.E.B, N.M.F.C, N.g());",
       "f(2, 2, N.g());\n"},
      {"namespace N { export declare const enum E { A = 4 } } f(N.E.A);", "f(4);\n"},
      {"declare namespace N { const enum E { A = h } function g(): void; class C {} let v: number } f(N.E.A);",
       "f(N.E.A);\n"},
      {"import { used, type T } from 'm'; declare namespace N { const enum E { A = 3 } let x: typeof used } f(N.E.A);",
       "f(3);\n"},
      {"declare const enum E { A = 1 } enum R { B = E.A } f(R.B);",
       "var R = /* @__PURE__ */ ((R) => {\n  R[R[\"B\"] = 1] = \"B\";\n  return R;\n})(R || {});\nf(R.B);\n"},
  });
  // What has an object at run time is named.
  CHECK(lowered("declare enum E { A = 1 } f(E.A); enum X {}").starts_with("f(E.A);\n"));
  CHECK(lowered("declare namespace N { enum E { A = 1 } } f(N.E.A); enum X {}").starts_with("f(N.E.A);\n"));
  CHECK(lowered("declare module 'm' { const enum E { A } } declare global { const enum G { B } } f(E.A, G.B);") ==
        "f(E.A, G.B);\n");
}

TEST_CASE("namespaces become functions that fill an object") {
  check({
      {"namespace N { export const a = 1, [b] = c; export function f() { return a + b; } let d = f(); }",
       "var N;\n((N) => {\n  N.a = 1;\n  [N.b] = c;\n  function f() {\n    return N.a + N.b;\n  }\n  N.f = f;\n"
       "  let d = f();\n})(N || (N = {}));\n"},
      {"namespace A.B { export let x = 1 } namespace A.B { x++ }",
       "var A;\n((A) => {\n  var B;\n  ((B2) => {\n    B2.x = 1;\n  })(B = A.B || (A.B = {}));\n})(A || (A = {}));\n"
       "((A) => {\n  var B;\n  ((B3) => {\n    B3.x++;\n  })(B = A.B || (A.B = {}));\n})(A || (A = {}));\n"},
      {"function F() {} namespace F { export const a = 1 }",
       "function F() {}\n((F) => {\n  F.a = 1;\n})(F || (F = {}));\n"},
      {"namespace N { export class N {} new N }",
       "var N;\n((N2) => {\n  class N {}\n  N2.N = N;\n  new N();\n})(N || (N = {}));\n"},
      {"namespace T { export type A = 1; interface B {} }", ""},
      {"namespace N { export const x = 1; f({ x, y: x }); ({ x } = z); }",
       "var N;\n((N) => {\n  N.x = 1;\n  f({ x: N.x, y: N.x });\n  ({ x: N.x } = z);\n})(N || (N = {}));\n"},
  });
}

TEST_CASE("imports and exports that only types need go") {
  check({
      {"import { A, type B, c } from 'm'; let x: A = c;", "import { c } from \"m\";\nlet x = c;\n"},
      {"import D, { E } from 'm'; D;", "import D from \"m\";\nD;\n"},
      {"import A from 'm'; function f(A) { return A; }", "function f(A) {\n  return A;\n}\n"},
      {"import 'm'; import type T from 'n';", "import \"m\";\n"},
      {"type T = 1; const v = 1; export { T, v };", "const v = 1;\nexport { v };\n"},
      {"import a = N.b.c; import d = a.e; a();", "var a = N.b.c;\na();\n"},
      {"import { N } from 'm'; import a = N.b; let x: a;", "let x;\n"},
  });
  Settings verbatim;
  verbatim.lower.verbatimModuleSyntax = true;
  check({{"import { A, type B } from 'm';", "import { A } from \"m\";\n"}}, verbatim);
}

TEST_CASE("import = and export = use require and module.exports") {
  Settings commonJs;
  commonJs.lower.isCommonJs = true;
  check(
      {{"import fs = require('fs'); fs.a; export = fs;", "const fs = require(\"fs\");\nfs.a;\nmodule.exports = fs;\n"}},
      commonJs);
  check({{"import fs = require('fs'); fs.a;",
          "import { createRequire } from \"node:module\";\nconst fs = "
          "createRequire(import.meta.url)(\"fs\");\nfs.a;\n"}});
  CHECK(lowered("export = a") == "\"export =\" may not stand in an ES module");
}

TEST_CASE("parameter properties are assigned where this begins to exist") {
  check({
      {"class A { constructor(private x = 1, y) { f(); } }",
       "class A {\n  x;\n  constructor(x = 1, y) {\n    this.x = x;\n    f();\n  }\n}\n"},
      {"class A extends B { constructor(readonly x) { f(); super(x); } }",
       "class A extends B {\n  x;\n  constructor(x) {\n    f();\n    super(x);\n    this.x = x;\n  }\n}\n"},
      {"class A extends B { constructor(readonly x) { try { super(); } finally {} } }",
       "class A extends B {\n  x;\n  constructor(x) {\n    try {\n      super(), this.x = x, this;\n    } finally {}\n "
       " }\n}\n"},
  });
}

TEST_CASE("without define semantics, fields are set in the constructor") {
  Settings set;
  set.lower.useDefineForClassFields = false;
  check(
      {
          {"class A { a = 1; b; static c = 2; #d = 3; constructor(public e) {} }",
           "class A {\n  static {\n    this.c = 2;\n  }\n  #d = 3;\n  constructor(e) {\n    this.e = e;\n"
           "    this.a = 1;\n  }\n}\n"},
          {"class A extends B { 'x y' = 1 }",
           "class A extends B {\n  constructor() {\n    super(...arguments);\n    this[\"x y\"] = 1;\n  }\n}\n"},
      },
      set);
}

TEST_CASE("accessor becomes a private field with a getter and a setter") {
  check(
      {{"class A { accessor a = 1; static accessor b; }",
        "class A {\n  #a2 = 1;\n  get a() {\n    return this.#a2;\n  }\n  set a(value) {\n    this.#a2 = value;\n  }\n"
        "  static #b2;\n  static get b() {\n    return A.#b2;\n  }\n  static set b(value2) {\n    A.#b2 = value2;\n"
        "  }\n}\n"}});
}

TEST_CASE("TypeScript's own decorators are called after the class") {
  Settings legacy;
  legacy.lower.experimentalDecorators = true;
  auto codeOf = [&](const char* text) {
    std::string code = lowered(text, legacy);
    return code.substr(0, code.find("function __decorate("));
  };
  CHECK(codeOf("class A { @a b; @c d(@e f) {} @g static h() {} }") ==
        "class A {\n  b;\n  d(f) {}\n  static h() {}\n}\n"
        "__decorate([a], A.prototype, \"b\", void 0);\n"
        "__decorate([c, __decorateParam(0, e)], A.prototype, \"d\", null);\n"
        "__decorate([g], A, \"h\", null);\n");
  CHECK(codeOf("@a @b export class C { static x = 1 }") ==
        "export let C = class C {\n  static x = 1;\n};\nC = __decorate([a, b], C);\n");
  CHECK(codeOf("@a class C { static x = C }") ==
        "var C_1;\nlet C = class C {\n  static {\n    C_1 = this;\n  }\n  static x = C_1;\n};\n"
        "C = C_1 = __decorate([a], C);\n");
  CHECK(codeOf("@a export default class {}") ==
        "let default_1 = class {};\ndefault_1 = __decorate([a], default_1);\nexport { default_1 as default };\n");
  CHECK(codeOf("class A { @a [k()]() {} }") ==
        "var _key;\nclass A {\n  [_key = k()]() {}\n}\n__decorate([a], A.prototype, _key, null);\n");
}

TEST_CASE("emitDecoratorMetadata keeps what types are at run time, and imports that it needs") {
  Settings metadata;
  metadata.lower.experimentalDecorators = metadata.lower.emitDecoratorMetadata = true;
  std::string code =
      lowered("import { D, Unused } from 'm'; class A { @a b: string; @c d(x: D, y?: A): Promise<void> {} e: Unused }",
              metadata);
  CHECK(code.find("import { D } from \"m\";") != code.npos);
  CHECK(code.find("__decorate([a, __metadata(\"design:type\", String)], A.prototype, \"b\", void 0)") != code.npos);
  CHECK(
      code.find("__metadata(\"design:paramtypes\", [typeof (_type = typeof D !== \"undefined\" && D) === \"function\" "
                "? _type : Object, A])") != code.npos);
}

TEST_CASE("JSX becomes calls") {
  Settings automatic{.dialect = Dialect::JavaScript, .jsx = JsxMode::On};
  check(
      {
          {"x = <a b='c' d={e} f {...g} key='k'>h {i}</a>;",
           "import { createElement as _createElement } from \"react\";\n"
           "x = /* @__PURE__ */ _createElement(\"a\", { b: \"c\", d: e, f: true, ...g, key: \"k\" }, \"h \", i);\n"},
          {"x = <><A.b key={1}/>&copy;\n  t\n</>;",
           "import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from \"react/jsx-runtime\";\n"
           "x = /* @__PURE__ */ _jsxs(_Fragment, { children: [/* @__PURE__ */ _jsx(A.b, {}, 1), \"\xC2\xA9 t\"] });\n"},
          {"/** @jsxImportSource preact */ x = <a-b c:d='&amp;' />;",
           "import { jsx as _jsx } from \"preact/jsx-runtime\";\n"
           "x = /* @__PURE__ */ _jsx(\"a-b\", { \"c:d\": \"&\" });\n"},
          {"/* @jsx h @jsxFrag F */ x = <><a>{/* c */}</a></>;",
           "x = /* @__PURE__ */ h(F, null, /* @__PURE__ */ h(\"a\", null));\n"},
      },
      automatic);
  Settings classic{.jsx = JsxMode::On};
  classic.lower.jsx.transform = JsxTransform::Classic;
  check({{"import React from 'react'; x = <a>{...b}</a>;",
          "import React from \"react\";\nx = /* @__PURE__ */ React.createElement(\"a\", null, ...b);\n"}},
        classic);
  Settings development{.jsx = JsxMode::On};
  development.lower.jsx.isDevelopment = development.lower.isCommonJs = true;
  check({{"x =\n <a/>;",
          "var { jsxDEV: _jsxDEV } = require(\"react/jsx-dev-runtime\");\nvar _jsxFileName = \"/a.ts\";\n"
          "x = /* @__PURE__ */ _jsxDEV(\"a\", {}, void 0, false, { fileName: _jsxFileName, lineNumber: 2, "
          "columnNumber: 2 });\n"}},
        development);
  Settings preserve{.dialect = Dialect::TypeScript, .jsx = JsxMode::On};
  preserve.lower.jsx.transform = JsxTransform::Preserve;
  check({{"enum E { A } x = <a b={c as D}>{E.A}</a>;",
          "var E = /* @__PURE__ */ ((E) => {\n  E[E[\"A\"] = 0] = \"A\";\n  return E;\n})(E || {});\n"
          "x = <a b={c}>{E.A}</a>;\n"}},
        preserve);
}

TEST_CASE("long chains of operators and members do not nest") {
  std::string sum = "enum E { A } x = a";
  for (int i = 0; i < 100000; ++i) sum += " + E.A.b";
  CHECK(lowered(sum + ";").size() > 100000);
}
