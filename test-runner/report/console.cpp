#include "test-runner/report/console.h"

#include <errno.h>

#include "base/utf.h"
#include "loop/standard_io.h"

namespace weft::test {

namespace {

constexpr size_t kFlushBytes = size_t{1} << 16;
constexpr std::string_view kClearLine = "\r\x1b[K";

std::string_view codeOf(Paint paint) {
  switch (paint) {
    case Paint::Bold:
      return "1";
    case Paint::Dim:
      return "2";
    case Paint::Red:
      return "31";
    case Paint::Green:
      return "32";
    case Paint::Yellow:
      return "33";
    case Paint::Cyan:
      return "36";
    case Paint::Badge:
      return "41;1;97";
  }
  return "0";
}

/// The end of the escape sequence at `at` (ECMA-48: CSI, OSC, and those of two characters).
size_t escapeEnd(std::string_view text, size_t at) {
  if (at + 1 >= text.size()) return text.size();
  char kind = text[at + 1];
  size_t i = at + 2;
  if (kind == '[') {
    while (i < text.size() && (text[i] < 0x40 || text[i] > 0x7e)) ++i;
    return i < text.size() ? i + 1 : i;
  }
  if (kind != ']') return i;
  for (; i < text.size(); ++i) {
    if (text[i] == '\a') return i + 1;
    if (text[i] == '\x1b') return i + 1 < text.size() ? i + 2 : i + 1;
  }
  return i;
}

/// At most so many code points: the line must not wrap.
std::string clipped(const std::string& text, int columns) {
  size_t at = 0;
  for (int count = 0; at < text.size(); ++count) {
    if (text[at] == '\x1b') {
      at = escapeEnd(text, at);
      --count;
      continue;
    }
    if (count >= columns - 1) return text.substr(0, at) + "\x1b[0m";
    (void)decodeUtf8(text, at);
  }
  return text;
}

}  // namespace

std::string withoutEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t from = 0;
  for (size_t at; (at = text.find('\x1b', from)) != std::string_view::npos; from = escapeEnd(text, at))
    out += text.substr(from, at - from);
  return out += text.substr(from);
}

Console::~Console() {
  progress_.clear();
  flush();
}

std::string Console::paint(Paint paint, std::string_view text) const {
  if (!options_.isColoured || text.empty()) return std::string(text);
  return "\x1b[" + std::string(codeOf(paint)) + "m" + std::string(text) + "\x1b[0m";
}

void Console::report(std::string_view text) {
  int descriptor = options_.reportsToStderr ? 2 : 1;
  if (isMidLine_) append(descriptor, "\n");
  if (options_.isColoured || text.find('\x1b') == std::string_view::npos)
    append(descriptor, text);
  else
    append(descriptor, withoutEscapes(text));
}

void Console::lost(std::string_view message) {
  hasLost_ = true;
  report(message);
}

void Console::pass(uint8_t descriptor, std::string_view text) {
  append(options_.reportsToStderr || descriptor == 2 ? 2 : 1, text);
}

void Console::document(std::string_view text) {
  append(1, text);
}

void Console::append(int descriptor, std::string_view text) {
  if (text.empty()) return;
  if (descriptor != waitingFor_) write();
  hideProgress();
  waitingFor_ = descriptor;
  waiting_ += text;
  isMidLine_ = text.back() != '\n';
  if (waiting_.size() > kFlushBytes) write();
}

void Console::hideProgress() {
  if (!isProgressShown_) return;
  isProgressShown_ = false;
  write();
  waitingFor_ = options_.reportsToStderr ? 2 : 1;
  waiting_ = kClearLine;
}

void Console::setProgress(std::string text) {
  if (!options_.hasProgress || text == progress_) return;
  progress_ = std::move(text);
  hideProgress();
}

void Console::flush() {
  if (!progress_.empty() && !isProgressShown_ && !isMidLine_) {
    int descriptor = options_.reportsToStderr ? 2 : 1;
    if (descriptor != waitingFor_) write();
    waitingFor_ = descriptor;
    waiting_ += clipped(progress_, options_.columns);
    isProgressShown_ = true;
  }
  write();
}

void Console::write() {
  if (waiting_.empty()) return;
  if (!isClosed_) {
    auto written = loop::writeAll(waitingFor_, {reinterpret_cast<const uint8_t*>(waiting_.data()), waiting_.size()});
    isClosed_ = !written && written.error().code != EAGAIN;
  }
  waiting_.clear();
}

}  // namespace weft::test
