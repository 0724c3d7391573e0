#include "base/diagnostics.h"

#include <catch2/catch.hpp>

using namespace weft;

namespace {

std::string frame(const std::string& text, LineColumn position, uint32_t units = 1, FrameOptions options = {}) {
  return renderCodeFrame(SourceText("x.js", text), position, units, options);
}

}  // namespace

TEST_CASE("a frame marks the column") {
  CHECK(frame("let a\nlet b = ;\n", {2, 9}) ==
        "   2 | let b = ;\n"
        "     |         ^\n");
}

TEST_CASE("a frame underlines a range and shows lines before it") {
  CHECK(frame("one\ntwo three\n", {2, 5}, 5, {.contextLines = 3}) ==
        "   1 | one\n"
        "   2 | two three\n"
        "     |     ^^^^^\n");
}

TEST_CASE("tabs, wide characters and control characters take their cells") {
  CHECK(frame("\tx = \u4e2d\u6587 + y", {1, 9}) ==
        "   1 |     x = \u4e2d\u6587 + y\n"
        "     |              ^\n");
  CHECK(frame("a\x1b[31mb", {1, 7}) ==
        "   1 | a\uFFFD[31mb\n"
        "     |       ^\n");
  CHECK(frame("\u4e2d", {1, 1}) ==
        "   1 | \u4e2d\n"
        "     | ^^\n");
}

TEST_CASE("a mark past the end of the line stands behind it") {
  CHECK(frame("ab", {1, 3}) ==
        "   1 | ab\n"
        "     |   ^\n");
  CHECK(frame("", {1, 1}) ==
        "   1 |\n"
        "     | ^\n");
}

TEST_CASE("long lines are cut around the column") {
  std::string text(1'000'000, 'a');
  text[500'000] = 'X';
  std::string cut = frame(text, {1, 500'001}, 1, {.maxWidth = 30});
  CHECK(cut ==
        "   1 | \u2026aaaaaaaaaXaaaaaaaaaaaaaaaaaa\u2026\n"
        "     |           ^\n");
  CHECK(frame("X" + text, {1, 1}, 1, {.maxWidth = 30}).find("Xaaaa") == 7);
  CHECK(frame(text + "Y", {1, 1'000'001}, 400, {.maxWidth = 30}).find("aY\n") != std::string::npos);
}

TEST_CASE("lines that do not exist give no frame") {
  CHECK(frame("a", {2, 1}).empty());
  CHECK(frame("a", {0, 1}).empty());
}

TEST_CASE("a frame in colours") {
  CHECK(frame("ab", {1, 2}, 1, {.color = Color::On}) ==
        "  \x1b[2m 1 |\x1b[0m ab\n"
        "  \x1b[2m   |\x1b[0m  \x1b[31;1m^\x1b[0m\n");
}

TEST_CASE("a diagnostic shows place, message, frame, notes and suggestion") {
  SourceText source("x.js", "import a from 'b'\n");
  Diagnostic diagnostic{.id = "not-found",
                        .path = "x.js",
                        .range = {14, 17},
                        .message = "Cannot find 'b'",
                        .notes = {{"imported here", "", {}}},
                        .suggestion = "Install it."};
  CHECK(renderDiagnostic(diagnostic, &source, {}) ==
        "x.js:1:15: error: Cannot find 'b'\n"
        "   1 | import a from 'b'\n"
        "     |               ^^^\n"
        "note: imported here\n"
        "  Install it.\n");
  CHECK(renderDiagnostic(diagnostic, nullptr, {}) ==
        "x.js: error: Cannot find 'b'\nnote: imported here\n  Install it.\n");
}

TEST_CASE("a log counts its errors") {
  Log log;
  log.add({.severity = Severity::Warning, .message = "w"});
  CHECK_FALSE(log.hasErrors());
  log.add({.message = "e"});
  CHECK(log.errorCount() == 1);
  CHECK(log.diagnostics().size() == 2);
}
