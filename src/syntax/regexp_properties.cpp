#include <algorithm>
#include <iterator>

#include "syntax/regexp_syntax.h"

namespace weft::syntax {

namespace {

#include "syntax/regexp_property_tables.inc"

template <size_t kSize>
bool has(const std::string_view (&table)[kSize], std::string_view name) {
  return std::binary_search(std::begin(table), std::end(table), name);
}

}  // namespace

bool isUnicodeProperty(std::string_view name, std::string_view value, bool hasValue) {
  if (!hasValue) return has(kGeneralCategories, name) || has(kBinaryProperties, name);
  if (name == "General_Category" || name == "gc") return has(kGeneralCategories, value);
  bool isScript = name == "Script" || name == "sc" || name == "Script_Extensions" || name == "scx";
  return isScript && has(kScripts, value);
}

bool isStringProperty(std::string_view name) {
  return has(kStringProperties, name);
}

}  // namespace weft::syntax
