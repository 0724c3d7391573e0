#pragma once
// A regular expression of JavaScript outside of any VM: for threads that want to know whether a text matches.

#include <memory>
#include <string>
#include <string_view>

namespace weft::js {

class TextPattern {
 public:
  /// As of `new RegExp(source, flags)`; `g`, `y` and `d` change nothing here. Null where that is no pattern.
  [[nodiscard]] static std::unique_ptr<TextPattern> compile(std::string_view source, std::string_view flags);
  ~TextPattern();

  /// Whether some part of it matches. From any thread.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  struct Compiled;
  explicit TextPattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace weft::js
