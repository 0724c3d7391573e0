#include "graph/data_module.h"

#include <catch2/catch.hpp>

#include "graph/graph.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

GraphOptions options() {
  GraphOptions made;
  made.resolver.builtins = {{"node:fs", "node:fs"}};
  return made;
}

}  // namespace

TEST_CASE("data files are modules of their format, with what they say") {
  TestTree tree{{"a.json5", "{a: 1}"},
                {"b.toml",
                 "\xEF\xBB\xBF"
                 "a = 1"},
                {"c.yaml", "a: 1"},
                {"d.yml", "a: 1"},
                {"main.mjs", "import './a.json5'; import './b.toml'; import './c.yaml'; import './d.yml'"}};
  ModuleGraph graph(options());
  const Node& main = graph.node(graph.load({ResolvedType::File, tree.path("main.mjs"), {}}));
  REQUIRE(main.edges.size() == 4);
  constexpr ModuleKind kKinds[] = {ModuleKind::Json5, ModuleKind::Toml, ModuleKind::Yaml, ModuleKind::Yaml};
  for (size_t i = 0; i < 4; ++i) {
    const Node& node = graph.node(main.edges[i].target);
    CHECK(node.kind == kKinds[i]);
    REQUIRE(node.artifact);
    CHECK(node.artifact->document->describe() == R"({"a":1})");
  }
}

TEST_CASE("a fault in a data file is an error of its node, with its place") {
  auto artifact = makeDataArtifact("/x/a.toml", "a = 1\nb = = 2\n", data::DataFormat::Toml);
  REQUIRE(!artifact);
  const ModuleError& error = artifact.error();
  CHECK(error.message == "/x/a.toml: Expected a value, found '='");
  CHECK(error.path == "/x/a.toml");
  CHECK(error.place == LineColumn{2, 5});
  CHECK(error.errorClass() == ErrorClass::SyntaxError);
  CHECK(error.codeName().empty());
}

TEST_CASE("the attribute of a data file's own format makes no other module") {
  TestTree tree{{"a.mjs", "import './d.yml'; import './d.yml' with { type: 'yaml' }"}, {"d.yml", "1"}};
  ModuleGraph graph(options());
  const Node& main = graph.node(graph.load({ResolvedType::File, tree.path("a.mjs"), {}}));
  CHECK(main.edges[0].target == main.edges[1].target);
}

TEST_CASE("an attribute reads any file as its format") {
  TestTree tree{{"x.conf", "a = 1"}, {"d.json", "{a: 1}"}, {"t.toml", "a = 1"}};
  ModuleGraph graph(options());
  std::string from = tree.path("main.mjs");
  auto kind = [&](std::string_view specifier, const char* type) {
    const Node& node = graph.node(graph.import(specifier, from, {{"type", type}}).value());
    return node.error ? std::string("error") : std::string(moduleKindName(node.kind));
  };
  CHECK(kind("./x.conf", "toml") == "toml");
  CHECK(kind("./d.json", "json5") == "json5");
  CHECK(kind("./d.json", "toml") == "error");
  CHECK(kind("./t.toml", "text") == "text");
  CHECK(kind("data:application/json,{a: 1}", "yaml") == "yaml");
  CHECK(graph.import("./t.toml", from, {{"type", "json"}}).error().codeName() ==
        "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE");
  CHECK(graph.import("node:fs", from, {{"type", "yaml"}}).error().codeName() ==
        "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE");
  CHECK(graph.import("./t.toml", from, {{"type", "ini"}}).error().codeName() == "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED");
  CHECK(graph.node(graph.import("data:application/toml,a%20=%201", from, {}).value()).kind == ModuleKind::Toml);
}
