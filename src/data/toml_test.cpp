#include "data/toml.h"

#include <catch2/catch.hpp>

#include "data/test_format.h"

using namespace weft::data;

namespace {

std::string read(std::string_view text) {
  return describeText(DataFormat::Toml, text);
}

}  // namespace

TEST_CASE("TOML: keys and tables, in the order in which they are written") {
  CHECK(read("") == "{}");
  CHECK(read("b = 1 # c\na.x = 2\n\"q k\" = 3\r\n'' = 4\n3.14 = 5\n") ==
        R"({"b":1,"a":{"x":2},"q k":3,"":4,"3":{"14":5}})");
  CHECK(read("[t]\nx = 1\n[t.u . \"v w\"]\ny = 2\n[s]\n") == R"({"t":{"x":1,"u":{"v w":{"y":2}}},"s":{}})");
  CHECK(read("[a.b]\nx = 1\n[a]\ny = 2") == R"({"a":{"b":{"x":1},"y":2}})");
  CHECK(read("[[p]]\nn = 1\n[p.q]\nz = 0\n[[p]]\n[[p.r]]\nm = 2") == R"({"p":[{"n":1,"q":{"z":0}},{"r":[{"m":2}]}]})");
  CHECK(read("[f]\na.b = 1\na.c = 2\n[f.a.d]\ne = 3") == R"({"f":{"a":{"b":1,"c":2,"d":{"e":3}}}})");
  CHECK(read("__proto__ = 1") == R"({"__proto__":1})");
}

TEST_CASE("TOML: what is defined already can't be defined again") {
  CHECK(read("a = 1\na = 2") == "2:1 'a' is defined twice");
  CHECK(read("[t]\n[u]\n[t]") == "3:2 't' is defined twice");
  CHECK(read("[t.u]\n[t]\nu.x = 1") == "3:1 'u' is a table that is complete already: a dotted key can't add to it");
  CHECK(read("a.b = 1\n[a]") == "2:2 'a' is defined twice");
  CHECK(read("a = 1\na.b = 2") == "2:1 'a' has a value already, and is no table");
  CHECK(read("a = 1\n[a.b]") == "2:2 'a' has a value already, and is no table");
  CHECK(read("a = {}\n[a.b]") == "2:2 'a' is a table in braces, which a header can't add to");
  CHECK(read("a = {b.c = 1}\na.b.d = 2") ==
        "2:1 'a' is a table that is complete already: a dotted key can't add to it");
  CHECK(read("a = []\n[[a]]") == "2:3 'a' is defined already, and not by [[ ]]");
  CHECK(read("[a]\n[[a]]") == "2:3 'a' is defined already, and not by [[ ]]");
  CHECK(read("[[a]]\n[a]") == "2:2 'a' is defined twice");
  CHECK(read("[a.b]\nx.y = 1\n[a.b.x]") == "3:2 'a.b.x' is defined twice");
  CHECK(read("t = {a = 1, a = 2}") == "1:13 'a' is defined twice");
}

TEST_CASE("TOML: strings") {
  CHECK(read(R"(a = "\b\t\n\f\r\"\\\e\x41\u00e9\U0001F600")") ==
        "{\"a\":\"\\u0008\\u0009\\n\\u000c\\u000d\\\"\\\\\\u001bAé😀\"}");
  CHECK(read("a = 'C:\\x'") == R"({"a":"C:\\x"})");
  CHECK(read("a = \"\"\"\nx\\\n\n   y\n\"\"z\"\"\"\"\"") == R"({"a":"xy\n\"\"z\"\""})");
  CHECK(read("a = '''\n\\'x''''") == R"({"a":"\\'x'"})");
  CHECK(read("a = \"\"") == R"({"a":""})");
  CHECK(read("a = \"\"\"\"\"\"") == R"({"a":""})");
  CHECK(read("a = \"x\ny\"") == "1:5 This string has no closing quote");
  CHECK(read("a = '''x") == "1:5 This string has no closing quotes");
  CHECK(read("a = \"\\q\"") == "1:6 There is no escape \\q");
  CHECK(read("a = \"\\ud800\"") == "1:6 This is no Unicode scalar value");
  CHECK(read("a = \"\x01\"") == "1:6 A string can't hold the control character U+0001");
  CHECK(read("# \x7f") == "1:3 A comment can't hold the control character U+007F");
  CHECK(read("a = \"\xC3(\"") == "1:6 This is not UTF-8, which TOML files must be");
}

