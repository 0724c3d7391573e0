#include "graph/resolver.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

ResolverOptions withBuiltins() {
  ResolverOptions options;
  options.builtins = {{"fs", "node:fs"}, {"node:fs", "node:fs"}, {"node:test", "node:test"}, {"bun", "bun"}};
  return options;
}

std::string ask(Resolver& resolver, const TestTree& tree, std::string_view specifier, ResolveKind kind,
                std::string_view from = "main.js") {
  Result<Resolution, ModuleError> found = resolver.resolve(specifier, tree.path(from), kind);
  return found ? tree.strip(found->path) + found->suffix : std::string(found.error().codeName());
}

constexpr ResolveKind kImport = ResolveKind::Import;
constexpr ResolveKind kRequire = ResolveKind::Require;

}  // namespace

TEST_CASE("builtins by every name that was passed in") {
  TestTree tree;
  Resolver resolver(withBuiltins());
  for (ResolveKind kind : {kImport, kRequire}) {
    CHECK(ask(resolver, tree, "fs", kind) == "node:fs");
    CHECK(ask(resolver, tree, "node:fs", kind) == "node:fs");
    CHECK(ask(resolver, tree, "bun", kind) == "bun");
    CHECK(ask(resolver, tree, "node:nope", kind) == "ERR_UNKNOWN_BUILTIN_MODULE");
    CHECK(ask(resolver, tree, "bun:nope", kind) == "ERR_UNKNOWN_BUILTIN_MODULE");
    CHECK(ask(resolver, tree, "weft:nope", kind) == "ERR_UNKNOWN_BUILTIN_MODULE");
  }
  CHECK(ask(resolver, tree, "test", kImport) == "ERR_MODULE_NOT_FOUND");
  ModuleError error = resolver.resolve("node:tset", tree.path("a.js"), kImport).error();
  CHECK(error.message == "No such built-in module: node:tset");
  CHECK(error.suggestion == "Did you mean \"node:test\"?");
  CHECK(resolver.builtinName("fs") == "node:fs");
  CHECK(resolver.builtinName("nope") == "");
}

TEST_CASE("conditions: import, require, module-sync, and the user's") {
  TestTree tree{
      {"node_modules/a/package.json",
       R"({"exports":{".":{"require":"./r.js","import":"./i.js"},"./sync":{"module-sync":"./s.js","default":"./d.js"},
                       "./user":{"mine":"./m.js","default":"./d.js"},"./addons":{"node-addons":"./n.js"}}})"}};
  for (std::string_view name : {"r.js", "i.js", "s.js", "d.js", "m.js", "n.js"})
    tree.write(std::string("node_modules/a/").append(name), "");
  ResolverOptions options;
  options.conditions = {"mine"};
  Resolver resolver(std::move(options));
  CHECK(ask(resolver, tree, "a", kImport) == "/node_modules/a/i.js");
  CHECK(ask(resolver, tree, "a", kRequire) == "/node_modules/a/r.js");
  CHECK(ask(resolver, tree, "a/sync", kImport) == "/node_modules/a/s.js");
  CHECK(ask(resolver, tree, "a/sync", kRequire) == "/node_modules/a/s.js");
  CHECK(ask(resolver, tree, "a/user", kImport) == "/node_modules/a/m.js");
  CHECK(ask(resolver, tree, "a/addons", kImport) == "/node_modules/a/n.js");
}

