#include "graph/browser_map.h"

#include <catch2/catch.hpp>

#include "graph/graph.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

std::string lookUp(std::string_view json, std::string_view name, RelativeKeys relative = RelativeKeys::Try) {
  const std::vector<std::string> extensions = {".js", ".json"};
  JsonValue map = *parseJson(json);
  auto target = findInBrowserMap(map, name, extensions, relative);
  if (!target) return "-";
  return target->isDisabled ? "disabled" : target->specifier;
}

std::string ask(Resolver& resolver, const TestTree& tree, std::string_view specifier, ResolveKind kind,
                std::string_view from = "main.js") {
  Result<Resolution, ModuleError> found = resolver.resolve(specifier, tree.path(from), kind);
  if (!found) return std::string(found.error().codeName());
  std::string text = tree.strip(found->path) + found->suffix;
  if (!found->alternative.empty()) text += " or " + tree.strip(found->alternative);
  return found->type == ResolvedType::Disabled ? "disabled " + text : text;
}

constexpr ResolveKind kImport = ResolveKind::Import;
constexpr ResolveKind kRequire = ResolveKind::Require;

}  // namespace

TEST_CASE("keys match with and without extension and index, names with and without ./") {
  CHECK(lookUp(R"({"./a.js":"./b.js"})", "a.js") == "./b.js");
  CHECK(lookUp(R"({"./a.js":"./b.js"})", "a") == "./b.js");
  CHECK(lookUp(R"({"./a":"./b.js"})", "a") == "./b.js");
  CHECK(lookUp(R"({"./a":"./b.js"})", "a.js") == "-");
  CHECK(lookUp(R"({"a.js":"./b.js"})", "a") == "./b.js");
  CHECK(lookUp(R"({"./lib/index.js":"./b.js"})", "lib") == "./b.js");
  CHECK(lookUp(R"({"./lib/index":"./b.js"})", "lib") == "./b.js");
  CHECK(lookUp(R"({"pkg/index.js":"./b.js"})", "pkg") == "./b.js");
  CHECK(lookUp(R"({"./.hidden.js":"./b.js"})", ".hidden") == "./b.js");
  CHECK(lookUp(R"({"./pkg":"./b.js"})", "pkg", RelativeKeys::Skip) == "-");
  CHECK(lookUp(R"({"pkg":"./b.js"})", "pkg", RelativeKeys::Skip) == "./b.js");
  CHECK(lookUp(R"({"a":false})", "a") == "disabled");
  CHECK(lookUp(R"({"a":true,"b":null,"c":{}})", "a") == "-");
  CHECK(lookUp(R"({"a":true,"b":null,"c":{}})", "b") == "-");
  CHECK(lookUp(R"({".":"./b.js","":"./c.js"})", ".") == "-");
  CHECK(lookUp(R"({".":"./b.js","":"./c.js"})", "") == "-");
}

TEST_CASE("without the option, browser is not looked at") {
  TestTree tree{{"package.json", R"({"browser":{"./a.js":"./b.js","fs":false}})"}, {"a.js", ""}, {"b.js", ""}};
  tree.write("node_modules/p/package.json", R"({"browser":"./b.js","module":"./m.js","main":"./a.js"})");
  for (std::string_view name : {"a.js", "b.js", "m.js"}) tree.write(std::string("node_modules/p/").append(name), "");
  Resolver resolver({});
  CHECK(ask(resolver, tree, "./a.js", kImport) == "/a.js");
  CHECK(ask(resolver, tree, "p", kImport) == "/node_modules/p/a.js");
  CHECK(ask(resolver, tree, "p", kRequire) == "/node_modules/p/a.js");
  CHECK(ask(resolver, tree, "fs", kImport) == "ERR_MODULE_NOT_FOUND");
}

