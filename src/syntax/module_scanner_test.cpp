#include <catch2/catch.hpp>

#include "syntax/module_scan.h"

using namespace weft;
using namespace weft::syntax;

namespace {

/// "kind specifier" of every request, in order.
std::vector<std::string> requestsOf(std::string_view source) {
  constexpr std::string_view kNames[] = {"import ", "export ", "dynamic ", "require "};
  std::vector<std::string> found;
  for (const ModuleRequest& request : scanModule(source).requests)
    found.push_back(std::string(kNames[static_cast<int>(request.kind)]) + request.specifier);
  return found;
}

using Strings = std::vector<std::string>;

bool lexes(std::string_view source) {
  return scanModule(source).errorOffset == ModuleScan::kNoError;
}
bool awaits(std::string_view source) {
  return scanModule(source).hasTopLevelAwait;
}
bool isModule(std::string_view source) {
  return scanModule(source).looksLikeEsModule();
}

}  // namespace

TEST_CASE("import declarations of every form") {
  CHECK(requestsOf("import 'a'") == Strings{"import a"});
  CHECK(requestsOf("import d from \"a\";import{x as y,z}from'b';") == Strings{"import a", "import b"});
  CHECK(requestsOf("import d, * as ns from 'a'; import e, { f } from 'b'") == Strings{"import a", "import b"});
  CHECK(requestsOf("import/*c*/{ \"s t\" as y, default as z, }/*d*/from/*e*/'a'") == Strings{"import a"});
  CHECK(requestsOf("import from from 'a'; import {from} from 'b'; import as from 'c'") ==
        Strings{"import a", "import b", "import c"});
  CHECK(requestsOf("import defer * as x from 'a'; import source y from 'b'; import source from 'c'") ==
        Strings{"import a", "import b", "import c"});
}

TEST_CASE("phases of imports") {
  ModuleScan scan = scanModule(
      "import defer * as x from 'a'; import source y from 'b'; import source from 'c'; import source from from 'd';"
      "import defer from 'e'; import.defer('f'); import.source('g')");
  REQUIRE(scan.requests.size() == 7);
  CHECK(scan.requests[0].phase == ImportPhase::Defer);
  CHECK(scan.requests[1].phase == ImportPhase::Source);
  CHECK(scan.requests[2].phase == ImportPhase::Evaluation);
  CHECK(scan.requests[3].phase == ImportPhase::Source);
  CHECK(scan.requests[4].phase == ImportPhase::Evaluation);
  CHECK(scan.requests[5].phase == ImportPhase::Defer);
  CHECK(scan.requests[6].phase == ImportPhase::Source);
}

TEST_CASE("export declarations") {
  CHECK(requestsOf("export * from 'a'; export * as ns from 'b'; export { x, y as default } from 'c'; "
                   "export * as 'n s' from 'd'") == Strings{"export a", "export b", "export c", "export d"});
  CHECK(requestsOf("export { a }; export default 1; export const b = 2; export function f() {}").empty());
  CHECK(requestsOf("export { a }\nfrom\n'x'") == Strings{"export x"});
  CHECK(scanModule("export {}").hasExportSyntax);
}

TEST_CASE("import attributes") {
  ModuleScan scan = scanModule(
      "import a from 'x' with { type: 'json', \"k\": \"v\" }; export * from 'y' with {};\n"
      "import('z', { with: { type: 'text', }, }); import 'w'\nwith");
  REQUIRE(scan.requests.size() == 4);
  CHECK(scan.requests[0].attributes == std::vector<ImportAttribute>{{"type", "json"}, {"k", "v"}});
  CHECK(scan.requests[1].attributes.empty());
  CHECK(scan.requests[2].attributes == std::vector<ImportAttribute>{{"type", "text"}});
  CHECK(scan.requests[3].specifier == "w");
}

