#include "bundler/identifiers.h"

#include <algorithm>

#include "base/paths.h"

namespace weft::bundler {

namespace {

constexpr bool isDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

}  // namespace

bool isIdentifierName(std::string_view text) {
  return !text.empty() && !isDigit(text[0]) && std::ranges::all_of(text, isWordByte);
}

std::string identifierLike(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(out, [](char byte) { return !isWordByte(byte); }, '_');
  if (out.empty() || isDigit(out[0])) out.insert(0, "_");
  return out;
}

std::string stemOf(std::string_view path) {
  std::string_view name = paths::basename(path);
  name = name.substr(0, name.find('.'));
  if (name == "index" || name.empty()) name = paths::basename(paths::dirname(path));
  return identifierLike(name);
}

}  // namespace weft::bundler
