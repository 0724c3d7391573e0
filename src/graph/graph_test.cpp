#include "graph/graph.h"

#include <catch2/catch.hpp>

#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

GraphOptions withBuiltins(size_t parallelFrom = 32) {
  GraphOptions options;
  options.resolver.builtins = {{"fs", "node:fs"}, {"node:fs", "node:fs"}};
  options.parallelFrom = parallelFrom;
  return options;
}

NodeId loadFile(ModuleGraph& graph, const TestTree& tree, std::string_view name) {
  return graph.load({ResolvedType::File, tree.path(name), {}});
}

std::vector<std::string> namesOf(const ModuleGraph& graph, const TestTree& tree, const std::vector<NodeId>& ids) {
  std::vector<std::string> names;
  for (NodeId id : ids) names.push_back(tree.strip(graph.node(id).location.path) + graph.node(id).location.suffix);
  return names;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("static imports are followed, others are recorded") {
  TestTree tree{
      {"a.mjs",
       "import './b.mjs'; export * from './c.mjs'; import fs from 'fs'; import('./d.mjs'); require('./e.cjs')"},
      {"b.mjs", ""},
      {"c.mjs", "import './b.mjs'"},
      {"d.mjs", ""},
      {"e.cjs", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "a.mjs");
  CHECK(graph.size() == 4);
  CHECK_FALSE(graph.firstError(id));
  CHECK(namesOf(graph, tree, graph.postOrder(id)) == Strings{"/b.mjs", "/c.mjs", "node:fs", "/a.mjs"});
  const Node& entry = graph.node(id);
  CHECK(entry.artifact->scan.requests.size() == 5);
  CHECK(entry.edges.size() == 3);
  CHECK(entry.edgeFor(2)->target == entry.edges[2].target);
  CHECK(entry.edgeFor(3) == nullptr);
  CHECK(graph.node(entry.edges[2].target).kind == ModuleKind::Builtin);
  CHECK(graph.node(entry.edges[2].target).artifact == nullptr);
}

TEST_CASE("cycles are cut where they close") {
  TestTree tree{{"a.mjs", "import './b.mjs'; import './d.mjs'"},
                {"b.mjs", "import './c.mjs'"},
                {"c.mjs", "import './a.mjs'; import './c.mjs'"},
                {"d.mjs", "import './b.mjs'"}};
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "a.mjs");
  CHECK(namesOf(graph, tree, graph.postOrder(id)) == Strings{"/c.mjs", "/b.mjs", "/d.mjs", "/a.mjs"});
  NodeId b = graph.find({ResolvedType::File, tree.path("b.mjs"), {}});
  CHECK(namesOf(graph, tree, graph.postOrder(id, [&](NodeId n) { return n == b; })) == Strings{"/d.mjs", "/a.mjs"});
}

TEST_CASE("a module with 100,000 imports") {
  TestTree tree{{"a.mjs", ""}};
  ModuleGraph graph(withBuiltins());
  constexpr int kCount = 100'000;
  std::string source;
  for (int i = 0; i < kCount; ++i) source += "import './a.mjs?" + std::to_string(i) + "';";
  NodeId wide = graph.loadSource(tree.path("wide.mjs"), source, KindHint::EsModule);
  CHECK(graph.postOrder(wide).size() == kCount + 1);
  CHECK_FALSE(graph.firstError(wide));
}

TEST_CASE("a deep chain takes no recursion") {
  TestTree tree;
  constexpr int kDepth = 20'000;
  for (int i = 0; i < kDepth; ++i)
    tree.write("m" + std::to_string(i) + ".mjs", i + 1 < kDepth ? "import './m" + std::to_string(i + 1) + ".mjs'" : "");
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "m0.mjs");
  std::vector<NodeId> order = graph.postOrder(id);
  REQUIRE(order.size() == kDepth);
  CHECK(order.front() == kDepth - 1);
  CHECK_FALSE(graph.firstError(id));
}

TEST_CASE("ids do not depend on threads") {
  TestTree tree;
  for (int i = 0; i < 300; ++i) {
    std::string source;
    for (int j = 3 * i + 1; j <= 3 * i + 3 && j < 300; ++j) source += "import './m" + std::to_string(j) + ".mjs';";
    tree.write("m" + std::to_string(i) + ".mjs", source + std::string(static_cast<size_t>(i % 7) * 500, ' '));
  }
  ModuleGraph serial(withBuiltins());
  NodeId entry = loadFile(serial, tree, "m0.mjs");
  Strings expected = namesOf(serial, tree, serial.postOrder(entry));
  CHECK(expected.size() == 300);
  ThreadPool pool(3);
  for (int round = 0; round < 10; ++round) {
    ModuleGraph parallel(withBuiltins(2), &pool);
    loadFile(parallel, tree, "m0.mjs");
    REQUIRE(parallel.size() == serial.size());
    for (NodeId id = 0; id < serial.size(); ++id) CHECK(parallel.node(id).location == serial.node(id).location);
  }
}

