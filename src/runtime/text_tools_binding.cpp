// native("text_tools"): Weft.escapeHTML, Weft.stringWidth, Weft.stripANSI (builtins/internal/text_tools.ts).

#include <algorithm>
#include <string_view>
#include <vector>

#include "runtime/bindings.h"
#include "runtime/terminal_text.h"

namespace weft::runtime {

namespace {

std::string_view entityOf(char32_t c) {
  switch (c) {
    case '"':
      return "&quot;";
    case '&':
      return "&amp;";
    case '\'':
      return "&#x27;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      return {};
  }
}

template <class Char>
bool isSpecial(Char c) {
  return (c == '"') | (c == '&') | (c == '\'') | (c == '<') | (c == '>');
}

/// The first character to escape from `at` on; the text's size if there is none. A step at a time without branches,
/// which the compiler turns into vector instructions.
template <class Char>
size_t nextSpecial(std::span<const Char> text, size_t at) {
  constexpr size_t kStep = 32;
  const Char* begin = text.data();
  // The next is often near.
  for (size_t near = std::min(text.size(), at + kStep / 2); at < near; ++at)
    if (isSpecial(begin[at])) return at;
  for (; at + kStep <= text.size(); at += kStep) {
    Char found = 0;
    for (size_t k = 0; k < kStep; ++k) found |= Char(isSpecial(begin[at + k]));
    if (found) break;
  }
  while (at < text.size() && !isSpecial(begin[at])) ++at;
  return at;
}

template <class Char>
js::Value escaped(js::Realm& realm, js::String original, std::span<const Char> text) {
  const Char* begin = text.data();
  size_t size = text.size(), at = nextSpecial(text, 0);
  if (at == size) return original;
  size_t growth = 0;
  for (size_t i = at; i < size; ++i) {
    Char c = begin[i];
    growth += (c == '"') * 5 + (c == '&') * 4 + (c == '\'') * 5 + (c == '<') * 3 + (c == '>') * 3;
  }
  std::vector<Char> out(size + growth);
  Char* to = out.data();
  size_t kept = 0;
  for (; at < size; at = nextSpecial(text, kept)) {
    to = std::copy(begin + kept, begin + at, to);
    // Special characters often stand together.
    do {
      std::string_view entity = entityOf(begin[at]);
      to = std::copy(entity.begin(), entity.end(), to);
    } while (++at < size && isSpecial(begin[at]));
    kept = at;
  }
  std::copy(begin + kept, begin + size, to);
  if constexpr (sizeof(Char) == 1)
    return js::String::fromLatin1(realm, out);
  else
    return js::String::fromUtf16(realm, out);
}

js::Result<js::Value> escapeHtml(js::Realm& realm, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  if (chars.is8Bit) return escaped(realm, text, std::span(chars.latin1, chars.length));
  return escaped(realm, text, std::span(chars.utf16, chars.length));
}

js::Result<double> stringWidth(js::Realm& realm, js::String text, bool countsSequences, bool isAmbiguousNarrow) {
  WEFT_TRY(chars, text.chars(realm));
  WidthOptions options{countsSequences, isAmbiguousNarrow};
  if (chars.is8Bit) return double(textWidth(std::span(chars.latin1, chars.length), options));
  return double(textWidth(std::span(chars.utf16, chars.length), options));
}

template <class Char>
js::Value stripped(js::Realm& realm, js::String original, std::span<const Char> text) {
  if (!mayHaveSequences(text)) return original;
  std::vector<Char> out;
  out.reserve(text.size());
  appendStripped(out, text);
  if constexpr (sizeof(Char) == 1)
    return js::String::fromLatin1(realm, out);
  else
    return js::String::fromUtf16(realm, out);
}

js::Result<js::Value> stripAnsi(js::Realm& realm, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  if (chars.is8Bit) return stripped(realm, text, std::span(chars.latin1, chars.length));
  return stripped(realm, text, std::span(chars.utf16, chars.length));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&escapeHtml>("escapeHTML"),
    js::fn<&stringWidth>("stringWidth"),
    js::fn<&stripAnsi>("stripANSI"),
};

}  // namespace

const js::Binding kTextToolsBinding = {"text_tools", kFunctions};

}  // namespace weft::runtime
