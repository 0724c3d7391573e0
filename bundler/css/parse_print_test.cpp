#include <catch2/catch.hpp>

#include "css/parser.h"
#include "css/printer.h"

using namespace weft;
using namespace weft::css;

namespace {

struct Read {
  std::string text;
  Log log;
};

std::string printed(std::string_view text, bool minified, Log& log) {
  SourceText source("a.css", std::string(text));
  Sheet sheet(source);
  if (!parse(sheet, log)) return "too deep";
  std::string out;
  print(sheet.nodes, {.minifyWhitespace = minified}, out);
  return out;
}

std::string pretty(std::string_view text) {
  Log log;
  std::string out = printed(text, false, log);
  CHECK(log.diagnostics().empty());
  CHECK(printed(out, false, log) == out);
  return out;
}

std::string minified(std::string_view text) {
  Log log;
  std::string out = printed(text, true, log);
  CHECK(log.diagnostics().empty());
  if (!out.empty()) out.pop_back();
  CHECK(printed(out, true, log) == out + "\n");
  return out;
}

/// What is left of the text, and what is said of it.
std::string recovered(std::string_view text, std::string_view id) {
  Log log;
  std::string out = printed(text, true, log);
  REQUIRE_FALSE(log.diagnostics().empty());
  CHECK(log.diagnostics()[0].id == id);
  CHECK(log.diagnostics()[0].severity == Severity::Warning);
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace

TEST_CASE("rules are printed one declaration a line", "[css]") {
  CHECK(pretty("a,b>c{color:red;margin:0 1px!important}") ==
        "a,\nb > c {\n  color: red;\n  margin: 0 1px !important;\n}\n");
  CHECK(pretty("@media (min-width:1px){a{b:c}}") == "@media (min-width:1px) {\n  a {\n    b: c;\n  }\n}\n");
  CHECK(pretty("@import 'a.css';") == "@import \"a.css\";\n");
  CHECK(pretty("a{}") == "a {}\n");
  CHECK(pretty(".a { & .b { c: d } }") == ".a {\n  & .b {\n    c: d;\n  }\n}\n");
}

TEST_CASE("whitespace that says nothing goes", "[css]") {
  CHECK(minified("a , b > c { color : red ; margin : 0  1px ! important ; }") ==
        "a,b>c{color:red;margin:0 1px!important}");
  CHECK(minified("@media screen and ( min-width : 1px ) { a { b : c } }") ==
        "@media screen and (min-width:1px){a{b:c}}");
  CHECK(minified("a { width: calc( 1px + ( 2px * 3 ) ) }") == "a{width:calc(1px + (2px*3))}");
  CHECK(minified("a { transform: translate( 1px , 2px ) rotate( 3deg ) }") ==
        "a{transform:translate(1px,2px)rotate(3deg)}");
  CHECK(minified("a { font: 12px / 1.5 'x' , serif }") == "a{font:12px/1.5\"x\",serif}");
  CHECK(minified("a :hover , a:hover { b: c }") == "a :hover,a:hover{b:c}");
  CHECK(minified("a { margin: 1px -2px }") == "a{margin:1px -2px}");
}

TEST_CASE("custom properties keep what they hold", "[css]") {
  CHECK(minified("a{--x: { a : b } }") == "a{--x:{ a : b }}");
  CHECK(minified("a{--x:  1px   2px ;}") == "a{--x:1px 2px}");
  CHECK(minified("a{--x:;}") == "a{--x: }");
  CHECK(minified("a{--X: 0.50PX #AABBCC}") == "a{--X:0.50PX #AABBCC}");
  CHECK(minified("a{b: var(--x, )}") == "a{b:var(--x, )}");
}

TEST_CASE("names and strings are escaped as they need", "[css]") {
  CHECK(minified(".\\31 0\\%{a:b}") == ".\\31 0\\%{a:b}");
  CHECK(minified(".a\\:b:hover{a:b}") == ".a\\:b:hover{a:b}");
  CHECK(minified("a{content:'\\a b\"'}") == "a{content:'\\a b\"'}");
  CHECK(minified("a{content:'it\\'s'}") == "a{content:\"it's\"}");
  CHECK(minified("a{b:url( \"x y\" ) url('z')}") == "a{b:url(\"x y\")url(z)}");
  CHECK(minified("a[b='c'],a[d=\"e f\" i]{g:h}") == "a[b=c],a[d=\"e f\"i]{g:h}");
}

TEST_CASE("comments with a licence stay", "[css]") {
  CHECK(minified("/*! x */ a { /* y */ b: c }") == "/*! x */\na{b:c}");
  CHECK(pretty("/* @license z */\n/* no */a{b:c}") == "/* @license z */\na {\n  b: c;\n}\n");
}

TEST_CASE("what is not to the letter is left out as the standard says", "[css]") {
  CHECK(recovered("a{b:c;d;e:f}", "bad-declaration") == "a{b:c;e:f}");
  CHECK(recovered("a{*zoom:1;b:c}", "bad-declaration") == "a{b:c}");
  CHECK(recovered("a{b:c", "unclosed-block") == "a{b:c}");
  CHECK(recovered("a{b:url(x", "unterminated-url") == "a{b:url(x)}");
  CHECK(recovered("a{b:}", "empty-declaration") == "a{}");
  CHECK(recovered("} a{b:c}", "unexpected-close") == "} a{b:c}");
  CHECK(recovered("a;b{c:d}", "bad-selector") == "a;b{c:d}");
  CHECK(recovered("a{b:c}d", "bad-rule") == "a{b:c}");
  CHECK(recovered("/* x", "unterminated-comment").empty());
}

TEST_CASE("nesting is bounded", "[css]") {
  for (std::string_view open : {"(", "[", "f(", "a{", "@media{"}) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += open;
    Log log;
    CHECK(printed(deep, true, log) == (open == "(" || open == "[" || open == "f(" ? "too deep" : "too deep"));
    CHECK(log.hasErrors());
  }
}
