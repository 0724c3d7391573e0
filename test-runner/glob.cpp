#include "test-runner/glob.h"

#include <algorithm>
#include <charconv>

#include "base/utf.h"

namespace weft::test {

namespace {

constexpr size_t kMostAlternatives = 4096;

/// Where the bracket that opens at `open` is closed; npos: nowhere.
size_t closingOf(std::string_view text, size_t open, char opening, char closing) {
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == opening)
      ++depth;
    else if (text[i] == closing && --depth == 0)
      return i;
  }
  return std::string_view::npos;
}

/// "a,{b,c}" at its own commas.
std::vector<std::string_view> split(std::string_view text, char separator, std::string_view opening,
                                    std::string_view closing) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t from = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (opening.find(text[i]) != std::string_view::npos) {
      ++depth;
    } else if (closing.find(text[i]) != std::string_view::npos) {
      --depth;
    } else if (text[i] == separator && depth == 0) {
      parts.push_back(text.substr(from, i - from));
      from = i + 1;
    }
  }
  parts.push_back(text.substr(from));
  return parts;
}

/// "1..3" or "a..c" → its members; empty if it is none.
std::vector<std::string> rangeOf(std::string_view text) {
  size_t dots = text.find("..");
  if (dots == std::string_view::npos) return {};
  std::string_view first = text.substr(0, dots), last = text.substr(dots + 2);
  std::vector<std::string> out;
  int from = 0, to = 0;
  auto number = [](std::string_view digits, int& value) {
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size();
  };
  bool isNumbers = number(first, from) && number(last, to);
  if (!isNumbers && (first.size() != 1 || last.size() != 1)) return {};
  if (!isNumbers) {
    from = first[0];
    to = last[0];
  }
  if (static_cast<size_t>(std::abs(int64_t{to} - from)) >= kMostAlternatives) return {};
  for (int step = from <= to ? 1 : -1, i = from;; i += step) {
    out.push_back(isNumbers ? std::to_string(i) : std::string(1, static_cast<char>(i)));
    if (i == to) return out;
  }
}

void expandBraces(std::string prefix, std::string_view rest, std::vector<std::string>& out) {
  if (out.size() >= kMostAlternatives) return;
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
      continue;
    }
    if (rest[i] != '{') continue;
    size_t close = closingOf(rest, i, '{', '}');
    if (close == std::string_view::npos) continue;
    std::string_view body = rest.substr(i + 1, close - i - 1);
    std::vector<std::string> choices = rangeOf(body);
    std::vector<std::string_view> parts = split(body, ',', "{(", "})");
    if (choices.empty() && parts.size() < 2) continue;
    if (choices.empty()) choices.assign(parts.begin(), parts.end());
    std::string before = prefix + std::string(rest.substr(0, i));
    for (const std::string& choice : choices) expandBraces(before, choice + std::string(rest.substr(close + 1)), out);
    return;
  }
  out.push_back(prefix + std::string(rest));
}

bool isExtended(std::string_view pattern, size_t at) {
  return at + 1 < pattern.size() && pattern[at + 1] == '(' &&
         std::string_view("?*+@!").find(pattern[at]) != std::string_view::npos;
}

/// `(a|b)` and `(*.)` without a sign before them are as `@(a|b)`. A group of nothing but a name stands for itself.
std::string withPlainGroups(std::string_view pattern) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    bool isSigned = i > 0 && isExtended(pattern, i - 1);
    if (pattern[i] == '(' && !isSigned) {
      size_t close = closingOf(pattern, i, '(', ')');
      if (close != std::string_view::npos &&
          pattern.substr(i, close - i).find_first_of("|*?") != std::string_view::npos)
        out += '@';
    }
    out += pattern[i];
    if (pattern[i] == '\\' && i + 1 < pattern.size()) out += pattern[++i];
  }
  return out;
}

bool match(std::string_view pattern, std::string_view text, bool isSegmentStart);

bool matchParts(std::string_view body, std::string_view text) {
  for (std::string_view part : split(body, '|', "(", ")"))
    if (match(part, text, true)) return true;
  return false;
}

