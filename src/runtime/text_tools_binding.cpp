// native("text_tools"): Weft.escapeHTML, Weft.stringWidth, Weft.stripANSI (builtins/internal/text_tools.ts).

#include <array>
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
  return c == '"' || c == '&' || c == '\'' || c == '<' || c == '>';
}

/// The first character to escape from `at` on; the text's size if there is none. A step at a time without branches,
/// which the compiler turns into vector instructions.
template <class Char>
size_t nextSpecial(std::span<const Char> text, size_t at) {
  constexpr size_t kStep = 32;
  for (; at + kStep <= text.size(); at += kStep) {
    unsigned found = 0;
    for (size_t k = 0; k < kStep; ++k) found |= isSpecial(text[at + k]);
    if (found) break;
  }
  while (at < text.size() && !isSpecial(text[at])) ++at;
  return at;
}

template <class Char>
js::Value escaped(js::Realm& realm, js::String original, std::span<const Char> text) {
  size_t at = nextSpecial(text, 0);
  if (at == text.size()) return original;
  std::vector<Char> out;
  out.reserve(text.size() + text.size() / 8 + 64);
  size_t kept = 0;
  for (; at < text.size(); at = nextSpecial(text, kept)) {
    out.insert(out.end(), text.begin() + kept, text.begin() + at);
    // Special characters often stand together.
    do {
      std::string_view entity = entityOf(text[at]);
      out.insert(out.end(), entity.begin(), entity.end());
    } while (++at < text.size() && isSpecial(text[at]));
    kept = at;
  }
  out.insert(out.end(), text.begin() + kept, text.end());
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