TEST_CASE("dynamic imports and requires of literals") {
  CHECK(requestsOf("f(import('a')); import(`b`); import(c); import('d' + e); import(`f${g}`); import('h', i)") ==
        Strings{"dynamic a", "dynamic b"});
  CHECK(requestsOf("require('a'); x.require('b'); require ( /**/ `c` ); require('d' + e); require(f); "
                   "({ require: 1 }); require('g').h") == Strings{"require a", "require c", "require g"});
  CHECK(requestsOf("function f() { if (x) return require('a') }") == Strings{"require a"});
}

TEST_CASE("ranges of requests") {
  std::string source = "a; import x from 'm' with { type: 'json' }; import ( 'n' )";
  ModuleScan scan = scanModule(source);
  REQUIRE(scan.requests.size() == 2);
  auto text = [&](ByteRange range) { return source.substr(range.begin, range.size()); };
  CHECK(text(scan.requests[0].range) == "import x from 'm' with { type: 'json' }");
  CHECK(text(scan.requests[0].specifierRange) == "'m'");
  CHECK(text(scan.requests[1].range) == "import ( 'n' )");
}

TEST_CASE("specifiers are decoded") {
  CHECK(requestsOf("import '\\x61\\u0062\\u{63}\\n\\\n\\''") == Strings{"import abc\n'"});
  CHECK(requestsOf("import '\u4e2d\\uD83D\\uDE00'") == Strings{"import \u4e2d\U0001F600"});
  CHECK(requestsOf("import '\\uD800'") == Strings{"import \xED\xA0\x80"});
  CHECK(requestsOf("import '\\u{110000}'").empty());
}

TEST_CASE("what only looks like a request") {
  CHECK(requestsOf("// import 'a'\n/* import 'b' */ 'import \"c\"'; `import 'd'`; /import 'e'/").empty());
  CHECK(requestsOf("a.import('b'); ({ import: 1, export: 2 }); class A { import(x) {} export() {} }").empty());
  CHECK(requestsOf("a?.import('b'); a?.require('c'); x.export; importx; $import('d')").empty());
  CHECK(requestsOf("import.meta.resolve('a')").empty());
}

