#include "graph/json.h"

#include <catch2/catch.hpp>

#include "graph/package_json.h"

using namespace weft::graph;

TEST_CASE("JSON keeps the order of members") {
  JsonValue value = parseJson(R"({"b":1,"a":[true,null,"x\u00e9"],"c":{}})").value();
  REQUIRE(value.members.size() == 3);
  CHECK(value.members[0].key == "b");
  CHECK(value.find("a")->elements[2].string == "x\u00e9");
  CHECK(value.find("none") == nullptr);
  CHECK(value.stringify() == R"({"b":1,"a":[true,null,"xé"],"c":{}})");
}

TEST_CASE("a repeated key holds its last value in its first place") {
  CHECK(parseJson(R"({"a":1,"b":2,"a":3})")->stringify() == R"({"a":3,"b":2})");
  std::string large = "{";
  for (int i = 0; i < 100; ++i) large += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
  large.back() = '}';
  JsonValue value = parseJson(large).value();
  CHECK(value.members.size() == 50);
  CHECK(value.members[0].value.number == 50);
}

TEST_CASE("chosen members only") {
  constexpr std::string_view keys[] = {"name"};
  JsonValue value = parseJsonMembers(R"({"x":{"deep":[1]},"name":"n"})", keys).value();
  CHECK(value.stringify() == R"({"name":"n"})");
}

TEST_CASE("malformed JSON is an error, a byte order mark is not") {
  for (std::string_view text : {"", "{", "{\"a\":}", "nul", "[1,]", "{} x", "\xFF", "'a'"})
    CHECK_FALSE(parseJson(text).has_value());
  CHECK(parseJson("\xEF\xBB\xBF{}").has_value());
  CHECK_FALSE(parseJson(std::string(5000, '[')).has_value());
}

TEST_CASE("strings are escaped as JSON.stringify escapes them") {
  std::string out;
  appendJsonString(out, "a\"\\\n\t\x01é");
  CHECK(out == "\"a\\\"\\\\\\n\\t\\u0001é\"");
}

TEST_CASE("package.json members of the wrong type count as missing") {
  PackageJson package = parsePackageJson("/p/package.json", R"({"name":1,"main":["x"],"type":"other","exports":null,
        "imports":"x"})")
                            .value();
  CHECK(package.directory == "/p");
  CHECK_FALSE(package.name);
  CHECK_FALSE(package.main);
  CHECK(package.type == PackageType::None);
  CHECK_FALSE(package.exports);
  CHECK_FALSE(package.imports);
  CHECK_FALSE(parsePackageJson("/p/package.json", "[]").has_value());
}