TEST_CASE("main fields: the first that leads to a file") {
  TestTree tree;
  tree.write("node_modules/p/package.json", R"({"es":"./none.js","browser":"./b","module":"./m.js","main":"./a.js"})");
  for (std::string_view name : {"a.js", "b.js", "m.js"}) tree.write(std::string("node_modules/p/").append(name), "");
  tree.write("node_modules/i/index.js", "");
  tree.write("node_modules/i/package.json", R"({"es":5,"main":""})");
  ResolverOptions options;
  options.mainFields = {"es", "module", "main"};
  Resolver resolver(options);
  CHECK(ask(resolver, tree, "p", kImport) == "/node_modules/p/m.js");
  CHECK(ask(resolver, tree, "p", kRequire) == "/node_modules/p/m.js");
  CHECK(ask(resolver, tree, "i", kImport) == "/node_modules/i/index.js");
  CHECK(ask(resolver, tree, "i", kRequire) == "/node_modules/i/index.js");
  options.mainFields = {"browser"};
  Resolver browser(options);
  CHECK(ask(browser, tree, "p", kImport) == "/node_modules/p/b.js");
  options.mainFields = {"es"};
  Resolver none(options);
  CHECK(ask(none, tree, "p", kRequire) == "MODULE_NOT_FOUND");
}

TEST_CASE("module is for import, main for require") {
  TestTree tree;
  tree.write("node_modules/both/package.json", R"({"module":"./m.js","main":"./a.js"})");
  tree.write("node_modules/index/package.json", R"({"module":"./m.js"})");
  tree.write("node_modules/only/package.json", R"({"module":"./m.js"})");
  tree.write("node_modules/string/package.json", R"({"browser":"./b.js","module":"./m.js","main":"./a.js"})");
  for (std::string_view name : {"both/m.js", "both/a.js", "index/m.js", "index/index.js", "only/m.js", "string/b.js",
                                "string/m.js", "string/a.js"})
    tree.write(std::string("node_modules/").append(name), "");
  Resolver resolver(ResolverOptions::forBrowsers());
  CHECK(ask(resolver, tree, "both", kImport) == "/node_modules/both/m.js or /node_modules/both/a.js");
  CHECK(ask(resolver, tree, "both", kRequire) == "/node_modules/both/a.js");
  CHECK(ask(resolver, tree, "index", kImport) == "/node_modules/index/m.js or /node_modules/index/index.js");
  CHECK(ask(resolver, tree, "index", kRequire) == "/node_modules/index/index.js");
  CHECK(ask(resolver, tree, "only", kRequire) == "/node_modules/only/m.js");
  CHECK(ask(resolver, tree, "string", kImport) == "/node_modules/string/b.js");
  CHECK(ask(resolver, tree, "string", kRequire) == "/node_modules/string/b.js");
}

TEST_CASE("conditions of browsers") {
  TestTree tree;
  tree.write("node_modules/p/package.json",
             R"({"exports":{".":{"node":"./n.js","browser":"./b.js"},"./m":{"module":"./m.js","default":"./n.js"},
                 "./s":{"module-sync":"./n.js","require":"./r.js","import":"./b.js"}}})");
  for (std::string_view name : {"n.js", "b.js", "m.js", "r.js"})
    tree.write(std::string("node_modules/p/").append(name), "");
  Resolver resolver(ResolverOptions::forBrowsers());
  CHECK(ask(resolver, tree, "p", kImport) == "/node_modules/p/b.js");
  CHECK(ask(resolver, tree, "p/m", kRequire) == "/node_modules/p/m.js");
  CHECK(ask(resolver, tree, "p/s", kImport) == "/node_modules/p/b.js");
  CHECK(ask(resolver, tree, "p/s", kRequire) == "/node_modules/p/r.js");
}

