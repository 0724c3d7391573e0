#pragma once

// Pieces of text that reporters share.

#include <string>
#include <string_view>

#include "test-runner/report/console.h"
#include "test-runner/results.h"

namespace weft::test {

/// On one line, control characters visible.
[[nodiscard]] std::string oneLine(std::string_view text);
/// "0.4 ms", "12 ms", "1.2 s", "2 min 3 s"
[[nodiscard]] std::string durationText(double milliseconds);
/// "1 test", "2 tests"
[[nodiscard]] std::string countText(size_t count, std::string_view noun);
/// "name > name", on one line.
[[nodiscard]] std::string shownName(const TestResult& test);

enum class Frame : uint8_t { Without, With };

/// An error: name and message, the line of the source that it points at, its stack and its cause. `root` is taken off
/// paths. Lines begin with `indent`. With colours as the message has them and of its own if `isColoured`.
[[nodiscard]] std::string faultText(const Fault& fault, std::string_view root, std::string_view indent, Frame frame,
                                    bool isColoured);

/// What XML 1.0 and HTML can hold of the text, with entities.
[[nodiscard]] std::string escapeMarkup(std::string_view text);

/// Every line after `indent`, and an end of line at the end; empty if the text is.
[[nodiscard]] std::string indented(std::string_view text, std::string_view indent);

/// `path:line:column`, as editors take it; the parts that are known.
[[nodiscard]] std::string placeText(const Place& place, std::string_view root);

}  // namespace weft::test