TEST_CASE("TOML: numbers and booleans") {
  CHECK(read("a = [+1, -2, 1_000, 0, -0, 0xDEAD_beef, 0o17, 0b101]") == R"({"a":[1,-2,1000,0,0,3735928559,15,5]})");
  CHECK(read("a = [1.5, -0.0, 1e3, 6.6_2E-3, inf, -inf, nan, 0e0]") ==
        R"({"a":[1.5,-0,1000,0.00662,Infinity,-Infinity,NaN,0]})");
  CHECK(read("a = [true, false]") == R"({"a":[true,false]})");
  CHECK(read("a = 9007199254740991") == R"({"a":9007199254740991})");
  CHECK(read("a = 9007199254740992") ==
        "1:5 The integer 9007199254740992 has no exact JavaScript number: those end at ±9007199254740991");
  CHECK(read("a = -0xff") == "1:5 -0xff is no number of TOML");
  CHECK(read("a = 0xFFFFFFFFFFFFFFFFFFFF").starts_with("1:5 The integer"));
  for (const char* text : {"01",   "1_",  "_1", "1__0", "1.",  ".5",   "1e", "1_e2", "1e_2", "0x",
                           "0x_1", "0b2", "+",  "1.e1", "Inf", "True", "x",  "1 2",  "00.5", "0_1"}) {
    INFO(text);
    CHECK(read(std::string("a = ") + text).starts_with("1:"));
  }
}

TEST_CASE("TOML: dates are strings that Temporal and Date can read") {
  CHECK(read("a = 1979-05-27") == R"({"a":"1979-05-27"})");
  CHECK(read("a = 07:32:00.5") == R"({"a":"07:32:00.5"})");
  CHECK(read("a = 07:32") == R"({"a":"07:32:00"})");
  CHECK(read("a = 1979-05-27 07:32:00z") == R"({"a":"1979-05-27T07:32:00Z"})");
  CHECK(read("a = 1979-05-27t00:32-07:00 # c") == R"({"a":"1979-05-27T00:32:00-07:00"})");
  CHECK(read("a = 2024-02-29") == R"({"a":"2024-02-29"})");
  CHECK(read("a = 2023-02-29") == "1:5 There is no such date or time as 2023-02-29");
  for (const char* text : {"1900-02-29", "1979-13-01", "1979-00-01", "1979-01-00", "24:00:00", "07:60:00", "07:32:61",
                           "1979-1-1", "7:32:00", "1979-05-27T", "1979-05-27T07:32:00+25:00", "07:32:00Z",
                           "1979-05-27T07:32:00.", "1979-05-27  07:32:00"}) {
    INFO(text);
    CHECK(read(std::string("a = ") + text).starts_with("1:"));
  }
}

TEST_CASE("TOML: arrays and inline tables go over lines") {
  CHECK(read("a = [ # c\n 1,\n\n [2, 'x',], {b.c = 1, d = {}}, # e\n]") == R"({"a":[1,[2,"x"],{"b":{"c":1},"d":{}}]})");
  CHECK(read("a = {\n b = 1, # c\n c = 2,\n}") == R"({"a":{"b":1,"c":2}})");
  CHECK(read("a = [1\n2]") == "2:1 Expected ',' or ']' after an element, found '2'");
  CHECK(read("a = [,]") == "1:6 Expected a value, found ','");
  CHECK(read("a = {,}") == "1:6 Expected a key, found ','");
  CHECK(read("x = 1\na = [1,\n") == "2:5 This '[' has no ']'");
  CHECK(read("a = {b = 1") == "1:5 This '{' has no '}'");
}

TEST_CASE("TOML: faults name what was expected") {
  CHECK(read("a") == "1:2 Expected '=' after a key, found the end of the file");
  CHECK(read("\n\n  a = = 1") == "3:7 Expected a value, found '='");
  CHECK(read("a =\nb = 1") == "1:4 Expected a value, found the end of the line");
  CHECK(read("a = 1 b = 2") == "1:7 Expected the end of the line, found 'b'");
  CHECK(read("[a") == "1:3 Expected ']' after the table's name, found the end of the file");
  CHECK(read("[[a]") == "1:5 Expected ']]' after the table's name, found the end of the file");
  CHECK(read("[]") == "1:2 Expected a key, found ']'");
  CHECK(read("= 1") == "1:1 Expected a key, found '='");
  CHECK(read("\"\"\"a\"\"\" = 1") == "1:1 A key can't be a string of several lines");
  CHECK(read("a = 1\rb = 2") == "1:6 Expected the end of the line, found a carriage return");
  CHECK(read("a = hello") == "1:5 'hello' is no value of TOML");
}

TEST_CASE("TOML: depth costs no stack") {
  std::string deep(300'000, '[');
  CHECK(read("a=" + deep) == "1:300002 This '[' has no ']'");
  CHECK(read("a=" + deep + std::string(300'000, ']')).size() > 600'000);
  std::string dotted = "a";
  for (int i = 0; i < 100'000; ++i) dotted += ".a";
  CHECK(read(dotted + "=1").size() > 400'000);
}
