#include "graph/source_map.h"

#include <catch2/catch.hpp>

#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

constexpr std::string_view kMap =
    R"({"version":3,"sourceRoot":"../src","sources":["a.ts","file:///b%20c.ts","webpack:///./d.ts",null],)"
    R"("sourcesContent":["let a;",null],"names":["first"],"mappings":"AAAAA,CCAA,CCAA,CCAA"})";

// Without padding: spaces, which JSON allows at its end, fill up.
std::string base64(std::string text) {
  while (text.size() % 3) text += ' ';
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < text.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j) bits = bits << 8 | static_cast<uint8_t>(text[i + j]);
    for (int shift = 18; shift >= 0; shift -= 6) out += kDigits[bits >> shift & 63];
  }
  return out;
}

}  // namespace

TEST_CASE("sources are resolved against the map's folder and root") {
  auto map = parseSourceMap(kMap, "/app/dist/out.js.map");
  REQUIRE(map);
  auto first = map->positions().find({1, 1});
  REQUIRE(first);
  CHECK(first->source == "/app/src/a.ts");
  CHECK(first->name == "first");
  CHECK(map->positions().find({1, 2})->source == "/b c.ts");
  CHECK(map->positions().find({1, 3})->source == "webpack:///./d.ts");
  CHECK_FALSE(map->positions().find({1, 4}));  // a source without a name
}

TEST_CASE("a map may carry the text of its sources") {
  auto map = parseSourceMap(kMap, "/app/dist/out.js.map");
  REQUIRE(map->contentOf("/app/src/a.ts"));
  CHECK(*map->contentOf("/app/src/a.ts") == "let a;");
  CHECK_FALSE(map->contentOf("/b c.ts"));
  CHECK_FALSE(map->contentOf("/none"));
}

TEST_CASE("an index map is the sum of its sections") {
  auto map = parseSourceMap(
      R"({"version":3,"sections":[)"
      R"({"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a"],"names":["x"],"mappings":"AAAAA"}},)"
      R"({"offset":{"line":4,"column":10},"map":{"version":3,"sources":["b"],"names":["y"],"mappings":"CAAAA"}}]})",
      "/m/out.map");
  REQUIRE(map);
  CHECK(map->positions().find({1, 1})->source == "/m/a");
  auto second = map->positions().find({5, 12});
  REQUIRE(second);
  CHECK(second->source == "/m/b");
  CHECK(second->name == "y");
}

TEST_CASE("malformed maps are no maps") {
  for (std::string_view text :
       {"", "[]", "{}", "{\"mappings\":1}", "{\"mappings\":\"AAAA\"}", "{\"sources\":[\"a\"],\"mappings\":\"!\"}",
        "{\"sections\":[{}]}", "{\"sections\":[{\"offset\":{\"line\":-1,\"column\":0},\"map\":{\"mappings\":\"\"}}]}",
        "{\"sections\":[{\"offset\":{\"line\":0,\"column\":1e99},\"map\":{\"mappings\":\"\"}}]}"})
    CHECK_FALSE(parseSourceMap(text, "/a.map"));
  CHECK(parseSourceMap(")]}'\n{\"mappings\":\"\"}", "/a.map"));
}

TEST_CASE("the map that a file names") {
  TestTree tree({{"dist/out.js.map", kMap}, {"dist/maps/a b.map", kMap}});
  CHECK(readSourceMap("out.js.map", tree.path("dist/out.js")));
  CHECK(readSourceMap("maps/a%20b.map", tree.path("dist/out.js")));
  CHECK_FALSE(readSourceMap("missing.map", tree.path("dist/out.js")));
  CHECK_FALSE(readSourceMap("https://localhost/out.js.map", tree.path("dist/out.js")));
  std::string inlined = "data:application/json;charset=utf-8;base64," + base64(std::string(kMap));
  auto map = readSourceMap(inlined, "/app/dist/out.js");
  REQUIRE(map);
  CHECK(map->positions().find({1, 1})->source == "/app/src/a.ts");
  CHECK_FALSE(readSourceMap("data:text/plain,x", "/a.js"));
}

TEST_CASE("the URL of a map is in the last line that is no comment of another kind") {
  CHECK(findSourceMapUrl("a;\n//# sourceMappingURL=a.map\n") == "a.map");
  CHECK(findSourceMapUrl("a;\n//# sourceMappingURL=a.map\r\n\r\n// end\n") == "a.map");
  CHECK(findSourceMapUrl("a; //@ sourceMappingURL=a.map") == "a.map");
  CHECK(findSourceMapUrl("a;\n/*# sourceMappingURL=a.map */") == "a.map");
  CHECK(findSourceMapUrl("//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map") == "b.map");
  CHECK(findSourceMapUrl("//# sourceMappingURL=a.map\na;") == "");
  CHECK(findSourceMapUrl("let a = '//# sourceMappingURL=a.map';") == "");
  CHECK(findSourceMapUrl("//# sourceMappingURL=") == "");
  CHECK(findSourceMapUrl("") == "");
  CHECK(findSourceMapUrl("\n\n") == "");
}
