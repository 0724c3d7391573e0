#pragma once

// The path and the query of a request: "/@weft/load/x.js?id=/src/a.ts&id=/src/b.ts".

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::dev {

class Query {
 public:
  explicit Query(std::string_view url);

  [[nodiscard]] const std::string& whole() const { return whole_; }
  [[nodiscard]] std::string_view path() const { return path_; }
  /// Decoded; empty: there is none.
  [[nodiscard]] std::string first(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

 private:
  std::string whole_;
  std::string path_;
  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace weft::dev
