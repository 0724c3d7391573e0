#include "test-runner/coverage/ignored.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace weft::test::coverage {

namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The words of a comment, one after another.
class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}
  std::string_view next() {
    size_t start = rest_.find_first_not_of(" \t\r\n*/");
    if (start == std::string_view::npos) return rest_ = {};
    size_t end = rest_.find_first_of(" \t\r\n*", start);
    if (end == std::string_view::npos) end = rest_.size();
    std::string_view word = rest_.substr(start, end - start);
    rest_.remove_prefix(end);
    return word;
  }

 private:
  std::string_view rest_;
};

bool isTool(std::string_view word) {
  return word == "istanbul" || word == "c8" || word == "v8" || word == "node:coverage";
}

/// What stands behind so many more lines.
uint32_t behindLines(std::string_view source, uint32_t from, uint32_t lines) {
  size_t at = source.find('\n', from);
  for (; lines > 0 && at != std::string_view::npos; --lines) at = source.find('\n', at + 1);
  return static_cast<uint32_t>(std::min(at, source.size()));
}

}  // namespace

Ignored::Ignored(const syntax::Ast& ast) {
  std::string_view source = ast.source();
  uint32_t startedAt = 0;
  bool isStarted = false;
  for (const syntax::KeptComment& comment : ast.comments) {
    Words words(ast.slice(comment.range.begin, comment.range.end));
    if (!isTool(words.next())) continue;
    std::string_view verb = words.next();
    if (verb == "disable" || verb == "enable") {  // node:coverage
      if (verb == "disable") startedAt = comment.range.begin;
      if (verb == "enable" && isStarted) stretches_.push_back({startedAt, comment.range.end});
      isStarted = verb == "disable";
      continue;
    }
    if (verb != "ignore") continue;
    std::string_view what = words.next();
    std::string_view number = words.next();
    uint32_t next = comment.range.end;
    while (next < source.size() && isBlank(source[next])) ++next;
    uint32_t lines = 0;
    if (what == "file") {
      isWholeFile_ = true;
    } else if (what == "start") {
      startedAt = comment.range.begin;
      isStarted = true;
    } else if (what == "stop" || what == "end") {
      if (isStarted) stretches_.push_back({startedAt, comment.range.end});
      isStarted = false;
    } else if (what == "if") {
      hinted_.push_back({next, Hint::If});
    } else if (what == "else") {
      hinted_.push_back({next, Hint::Else});
    } else if (what == "next" &&
               std::from_chars(number.data(), number.data() + number.size(), lines).ec == std::errc()) {
      stretches_.push_back({comment.range.end, behindLines(source, comment.range.end, lines)});
    } else if (what == "next") {
      hinted_.push_back({next, Hint::Next});
    }
  }
  if (isStarted) stretches_.push_back({startedAt, static_cast<uint32_t>(source.size())});
}

bool Ignored::isHinted(uint32_t offset, Hint hint) const {
  return std::ranges::any_of(hinted_, [&](const Hinted& it) { return it.offset == offset && it.hint == hint; });
}

bool Ignored::startsAt(uint32_t offset) const {
  if (hinted_.empty() && stretches_.empty()) return false;
  return isHinted(offset, Hint::Next) ||
         std::ranges::any_of(stretches_, [&](const ByteRange& it) { return it.begin <= offset && offset < it.end; });
}

}  // namespace weft::test::coverage
