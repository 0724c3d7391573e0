#include "data/yaml.h"

#include <catch2/catch.hpp>

#include "data/test_format.h"

using namespace weft::data;

namespace {

std::string read(std::string_view text) {
  return describeText(DataFormat::Yaml, text);
}

}  // namespace

TEST_CASE("YAML: block collections") {
  CHECK(read("a: 1\nb:\n  c: 2\n  d:\n  - 3\n  - 4\ne:\n- 5\n") == R"({"a":1,"b":{"c":2,"d":[3,4]},"e":[5]})");
  CHECK(read("- - a\n  - b: 1\n    c: 2\n-\n  - d\n- \n") == R"([["a",{"b":1,"c":2}],["d"],null])");
  CHECK(read("? a\n: 1\n? b\n? - c\n") == "4:3 A mapping or a sequence can't be the key of a JavaScript object");
  CHECK(read("? a\n: - 1\n  - 2\n? b\n") == R"({"a":[1,2],"b":null})");
  CHECK(read("a: # c\n  # d\n\n  b # e\nf:\n") == R"({"a":"b","f":null})");
  CHECK(read("a:\tb\n\"c d\": 'e'\n: f\n") == R"({"a":"b","c d":"e","null":"f"})");
  CHECK(read("a: http://x:1/#y\nb: c#d # e\n") == R"({"a":"http://x:1/#y","b":"c#d"})");
}

TEST_CASE("YAML: flow collections") {
  CHECK(read("[a, 'b', \"c\", [1, ], {}, [d e\n  f]]") == R"(["a","b","c",[1],{},["d e f"]])");
  CHECK(read("{a: 1, b, 'c':2, \"d\" : [3], ? e : 4, : 5, f:}") ==
        R"({"a":1,"b":null,"c":2,"d":[3],"e":4,"null":5,"f":null})");
  CHECK(read("[a: 1, : 2, ? b : 3, 'c':4]") == R"([{"a":1},{"null":2},{"b":3},{"c":4}])");
  CHECK(read("{a:1, http://b: c}") == R"({"a:1":null,"http://b":"c"})");
  CHECK(read("a: [\n  1, # c\n  2\n]\nb: {\n  c: 1\n}\n") == R"({"a":[1,2],"b":{"c":1}})");
  CHECK(read("a: [\n1\n]") == "2:1 What is in brackets must be indented more than its key");
  CHECK(read("[a, b") == "1:1 This '[' has no ']'");
  CHECK(read("{a: [}") == "1:6 Expected ',' or ']', found '}'");
  CHECK(read("[,]") == "1:2 Expected a value, found ','");
  CHECK(read("[a\nb: 1]") == "1:2 The key of a pair in [ ] can't go over several lines");
  CHECK(read("[a] b") == "1:5 Unexpected 'b'");
}

TEST_CASE("YAML: the core schema") {
  CHECK(read("[yes, on, no, off, y, True, FALSE, tRUE]") == R"(["yes","on","no","off","y",true,false,"tRUE"])");
  CHECK(read("[~, null, Null, NULL, nUll, ]") == R"([null,null,null,null,"nUll"])");
  CHECK(read("[0, -1, +2, 010, 0o17, 0xfF, 0b1, 1_000]") == R"([0,-1,2,10,15,255,"0b1","1_000"])");
  CHECK(read("[1.5, .5, 5., 1e3, -1E-2, .inf, -.INF, .nan, -.nan, ., .e1, 1e]") ==
        R"([1.5,0.5,5,1000,-0.01,Infinity,-Infinity,NaN,"-.nan",".",".e1","1e"])");
  CHECK(read("[-0, 12:30, 2001-01-01, 1.2.3, 0x, 0o8]") == R"([-0,"12:30","2001-01-01","1.2.3","0x","0o8"])");
  CHECK(read("['1', \"true\", '']") == R"(["1","true",""])");
  CHECK(read("1: a\ntrue: b\n0x10: c\n1e3: d\n") == R"({"1":"a","true":"b","16":"c","1000":"d"})");
}

TEST_CASE("YAML: scalars over several lines") {
  CHECK(read("a: b\n  c\n\n  d\n") == R"({"a":"b c\nd"})");
  CHECK(read("'a\n  b\n\n\n  c '''") == R"("a b\n\nc '")");
  CHECK(read("\"a \\\n  b\\\n\n  c \n d\"") == R"("a b\nc d")");
  CHECK(
      read(R"("\0\a\b\t\n\v\f\r\e\ \"\/\\\N\_\L\P\x41\u00e9\U0001F600\ud83d\ude00")") ==
      "\"\\u0000\\u0007\\u0008\\u0009\\n\\u000b\\u000c\\u000d\\u001b \\\"/\\\\\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9"
      "Aé😀😀\"");
  CHECK(read("a: |\n  x\n   y\n\n  z\n\n") == R"({"a":"x\n y\n\nz\n"})");
  CHECK(read("a: |-\n  x\n\nb: |+\n  y\n\nc: >\n  p\n  q\n\n  r\n    s\n  t\n") ==
        R"({"a":"x","b":"y\n\n","c":"p q\nr\n  s\nt\n"})");
  CHECK(read("a: |2-\n   x\n") == R"({"a":" x"})");
  CHECK(read("- |\n x\n- >-\n\n  y\n") == R"(["x\n","\ny"])");
  CHECK(read("a: |") == R"({"a":""})");
  CHECK(read("a: |\n  x") == R"({"a":"x\n"})");
  CHECK(read("a\r\n b\r\n") == R"("a b")");
  CHECK(read("\"a") == "1:1 This string has no closing quote");
  CHECK(read("a: 'b\nc'") == "2:1 The lines of a string must be indented more than what it is in");
  CHECK(read("\"\\q\"") == "1:2 There is no escape \\q");
}

TEST_CASE("YAML: anchors and aliases give one value") {
  CHECK(read("a: &x 1\nb: *x\n*x : c\n") == R"({"a":1,"b":1,"1":"c"})");
  CHECK(read("- &a {b: [1]}\n- *a\n- &a 2\n- *a\n") == R"([{"b":[1]},{"b":[1]},2,2])");
  CHECK(read("&a\n- &b c: d\n- *b\n") == R"([{"c":"d"},"c"])");
  CHECK(read("&a b: &c\n  d: *a\n") == R"({"b":{"d":"b"}})");
  CHECK(read("[*a]") == "1:2 There is no anchor &a before this alias");
  CHECK(read("--- &a 1\n--- *a\n") == "2:5 There is no anchor &a before this alias");
  CHECK(read("&a [*a]") == "1:5 This alias is inside the value that it stands for");
  CHECK(read("x: &a\n  y: *a\n") == "2:6 This alias is inside the value that it stands for");
  CHECK(read("- &a 1\n- &b *a\n") == "2:3 An alias can't have an anchor or a tag");
  weft::SourceText source("f", "- &a [1]\n- *a\n- {<<: &b {c: *a}}\n");
  weft::Log log;
  auto document = parseYaml(source, log);
  REQUIRE(document);
  const std::vector<ValueIndex>& elements = document->elements;
  PartsRef root = document->root().parts;
  CHECK(elements[root.begin] == elements[root.begin + 1]);
}

TEST_CASE("YAML: aliases of aliases take no more room than they are written in") {
  std::string text = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    text += std::string(1, name) + ": &" + name + " [";
    for (int i = 0; i < 9; ++i) text += std::string("*") + static_cast<char>(name - 1) + ",";
    text += "]\n";
  }
  weft::SourceText source("f", text);
  weft::Log log;
  auto document = parseYaml(source, log);
  REQUIRE(document);
  CHECK(document->values.size() < 50);
}

TEST_CASE("YAML: << merges") {
  CHECK(read("<<: {a: 1, b: 2}\nb: 3\n") == R"({"a":1,"b":3})");
  CHECK(read("b: 3\n<<: [{a: 1, b: 2}, {a: 9, c: 4}]\nd: 5\n") == R"({"b":3,"a":1,"c":4,"d":5})");
  CHECK(read("x: &x {a: 1}\ny:\n  <<: *x\n  <<: {a: 2, b: 3}\n") == R"({"x":{"a":1},"y":{"a":1,"b":3}})");
  CHECK(read("'<<': {a: 1}\n!!str <<: 2\n") == R"({"<<":2})");
  CHECK(read("<<: 1") == "1:5 What << merges must be a mapping or a sequence of mappings");
  CHECK(read("<<: [1]") == "1:5 What << merges must be a mapping or a sequence of mappings");
  std::string text = "a: &a {";
  for (int i = 0; i < 2000; ++i) text += "k" + std::to_string(i) + ": 1,";
  text += "}\n";
  for (int i = 0; i < 1000; ++i) text += "m" + std::to_string(i) + ": {<<: *a}\n";
  CHECK(read(text).ends_with("The << of this file copy more than 1,000,000 members"));
}

TEST_CASE("YAML: tags") {
  CHECK(read("[!!str 1, !!int '3', !!float 1, !!bool 'true', !!null '', !!str , !!int 0x1F]") ==
        R"(["1",3,1,true,null,"",31])");
  CHECK(read("[! 1, !foo 2, !<tag:yaml.org,2002:str> 3, !foo {a: 1}, !!binary aGk=, !!timestamp 2001-01-01]") ==
        R"(["1","2","3",{"a":1},"aGk=","2001-01-01"])");
  CHECK(read("!!map\na: !!seq\n- 1\nb: !!set {c, d}\n") == R"({"a":[1],"b":{"c":null,"d":null}})");
  CHECK(read("%TAG !y! tag:yaml.org,2002:\n---\n!y!str 1\n") == "\"1\"");
  CHECK(read("!!int x") == "1:1 'x' is not what the tag !!int says");
  CHECK(read("!!seq {a: 1}") == "1:1 A mapping is not what the tag !!seq says");
  CHECK(read("!!str [a]") == "1:1 A sequence is not what the tag !!str says");
  CHECK(read("!e!x 1") == "1:1 No %TAG before the document says what !e! stands for");
  CHECK(read("!!str !!int 1") == "1:7 A value can't have two tags");
}

TEST_CASE("YAML: documents") {
  CHECK(read("") == "null");
  CHECK(read("# only a comment") == "null");
  CHECK(read("...\n") == "null");
  CHECK(read("--- a\n") == "\"a\"");
  CHECK(read("--- a\n---\nb: 1\n...\n--- |\n c\n") == R"(["a",{"b":1},"c\n"])");
  CHECK(read("---\n---\n") == "[null,null]");
  CHECK(read("%YAML 1.2\n# c\n---\nyes\n") == "\"yes\"");
  CHECK(read("%FOO bar\n--- a") == "\"a\"");
  CHECK(read("a\n...\n\xEF\xBB\xBF"
             "b\n") == R"(["a","b"])");
  CHECK(read("%YAML 2.0\n---\n") == "1:1 YAML of version 1.2 can be read, not '2.0'");
  CHECK(read("%YAML 1.2\na") == "2:1 Expected --- after the lines that begin with %, found 'a'");
  CHECK(read("--- a: b") == "1:5 A mapping can't begin on this line");
}

TEST_CASE("YAML: a repeated key holds its last value, in its first place") {
  CHECK(read("a: 1\nb: 2\na: 3\n") == R"({"a":3,"b":2})");
  CHECK(read("__proto__: 1\n") == R"({"__proto__":1})");
}

TEST_CASE("YAML: faults name what was expected") {
  CHECK(read("a: 1\n b: 2\n") == "2:3 A key can't go over several lines, as this one does from line 1");
  CHECK(read("a: 'x'\n  b: 2\n") == "2:3 Unexpected 'b'");
  CHECK(read("a: b: c") == "1:4 A mapping can't begin on this line");
  CHECK(read("a: - b") == "1:4 A sequence can't begin on this line");
  CHECK(read("a: 1\nb\nc: 2\n") == "2:1 Expected ': ' after a key");
  CHECK(read("- a\nb: c\n") == "2:1 Expected '- ' as before the other items of this sequence, found 'b'");
  CHECK(read("a:\n  - b\n - c\n") == "3:2 Unexpected '-'");
  CHECK(read("a: \"x\" y") == "1:8 Unexpected 'y'");
  CHECK(read("a: @b") == "1:4 A value can't begin with '@'");
  CHECK(read("a: `b`") == "1:4 A value can't begin with '`'");
  CHECK(read("a:\n\tb: 1\n") == "2:1 A tab can't indent");
  CHECK(read("a: 1\n\tb: 1\n") == "2:1 A tab can't indent");
  CHECK(read("-\t- a\n") == "1:1 A tab can't indent");
  CHECK(read(std::string_view("a: b\0c", 6)) == "1:5 YAML can't hold the control character U+0000");
  CHECK(read("a: \xFF") == "1:4 This is not UTF-8, which YAML files must be");
}

TEST_CASE("YAML: depth has a limit") {
  std::string deep(999, '[');
  CHECK(read(deep + std::string(999, ']')) == deep + std::string(999, ']'));
  for (const char* open : {"[", "{", "- ", "? ", "{a: ", "[a: ", "- - ", "[? "}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += open;
    INFO(open);
    CHECK(read(text).ends_with("Collections are nested more than 1,000 deep"));
  }
  std::string nested;
  for (size_t i = 0; i < 1001; ++i) nested += std::string(i, ' ') + "a:\n";
  CHECK(read(nested).ends_with("Collections are nested more than 1,000 deep"));
}
