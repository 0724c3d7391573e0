#pragma once

// Finds test files: a walk through a folder that asks the file system for names alone. node_modules and folders that
// begin with a dot are passed over; .gitignore is not asked.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "test-runner/glob.h"

namespace weft::test {

/// A regular expression (POSIX's extended, with \d, \w, \s and (?:…) as JavaScript has them) that is looked for in
/// paths.
class PathPattern {
 public:
  /// Nothing if it cannot be read.
  static std::optional<PathPattern> of(std::string_view source);
  [[nodiscard]] bool isIn(const std::string& path) const;
  PathPattern(PathPattern&&) noexcept;
  PathPattern& operator=(PathPattern&&) noexcept;
  ~PathPattern();

 private:
  struct Compiled;
  explicit PathPattern(Compiled* compiled) : compiled_(compiled) {}
  Compiled* compiled_;
};

/// What a test is called where nothing else is said: `*.test.*`, `*.spec.*`, `*_test.*`, `*_spec.*`, test.* and spec.*
/// of JavaScript's and TypeScript's kinds, and whatever lies in a folder __tests__.
[[nodiscard]] bool hasUsualTestName(std::string_view path);

enum class Dots : uint8_t { Without, With };

/// All files below the folder that `isWanted` (of an absolute path), in the order of their paths. `Dots::With`: in
/// folders whose names begin with a dot, too (not in .git).
[[nodiscard]] std::vector<std::string> findFiles(const std::string& folder, Dots dots,
                                                 const std::function<bool(const std::string&)>& isWanted);

/// What stands on the command line beside options.
class PathFilter {
 public:
  PathFilter(const std::vector<std::string>& words, const std::string& here);
  [[nodiscard]] bool isEmpty() const { return words_.empty(); }
  /// Files that were named as such: they are run whatever they are called.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  [[nodiscard]] bool matches(const std::string& path) const;
  /// Those words that no file of the list matches.
  [[nodiscard]] std::vector<std::string> unmatched(const std::vector<std::string>& paths) const;

 private:
  struct Word {
    std::string text;
    std::string exact;   // an absolute file
    std::string folder;  // an absolute folder, with a slash at the end
    std::optional<Glob> glob;
  };
  [[nodiscard]] bool matches(const Word& word, const std::string& path) const;
  std::string here_;
  std::vector<Word> words_;
  std::vector<std::string> files_;
};

}  // namespace weft::test
