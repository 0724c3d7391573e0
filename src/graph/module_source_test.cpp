#include "graph/module_source.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

struct Reader {
  explicit Reader(const TestTree& tree, ArtifactCache* cache = nullptr) : tree(tree), cache(cache) {}

  ArtifactResult read(std::string_view name) {
    return readArtifact(resolver, cache, {ResolvedType::File, tree.path(name), {}}, AttributeType::None);
  }
  std::string text(std::string_view name) {
    ArtifactResult artifact = read(name);
    return artifact ? std::string((*artifact)->text()) : artifact.error().message;
  }

  const TestTree& tree;
  ArtifactCache* cache;
  Resolver resolver{{}};
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("JavaScript with what the engine lacks is lowered, in every kind of file") {
  TestTree tree{{"a.mjs", "import 'x';\n@dec class A {}\nexport { A };\nimport.meta;"},
                {"a.cjs", "with (a) b;\n{ using x = f(); }\nexports.y = 1;\nreturn;"},
                {"accessor.js", "class A { static accessor x = 1 }"},
                {"export.js", "export const y = 1; { using x = f(); }"},
                {"script.js", "{ using x = f(); } module.exports = 1"},
                {"bin", "#!/usr/bin/env weft\n{ using x = f(); }"},
                {"other.odd", "{ using x = f(); }"},
                {"node_modules/p/package.json", R"({"type":"module"})"},
                {"node_modules/p/index.js", "await using x = f();"}};
  Reader reader(tree);
  for (std::string_view name :
       {"a.mjs", "a.cjs", "accessor.js", "export.js", "script.js", "bin", "other.odd", "node_modules/p/index.js"}) {
    INFO(name);
    ArtifactResult result = reader.read(name);
    REQUIRE(result);
    const Artifact& artifact = **result;
    CHECK_FALSE(artifact.scan.mayNeedLowering);
    CHECK(artifact.scan.errorOffset == syntax::ModuleScan::kNoError);
    CHECK(artifact.origin.positions);
    std::string written = *readFile(tree.path(name));
    CHECK(artifact.shownText() == written);
    CHECK(artifact.sourceHash == hash128(written));
  }
  CHECK((*reader.read("a.mjs"))->kind == ModuleKind::EsModule);
  CHECK((*reader.read("a.mjs"))->scan.requests.size() == 1);
  CHECK((*reader.read("a.cjs"))->kind == ModuleKind::CommonJs);
  CHECK((*reader.read("a.cjs"))->scan.commonJsExports == std::vector<std::string>{"y"});
  CHECK(contains(reader.text("a.cjs"), "with (a)"));
  CHECK((*reader.read("export.js"))->kind == ModuleKind::EsModule);
  CHECK((*reader.read("script.js"))->kind == ModuleKind::CommonJs);
  CHECK((*reader.read("node_modules/p/index.js"))->scan.hasTopLevelAwait);
}

TEST_CASE("other JavaScript is as it was written") {
  TestTree tree{{"a.mjs", "class A { x=1 }  import unused from 'x'; \t export {unused as default}"},
                {"b.cjs", "var using , accessor ; using\nx = '@a' // @b"},
                // Only looks like it: the slash divides.
                {"c.cjs", "var yield = 4; a = yield /'@'/ 2 ; b = '@'"},
                {"d.cjs", "a = /@/ ; using /* c */\nx = 1"}};
  Reader reader(tree);
  for (std::string_view name : {"a.mjs", "b.cjs", "c.cjs", "d.cjs"}) {
    ArtifactResult result = reader.read(name);
    REQUIRE(result);
    CHECK((*result)->text() == *readFile(tree.path(name)));
    CHECK_FALSE((*result)->origin.positions);
    CHECK((*result)->origin.written.empty());
  }
}

TEST_CASE("decorators of JavaScript are TypeScript's own where the configuration says so") {
  TestTree tree{{"a.js", "@dec class A { @dec x; y }"},
                {"old/jsconfig.json", R"({"compilerOptions":{"experimentalDecorators":true,"target":"ES2020"}})"},
                {"old/a.js", "@dec class A { @dec x; y }"},
                {"set/jsconfig.json", R"({"compilerOptions":{"target":"ES2020"}})"},
                {"set/a.js", "@dec class A { y }"},
                {"bad/tsconfig.json", "{"},
                {"bad/a.js", "@dec class A {}"},
                {"bad/b.js", "class A {}"}};
  Reader reader(tree);
  CHECK(contains(reader.text("a.js"), "addInitializer"));
  CHECK_FALSE(contains(reader.text("old/a.js"), "addInitializer"));
  CHECK(contains(reader.text("old/a.js"), "A.prototype"));
  CHECK(contains(reader.text("set/a.js"), "y;"));  // fields are JavaScript's own
  CHECK(reader.read("bad/a.js").error().code == ModuleErrorCode::InvalidTsConfig);
  CHECK(reader.read("bad/b.js").has_value());
}

TEST_CASE("a fault in such a file is a plain SyntaxError with its place") {
  TestTree tree{{"a.mjs", "@dec class A {}\nlet 1;"}, {"b.cjs", "{ using x; }"}};
  Reader reader(tree);
  ModuleError error = reader.read("a.mjs").error();
  CHECK(error.code == ModuleErrorCode::InvalidSyntax);
  CHECK(error.codeName().empty());
  CHECK(error.errorClass() == ErrorClass::SyntaxError);
  CHECK(error.path == tree.path("a.mjs"));
  CHECK(error.place->line == 2);
  CHECK(reader.read("b.cjs").error().code == ModuleErrorCode::InvalidSyntax);
}

TEST_CASE("lowered JavaScript is kept by its settings") {
  TestTree tree{{"cache/x", ""}, {"src/a.js", "\xEF\xBB\xBF@dec class A { m() { throw 1; } }"}};
  std::string first;
  {
    ArtifactCache cache({.directory = tree.path("cache"), .build = "1"});
    Reader reader(tree, &cache);
    ArtifactResult artifact = reader.read("src/a.js");
    REQUIRE(artifact);
    REQUIRE((*artifact)->ticket);
    first = (*artifact)->text();
    CHECK(contains(first, "addInitializer"));
    cache.store(**artifact, {}, {});
    cache.flush();
  }
  {
    ArtifactCache cache({.directory = tree.path("cache"), .build = "1"});
    Reader reader(tree, &cache);
    ArtifactResult artifact = reader.read("src/a.js");
    REQUIRE(artifact);
    CHECK((*artifact)->text() == first);
    CHECK((*artifact)->origin.isInFile);  // it came from the cache
    CHECK((*artifact)->origin.positions);
  }
  tree.write("src/tsconfig.json", R"({"compilerOptions":{"experimentalDecorators":true}})");
  ArtifactCache cache({.directory = tree.path("cache"), .build = "1"});
  CHECK_FALSE(contains(Reader(tree, &cache).text("src/a.js"), "addInitializer"));
}
