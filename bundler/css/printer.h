#pragma once

// From the tree back to text. What is read of it again is the same tree.

#include <string>
#include <string_view>
#include <vector>

#include "css/tree.h"
#include "syntax/printer.h"

namespace weft::css {

struct PrintOptions {
  bool minifyWhitespace = false;
  syntax::Mappings* mappings = nullptr;                  // filled, if it is there
  const std::vector<std::string>* references = nullptr;  // addresses of Value::IsReference, by number
};

/// Appends to `out`; mappings count from the beginning of `out`.
void print(const Nodes& nodes, const PrintOptions& options, std::string& out);

enum class ValueStyle : uint8_t {
  Pretty,
  Minified,
  Exact,  // of custom properties and what is unknown: every blank that was there is one space
};
void appendValues(std::string& out, const Values& values, ValueStyle style,
                  const std::vector<std::string>* references = nullptr);
void appendSelectors(std::string& out, const Selectors& selectors, bool minified);
void appendComplex(std::string& out, const Complex& complex, bool minified);

/// With what escapes it needs.
void appendIdent(std::string& out, std::string_view name);
void appendString(std::string& out, std::string_view text);
void appendUrl(std::string& out, std::string_view address);
/// Whether it can be written without quotes and without escapes.
[[nodiscard]] bool isPlainIdent(std::string_view text);

}  // namespace weft::css