TEST_CASE("kinds follow attribute, extension, package type, syntax") {
  TestTree tree{{"a.js", "import 'x'"},
                {"b.js", "exports.x = 1"},
                {"c.json", "{}"},
                {"d.txt", "hi"},
                {"e", "export {}"},
                {"f.wasm", "\0asm"},
                {"g.node",
                 "\x7F"
                 "ELF"},
                {"m/package.json", R"({"type":"module"})"},
                {"m/a.js", "x = 1"},
                {"m/b.cjs", "import 'x'"},
                {"m/noext", "x = 1"},
                {"c/package.json", R"({"type":"commonjs"})"},
                {"c/a.js", "import 'x'"},
                {"u.foo", "export {}"}};
  tree.write("m/wasm", std::string_view("\0asm\1\0\0\0", 8));
  ModuleGraph graph(withBuiltins());
  auto kind = [&](std::string_view name) { return graph.node(loadFile(graph, tree, name)).kind; };
  CHECK(kind("a.js") == ModuleKind::EsModule);
  CHECK(kind("b.js") == ModuleKind::CommonJs);
  CHECK(kind("c.json") == ModuleKind::Json);
  CHECK(kind("d.txt") == ModuleKind::Text);
  CHECK(kind("e") == ModuleKind::EsModule);
  CHECK(kind("f.wasm") == ModuleKind::Wasm);
  CHECK(kind("g.node") == ModuleKind::Addon);
  CHECK(kind("m/a.js") == ModuleKind::EsModule);
  CHECK(kind("m/b.cjs") == ModuleKind::CommonJs);
  CHECK(kind("m/noext") == ModuleKind::EsModule);
  CHECK(kind("m/wasm") == ModuleKind::Wasm);
  CHECK(kind("c/a.js") == ModuleKind::CommonJs);
  CHECK(kind("u.foo") == ModuleKind::EsModule);
  NodeId text = graph.load({ResolvedType::File, tree.path("a.js"), {}}, AttributeType::Text);
  CHECK(graph.node(text).kind == ModuleKind::Text);
  CHECK(text != graph.find({ResolvedType::File, tree.path("a.js"), {}}));
}

TEST_CASE("JSON is one module with and without its attribute") {
  TestTree tree{{"a.mjs", "import x from './d.json'; import y from './d.json' with { type: 'json' }"}, {"d.json", "1"}};
  ModuleGraph graph(withBuiltins());
  const Node& entry = graph.node(loadFile(graph, tree, "a.mjs"));
  CHECK(entry.edges[0].target == entry.edges[1].target);
}

