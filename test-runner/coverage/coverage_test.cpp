#include "test-runner/coverage/coverage.h"

#include <catch2/catch.hpp>

#include "test-runner/coverage/measure.h"
#include "test-runner/coverage/report.h"
#include "test-runner/coverage/thresholds.h"

namespace weft::test::coverage {

namespace {

std::shared_ptr<const graph::Artifact> artifactOf(std::string text, std::string path = "/a.mjs") {
  return graph::makeArtifact(std::move(path), std::move(text), graph::KindHint::EsModule);
}

/// The whole ran once, what `missed` names did not.
FileCoverage measured(const std::string& text, std::initializer_list<std::string> missed = {}) {
  std::vector<Block> blocks{{0, static_cast<uint32_t>(text.size()), 1}};
  for (const std::string& part : missed) {
    size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    blocks.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(at + part.size()), 0});
  }
  return measure(*artifactOf(text), blocks);
}

std::string counts(const FileCoverage& file) {
  std::string out;
  auto add = [&](uint64_t count) { out += std::to_string(count) + " "; };
  for (const auto& it : file.statements) add(it.count);
  out += "| ";
  for (const auto& it : file.functions) out += it.name + ":" + std::to_string(it.count) + " ";
  out += "| ";
  for (const auto& it : file.branches)
    for (const auto& arm : it.arms) add(arm.count);
  return out;
}

}  // namespace

TEST_CASE("statements, functions and branches are Istanbul's", "[coverage]") {
  CHECK(counts(measured("const a = 1;\nfunction f(x) { if (x) { return 1; } return 2; }\nf(0);\n",
                        {"{ return 1; }"})) == "1 1 0 1 1 | f:1 | 0 1 ");
  CHECK(counts(measured("let b = (x) => x ? 1 : 2;")) == "1 1 | (anonymous_0):1 | 1 1 ");
  CHECK(counts(measured("class A { m() { return 1; } get g() { return 2; } f = 3; static { go(); } }",
                        {"{ return 2; }"})) == "1 0 1 1 | m:1 g:0 | ");
  CHECK(counts(measured("switch (a) { case 1: b(); break; default: c(); }", {"case 1: b(); break;"})) ==
        "1 0 0 1 | | 0 1 ");
  CHECK(counts(measured("try { a(); } catch { b(); } finally { c(); }", {"{ b(); }"})) == "1 1 0 1 | | ");
  CHECK(counts(measured("for (let i = 0; i < 2; i++) a(i);\nwhile (b()) c();\ndo d(); while (e());")) ==
        "1 1 1 1 1 1 1 | | ");
  CHECK(counts(measured("export default function () {}\nexport const x = 1;\nimport 'y';")) ==
        "1 | (anonymous_0):1 | ");
}

TEST_CASE("an if without else has an arm that is not taken", "[coverage]") {
  FileCoverage taken = measured("if (a) b();");
  REQUIRE(taken.branches.size() == 1);
  REQUIRE(taken.branches[0].arms.size() == 2);
  CHECK(taken.branches[0].arms[0].count == 1);
  CHECK(taken.branches[0].arms[1].count == 0);
}

TEST_CASE("ranges are lines from 1 and columns from 0", "[coverage]") {
  FileCoverage file = measured("a();\n  if (b) { c(); } else d();\n");
  REQUIRE(file.statements.size() == 4);
  CHECK(file.statements[0].range == Range{1, 0, 1, 4});
  CHECK(file.statements[1].range == Range{2, 2, 2, 27});
  REQUIRE(file.branches.size() == 1);
  CHECK(file.branches[0].arms[0].range == Range{2, 9, 2, 17});
  CHECK(file.branches[0].arms[1].range == Range{2, 23, 2, 27});
}

