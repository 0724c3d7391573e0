#pragma once

// Patterns of paths as configurations of test runners write them: `*`, `**`, `?`, `[a-z]`, `{a,b}`, `{1..3}` and the
// extended `?(a|b)`, `*( )`, `+( )`, `@( )`, `!( )`. A name that begins with a dot is like any other.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::test {

class Glob {
 public:
  explicit Glob(std::string_view pattern);
  /// The whole path.
  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  std::vector<std::string> alternatives_;  // without braces
};

/// Globs of which one that begins with `!` takes away again what those before it have let in.
class GlobList {
 public:
  GlobList() = default;
  /// Those that are not absolute are relative to `folder`.
  GlobList(const std::vector<std::string>& patterns, std::string_view folder);
  [[nodiscard]] bool isEmpty() const { return items_.empty(); }
  [[nodiscard]] bool matches(std::string_view path) const;

 private:
  struct Item {
    bool isNegated;
    Glob glob;
  };
  std::vector<Item> items_;
};

}  // namespace weft::test
