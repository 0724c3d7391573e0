// Stacks as a realm without the rest of weft has them: tables of positions, collections.

#include <catch2/catch.hpp>

#include "engine/current_frames.h"
#include "engine/module_loader.h"
#include "engine/source_positions.h"
#include "engine/test_world.h"
#include "graph/graph.h"

using namespace weft;

namespace {

constexpr uint32_t kNone = PositionEntry::kNone;

struct World : js::TestWorld {
  std::string run(std::string_view source) {
    auto value = realm->evaluate(source, "/test.js");
    if (!value) return "throws " + value.error().toValue(*realm).toUtf8(*realm).value_or("?");
    return value->toUtf8(*realm).value_or("?");
  }
};

// Line 2, column 9 of the text that ran is line 20, column 3 of what was written.
std::shared_ptr<const PositionTable> table(std::string source) {
  return std::make_shared<const PositionTable>(
      std::vector<PositionEntry>{{{1, 1}, {10, 5}, 0, kNone}, {{2, 7}, {20, 3}, 0, kNone}},
      std::vector<std::string>{std::move(source)});
}

}  // namespace

TEST_CASE("places are those of the file, behind what was put before it") {
  js::SourcePositions positions("/a.js", "");
  positions.setPrefixLength(10);
  CHECK(positions.inFile({1, 15}).at == LineColumn{1, 5});
  CHECK(positions.inFile({2, 15}).at == LineColumn{2, 15});
  positions.setTable(table("/a.tsx"));
  CHECK(positions.inFile({1, 15}).at == LineColumn{10, 5});
  CHECK(positions.inFile({1, 15}).source == "/a.tsx");
  CHECK(positions.inFile({2, 1}).at == LineColumn{2, 1});
  CHECK(positions.inFile({2, 1}).source.empty());
}

TEST_CASE("stacks, call sites and syntax errors go through the table of what generated a file") {
  World w;
  graph::ModuleGraph graph({});
  js::ModuleLoader loader(*w.realm, graph);
  auto run = [&](std::string_view text, const std::string& source) {
    auto function = loader.compileCommonJs("/a.jsx", text, table(source));
    if (!function) return function.error().toValue(*w.realm).asObject().get(*w.realm, "stack")->toUtf8(*w.realm);
    auto value = function->asFunction()(*w.realm, js::Value());
    return value ? w.run("String(result)") : value.error().toValue(*w.realm).toUtf8(*w.realm);
  };
  CHECK(run("\n      globalThis.result = new Error('x').stack", "").value() ==
        "Error: x\n    at Object.<anonymous> (/a.jsx:20:3)");
  CHECK(run("\n      globalThis.result = new Error('x').stack", "/b.vue").value() ==
        "Error: x\n    at Object.<anonymous> (/b.vue:20:3)");
  w.run("Error.prepareStackTrace = (error, [site]) => [site.getFileName(), site.getLineNumber(), site]");
  CHECK(run("\n      globalThis.result = new Error('x').stack", "").value() ==
        "/a.jsx,20,Object.<anonymous> (/a.jsx:20:3)");
  w.run("delete Error.prepareStackTrace");
  CHECK(run("\n      a b", "").value().ends_with("\n    at /a.jsx:20:3"));
}

TEST_CASE("call sites of an error whose functions died in a collection") {
  World w;
  w.run(
      "var error = new Function('return (function lost() { return new Error(`kept`) })()')();"
      "Error.prepareStackTrace = (error, sites) => sites.map((site) => site.getFunctionName()).join()");
  for (int i = 0; i < 3; ++i) w.vm->collect();
  CHECK(w.run("error.stack").starts_with("lost,eval"));
  w.run("delete Error.prepareStackTrace; error = undefined");
  w.vm->collect();
}

TEST_CASE("the callers of a running function") {
  World w;
  constexpr js::FunctionSpec kFunctions[] = {js::fn<+[](js::Realm& realm, js::Value above) {
    std::string text;
    for (const js::CurrentFrame& frame : js::currentFrames(realm, above, 2, js::SourceMaps::Ignore))
      text += frame.function + "@" + frame.file + ":" + std::to_string(frame.at.line) + " ";
    return text;
  }>("frames")};
  js::defineFunctions(*w.realm, w.realm->globalObject(), kFunctions);
  CHECK(w.run("function inner(f) { return frames(f) }\nfunction outer(f) { return inner(f) }\nouter()") ==
        "inner@/test.js:1 outer@/test.js:2 ");
  CHECK(w.run("outer(inner)") == "outer@/test.js:2 @/test.js:1 ");
}