TEST_CASE("comments leave code out", "[coverage]") {
  CHECK(counts(measured("/* istanbul ignore file */ a();")) == "| | ");
  CHECK(counts(measured("/* istanbul ignore next */\nfunction f() { a(); }\nb();")) == "1 | | ");
  CHECK(counts(measured("/* istanbul ignore else */\nif (a) b(); else c();")) == "1 1 | | 1 ");
  CHECK(counts(measured("/* istanbul ignore if */\nif (a) b(); else c();")) == "1 1 | | 1 ");
  CHECK(counts(measured("a();\n/* v8 ignore next 2 */\nb();\nc();\nd();")) == "1 1 | | ");
  CHECK(counts(measured("a();\n/* c8 ignore start */\nb();\nc();\n/* c8 ignore stop */\nd();")) == "1 1 | | ");
}

TEST_CASE("counts add up over runs of one text", "[coverage]") {
  Coverage all;
  add(all, measured("a();\nb();"));
  add(all, measured("a();\nb();", {"b();"}));
  CHECK(counts(all.at("/a.mjs")) == "2 1 | | ");
  add(all, measured("a();"));
  CHECK(counts(all.at("/a.mjs")) == "1 | | ");
}

TEST_CASE("packed coverage comes back, and other bytes do not", "[coverage]") {
  FileCoverage file = measured("function f() { if (a) b(); }", {"{ if (a) b(); }"});
  std::string bytes = pack({file});
  auto back = unpack(bytes);
  REQUIRE(back.size() == 1);
  CHECK(counts(back[0]) == counts(file));
  CHECK(back[0].functions[0].body == file.functions[0].body);
  for (size_t size = 1; size < bytes.size(); ++size) CHECK(unpack(bytes.substr(0, size)).empty());
  CHECK(unpack("garbage that is no coverage").empty());
}

TEST_CASE("deep nesting is no fault", "[coverage]") {
  std::string sum = "x = a";
  for (int i = 0; i < 100000; ++i) sum += " + a";
  CHECK(measured(sum).statements.size() == 1);
}

TEST_CASE("reports", "[coverage]") {
  Coverage all;
  add(all, measured("function f() {\n  a();\n}\nif (b) c();\n", {"{\n  a();\n}"}));
  ReportOptions options{"/", Color::Off, 100};
  CHECK(textTable(all, options).find("a.mjs   |    66.66 |       50 |        0 |       50 | 2") != std::string::npos);
  CHECK(lcov(all, options) ==
        "TN:\nSF:a.mjs\nFN:1,f\nFNF:1\nFNH:0\nFNDA:0,f\nDA:2,0\nDA:4,1\nLF:2\nLH:1\nBRDA:4,0,0,1\nBRDA:4,0,1,0\n"
        "BRF:2\nBRH:1\nend_of_record\n");
  CHECK(jsonSummary(all).starts_with(
      R"({"total":{"lines":{"total":2,"covered":1,"skipped":0,"pct":50},"functions":{"total":1,"covered":0,)"));
  CHECK(json(all).find(R"("s":{"0":0,"1":1,"2":1},"f":{"0":0},"b":{"0":[1,0]})") != std::string::npos);
  std::string_view line = R"x(<line number="4" hits="1" branch="true" condition-coverage="50% (1/2)"/>)x";
  CHECK(cobertura(all, options, 0).find(line) != std::string::npos);
}

TEST_CASE("thresholds", "[coverage]") {
  Coverage all;
  add(all, measured("a();\nb();", {"b();"}));
  auto missed = [&](Limits limits) { return missedThresholds(all, {{"global", {}, true, false, limits}}); };
  CHECK(missed({.lines = 50}).empty());
  REQUIRE(missed({.lines = 51}).size() == 1);
  CHECK(missed({.lines = 51})[0] == "\"global\": the coverage threshold for lines (51%) is not met: 50%");
  CHECK(missed({.lines = -1}).empty());
  CHECK(missedThresholds(all, {{"x/**", {}, false, true, {.lines = 1}}}).size() == 1);
  CHECK(missedThresholds(
            all, {{"/a.mjs", {"/a.mjs"}, false, true, {.lines = 90}}, {"global", {}, true, false, {.lines = 100}}})
            .size() == 1);
}

}  // namespace weft::test::coverage
