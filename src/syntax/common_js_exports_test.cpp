#include <catch2/catch.hpp>

#include "syntax/module_scan.h"

using namespace weft::syntax;

namespace {

using Strings = std::vector<std::string>;

Strings exportsOf(std::string_view source) {
  return scanModule(source).commonJsExports;
}
Strings reexportsOf(std::string_view source) {
  return scanModule(source).commonJsReexports;
}

}  // namespace

TEST_CASE("assignments to members of exports") {
  CHECK(exportsOf("exports.a = 1; exports['b'] = 2; module.exports.c = 3; module.exports[\"d\"] = 4") ==
        Strings{"a", "b", "c", "d"});
  CHECK(exportsOf("(function (exports) { exports.a = 'a' })(exports); if (false) exports.b = 1") == Strings{"a", "b"});
  CHECK(exportsOf("exports . /**/ a /**/ = 1; exports\n['b'\n]\n= 2") == Strings{"a", "b"});
  CHECK(exportsOf("exports.a = exports.b = exports.c = void 0") == Strings{"a", "b", "c"});
  CHECK(exportsOf("exports.a = 1; exports.a = 2") == Strings{"a"});
  CHECK(exportsOf("exports['\\u0061\\x62'] = 1; exports['\\uD83D\\uDE00'] = 2") == Strings{"ab", "\U0001F600"});
}

TEST_CASE("what is no assignment to exports") {
  CHECK(exportsOf("foo.exports.a = 1; exports.b; exports[c] = 1; exports['d' + e] = 1; xexports.f = 1").empty());
  CHECK(exportsOf("/* exports.a = 1 */ 'exports.b = 1'; `exports.c = 1`; // exports.d = 1").empty());
  CHECK(exportsOf("e => e.a = 1; module.exports.b.c = 1").empty());
  CHECK(exportsOf("exports['\\uD800'] = 1").empty());
}

TEST_CASE("exports.a == 1 counts, as in Node's lexer") {
  CHECK(exportsOf("exports.a == 1") == Strings{"a"});
}

TEST_CASE("defineProperty with a value or a plain getter") {
  CHECK(exportsOf("Object.defineProperty(exports, '__esModule', { value: true })") == Strings{"__esModule"});
  CHECK(exportsOf("Object.defineProperty(module.exports, 'a', { enumerable: true, get: function () { return q.p; } });"
                  "Object.defineProperty(exports, 'b', { enumerable: true, get: function get() { return q['p'] } });"
                  "Object.defineProperty(exports, \"c\", { get() { return b } });"
                  "Object.defineProperty(exports, 'd', { enumerable: true, value: 1 });") ==
        Strings{"a", "b", "c", "d"});
}

TEST_CASE("other getters make the name unsafe") {
  CHECK(exportsOf("Object.defineProperty(exports, 'a', { get () { return 'nope'; } });"
                  "if (false) Object.defineProperty(module.exports, 'a', { value: 1 })")
            .empty());
  CHECK(exportsOf("Object.defineProperty(exports, 'a', { enumerable: false, get() { return p } });"
                  "Object.defineProperty(exports, 'b', { configurable: true, get() { return p } });"
                  "Object.defineProperty(exports, 'c', { get: () => p });"
                  "Object.defineProperty(exports, 'd', { enumerable: true, get: function () { return f(); } });")
            .empty());
  CHECK(exportsOf("exports.a = 1; Object.defineProperty(exports, 'a', { get: () => p })").empty());
}

TEST_CASE("an object literal as exports") {
  CHECK(exportsOf("module.exports = { a, 'b': b, c: c, ...d, \"e\": f }") == Strings{"a", "b", "c", "e"});
  CHECK(exportsOf("module.exports = { a, ...d, b: require('c'), c: 'no' }") == Strings{"a", "b"});
  CHECK(exportsOf("module.exports = { a, b: c.d, e }") == Strings{"a", "b"});
  CHECK(exportsOf("module.exports = { a: b , c }") == Strings{"a"});  // a quirk that Node has
  CHECK(exportsOf("module.exports = { a() {}, b }") == Strings{"a"});
  CHECK(exportsOf("exports = { a }").empty());
  CHECK(exportsOf("0 && (module.exports = { a, b });") == Strings{"a", "b"});
  CHECK(reexportsOf("module.exports = require('x'); module.exports = { ...require('a'), ...require(\"b\") }") ==
        Strings{"a", "b"});
}

TEST_CASE("only the last re-exporting assignment counts") {
  CHECK(reexportsOf("module.exports = require('a'); (m => module.exports = require('b'))(); "
                    "if (x) module.exports = require('c')") == Strings{"c"});
  CHECK(reexportsOf("module.exports = require('a'); module.exports = 1").empty());
  CHECK(reexportsOf("module.exports = require(a)").empty());
}

TEST_CASE("TypeScript's star exports") {
  CHECK(reexportsOf("__export(require(\"a\")); tslib.__exportStar(require('b'), exports); "
                    "tslib_1.__export(require('c'))") == Strings{"a", "b", "c"});
  CHECK(reexportsOf("(function () { __export(require('a')) })()").empty());
  CHECK(reexportsOf("x__export(require('a'))").empty());
}

TEST_CASE("Babel's star exports") {
  std::string_view guards[] = {
      "if (key === \"default\" || key === \"__esModule\") return;\n exports[key] = _a[key];",
      "if (key === 'default' || key === '__esModule') return;"
      "if (key in exports && exports[key] === _a[key]) return;"
      "Object.defineProperty(exports, key, { enumerable: true, get: function () { return _a[key]; } });",
      "if (key === \"default\" || key === \"__esModule\") return;"
      "if (Object.prototype.hasOwnProperty.call(_exportNames, key)) return;"
      "if (key in exports && exports[key] === _a[key]) return;"
      "Object.defineProperty(exports, key, { enumerable: true, get: function get() { return _a[key] } })",
      "if (key !== 'default') exports[key] = _a[key];",
      "if (key !== 'default' && !Object.prototype.hasOwnProperty.call(exports, key)) exports[key] = _a[key]",
      "if (key !== 'default' && !exports.hasOwnProperty(key)) module.exports[key] = _a[key]",
  };
  for (std::string_view guard : guards) {
    std::string loop = "Object.keys(_a).forEach(function (key) {" + std::string(guard) + "});";
    CHECK(reexportsOf("var _a = require('x');" + loop) == Strings{"x"});
    CHECK(reexportsOf("const _a = _interopRequireWildcard(require('x'));" + loop) == Strings{"x"});
    CHECK(reexportsOf("var _b = require('x');" + loop).empty());
    CHECK(reexportsOf("function f() { var _a = require('x');" + loop + "}").empty());
  }
  CHECK(
      reexportsOf("var _a = require('x'); Object.keys(_a).forEach(function (key) { exports[key] = _a[key] })").empty());
}

TEST_CASE("files that cannot be lexed, and ES modules, export no CommonJS names") {
  CHECK(exportsOf("exports.a = 1; (").empty());
  CHECK(exportsOf("exports.a = 1; export {}").empty());
  CHECK(scanModule("exports.a = 1", ScanGoal::EsModule).commonJsExports.empty());
}
