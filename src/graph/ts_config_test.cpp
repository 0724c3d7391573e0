#include "graph/ts_config.h"

#include <catch2/catch.hpp>

#include "graph/file_cache.h"
#include "graph/jsonc.h"
#include "graph/resolver.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

std::shared_ptr<const TsConfig> read(const TestTree& tree, std::string_view name = "tsconfig.json") {
  FileCache files;
  auto config = readTsConfig(tree.path(name), files);
  INFO((config ? std::string() : config.error().problem));
  REQUIRE(config);
  return *config;
}

std::string ask(Resolver& resolver, const TestTree& tree, std::string_view specifier,
                std::string_view from = "src/main.ts", ResolveKind kind = ResolveKind::Import) {
  Result<Resolution, ModuleError> found = resolver.resolve(specifier, tree.path(from), kind);
  return found ? tree.strip(found->path) : std::string(found.error().codeName());
}

}  // namespace

TEST_CASE("JSON with comments and trailing commas") {
  auto value = parseJsonc("// a\n{ \"b\": [1, /* c */ 2,], \"d//\": \"/*e*/,]\", }");
  REQUIRE(value);
  CHECK(value->stringify() == R"({"b":[1,2],"d//":"/*e*/,]"})");
  for (const char* text : {"{,}", "[1,,]", "{ /* }", "{ \"a }"}) CHECK(!parseJsonc(text));
}

TEST_CASE("settings are taken from a file and what it extends, the last first") {
  TestTree tree{
      {"tsconfig.json", R"({ "extends": ["./base", "@scope/config", "./gone.json"],
                             "compilerOptions": { "jsxFactory": "h", "target": "ES2020" } })"},
      {"base.json", R"({ "compilerOptions": { "jsx": "react", "jsxFactory": "x", "experimentalDecorators": true } })"},
      {"node_modules/@scope/config/package.json", R"({ "tsconfig": "./strict.json" })"},
      {"node_modules/@scope/config/strict.json",
       R"({ "compilerOptions": { "experimentalDecorators": false, "verbatimModuleSyntax": true } })"},
  };
  auto config = read(tree);
  CHECK(config->lower.jsx.factory == "h");
  CHECK(config->lower.jsx.transform == syntax::JsxTransform::Classic);
  CHECK(!config->lower.experimentalDecorators);
  CHECK(config->lower.verbatimModuleSyntax);
  CHECK(!config->lower.useDefineForClassFields);
}

TEST_CASE("fields are defined by targets from ES2022 on, and without a target") {
  for (auto [target, defines] : {std::pair("ES5", false), {"es2021", false}, {"ES2022", true}, {"ESNext", true}}) {
    TestTree tree;
    tree.write("tsconfig.json", std::string(R"({ "compilerOptions": { "target": ")") + target + "\" } }");
    CHECK(read(tree)->lower.useDefineForClassFields == defines);
  }
  TestTree tree{{"tsconfig.json", "{}"}};
  CHECK(read(tree)->lower.useDefineForClassFields);
}

TEST_CASE("files that extend each other, or are malformed, are errors") {
  TestTree tree{
      {"a.json", R"({ "extends": "./b.json" })"}, {"b.json", R"({ "extends": "./a.json" })"}, {"c.json", "{"}};
  FileCache files;
  CHECK(readTsConfig(tree.path("a.json"), files).error().problem == "It extends itself, by way of other files");
  CHECK(readTsConfig(tree.path("c.json"), files).error().path == tree.path("c.json"));
}

