#include "css/modules.h"

#include <catch2/catch.hpp>

#include "css/parser.h"
#include "css/printer.h"

using namespace weft;
using namespace weft::css;

namespace {

struct Scoped {
  std::string text;
  ModuleNames names;
  Log log;
};

Scoped scoped(std::string_view text, NameScope scope = NameScope::Local) {
  Scoped out;
  File file;
  file.path = "/x/a.module.css";
  file.source = std::make_unique<SourceText>(file.path, std::string(text));
  file.sheet = std::make_unique<Sheet>(*file.source);
  REQUIRE(parse(*file.sheet, out.log));
  out.names = scopeNames(file, {scope, "[name]_[local]", "a"}, out.log);
  print(file.sheet->nodes, {.minifyWhitespace = true}, out.text);
  if (!out.text.empty()) out.text.pop_back();
  return out;
}

std::string text(std::string_view css) {
  Scoped out = scoped(css);
  CHECK(out.log.diagnostics().empty());
  return out.text;
}

}  // namespace

TEST_CASE("names of a module are its own", "[css]") {
  CHECK(text(".a #b.c{d:e}") == ".a_a #a_b.a_c{d:e}");
  CHECK(text(":global(.a) .b{c:d}") == ".a .a_b{c:d}");
  CHECK(text(":global .a .b{c:d}") == ".a .b{c:d}");
  CHECK(text(".a :global .b :local .c{d:e}") == ".a_a .b .a_c{d:e}");
  CHECK(text(":global(.a .b).c{d:e}") == ".a .b.a_c{d:e}");
  CHECK(text(":not(.a):is(:global(.b,.c)){d:e}") == ":not(.a_a):is(:is(.b,.c)){d:e}");
  CHECK(text(".a{.b &{c:d}}") == ".a_a{.a_b &{c:d}}");
  CHECK(scoped(".a :local(.b){c:d}", NameScope::Global).text == ".a .a_b{c:d}");
}

TEST_CASE("animations, areas and containers of a module are its own", "[css]") {
  CHECK(text("a{animation:x 1s y}@keyframes x{to{a:b}}") == "a{animation:a_x 1s y}@keyframes a_x{to{a:b}}");
  CHECK(text("@keyframes :global(x){to{a:b}}a{animation-name:x}") == "@keyframes x{to{a:b}}a{animation-name:x}");
  CHECK(text("a{grid-template-areas:\"x y\" \". x\";grid-area:x}") ==
        "a{grid-template-areas:\"a_x a_y\"\". a_x\";grid-area:a_x}");
  CHECK(text("a{container:x/size}@container x (width>1px){a{b:c}}") ==
        "a{container:a_x/size}@container a_x (width>1px){a{b:c}}");
}

TEST_CASE("exports are in the order of the sheet", "[css]") {
  Scoped out = scoped(".b{c:d}.a{c:d}.b{e:f}");
  REQUIRE(out.names.exports.size() == 2);
  CHECK(out.names.exports[0].name == "b");
  CHECK(out.names.exports[0].generated == "a_b");
  CHECK(out.names.exports[1].name == "a");
}

TEST_CASE("composes", "[css]") {
  Scoped out = scoped(".a{composes:b c from global;composes:d;e:f}.g{composes:x from './y.css'}.d{composes:a}");
  CHECK(out.text == ".a_a{e:f}.a_g{}.a_d{}");
  CHECK(out.log.diagnostics().empty());
  REQUIRE(out.names.imports.size() == 1);
  CHECK(out.names.imports[0].address == "./y.css");
  out.names.imports[0].target = 1;
  std::vector<ModuleNames> all(2);
  all[0] = out.names;
  all[1] = scoped(".x{a:b}").names;
  CHECK(composedValue(all, 0, *all[0].find("a")) == "b c a_d a_a");
  CHECK(composedValue(all, 0, *all[0].find("g")) == "a_x a_g");
}

TEST_CASE("composes in a wrong place is told of", "[css]") {
  for (std::string_view css : {".a .b{composes:c}", "d{composes:c}", "@media print{.a:hover{composes:c}}",
                               ".a{.b{composes:c}}", ".a{composes:c from d}"}) {
    Scoped out = scoped(css);
    REQUIRE(out.log.diagnostics().size() == 1);
    CHECK(std::string(out.log.diagnostics()[0].id) == "bad-composes");
  }
}