TEST_CASE("a map of the own package: files, specifiers, false") {
  TestTree tree{
      {"package.json", R"({"browser":{"./server.js":"./client.js","fs":false,"ws":"./socket","./cold.js":false,
                                     "old":"new","gone":"./none.js","./lost.js":"./none.js","./own":"./client.js"}})"},
      {"server.js", ""},
      {"client.js", ""},
      {"socket.js", ""},
      {"cold.js", ""},
      {"lost.js", ""},
      {"sub/x.js", ""},
      {"node_modules/new/index.js", ""},
      {"node_modules/own/index.js", ""},
      {"node_modules/other/x.js", ""}};
  Resolver resolver(ResolverOptions::forBrowsers());
  for (ResolveKind kind : {kImport, kRequire}) {
    CHECK(ask(resolver, tree, "./server.js", kind) == "/client.js");
    CHECK(ask(resolver, tree, "./server", kind) == "/client.js");
    CHECK(ask(resolver, tree, "../server.js", kind, "sub/x.js") == "/client.js");
    CHECK(ask(resolver, tree, "fs", kind) == "disabled fs");
    CHECK(ask(resolver, tree, "ws", kind) == "/socket.js");
    CHECK(ask(resolver, tree, "./cold.js", kind) == "disabled /cold.js");
    CHECK(ask(resolver, tree, "old", kind) == "/node_modules/new/index.js");
    // A file that is not there is passed over; a package is an error.
    CHECK(ask(resolver, tree, "./lost.js", kind) == "/lost.js");
    CHECK(ask(resolver, tree, "gone", kind) == "MODULE_NOT_FOUND");
    // "./own" means the package too, but only in the own code.
    CHECK(ask(resolver, tree, "own", kind) == "/client.js");
    CHECK(ask(resolver, tree, "own", kind, "node_modules/other/x.js") == "/node_modules/own/index.js");
    // A package without a map is under that of the package around it.
    CHECK(ask(resolver, tree, "fs", kind, "node_modules/other/x.js") == "disabled fs");
  }
  CHECK(ask(resolver, tree, "./server.js?v=1", kImport) == "/client.js?v=1");
  ModuleError error = resolver.resolve("gone", tree.path("main.js"), kImport).error();
  CHECK(tree.strip(error.suggestion) == "The \"browser\" field of /package.json leads there.");
}

TEST_CASE("a map of a dependency: its main, its files, what it asks for") {
  TestTree tree;
  tree.write("node_modules/p/package.json",
             R"({"main":"./a.js","module":"./m.js","browser":{"./a.js":"./b.js","./m.js":"./n.js","./in/x.js":"./b.js",
                 "./in/off.js":false,"util":false,"a":"p2"}})");
  for (std::string_view name : {"a.js", "b.js", "m.js", "n.js", "in/x.js", "in/off.js"})
    tree.write(std::string("node_modules/p/").append(name), "");
  tree.write("node_modules/p2/index.js", "");
  tree.write("node_modules/util/index.js", "");
  tree.write("node_modules/off/package.json", R"({"browser":{"./index.js":false}})");
  tree.write("node_modules/off/index.js", "");
  tree.write("node_modules/exp/package.json", R"({"exports":"./a.js","browser":{"./a.js":"./b.js"}})");
  tree.write("node_modules/exp/a.js", "");
  tree.write("node_modules/exp/b.js", "");
  Resolver resolver(ResolverOptions::forBrowsers());
  CHECK(ask(resolver, tree, "p", kImport) == "/node_modules/p/n.js or /node_modules/p/b.js");
  CHECK(ask(resolver, tree, "p", kRequire) == "/node_modules/p/b.js");
  for (ResolveKind kind : {kImport, kRequire}) {
    CHECK(ask(resolver, tree, "p/in/x.js", kind) == "/node_modules/p/b.js");
    CHECK(ask(resolver, tree, "p/in/x", kind) == "/node_modules/p/b.js");
    CHECK(ask(resolver, tree, "p/in/off.js", kind) == "disabled /node_modules/p/in/off.js");
    CHECK(ask(resolver, tree, "util", kind, "node_modules/p/a.js") == "disabled /node_modules/util/index.js");
    CHECK(ask(resolver, tree, "a", kind, "node_modules/p/in/x.js") == "/node_modules/p2/index.js");
    CHECK(ask(resolver, tree, "util", kind) == "/node_modules/util/index.js");
    CHECK(ask(resolver, tree, "off", kind) == "disabled /node_modules/off/index.js");
    CHECK(ask(resolver, tree, "exp", kind) == "/node_modules/exp/a.js");
  }
}

