#include "css/lower.h"

#include <catch2/catch.hpp>

#include "css/parser.h"
#include "css/printer.h"
#include "css/process.h"

using namespace weft;
using namespace weft::css;

namespace {

std::string lowered(std::string_view text, std::string_view targets, Log& log) {
  SourceText source("a.css", std::string(text));
  Sheet sheet(source);
  REQUIRE(parse(sheet, log));
  ProcessOptions options;
  options.browsers = Browsers(syntax::enginesOf(targets));
  REQUIRE(process(sheet, options, log));
  std::string out;
  print(sheet.nodes, {.minifyWhitespace = true}, out);
  if (!out.empty()) out.pop_back();
  return out;
}

std::string lowered(std::string_view text, std::string_view targets) {
  Log log;
  std::string out = lowered(text, targets, log);
  CHECK(log.diagnostics().empty());
  return out;
}

}  // namespace

TEST_CASE("nested rules stand on their own", "[css]") {
  auto flat = [](std::string_view text) { return lowered(text, "chrome119"); };
  CHECK(flat(".a{x:y;&:hover{x:z}}") == ".a{x:y}.a:hover{x:z}");
  CHECK(flat(".a{.b{x:y}> .c{x:y}}") == ".a .b{x:y}.a>.c{x:y}");
  CHECK(flat(".a{.b &{x:y}}") == ".b .a{x:y}");
  CHECK(flat(".a .b{.c &{x:y}}") == ".c :is(.a .b){x:y}");
  CHECK(flat(".a .b{&.c{x:y}}") == ".a .b.c{x:y}");
  CHECK(flat("a{&b{x:y}}") == "b:is(a){x:y}");
  CHECK(flat(".a{div&{x:y}}") == "div.a{x:y}");
  CHECK(flat(".a,.b{&:hover{x:y}}") == ".a:hover,.b:hover{x:y}");
  CHECK(flat(".a,#b{&:hover{x:y}}") == ":is(.a,#b):hover{x:y}");
  CHECK(flat(".a{x:y;.b{x:y}z:w}") == ".a{x:y}.a .b{x:y}.a{z:w}");
  CHECK(flat(".a{@media print{x:y;.b{x:y}}}") == "@media print{.a{x:y}.a .b{x:y}}");
  CHECK(flat(".a{&+&{x:y}}") == ".a+.a{x:y}");
  CHECK(flat(".a{&&{x:y}}") == ".a.a{x:y}");
  CHECK(flat(".a{:not(&){x:y}}") == ":not(.a){x:y}");
  CHECK(flat(".a{.b{.c{x:y}}}") == ".a .b .c{x:y}");
  CHECK(flat(".a{@layer x{@media print{x:y}}}") == "@layer x{@media print{.a{x:y}}}");
  CHECK(lowered(".a{&:hover{x:z}}", "chrome120") == ".a{&:hover{x:z}}");
  CHECK(lowered(".a,#b{&:hover{x:y}}", "chrome80") == ".a:hover,#b:hover{x:y}");
}

TEST_CASE("nesting does not explode", "[css]") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += ".a,#b,c{";
  Log log;
  SourceText source("a.css", text);
  Sheet sheet(source);
  REQUIRE(parse(sheet, log));
  ProcessOptions options;
  options.browsers = Browsers(syntax::enginesOf("chrome80"));
  CHECK_FALSE(process(sheet, options, log));
  CHECK(log.hasErrors());
}