TEST_CASE("paths: exact names, the longest prefix, targets in order, TypeScript's extensions") {
  TestTree tree{
      {"tsconfig.json", R"({ "compilerOptions": { "paths": {
          "@/*": ["./gone/*", "./src/*"], "@/deep/*": ["./deep/*"], "exact": ["./src/one.ts"], "*.css": ["./css/*"] } } })"},
      {"src/main.ts", ""},
      {"src/one.ts", ""},
      {"src/folder/index.tsx", ""},
      {"deep/two.js", ""},
      {"node_modules/pkg/index.js", ""},
      {"node_modules/pkg/inner.js", ""},
  };
  Resolver resolver{ResolverOptions{}};
  CHECK(ask(resolver, tree, "@/one") == "/src/one.ts");
  CHECK(ask(resolver, tree, "@/one.js") == "/src/one.ts");
  CHECK(ask(resolver, tree, "@/folder") == "/src/folder/index.tsx");
  CHECK(ask(resolver, tree, "@/deep/two") == "/deep/two.js");
  CHECK(ask(resolver, tree, "exact", "src/main.ts", ResolveKind::Require) == "/src/one.ts");
  CHECK(ask(resolver, tree, "@/one", "src/main.js") == "/src/one.ts");
  CHECK(ask(resolver, tree, "pkg") == "/node_modules/pkg/index.js");
  CHECK(ask(resolver, tree, "@/one", "node_modules/pkg/inner.js") == "ERR_MODULE_NOT_FOUND");
  ModuleError error = resolver.resolve("@/none", tree.path("src/main.ts"), ResolveKind::Import).error();
  bool saysPaths = false;
  for (const std::string& line : error.tried) saysPaths |= line.find("(paths of ") != line.npos;
  CHECK(saysPaths);
}

TEST_CASE("baseUrl comes before packages, and paths are relative to it") {
  TestTree tree{
      {"tsconfig.json", R"({ "compilerOptions": { "baseUrl": "./src", "paths": { "lib/*": ["../lib/*"] } } })"},
      {"src/main.ts", ""},
      {"src/pkg.ts", ""},
      {"lib/a.ts", ""},
      {"node_modules/pkg/index.js", ""},
      {"node_modules/other/index.js", ""},
  };
  Resolver resolver{ResolverOptions{}};
  CHECK(ask(resolver, tree, "pkg") == "/src/pkg.ts");
  CHECK(ask(resolver, tree, "lib/a") == "/lib/a.ts");
  CHECK(ask(resolver, tree, "other") == "/node_modules/other/index.js");
}

TEST_CASE("the nearest configuration speaks for a file, and of its references the one that includes it") {
  TestTree tree{
      {"tsconfig.json", R"({ "files": [], "references": [{ "path": "./app.json" }, { "path": "./test" }] })"},
      {"app.json", R"({ "include": ["src"], "exclude": ["src/**/*.test.ts"], "compilerOptions": { "jsx": "react" } })"},
      {"test/tsconfig.json", R"({ "include": ["../src/**/*.test.ts"], "compilerOptions": { "jsxFactory": "t" } })"},
      {"src/sub/jsconfig.json", R"({ "compilerOptions": { "jsxFactory": "j" } })"},
  };
  Resolver resolver{ResolverOptions{}};
  auto factory = [&](std::string_view name) { return (*resolver.tsConfigFor(tree.path(name)))->lower.jsx.factory; };
  CHECK((*resolver.tsConfigFor(tree.path("src/a.tsx")))->lower.jsx.transform == syntax::JsxTransform::Classic);
  CHECK(factory("src/x/a.test.ts") == "t");
  CHECK(factory("src/sub/a.jsx") == "j");
  CHECK(*resolver.tsConfigFor(tree.path("node_modules/a/b.ts")) == nullptr);
}

TEST_CASE("patterns of include and exclude") {
  struct Case {
    const char* pattern;
    const char* path;
    bool matches;
  };
  for (const Case& it : {Case{"/a", "/a/b/c.ts", true},
                         {"/a/*", "/a/b.ts", true},
                         {"/a/*", "/a/b/c.ts", false},
                         {"/a/**/*", "/a/b/c.ts", true},
                         {"/a/**/*.test.ts", "/a/x.test.ts", true},
                         {"/a/**/*.test.ts", "/a/b/x.ts", false},
                         {"/a/?.ts", "/a/b.ts", true},
                         {"/a/**/c/**/d.ts", "/a/b/c/e/c/f/d.ts", true},
                         {"/a/b.ts", "/a/b.ts", true},
                         {"/a", "/ab/c.ts", false}})
    CHECK(matchesTsGlob(it.pattern, it.path) == it.matches);
  std::string stars;
  for (int i = 0; i < 500; ++i) stars += "/**/*a*";
  CHECK(!matchesTsGlob(stars, "/" + std::string(5000, 'a')));
}
