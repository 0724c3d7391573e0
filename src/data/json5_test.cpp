#include "data/json5.h"

#include <catch2/catch.hpp>

#include "data/test_format.h"

using namespace weft::data;

namespace {

std::string read(std::string_view text) {
  return describeText(DataFormat::Json5, text);
}

}  // namespace

TEST_CASE("JSON5: what JSON lacks") {
  CHECK(read("// c\n{ a: 'x', \"b\": [1, 2,], /* d */ $c_: null, }") == R"({"a":"x","b":[1,2],"$c_":null})");
  CHECK(read("{ünï: 1, \\u0061b: 2, null: 3, Infinity: 4}") == R"({"ünï":1,"ab":2,"null":3,"Infinity":4})");
  CHECK(read("\xC2\xA0\xE2\x80\xA8\v\f true \xE2\x80\x83") == "true");
  CHECK(read("[]") == "[]");
  CHECK(read("{}") == "{}");
  CHECK(read("[[], {}, [{}]]") == "[[],{},[{}]]");
}

TEST_CASE("JSON5: numbers") {
  CHECK(read("[+1, -.5, 5., 0xFf, -0x10, 1e3, 1E-2]") == "[1,-0.5,5,255,-16,1000,0.01]");
  CHECK(read("[Infinity, -Infinity, +NaN, -0, 1e400, 1e-400]") == "[Infinity,-Infinity,NaN,-0,Infinity,0]");
  CHECK(read("0x20000000000001") == "9007199254740992");  // half way, to even
  CHECK(read("0x20000000000003") == "9007199254740996");
  CHECK(read("9007199254740993") == "9007199254740992");
  CHECK(read("01") == "1:1 A number can't begin with 0 and another digit");
  CHECK(read("0x") == "1:1 Expected hexadecimal digits after 0x");
  for (const char* text : {".", "+", "- 1", "1e", "0xg", "1a", "1_0", "--1", "+true", "5.a"}) {
    INFO(text);
    CHECK(read(text).starts_with("1:"));
  }
}

TEST_CASE("JSON5: strings") {
  CHECK(read(R"('it\'s "x"\n\t\v\0\x41\u0042\q\/')") == "\"it's \\\"x\\\"\\n\\u0009\\u000b\\u0000ABq/\"");
  CHECK(read("'a\\\nb\\\r\nc\\\xE2\x80\xA9"
             "d'") == "\"abcd\"");
  CHECK(read(R"("\ud83d\ude00")") == "\"😀\"");
  CHECK(read(R"("\ud83d")") == "\"\xED\xA0\xBD\"");
  CHECK(read(R"("\ude00\ud83dx")") == "\"\xED\xB8\x80\xED\xA0\xBDx\"");
  CHECK(read("'a\nb'") == "1:1 This string has no closing quote");
  CHECK(read("'\\1'") == "1:2 A digit can't follow a backslash");
  CHECK(read("'\\01'") == "1:2 A digit can't follow a backslash");
  CHECK(read("'\\x4'") == "1:2 Expected 2 hexadecimal digits");
  CHECK(read("\"a") == "1:1 This string has no closing quote");
  CHECK(read("'\\") == "1:2 The file ends inside a string");
}

TEST_CASE("JSON5: a repeated key holds its last value, in its first place") {
  CHECK(read("{a: 1, b: 2, 'a': 3}") == R"({"a":3,"b":2})");
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += "k" + std::to_string(i % 50) + ":" + std::to_string(i) + ",";
  CHECK(read(many + "}").starts_with(R"({"k0":50,"k1":51,)"));
  CHECK(read("{__proto__: 1, constructor: 2}") == R"({"__proto__":1,"constructor":2})");
}

TEST_CASE("JSON5: faults name what was expected") {
  CHECK(read("") == "1:1 Expected a value, found the end of the file");
  CHECK(read("[1 2]") == "1:4 Expected ',' or ']' after an element, found '2'");
  CHECK(read("{a: 1\n b: 2}") == "2:2 Expected ',' or '}' after a member, found 'b'");
  CHECK(read("{a 1}") == "1:4 Expected ':' after a key, found '1'");
  CHECK(read("{1: 1}") == "1:2 Expected a key: a name, or a string in quotes, found '1'");
  CHECK(read("[1,,]") == "1:4 Expected a value, found ','");
  CHECK(read("[1") == "1:1 This '[' has no ']'");
  CHECK(read("[[],") == "1:1 This '[' has no ']'");
  CHECK(read("{a: {") == "1:5 This '{' has no '}'");
  CHECK(read("1 2") == "1:3 Expected the end of the file after the value, found '2'");
  CHECK(read("undefined") == "1:1 'undefined' is no value of JSON5");
  CHECK(read("/* 1") == "1:1 This comment has no */");
  CHECK(read("{a-b: 1}") == "1:3 Expected ':' after a key, found '-'");
  CHECK(read("[\x01]") == "1:2 Expected a value, found the control character U+0001");
  CHECK(read("'\xFF'") == "1:2 This is not UTF-8, which JSON5 files must be");
  CHECK(read(std::string(1000, 'x')).size() < 120);
}

TEST_CASE("JSON5: depth costs no stack") {
  std::string deep(500'000, '[');
  CHECK(read(deep) == "1:500000 This '[' has no ']'");
  CHECK(read(deep + std::string(500'000, ']')) == deep + std::string(500'000, ']'));
}