TEST_CASE("colours in other words", "[css]") {
  CHECK(lowered("a{color:hwb(0 0% 0%)}", "chrome100") == "a{color:red}");
  CHECK(lowered("a{color:rgb(1 2 3/50%)}", "chrome64") == "a{color:#01020380}");
  CHECK(lowered("a{color:rgb(1 2 3/50%)}", "chrome61") == "a{color:rgba(1,2,3,.5)}");
  CHECK(lowered("a{color:oklch(100% 0 0)}", "chrome100") == "a{color:#fff}");
  CHECK(lowered("a{color:oklab(62.8% .2249 .1258)}", "chrome100") == "a{color:red}");
  CHECK(lowered("a{color:lab(54.29% 80.82 69.9)}", "chrome100") == "a{color:red;color:lab(54.29%80.82 69.9)}");
  CHECK(lowered("a{color:lch(29.57% 131.2 301.37)}", "chrome100") == "a{color:#00f}");
  CHECK(lowered("a{color:color(display-p3 0 1 0)}", "chrome100") == "a{color:#00fb29;color:color(display-p3 0 1 0)}");
  CHECK(lowered("a{color:color-mix(in srgb, red, blue)}", "chrome100") == "a{color:purple}");
  CHECK(lowered("a{color:color-mix(in oklab, white, black 25%)}", "chrome100") == "a{color:#aeaeae}");
  CHECK(lowered("a{--x:oklch(100% 0 0)}", "chrome100") == "a{--x:#fff}");
  CHECK(lowered("a{color:oklch(from red l c h)}", "chrome100") == "a{color:oklch(from red l c h)}");
  CHECK(lowered("a{color:oklch(100% 0 0)}", "chrome111") == "a{color:oklch(100%0 0)}");
  CHECK(lowered("a{b:linear-gradient(red 0 50%,blue)}", "chrome70") == "a{b:linear-gradient(red 0,red 50%,blue)}");
}

TEST_CASE("properties in other words", "[css]") {
  CHECK(lowered("a{inset:1px 2px}", "chrome80") == "a{top:1px;right:2px;bottom:1px;left:2px}");
  CHECK(lowered("a{inset:1px 2px 3px 4px}", "chrome80") == "a{top:1px;right:2px;bottom:3px;left:4px}");
  CHECK(lowered("a{margin-inline:1px 2px}", "chrome80") == "a{margin-inline-start:1px;margin-inline-end:2px}");
  CHECK(lowered("a{margin-inline:auto}", "chrome80") == "a{margin-left:auto;margin-right:auto}");
  CHECK(lowered("a{padding-block:1px 2px}", "chrome80") == "a{padding-top:1px;padding-bottom:2px}");
  CHECK(lowered("a{margin-inline-start:1px}", "chrome60") ==
        "a{-webkit-margin-start:1px;-moz-margin-start:1px;margin-inline-start:1px}");
  CHECK(lowered("a{overflow:hidden auto!important}", "chrome60") ==
        "a{overflow-x:hidden!important;overflow-y:auto!important}");
  CHECK(lowered("a{inset:0}", "chrome87") == "a{inset:0}");
}

TEST_CASE("media ranges in other words", "[css]") {
  auto flat = [](std::string_view media) { return lowered("@media " + std::string(media) + "{a{b:c}}", "chrome100"); };
  CHECK(flat("(width >= 1px)") == "@media(min-width:1px){a{b:c}}");
  CHECK(flat("(1px <= width <= 2px)") == "@media(min-width:1px) and (max-width:2px){a{b:c}}");
  CHECK(flat("(width < 600px)") == "@media(max-width:599.999px){a{b:c}}");
  CHECK(flat("(600px < width)") == "@media(min-width:600.001px){a{b:c}}");
  CHECK(flat("print, (2px >= height)") == "@media print,(max-height:2px){a{b:c}}");
}

TEST_CASE("selectors in other words", "[css]") {
  CHECK(lowered(":is(.a,.b) c{d:e}", "chrome80") == ".a c,.b c{d:e}");
  CHECK(lowered("a:not(.b,.c){d:e}", "chrome80") == "a:not(.b):not(.c){d:e}");
  CHECK(lowered("a:not(.b,.c){d:e}", "chrome88") == "a:not(.b,.c){d:e}");
}

TEST_CASE("prefixes", "[css]") {
  CHECK(lowered("a{user-select:none}", "safari17") == "a{-webkit-user-select:none;user-select:none}");
  CHECK(lowered("a{user-select:none}", "chrome100,firefox100") == "a{user-select:none}");
  CHECK(lowered("a{-webkit-user-select:none;user-select:none}", "ios17") ==
        "a{-webkit-user-select:none;user-select:none}");
  CHECK(lowered("a{position:sticky}", "safari12") == "a{position:-webkit-sticky;position:sticky}");
  CHECK(lowered("a{background-clip:text}", "chrome119") == "a{-webkit-background-clip:text;background-clip:text}");
  CHECK(lowered("::file-selector-button{a:b}", "chrome80") ==
        "::-webkit-file-upload-button{a:b}::file-selector-button{a:b}");
}
