#pragma once
// Text as a terminal shows it: its control sequences, and how many cells it takes.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace weft::runtime {

/// Where a control sequence (ECMA-48) that begins at `at` ends; `at` itself when none begins there. One that the text's
/// end cuts off ends with it.
template <class Char>
size_t sequenceEnd(std::span<const Char> text, size_t at);

/// Whether a control sequence may begin in the text.
template <class Char>
bool mayHaveSequences(std::span<const Char> text);

struct WidthOptions {
  bool countsSequences = false;   // control sequences are text like any other
  bool isAmbiguousNarrow = true;  // what is wide in East Asian contexts alone takes one cell
};
/// The cells that the text takes. What belongs to one character as readers see it (an emoji with its modifiers, a
/// letter with its marks) counts once.
template <class Char>
size_t textWidth(std::span<const Char> text, WidthOptions options);

/// Appends the text without its control sequences.
template <class Char, class String>
void appendStripped(String& out, std::span<const Char> text) {
  size_t kept = 0;
  for (size_t i = 0; i < text.size();) {
    size_t end = sequenceEnd(text, i);
    if (end == i) {
      ++i;
      continue;
    }
    out.insert(out.end(), text.begin() + kept, text.begin() + i);
    kept = i = end;
  }
  out.insert(out.end(), text.begin() + kept, text.end());
}

}  // namespace weft::runtime