TEST_CASE("builtins through imports of package.json, in both kinds") {
  TestTree tree{{"package.json", R"({"imports":{"#fs":{"node":"fs","default":"./x.js"}}})"}};
  Resolver resolver(withBuiltins());
  CHECK(ask(resolver, tree, "#fs", kImport) == "node:fs");
  CHECK(ask(resolver, tree, "#fs", kRequire) == "node:fs");
}

TEST_CASE("NODE_PATH is searched last, by require only") {
  TestTree tree{{"global/tool/index.js", ""}, {"global/near.js", ""}, {"node_modules/near.js", ""}};
  ResolverOptions options;
  options.globalPaths = {tree.path("global")};
  Resolver resolver(std::move(options));
  CHECK(ask(resolver, tree, "tool", kRequire) == "/global/tool/index.js");
  CHECK(ask(resolver, tree, "near", kRequire) == "/node_modules/near.js");
  CHECK(ask(resolver, tree, "tool", kImport) == "ERR_MODULE_NOT_FOUND");
}

TEST_CASE("extensions are a list that can be changed") {
  TestTree tree{{"a.ts", ""}, {"b/index.ts", ""}};
  ResolverOptions options;
  options.extensions = {".ts", ".js"};
  Resolver resolver(std::move(options));
  CHECK(ask(resolver, tree, "./a", kRequire) == "/a.ts");
  CHECK(ask(resolver, tree, "./b", kRequire) == "/b/index.ts");
}

TEST_CASE("links are resolved, unless they are to be kept") {
  TestTree tree{{"real/pkg/index.js", ""}, {"real/pkg/package.json", "{}"}};
  tree.link("../real/pkg", "node_modules/pkg");
  tree.link("real/pkg/index.js", "link.js");
  Resolver resolver({});
  CHECK(ask(resolver, tree, "pkg", kImport) == "/real/pkg/index.js");
  CHECK(ask(resolver, tree, "pkg", kRequire) == "/real/pkg/index.js");
  CHECK(ask(resolver, tree, "./link.js", kImport) == "/real/pkg/index.js");
  ResolverOptions options;
  options.preservesSymlinks = true;
  Resolver preserving(std::move(options));
  CHECK(ask(preserving, tree, "pkg", kImport) == "/node_modules/pkg/index.js");
  CHECK(ask(preserving, tree, "./link.js", kRequire) == "/link.js");
}

TEST_CASE("what was missing is looked for again") {
  TestTree tree;
  Resolver resolver({});
  CHECK(ask(resolver, tree, "./late.js", kImport) == "ERR_MODULE_NOT_FOUND");
  CHECK(ask(resolver, tree, "late", kRequire) == "MODULE_NOT_FOUND");
  tree.write("late.js", "");
  tree.write("node_modules/late/index.js", "");
  CHECK(ask(resolver, tree, "./late.js", kImport) == "/late.js");
  CHECK(ask(resolver, tree, "late", kRequire) == "/node_modules/late/index.js");
}

TEST_CASE("entries are found as require finds a path") {
  TestTree tree{
      {"app.js", ""}, {"dir/package.json", R"({"main":"m"})"}, {"dir/m.js", ""}, {"node_modules/app2/index.js", ""}};
  Resolver resolver({});
  auto entry = [&](std::string_view path) {
    Result<Resolution, ModuleError> found = resolver.resolveEntry(path, tree.root());
    return tree.strip(found ? found->path : found.error().message);
  };
  CHECK(entry("app.js") == "/app.js");
  CHECK(entry("app") == "/app.js");
  CHECK(entry("./dir") == "/dir/m.js");
  CHECK(entry("dir/") == "/dir/m.js");
  CHECK(entry("app2") == "Cannot find module '/app2'");
  CHECK(entry(tree.path("app.js")) == "/app.js");
}

TEST_CASE("require.resolve with paths, and its search paths") {
  TestTree tree{{"a/x.js", ""}, {"a/node_modules/dep/index.js", ""}, {"x.js", ""}};
  Resolver resolver(withBuiltins());
  CHECK(tree.strip(resolver.resolveRequireFrom("./x", {tree.path("a")})->path) == "/a/x.js");
  CHECK(tree.strip(resolver.resolveRequireFrom("dep", {tree.path("b"), tree.path("a")})->path) ==
        "/a/node_modules/dep/index.js");
  CHECK(resolver.resolveRequireFrom("fs", {})->path == "node:fs");
  CHECK_FALSE(resolver.resolveRequireFrom("./x", {}).has_value());
  CHECK(resolver.lookupPaths("dep", "/a/node_modules/b/c.js") ==
        std::vector<std::string>{"/a/node_modules/b/node_modules", "/a/node_modules", "/node_modules"});
  CHECK(resolver.lookupPaths("./dep", "/a/b.js") == std::vector<std::string>{"/a"});
  CHECK(resolver.lookupPaths("fs", "/a/b.js").empty());
  CHECK(resolver.lookupPaths("dep", "/a/").front() == "/a/node_modules");
}

TEST_CASE("a failure says what was tried and what may be meant") {
  TestTree tree{{"util.js", ""}, {"node_modules/lodash/index.js", ""}};
  Resolver resolver({});
  ModuleError missing = resolver.resolve("./util", tree.path("main.mjs"), kImport).error();
  CHECK(tree.strip(missing.message) == "Cannot find module '/util' imported from /main.mjs");
  CHECK(missing.suggestion == "Did you mean to import \"./util.js\"?");
  CHECK(tree.strip(missing.url) == "file:///util");
  ModuleError package = resolver.resolve("lodahs", tree.path("main.mjs"), kImport).error();
  CHECK(package.suggestion == "There is a package \"lodash\".");
  REQUIRE(!package.tried.empty());
  CHECK(tree.strip(package.tried.front()) == "/node_modules/lodahs: no such folder");
  ModuleError required = resolver.resolve("./utl", tree.path("main.js"), kRequire).error();
  CHECK(required.message == "Cannot find module './utl'");
  CHECK(tree.strip(required.tried[1]) == "/utl.js: no such file");
  CHECK(tree.strip(required.suggestion) == "There is a file /util.js.");
}

TEST_CASE("a malformed package.json is named") {
  TestTree tree{{"node_modules/bad/package.json", "{ nope"}, {"scope/package.json", "{"}, {"scope/a.js", ""}};
  Resolver resolver({});
  ModuleError error = resolver.resolve("bad", tree.path("main.mjs"), kImport).error();
  CHECK(error.codeName() == "ERR_INVALID_PACKAGE_CONFIG");
  CHECK(tree.strip(error.message) ==
        "Invalid package config /node_modules/bad/package.json while importing \"bad\" from /main.mjs.");
  CHECK(resolver.resolve("bad", tree.path("main.js"), kRequire).error().codeName() == "ERR_INVALID_PACKAGE_CONFIG");
  CHECK(resolver.packageScope(tree.path("scope/a.js")).error().codeName() == "ERR_INVALID_PACKAGE_CONFIG");
}

TEST_CASE("package scopes end at node_modules") {
  TestTree tree{{"package.json", R"({"type":"module"})"}, {"node_modules/a/x.js", ""}, {"src/deep/x.js", ""}};
  Resolver resolver({});
  CHECK((*resolver.packageScope(tree.path("src/deep/x.js")))->type == PackageType::Module);
  CHECK(*resolver.packageScope(tree.path("node_modules/a/x.js")) == nullptr);
}

TEST_CASE("data: referrers resolve absolute specifiers only") {
  Resolver resolver(withBuiltins());
  auto code = [&](std::string_view specifier) {
    auto found = resolver.resolve(specifier, "data:text/javascript,1", kImport);
    return found ? found->path : std::string(found.error().codeName());
  };
  CHECK(code("fs") == "node:fs");
  CHECK(code("data:text/javascript,2") == "data:text/javascript,2");
  CHECK(code("./x.js") == "ERR_UNSUPPORTED_RESOLVE_REQUEST");
  CHECK(code("pkg") == "ERR_UNSUPPORTED_RESOLVE_REQUEST");
  CHECK(code("https://x/y.js") == "ERR_UNSUPPORTED_ESM_URL_SCHEME");
}

TEST_CASE("long, empty and hostile specifiers are errors, not crashes") {
  Resolver resolver({});
  std::string bytes("a\0b", 3);
  for (std::string specifier :
       {std::string(), std::string(100'000, 'a'), std::string("./") + std::string(100'000, 'a'),
        std::string("../") + bytes, bytes, std::string("@"), std::string("@/"), std::string("%")})
    for (ResolveKind kind : {kImport, kRequire}) CHECK_FALSE(resolver.resolve(specifier, "/main.js", kind).has_value());
  std::string manyUps;
  for (int i = 0; i < 50'000; ++i) manyUps += "../";
  CHECK_FALSE(resolver.resolve(manyUps + "none.js", "/a/main.js", kImport).has_value());
}

TEST_CASE("many threads may ask") {
  TestTree tree;
  for (int i = 0; i < 50; ++i) tree.write("node_modules/p" + std::to_string(i) + "/index.js", "");
  Resolver resolver({});
  std::vector<std::thread> threads;
  std::vector<int> found(4);
  for (size_t t = 0; t < found.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i)
        if (resolver.resolve("p" + std::to_string(i), tree.path("main.js"), kImport)) ++found[t];
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::ranges::count(found, 50) == 4);
}