/// `kind(body)` and what follows it.
bool matchExtended(char kind, std::string_view body, std::string_view rest, std::string_view text) {
  if ((kind == '?' || kind == '*') && match(rest, text, false)) return true;
  bool repeats = kind == '*' || kind == '+';
  for (size_t length = kind == '!' ? 0 : repeats ? 1 : 0; length <= text.size(); ++length) {
    std::string_view head = text.substr(0, length);
    if (kind == '!' && head.find('/') != std::string_view::npos) return false;
    if (matchParts(body, head) == (kind == '!')) continue;
    std::string_view tail = text.substr(length);
    if (match(rest, tail, false)) return true;
    if (repeats && !tail.empty() && matchExtended('+', body, rest, tail)) return true;
  }
  return false;
}

/// One character of `[...]`; moves `at` past it. False if no bracket closes: then it stands for itself.
bool matchClass(std::string_view pattern, size_t& at, char32_t character, bool& isIn) {
  size_t i = at + 1;
  bool isNegated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (isNegated) ++i;
  size_t first = i;
  bool found = false;
  while (i < pattern.size() && (pattern[i] != ']' || i == first)) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    char32_t low = decodeUtf8(pattern, i);
    char32_t high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      ++i;
      high = decodeUtf8(pattern, i);
    }
    found |= character >= low && character <= high;
  }
  if (i >= pattern.size()) return false;
  at = i + 1;
  isIn = found != isNegated && character != '/';
  return true;
}

bool match(std::string_view pattern, std::string_view text, bool isSegmentStart) {
  size_t p = 0, t = 0;
  while (p < pattern.size()) {
    if (isExtended(pattern, p)) {
      size_t close = closingOf(pattern, p + 1, '(', ')');
      if (close != std::string_view::npos)
        return matchExtended(pattern[p], pattern.substr(p + 2, close - p - 2), pattern.substr(close + 1),
                             text.substr(t));
    }
    char c = pattern[p];
    if (c == '*') {
      bool isDeep =
          pattern.substr(p).starts_with("**") && isSegmentStart && (p + 2 == pattern.size() || pattern[p + 2] == '/');
      if (isDeep && p + 2 == pattern.size()) return true;
      if (isDeep) {
        std::string_view rest = pattern.substr(p + 3);
        for (size_t at = t;; ++at) {
          if (match(rest, text.substr(at), true)) return true;
          at = text.find('/', at);
          if (at == std::string_view::npos) return false;
        }
      }
      size_t next = p;
      while (next < pattern.size() && pattern[next] == '*' && !(next > p && isExtended(pattern, next))) ++next;
      std::string_view rest = pattern.substr(next);
      for (size_t at = t;; ++at) {
        if (match(rest, text.substr(at), false)) return true;
        if (at >= text.size() || text[at] == '/') return false;
      }
    }
    if (t >= text.size()) return false;
    size_t after = t;
    char32_t character = decodeUtf8(text, after);
    if (c == '?') {
      if (character == '/') return false;
      ++p;
    } else if (bool isIn = false; c == '[' && matchClass(pattern, p, character, isIn)) {
      if (!isIn) return false;
    } else {
      if (c == '\\' && p + 1 < pattern.size()) ++p;
      if (decodeUtf8(pattern, p) != character) return false;
    }
    isSegmentStart = character == '/';
    t = after;
  }
  return t == text.size();
}

}  // namespace

Glob::Glob(std::string_view pattern) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  expandBraces("", withPlainGroups(pattern), alternatives_);
}

bool Glob::matches(std::string_view path) const {
  return std::ranges::any_of(alternatives_, [&](const std::string& one) { return match(one, path, true); });
}

GlobList::GlobList(const std::vector<std::string>& patterns, std::string_view folder) {
  for (std::string_view pattern : patterns) {
    bool isNegated = pattern.starts_with('!') && !pattern.starts_with("!(");
    if (isNegated) pattern.remove_prefix(1);
    while (pattern.starts_with("./")) pattern.remove_prefix(2);
    std::string whole(pattern);
    if (!pattern.starts_with('/') && !pattern.starts_with("**")) whole = std::string(folder) + "/" + whole;
    items_.push_back({isNegated, Glob(whole)});
  }
}

bool GlobList::matches(std::string_view path) const {
  // A list that only takes away begins with everything.
  bool isIn = !items_.empty() && items_.front().isNegated;
  for (const Item& item : items_)
    if (isIn == item.isNegated && item.glob.matches(path)) isIn = !item.isNegated;
  return isIn;
}

}  // namespace weft::test
