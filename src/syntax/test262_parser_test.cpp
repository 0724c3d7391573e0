// tc39/test262-parser-tests, where their archive lies beside the checkout: which of them parse, survive printing, or
// are refused. test262_parser_tests.txt names the cases that do otherwise, and why that is right.

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>

#include "syntax/parser.h"
#include "syntax/printer.h"

namespace fs = std::filesystem;
using weft::Log;
using weft::SourceText;
using namespace weft::syntax;

namespace {

constexpr const char* kArchive = "../shared/conformance/test262-parser-tests.tar.xz";
constexpr const char* kKnown = "src/syntax/test262_parser_tests.txt";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The text printed from the tree; nothing when it does not parse or cannot be printed.
std::optional<std::string> printed(const std::string& text, const ParseOptions& options,
                                   const PrintOptions& how = {}) {
  SourceText source("case.js", text);
  Log log;
  Ast ast = parse(source, options, log);
  std::string out;
  if (log.hasErrors() || !print(ast, how, out)) return std::nullopt;
  return out;
}

bool survives(const std::string& text, const ParseOptions& options) {
  auto once = printed(text, options);
  if (!once || printed(*once, options) != once) return false;
  // Minified, it is the same program.
  PrintOptions minified;
  minified.minifyWhitespace = true;
  auto small = printed(text, options, minified);
  return small && printed(*small, options, minified) == small && printed(*once, options, minified) == small;
}

bool isRefused(const std::string& text, const ParseOptions& options) {
  SourceText source("case.js", text);
  Log log;
  (void)parse(source, options, log);
  return log.hasErrors();
}

std::set<std::string> failuresIn(const fs::path& folder, bool shouldPass) {
  std::set<std::string> failures;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string name = entry.path().filename();
    if (!name.ends_with(".js")) continue;
    ParseOptions options;
    options.goal = name.find(".module.js") != name.npos ? SourceGoal::Module : SourceGoal::Script;
    std::string text = slurp(entry.path());
    if (!(shouldPass ? survives(text, options) : isRefused(text, options))) failures.insert(name);
  }
  return failures;
}

std::set<std::string> knownFailures() {
  std::set<std::string> names;
  std::ifstream in(kKnown);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("  ")) names.insert(line.substr(2));
  return names;
}

}  // namespace

TEST_CASE("test262-parser-tests") {
  if (!fs::exists(kArchive)) {
    std::cout << "skipped: " << kArchive << " is not there\n";
    return;
  }
  char folder[] = "/tmp/weft-parser-tests-XXXXXX";
  REQUIRE(mkdtemp(folder));
  REQUIRE(system((std::string("tar -xf ") + kArchive + " -C " + folder).c_str()) == 0);
  fs::path root;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().filename() == "pass-explicit") root = entry.path().parent_path();
  REQUIRE(!root.empty());
  CHECK(failuresIn(root / "pass", true).empty());
  CHECK(failuresIn(root / "pass-explicit", true).empty());
  std::set<std::string> accepted = failuresIn(root / "fail", false);
  accepted.merge(failuresIn(root / "early", false));
  CHECK(accepted == knownFailures());
  fs::remove_all(folder);
}
