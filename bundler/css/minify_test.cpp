#include <catch2/catch.hpp>

#include "css/parser.h"
#include "css/printer.h"
#include "css/process.h"

using namespace weft;
using namespace weft::css;

namespace {

std::string minified(std::string_view text, std::string_view targets = "") {
  SourceText source("a.css", std::string(text));
  Sheet sheet(source);
  Log log;
  REQUIRE(parse(sheet, log));
  ProcessOptions options;
  if (!targets.empty()) options.browsers = Browsers(syntax::enginesOf(targets));
  options.minifySyntax = true;
  REQUIRE(process(sheet, options, log));
  std::string out;
  print(sheet.nodes, {.minifyWhitespace = true}, out);
  if (!out.empty()) out.pop_back();
  return out;
}

/// Of the value of one declaration.
std::string value(std::string_view property, std::string_view text) {
  std::string out = minified("a{" + std::string(property) + ":" + std::string(text) + "}");
  std::string begin = "a{" + std::string(property) + ":";
  REQUIRE(out.starts_with(begin));
  return out.substr(begin.size(), out.size() - begin.size() - 1);
}

}  // namespace

TEST_CASE("numbers", "[css]") {
  CHECK(value("opacity", "0.50") == ".5");
  CHECK(value("opacity", "+1.0") == "1");
  CHECK(value("margin", "-0.0px") == "0");
  CHECK(value("margin", "00.10em") == ".1em");
  CHECK(value("width", "1e3px") == "1e3px");
  CHECK(value("width", "1.5e1px") == "15px");
  CHECK(value("opacity", ".00001") == "1e-5");
  CHECK(value("z-index", "100000") == "100000");
  CHECK(value("transition-delay", "100ms") == ".1s");
  CHECK(value("transition-delay", "50ms") == "50ms");
  CHECK(value("transition-delay", "0s") == "0s");
  CHECK(value("width", "0%") == "0%");
  CHECK(value("flex", "1 1 0px") == "1 0px");
  CHECK(value("width", "calc(0px + var(--x))") == "calc(0px + var(--x))");
  CHECK(value("unknown-thing", "0px 0.50") == "0px .5");
}

TEST_CASE("colours", "[css]") {
  CHECK(value("color", "#AABBCC") == "#abc");
  CHECK(value("color", "#ff0000") == "red");
  CHECK(value("color", "white") == "#fff");
  CHECK(value("color", "fuchsia") == "#f0f");
  CHECK(value("color", "#d2b48c") == "tan");
  CHECK(value("color", "rgb(255 0 0)") == "red");
  CHECK(value("color", "rgba(0,0,0,.5)") == "#00000080");
  CHECK(value("color", "rgb(50% 0% 0% / 100%)") == "maroon");
  CHECK(value("color", "hsl(120, 100%, 50%)") == "#0f0");
  CHECK(value("color", "hsl(240deg 100% 25% / .5)") == "#00008080");
  CHECK(value("color", "hwb(0 0% 0%)") == "red");
  CHECK(value("color", "rebeccapurple") == "#639");
  CHECK(value("color", "TRANSPARENT") == "#0000");
  CHECK(value("color", "currentColor") == "currentColor");
  CHECK(value("color", "rgb(var(--x) / 1)") == "rgb(var(--x)/1)");
  CHECK(value("color", "rgb(1, 2, 3 / 4)") == "rgb(1,2,3/4)");
  CHECK(value("animation-name", "white") == "white");
  CHECK(value("border", "1px solid black") == "1px solid#000");
  CHECK(value("background-image", "linear-gradient(white, black)") == "linear-gradient(#fff,#000)");
  CHECK(value("--x", "white") == "white");
  CHECK(minified("a{color:rgba(0,0,0,.5)}", "chrome61") == "a{color:rgba(0,0,0,.5)}");
}

TEST_CASE("math that is constant is worked out", "[css]") {
  CHECK(value("width", "calc(1px + 2px)") == "3px");
  CHECK(value("width", "calc(100% - (1px + 2px))") == "calc(100% - 3px)");
  CHECK(value("width", "calc(2 * (1px + 1em))") == "calc(2px + 2em)");
  CHECK(value("width", "calc(100% / 3)") == "calc(100%/3)");
  CHECK(value("width", "calc(100% / 4)") == "25%");
  CHECK(value("width", "calc(1px - (2px - 3em))") == "calc(-1px + 3em)");
  CHECK(value("width", "calc(calc(1px + 1em) + 1px)") == "calc(2px + 1em)");
  CHECK(value("width", "max(1px, 2px)") == "2px");
  CHECK(value("width", "min(1px, 2em)") == "min(1px,2em)");
  CHECK(value("width", "clamp(1px, 5px, 3px)") == "3px");
  CHECK(value("width", "calc((var(--a)) * 2)") == "calc((var(--a))*2)");
  CHECK(value("width", "calc(1px - (var(--a) + 1px))") == "calc(1px - (var(--a) + 1px))");
  CHECK(value("width", "calc(1px / 0)") == "calc(1px/0)");
}