TEST_CASE("what a map leads to is not mapped again") {
  TestTree tree{{"package.json", R"({"browser":{"./a.js":"./b.js","./b.js":"./a.js","x":"y","y":"x","self":"self"}})"},
                {"a.js", ""},
                {"b.js", ""},
                {"node_modules/x/index.js", ""},
                {"node_modules/y/index.js", ""},
                {"node_modules/self/index.js", ""}};
  Resolver resolver(ResolverOptions::forBrowsers());
  for (ResolveKind kind : {kImport, kRequire}) {
    CHECK(ask(resolver, tree, "./a.js", kind) == "/b.js");
    CHECK(ask(resolver, tree, "./b.js", kind) == "/a.js");
    CHECK(ask(resolver, tree, "x", kind) == "/node_modules/y/index.js");
    CHECK(ask(resolver, tree, "self", kind) == "/node_modules/self/index.js");
  }
}

TEST_CASE("in a graph, a disabled file is an empty module beside the file itself") {
  TestTree tree{{"package.json", R"({"type":"module"})"},
                {"main.js", "import 'p'; import './node_modules/off/index.js'; import 'fs'"},
                {"node_modules/p/package.json", R"({"browser":{"off":false,"fs":false}})"},
                {"node_modules/p/index.js", ""},
                {"node_modules/p/esm.mjs", "import 'off'; import x from 'fs' with { type: 'json' }"},
                {"node_modules/off/index.js", "this is no JavaScript"}};
  GraphOptions options;
  options.resolver = ResolverOptions::forBrowsers();
  ModuleGraph graph(std::move(options));
  NodeId entry = graph.load({ResolvedType::File, tree.path("node_modules/p/esm.mjs"), {}});
  const Node& node = graph.node(entry);
  REQUIRE(node.edges.size() == 2);
  CHECK_FALSE(graph.firstError(entry).has_value());
  const Node& off = graph.node(node.edges[0].target);
  CHECK(off.location.type == ResolvedType::Disabled);
  CHECK(off.kind == ModuleKind::CommonJs);
  CHECK(off.artifact->text().empty());
  NodeId file = graph.load({ResolvedType::File, tree.path("node_modules/off/index.js"), {}});
  CHECK(file != off.id);
  CHECK(graph.node(node.edges[1].target).location.path == "fs");
}

TEST_CASE("for browsers, import finds what require does; what exports lead to is exact") {
  TestTree tree{{"package.json", "{}"}, {"a.js", ""}, {"data.json", ""}, {"folder/index.js", ""}, {"both.js", ""}};
  tree.write("both/index.js", "");
  tree.write("node_modules/open/package.json", "{}");
  tree.write("node_modules/open/lib/c.js", "");
  tree.write("node_modules/exact/package.json", R"({"exports":{"./c":"./lib/c"}})");
  tree.write("node_modules/exact/lib/c.js", "");
  Resolver resolver(ResolverOptions::forBrowsers());
  CHECK(ask(resolver, tree, "./a", kImport) == "/a.js");
  CHECK(ask(resolver, tree, "./data", kImport) == "/data.json");
  CHECK(ask(resolver, tree, "./folder", kImport) == "/folder/index.js");
  CHECK(ask(resolver, tree, "./folder/", kImport) == "/folder/index.js");
  CHECK(ask(resolver, tree, "./both", kImport) == "/both.js");
  CHECK(ask(resolver, tree, "./both/", kImport) == "/both/index.js");
  CHECK(ask(resolver, tree, "open/lib/c", kImport) == "/node_modules/open/lib/c.js");
  CHECK(ask(resolver, tree, "exact/c", kImport) == "ERR_MODULE_NOT_FOUND");
  CHECK(ask(resolver, tree, "./none", kImport) == "ERR_MODULE_NOT_FOUND");
}
