// The code frame: source lines as a terminal shows them, with a mark under the place that is meant.
// Works in cells, the columns of a terminal: a tab fills up to its stop, wide characters take two, control
// characters are shown as U+FFFD so that a source file cannot speak to the terminal.

#include <algorithm>

#include "base/diagnostics.h"
#include "base/utf.h"

namespace weft {

namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kMarkColor = "\x1b[31;1m";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";  // …, one cell

/// Half open, in cells.
struct CellRange {
  size_t begin = 0;
  size_t end = 0;
};

/// Calls `visit(codePoint, byteOffset, cells)` for every character of a line; the callback returns false to stop.
template <typename Visit>
void forEachCharacter(std::string_view line, uint32_t tabWidth, Visit&& visit) {
  size_t cell = 0;
  for (size_t at = 0; at < line.size();) {
    size_t start = at;
    char32_t codePoint = decodeUtf8(line, at);
    bool isControl = codePoint < 0x20 || (codePoint >= 0x7F && codePoint < 0xA0);
    size_t width = codePoint == '\t' ? tabWidth - cell % tabWidth : isControl ? 1 : displayWidth(codePoint);
    if (!visit(isControl && codePoint != '\t' ? kReplacementCharacter : codePoint, start,
               CellRange{cell, cell + width}))
      return;
    cell += width;
  }
}

struct Measured {
  CellRange mark;
  size_t total = 0;
};

/// Where the bytes [markBegin, markEnd) lie, and how wide the line is.
Measured measure(std::string_view line, size_t markBegin, size_t markEnd, uint32_t tabWidth) {
  Measured result;
  result.mark = {SIZE_MAX, 0};
  forEachCharacter(line, tabWidth, [&](char32_t, size_t offset, CellRange cells) {
    if (offset >= markBegin) result.mark.begin = std::min(result.mark.begin, cells.begin);
    if (offset < markEnd) result.mark.end = cells.end;
    result.total = cells.end;
    return true;
  });
  result.mark.begin = std::min(result.mark.begin, result.total);
  result.mark.end = std::max(result.mark.end, result.mark.begin + 1);
  return result;
}

/// The part of the line that is shown: all of it if it fits, else with the mark about a third from the left.
CellRange chooseWindow(const Measured& measured, size_t maxWidth) {
  if (measured.total <= maxWidth) return {0, measured.total};
  size_t begin = measured.mark.begin - std::min(measured.mark.begin, maxWidth / 3);
  begin = std::min(begin, measured.total - maxWidth);
  return {begin, begin + maxWidth};
}

std::string renderLine(std::string_view line, CellRange window, size_t total, uint32_t tabWidth) {
  bool cutLeft = window.begin > 0;
  bool cutRight = window.end < total;
  size_t shownFrom = window.begin + (cutLeft ? 1 : 0);
  size_t shownTo = window.end - (cutRight ? 1 : 0);
  std::string out(cutLeft ? kEllipsis : "");
  size_t filled = shownFrom;
  forEachCharacter(line, tabWidth, [&](char32_t codePoint, size_t, CellRange cells) {
    if (cells.begin >= shownTo && cells.end > shownTo) return false;
    if (cells.begin < shownFrom) return true;
    if (cells.end > shownTo) return false;
    out.append(cells.begin - filled, ' ');  // what a wide character left of a cut edge
    if (codePoint == '\t') {
      out.append(cells.end - cells.begin, ' ');
    } else {
      appendUtf8(out, codePoint);
    }
    filled = cells.end;
    return true;
  });
  if (cutRight) out.append(shownTo - std::min(filled, shownTo), ' ').append(kEllipsis);
  return out;
}

class FrameWriter {
 public:
  FrameWriter(uint32_t lastLine, const FrameOptions& options)
      : gutter_(std::max<size_t>(std::to_string(lastLine).size(), 2)), options_(options) {}

  void sourceLine(uint32_t number, std::string_view text) {
    std::string label = std::to_string(number);
    beginLine(std::string(gutter_ - label.size(), ' ') + label);
    if (!text.empty()) out_.append(" ").append(text);
    out_.push_back('\n');
  }

  void markLine(size_t indent, size_t width) {
    beginLine(std::string(gutter_, ' '));
    out_.append(indent + 1, ' ');
    painted(kMarkColor, std::string(width, '^'));
    out_.push_back('\n');
  }

  std::string take() { return std::move(out_); }

 private:
  void beginLine(const std::string& label) {
    out_.append("  ");
    painted(kDim, label + " |");
  }

  void painted(std::string_view color, const std::string& text) {
    if (options_.color == Color::Off) {
      out_.append(text);
    } else {
      out_.append(color).append(text).append(kReset);
    }
  }

  size_t gutter_;
  const FrameOptions& options_;
  std::string out_;
};

}  // namespace

std::string renderCodeFrame(const SourceText& source, LineColumn position, uint32_t markUnits,
                            const FrameOptions& options) {
  const LineIndex& lines = source.lines();
  if (position.line == 0 || position.line > lines.lineCount()) return {};
  uint32_t tabWidth = std::max<uint32_t>(options.tabWidth, 1);
  size_t maxWidth = std::max<uint32_t>(options.maxWidth, 16);
  std::string_view line = lines.lineText(position.line);
  size_t units = position.column == 0 ? 0 : position.column - 1;
  size_t markBegin = byteOffsetOfUtf16(line, units);
  size_t markEnd = byteOffsetOfUtf16(line, units + std::max<size_t>(markUnits, 1));
  Measured measured = measure(line, markBegin, markEnd, tabWidth);
  CellRange window = chooseWindow(measured, maxWidth);

  FrameWriter writer(position.line, options);
  uint32_t first = position.line - std::min(position.line - 1, options.contextLines);
  for (uint32_t number = first; number < position.line; ++number) {
    std::string_view context = lines.lineText(number);
    size_t total = measure(context, 0, 0, tabWidth).total;
    CellRange shown{std::min(window.begin, total), std::min(window.begin + maxWidth, total)};
    writer.sourceLine(number, shown.begin == total ? "" : renderLine(context, shown, total, tabWidth));
  }
  writer.sourceLine(position.line, renderLine(line, window, measured.total, tabWidth));
  size_t indent = measured.mark.begin - window.begin;
  size_t width = std::min(measured.mark.end - measured.mark.begin, maxWidth - std::min(indent, maxWidth - 1));
  writer.markLine(indent, width);
  return writer.take();
}

}  // namespace weft
