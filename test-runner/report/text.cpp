#include "test-runner/report/text.h"

#include <stdio.h>

#include "base/diagnostics.h"
#include "base/file.h"
#include "base/utf.h"

namespace weft::test {

namespace {

constexpr uint64_t kLargestSource = uint64_t{8} << 20;
constexpr size_t kMostFrames = 24;

std::string withoutRoot(std::string_view text, std::string_view root) {
  if (root.size() < 2) return std::string(text);
  std::string prefix = std::string(root) + "/";
  std::string out;
  size_t from = 0;
  for (size_t at; (at = text.find(prefix, from)) != std::string_view::npos; from = at + prefix.size()) {
    out += text.substr(from, at - from);
    if (out.ends_with("file://")) out.resize(out.size() - 7);
  }
  return out += text.substr(from);
}

std::string headline(const Fault& fault) {
  std::string_view name = fault.name;
  // The text of a matcher says it all.
  bool isMatcher = withoutEscapes(fault.message).starts_with("expect(");
  if (name.empty() || isMatcher) return fault.message.empty() ? std::string(name) : fault.message;
  return fault.message.empty() ? std::string(name) : std::string(name) + ": " + fault.message;
}

std::string codeFrame(const Place& place, bool isColoured) {
  if (place.line == 0 || place.path.empty() || place.path[0] != '/') return {};
  auto text = readFile(place.path, kLargestSource);
  if (!text) return {};
  SourceText source(place.path, std::move(*text));
  FrameOptions options;
  options.color = isColoured ? Color::On : Color::Off;
  options.contextLines = 2;
  return renderCodeFrame(source, {place.line, std::max(place.column, 1u)}, 1, options);
}

std::string stackText(std::string_view stack, std::string_view root) {
  std::string out;
  for (size_t frames = 0; !stack.empty(); ++frames) {
    if (frames == kMostFrames) return out + "…\n";
    size_t end = std::min(stack.find('\n'), stack.size());
    std::string_view line = stack.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    stack.remove_prefix(std::min(end + 1, stack.size()));
    if (!line.empty()) out += (line.starts_with("at ") ? "" : "at ") + withoutRoot(line, root) + "\n";
  }
  return out;
}

}  // namespace

std::string oneLine(std::string_view text) {
  std::string out;
  for (char byte : text) {
    if (byte == '\n')
      out += "\\n";
    else if (byte == '\t')
      out += "\\t";
    else if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f)
      appendUtf8(out, kReplacementCharacter);
    else
      out += byte;
  }
  return out;
}

std::string durationText(double milliseconds) {
  char text[48];
  if (milliseconds < 10)
    snprintf(text, sizeof text, "%.1f ms", milliseconds);
  else if (milliseconds < 999.5)
    snprintf(text, sizeof text, "%.0f ms", milliseconds);
  else if (milliseconds < 60000)
    snprintf(text, sizeof text, "%.2f s", milliseconds / 1000);
  else
    snprintf(text, sizeof text, "%.0f min %02.0f s", static_cast<double>(static_cast<int64_t>(milliseconds / 60000)),
             static_cast<double>(static_cast<int64_t>(milliseconds) % 60000 / 1000));
  return text;
}

std::string countText(size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string shownName(const TestResult& test) {
  return oneLine(test.fullName());
}

std::string placeText(const Place& place, std::string_view root) {
  if (place.path.empty()) return {};
  std::string text = withoutRoot(place.path, root);
  if (place.line == 0) return text;
  text += ":" + std::to_string(place.line);
  return place.column == 0 ? text : text + ":" + std::to_string(place.column);
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) (out += indent) += text.substr(0, end);
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string faultText(const Fault& fault, std::string_view root, std::string_view indent, Frame frame,
                      bool isColoured) {
  std::string head = headline(fault);
  if (!isColoured) head = withoutEscapes(head);
  if (head.empty()) head = "failed, and says nothing of why";
  if (isColoured && head.find('\x1b') == std::string::npos) {
    size_t end = std::min(head.find('\n'), head.size());
    head = "\x1b[31m" + head.substr(0, end) + "\x1b[0m" + head.substr(end);
  }
  std::string out = indented(head, indent);
  std::string code = frame == Frame::With ? codeFrame(fault.place, isColoured) : std::string();
  if (!code.empty()) out += "\n" + indented(code, indent) + "\n";
  std::string stack = stackText(withoutEscapes(fault.stack), root);
  if (stack.empty() && fault.place.line != 0) stack = "at " + placeText(fault.place, root) + "\n";
  std::string deeper = std::string(indent) + "  ";
  std::string frames = indented(stack, deeper);
  if (!frames.empty()) out += isColoured ? "\x1b[2m" + frames + "\x1b[0m" : frames;
  if (!fault.cause.empty())
    out += indented("cause: " + (isColoured ? fault.cause : withoutEscapes(fault.cause)), deeper);
  return out;
}

std::string escapeMarkup(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    char32_t point = decodeUtf8(text, at);
    switch (point) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        bool isAllowed = (point >= 0x20 && point != 0xfffe && point != 0xffff) || point == '\n' || point == '\t';
        appendUtf8(out, isAllowed ? point : kReplacementCharacter);
    }
  }
  return out;
}

}  // namespace weft::test