TEST_CASE("shorthands of sides", "[css]") {
  CHECK(value("margin", "1px 1px 1px 1px") == "1px");
  CHECK(value("margin", "1px 2px 1px 2px") == "1px 2px");
  CHECK(value("padding", "0 auto 0 auto") == "0 auto");
  CHECK(value("border-radius", "1px 1px / 2px 2px") == "1px/2px");
  CHECK(value("margin", "var(--a) var(--a)") == "var(--a)var(--a)");
  CHECK(minified("a{margin-top:1px;margin-right:2px;margin-bottom:1px;margin-left:2px}") == "a{margin:1px 2px}");
  CHECK(minified("a{margin:1px;margin-left:2px}") == "a{margin:1px 1px 1px 2px}");
  CHECK(minified("a{margin:1px;margin-inline:3px;margin-left:2px}") ==
        "a{margin:1px;margin-inline:3px;margin-left:2px}");
  CHECK(minified("a{margin:1px;margin-left:var(--x)}") == "a{margin:1px;margin-left:var(--x)}");
  CHECK(minified("a{margin:1px!important;margin-left:2px}") == "a{margin:1px!important;margin-left:2px}");
  CHECK(minified("a{top:0;right:0;bottom:0;left:0}") == "a{inset:0}");
  CHECK(minified("a{top:0;right:0;bottom:0;left:0}", "chrome80") == "a{top:0;right:0;bottom:0;left:0}");
  CHECK(minified("a{overflow-x:hidden;overflow-y:hidden}") == "a{overflow:hidden}");
  CHECK(minified("a{border-top-width:1px;border-top-style:solid;border-top-color:red}") ==
        "a{border-top:1px solid red}");
}

TEST_CASE("what a later declaration makes void goes", "[css]") {
  CHECK(minified("a{color:red;color:blue}") == "a{color:#00f}");
  CHECK(minified("a{color:red;color:oklch(50% .1 20)}") == "a{color:red;color:oklch(50%.1 20)}");
  CHECK(minified("a{margin-left:1px;margin:2px}") == "a{margin:2px}");
  CHECK(minified("a{color:red!important;color:blue}") == "a{color:red!important;color:#00f}");
  CHECK(minified("a{display:block;display:grid}") == "a{display:block;display:grid}");
  CHECK(minified("a{--x:1;--x:2}") == "a{--x:2}");
  CHECK(minified("a{background-image:url(x);background:red}") == "a{background:red}");
  CHECK(minified("a{width:100%;width:-moz-available}") == "a{width:100%;width:-moz-available}");
}

TEST_CASE("values of single properties", "[css]") {
  CHECK(value("font-weight", "bold") == "700");
  CHECK(value("font-family", "\"Helvetica Neue\", 'serif', \"3x\"") == "Helvetica Neue,\"serif\",\"3x\"");
  CHECK(value("font", "normal normal bold 12px/normal 'A B', serif") == "700 12px A B,serif");
  CHECK(value("font", "inherit") == "inherit");
  CHECK(value("flex", "1 1 0%") == "1");
  CHECK(value("flex", "0 0 auto") == "none");
  CHECK(value("background", "none") == "0 0");
  CHECK(value("background", "url(a) no-repeat scroll 0 0 transparent") == "url(a)no-repeat");
  CHECK(value("background-position", "left top") == "0 0");
  CHECK(value("background-position", "right center") == "100%");
  CHECK(value("transition", "all .2s ease 0s") == ".2s");
  CHECK(value("transition", "color 1s ease, all 0s") == "color 1s,0s");
  CHECK(value("transform", "translate(0, 1px) scale(2, 2)") == "translateY(1px)scale(2)");
  CHECK(value("grid-template-areas", "\"a   b\" \". ...\"") == "\"a b\"\". .\"");
}

TEST_CASE("selectors", "[css]") {
  CHECK(minified("a::before,*.b,:is(.c){d:e}") == "a:before,.b,.c{d:e}");
  CHECK(minified("a:nth-child(2n+1),a:nth-child(even),a:nth-child(1){b:c}") ==
        "a:nth-child(odd),a:nth-child(2n),a:first-child{b:c}");
  CHECK(minified("a:nth-child(n+3),a:nth-child( 2n - 1 ),a:nth-child(-n + 3 of .b){b:c}") ==
        "a:nth-child(n+3),a:nth-child(2n-1),a:nth-child(-n+3 of .b){b:c}");
  CHECK(minified("a,b,a{c:d}") == "a,b{c:d}");
  CHECK(minified("@keyframes x{from{a:b}100%{a:c}}") == "@keyframes x{0%{a:b}to{a:c}}");
}

TEST_CASE("rules side by side become one", "[css]") {
  CHECK(minified("a{b:c}a{d:e}") == "a{b:c;d:e}");
  CHECK(minified("a{b:c}d{b:c}") == "a,d{b:c}");
  CHECK(minified("a{b:c}d::-webkit-x{b:c}") == "a{b:c}d::-webkit-x{b:c}");
  CHECK(minified("a{b:c}d:focus-visible{b:c}") == "a,d:focus-visible{b:c}");
  CHECK(minified("a{b:c}d:focus-visible{b:c}", "chrome80") == "a{b:c}d:focus-visible{b:c}");
  CHECK(minified("a{b:c}d{e:f}a{b:c}") == "d{e:f}a{b:c}");
  CHECK(minified("a{}@media print{}b{c:d}") == "b{c:d}");
  CHECK(minified("@media print{a{b:c}}@media print{d{e:f}}") == "@media print{a{b:c}d{e:f}}");
  CHECK(minified("@media all{a{b:c}}") == "a{b:c}");
  CHECK(minified("@layer x{}") == "@layer x;");
}

TEST_CASE("media conditions", "[css]") {
  CHECK(minified("@media all and (min-width: 1.0px){a{b:c}}") == "@media(min-width:1px){a{b:c}}");
  CHECK(minified("@media (min-width: 1px){a{b:c}}", "chrome110") == "@media(width>=1px){a{b:c}}");
  CHECK(minified("@media (width >= 1px) and (width < 2px){a{b:c}}") == "@media(width>=1px) and (width<2px){a{b:c}}");
}