TEST_CASE("queries make modules of their own") {
  TestTree tree{{"a.mjs", "import './b.mjs?1'; import './b.mjs?2'; import './b.mjs?1'"}, {"b.mjs", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "a.mjs");
  CHECK(namesOf(graph, tree, graph.postOrder(id)) == Strings{"/b.mjs?1", "/b.mjs?2", "/a.mjs"});
  CHECK(graph.node(1).location.url() == "file://" + tree.path("b.mjs") + "?1");
}

TEST_CASE("failures stay on the edge or node they belong to") {
  TestTree tree{{"a.mjs", "import './b.mjs'"},
                {"b.mjs",
                 "import './none.mjs'; import './x.css'; import './c.mjs' with { type: 'json' };"
                 "import './c.mjs' with { kind: 'x' }; import './c.mjs'"},
                {"c.mjs", ""},
                {"x.css", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "a.mjs");
  auto failure = graph.firstError(id);
  REQUIRE(failure);
  CHECK(tree.strip(graph.node(failure->node).location.path) == "/b.mjs");
  CHECK(failure->edge->request == 0);
  const std::vector<Edge>& edges = graph.node(failure->node).edges;
  CHECK(edges[0].error->codeName() == "ERR_MODULE_NOT_FOUND");
  CHECK(tree.strip(edges[1].error->message) == "Unknown file extension \".css\" for /x.css");
  CHECK(tree.strip(edges[2].error->message) == "Module \"file:///c.mjs\" is not of type \"json\"");
  CHECK(edges[3].error->message == "Import attribute \"kind\" with value \"x\" is not supported");
  CHECK(edges[4].target != kNoNode);
}

TEST_CASE("what cannot be read is an error of its node") {
  TestTree tree{{"p/package.json", "{"}, {"p/a.js", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId gone = loadFile(graph, tree, "gone.mjs");
  CHECK(graph.node(gone).error->codeName() == "ENOENT");
  CHECK(tree.strip(graph.node(gone).error->message) == "ENOENT: no such file or directory, open '/gone.mjs'");
  CHECK(graph.firstError(gone)->node == gone);
  CHECK(graph.node(loadFile(graph, tree, "p/a.js")).error->codeName() == "ERR_INVALID_PACKAGE_CONFIG");
}

TEST_CASE("dynamic import gives the node or the first error") {
  TestTree tree{{"a.mjs", "import './b.mjs'"}, {"b.mjs", "import 'none'"}, {"ok.mjs", ""}, {"d.json", "{}"}};
  ModuleGraph graph(withBuiltins());
  std::string from = tree.path("main.mjs");
  CHECK(graph.node(graph.import("./ok.mjs", from, {}).value()).kind == ModuleKind::EsModule);
  CHECK(graph.firstError(graph.import("./a.mjs", from, {}).value())->error->codeName() == "ERR_MODULE_NOT_FOUND");
  CHECK(graph.import("./ok.mjs", from, {{"type", "json"}}).error().codeName() ==
        "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE");
  CHECK(graph.import("./ok.mjs", from, {{"type", "css"}}).error().codeName() == "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED");
  CHECK(graph.node(graph.import("./d.json", from, {{"type", "json"}}).value()).kind == ModuleKind::Json);
  CHECK(graph.node(graph.import("fs", from, {}).value()).kind == ModuleKind::Builtin);
  NodeId data = graph.import("data:text/javascript,import 'fs'", from, {}).value();
  CHECK(graph.node(data).edges.size() == 1);
  CHECK(graph.node(data).location.url() == "data:text/javascript,import 'fs'");
}

TEST_CASE("source that is no file") {
  TestTree tree{{"b.mjs", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId first = graph.loadSource(tree.path("[eval]"), "import './b.mjs'", KindHint::BySyntax);
  CHECK(graph.node(first).kind == ModuleKind::EsModule);
  CHECK(graph.node(first).edges[0].target != kNoNode);
  NodeId second = graph.loadSource(tree.path("[eval]"), "1", KindHint::BySyntax);
  CHECK(second != first);
  CHECK(graph.node(second).kind == ModuleKind::CommonJs);
}

TEST_CASE("CommonJS names come with those of what is re-exported") {
  TestTree tree{
      {"a.cjs",
       "exports.one = 1; exports.default = 2; __exportStar(require('./b'), exports); __export(require('none'))"},
      {"b.js", "exports.two = 2; exports.one = 0; module.exports = require('./c')"},
      {"c.js", "module.exports = { three, ...require('./a.cjs'), ...require('./esm.mjs'), ...require('./d.json') }"},
      {"esm.mjs", "export let four"},
      {"d.json", "{}"}};
  ModuleGraph graph(withBuiltins());
  NodeId id = loadFile(graph, tree, "a.cjs");
  CHECK(graph.commonJsExportNames(id) == Strings{"one", "two", "three"});
  CHECK(graph.commonJsExportNames(loadFile(graph, tree, "esm.mjs")).empty());
}

TEST_CASE("an invalidated module is read again, and keeps its id") {
  TestTree tree{{"a.mjs", "import './b.mjs'"}, {"b.mjs", "1"}, {"c.mjs", ""}};
  ModuleGraph graph(withBuiltins());
  NodeId a = loadFile(graph, tree, "a.mjs");
  CHECK_FALSE(graph.firstError(a));
  tree.write("b.mjs", "import './c.mjs'; import './none.mjs'");
  NodeId b = graph.find({ResolvedType::File, tree.path("b.mjs"), {}});
  CHECK(loadFile(graph, tree, "b.mjs") == b);
  CHECK(graph.node(b).edges.empty());
  graph.invalidate(b);
  CHECK(loadFile(graph, tree, "b.mjs") == b);
  CHECK(graph.node(b).edges.size() == 2);
  CHECK(graph.firstError(a));
  CHECK(graph.postOrder(a).size() == 3);
}

TEST_CASE("find knows only what was loaded") {
  TestTree tree{{"a.mjs", ""}};
  ModuleGraph graph(withBuiltins());
  CHECK(graph.find({ResolvedType::File, tree.path("a.mjs"), {}}) == kNoNode);
  NodeId id = loadFile(graph, tree, "a.mjs");
  CHECK(graph.find({ResolvedType::File, tree.path("a.mjs"), {}}) == id);
  CHECK(loadFile(graph, tree, "a.mjs") == id);
}
