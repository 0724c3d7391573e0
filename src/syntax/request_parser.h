#pragma once

// Reads the parts of import and export declarations and calls that name other modules. Each function begins
// after the word that brought the scanner there, and on success sets `after` to where its match ends.

#include <optional>
#include <string_view>

#include "syntax/module_scan.h"

namespace weft::syntax {

class RequestParser {
 public:
  explicit RequestParser(std::string_view source) : begin_(source.data()), end_(source.data() + source.size()) {}

  /// `import` … : a declaration with all its parts. Nothing if it is malformed.
  [[nodiscard]] std::optional<ModuleRequest> importDeclaration(const char* word, const char*& after) const;
  /// `export * …` or `export { … } from …`. Nothing for an export without `from`; `after` is past the clause then.
  [[nodiscard]] std::optional<ModuleRequest> exportFrom(const char* word, const char*& after) const;
  /// `("x")` or `("x", { with: { … } })` after `import`, `import.source` or `import.defer`.
  [[nodiscard]] std::optional<ModuleRequest> dynamicImport(const char* word, const char* parenthesis,
                                                           ImportPhase phase) const;
  /// `("x")` after `require`.
  [[nodiscard]] std::optional<ModuleRequest> require(const char* word, const char* wordEnd) const;

 private:
  [[nodiscard]] std::optional<ModuleRequest> fromClause(const char* word, RequestKind kind, ImportPhase phase,
                                                        class Matcher& m, const char*& after) const;
  [[nodiscard]] std::optional<ModuleRequest> makeRequest(const char* word, std::string_view literal,
                                                         RequestKind kind) const;
  [[nodiscard]] ByteRange rangeOf(const char* from, const char* to) const;

  const char* begin_;
  const char* end_;
};

}  // namespace weft::syntax