TEST_CASE("regular expressions and divisions") {
  CHECK(requestsOf("a / b; require('x') / 2") == Strings{"require x"});
  CHECK(requestsOf("a = /'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("if (a) /'/.test(b); require('x')") == Strings{"require x"});
  CHECK(requestsOf("f(a) / 2; ' '; require('x') /1") == Strings{"require x"});
  CHECK(requestsOf("{} /'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("a = {} / 1; require('x'); b / '/'") == Strings{"require x"});
  CHECK(requestsOf("function f() {} /'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("a = function () {} / 1; require('x'); '/'") == Strings{"require x"});
  CHECK(requestsOf("class A {} /'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("a = class {} / 1; require('x'); '/'") == Strings{"require x"});
  CHECK(requestsOf("return /[/']/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("typeof /'/; x++ / 1; require('x'); '/'") == Strings{"require x"});
  CHECK(requestsOf("a\n++/'/.x; require('x')") == Strings{"require x"});
  CHECK(requestsOf("for (const a of /'/[b]) require('x')") == Strings{"require x"});
  CHECK(requestsOf("() => {}\n/'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("x = { a: {} / 1, b() {}, get c() { return /'/ } }; require('x')") == Strings{"require x"});
  CHECK(requestsOf("a ? { b: 1 } / 2 : /'/; require('x')") == Strings{"require x"});
  CHECK(requestsOf("switch (a) { case /'/: { } /'/; default: /'/ } require('x')") == Strings{"require x"});
  CHECK(requestsOf("1..x / 2; 1.5e+3 / 2; 0x1e / 2; .5 / 1; require('x'); '/'") == Strings{"require x"});
  CHECK(requestsOf("class A { a = 1\n b = /'/\n static { /'/ } [c] = /'/; d() {} }\nrequire('x')") ==
        Strings{"require x"});
}

TEST_CASE("templates nest") {
  CHECK(requestsOf("`a${ `b${ require('x') }c` + { d: `}` }.e }f`; require('y')") == Strings{"require x", "require y"});
  CHECK(requestsOf("`\\`${'}'}`; require('x')") == Strings{"require x"});
}

TEST_CASE("top-level await") {
  CHECK(awaits("await x"));
  CHECK(awaits("const a = { b: [await c] }"));
  CHECK(awaits("for await (const a of b) {}"));
  CHECK(awaits("if (a) { await b }"));
  CHECK(awaits("`${await a}`"));
  CHECK(awaits("const f = async () => await a\nawait b"));
  CHECK(awaits("f(async () => await a, await b)"));
  CHECK(awaits("a ? async () => await b : await c"));
  CHECK_FALSE(awaits("async function f() { await a; for await (b of c) ; }"));
  CHECK_FALSE(awaits("const f = async () => await a"));
  CHECK_FALSE(awaits("const f = async () => g(await a, [await b], { c: await d })"));
  CHECK_FALSE(awaits("x = { async f() { await a }, await: 1, async *g() { await b } }"));
  CHECK_FALSE(awaits("class A { async f() { await a } static async [b]() { await c } }"));
  CHECK_FALSE(awaits("x = async function () { await a }"));
  CHECK_FALSE(awaits("a.await; a?.await; ({ await: 1 })"));
  CHECK_FALSE(awaits("export default async () => { await a }"));
}

TEST_CASE("module syntax is told from CommonJS as Node tells it") {
  CHECK(isModule("import 'a'"));
  CHECK(isModule("export {}"));
  CHECK(isModule("console.log(import.meta.url)"));
  CHECK(isModule("await x"));
  CHECK(isModule("for await (const a of b);"));
  CHECK(isModule("const require = 1"));
  CHECK(isModule("let a = 1, module = 2"));
  CHECK(isModule("class exports {}"));
  CHECK_FALSE(isModule("import('a')"));
  CHECK_FALSE(isModule("require('a'); module.exports = 1"));
  CHECK_FALSE(isModule("await (x)"));
  CHECK_FALSE(isModule("var await = 1; await\nx"));
  CHECK_FALSE(isModule("var require = 1; function f() { const module = 2 }"));
  CHECK_FALSE(isModule("{ const require = 1 }"));
  CHECK_FALSE(isModule("const a = require"));
  CHECK_FALSE(isModule(""));
}

TEST_CASE("hashbang, byte order mark, line separators, HTML comments") {
  CHECK(requestsOf("#!/usr/bin/env weft 'unclosed\nimport 'a'") == Strings{"import a"});
  CHECK(requestsOf("\xEF\xBB\xBF#!x '\nimport 'a'") == Strings{"import a"});
  CHECK(requestsOf("// c\u2028import 'a'") == Strings{"import a"});
  CHECK(requestsOf("<!-- don't\n--> can't\nrequire('a')") == Strings{"require a"});
  CHECK(requestsOf("a\u00A0=\u3000/'/; require('x')") == Strings{"require x"});
}

TEST_CASE("identifiers beyond ASCII and with escapes") {
  CHECK(requestsOf("var \u00fcber\u4e2d = 1; \\u0061bc / 2; \\u{62} / 2; require('x'); '/'") == Strings{"require x"});
}

TEST_CASE("text that cannot be lexed stops the scan where it stops making sense") {
  CHECK(scanModule("import 'a'; 'x\n").errorOffset == 12);
  CHECK(scanModule("import 'a'; 'x\n").requests.size() == 1);
  CHECK_FALSE(lexes(")"));
  CHECK_FALSE(lexes("(]"));
  CHECK_FALSE(lexes("{"));
  CHECK_FALSE(lexes("`${"));
  CHECK_FALSE(lexes("/* "));
  CHECK_FALSE(lexes("`"));
  CHECK_FALSE(lexes("a = \"\\"));
  CHECK(lexes("\xFF\xFE\x80 garbage that is letters"));
  CHECK(lexes(std::string_view("a\0b", 3)));
}

TEST_CASE("a megabyte of anything takes linear time") {
  std::string_view pieces[] = {"=/[",
                               "((",
                               "[[",
                               "{{",
                               "`${",
                               "module.exports={a,",
                               "exports.a=",
                               "__export(require('x'));",
                               "module.exports=require('a');__export(require('b'));",
                               "import{",
                               "export{a,",
                               "export*",
                               "Object.keys(",
                               "Object.defineProperty(exports,'a',{",
                               "/*",
                               "//",
                               "await ",
                               "require(`",
                               "require('",
                               "a=>",
                               "?",
                               "x:",
                               "class A{",
                               "import(",
                               "<!--",
                               "\\u{",
                               "'\\",
                               "exports/**/",
                               "=/"};
  for (std::string_view piece : pieces) {
    std::string source;
    while (source.size() < 1'000'000) source += piece;
    CHECK(scanModule(source).requests.size() <= source.size());
  }
  std::string distinct;
  for (int i = 0; distinct.size() < 1'000'000; ++i) distinct += "__export(require('m" + std::to_string(i) + "'));";
  CHECK(scanModule(distinct).commonJsReexports.size() > 30'000);
}

TEST_CASE("deep nesting takes no recursion") {
  std::string open(1'000'000, '(');
  CHECK_FALSE(lexes(open));
  CHECK(lexes(open + std::string(1'000'000, ')')));
  std::string templates;
  for (int i = 0; i < 100'000; ++i) templates += "`${";
  CHECK_FALSE(lexes(templates));
}

TEST_CASE("top-level awaits are placed") {
  ModuleScan scan = scanModule("await a;\nasync () => { await b };\nfor await (const c of d) {}\n");
  CHECK(scan.topLevelAwaits == std::vector<uint32_t>{0, 38});
}

TEST_CASE("what the engine lacks is noticed where it is code, and only there") {
  auto hints = [](std::string_view source) { return scanModule(source).mayNeedLowering; };
  for (std::string_view source : {"@dec class A {}",
                                  "class A { @dec m() {} }",
                                  "export default @dec class {}",
                                  "x = @(f()) class {}",
                                  "class A { accessor x = 1 }",
                                  "class A { static accessor #x }",
                                  "class A { accessor 'x'; accessor 1 }",
                                  "class A { accessor [x] = 1 }",
                                  "class A { a = 1\n accessor b }",
                                  "class A { accessor/**/b }",
                                  "{ using x = f(); }",
                                  "await using x = f()",
                                  "for (using x of y) ;",
                                  "for (await using x of y) ;",
                                  "for await (using x of y) ;",
                                  "function f() { using\tx = y }",
                                  "{ using/* c */x = y }",
                                  "{ using \xC3\xA9 = y }",
                                  "{ using \\u0061 = y }",
                                  "`${(() => { using x = y })()}`",
                                  "switch (a) { case 1: using x = y }"})
    CHECK(hints(source));
  for (std::string_view source : {"'@'",
                                  "\"@a\"",
                                  "`@${a}@`",
                                  "/@/",
                                  "// @a",
                                  "/* @a */",
                                  "#!/usr/bin/env @a\n",
                                  "a = /[/@]/",
                                  "using = 1",
                                  "using(x)",
                                  "using\nx",
                                  "using in x",
                                  "using instanceof x",
                                  "a.using\nb",
                                  "({ using: 1, accessor: 2 })",
                                  "var using, accessor; accessor\nx",
                                  "x = using / 2",
                                  "using // c\nx",
                                  "class A { accessor }",
                                  "class A { accessor = 1 }",
                                  "class A { accessor() {} }",
                                  "class A { get accessor() {} using() {} }",
                                  "class A { accessor\nx }",
                                  "({ accessor() {} })",
                                  "f(using, accessor)",
                                  "using.x",
                                  "using\xE2\x80\xA8x"})
    CHECK_FALSE(hints(source));
}
