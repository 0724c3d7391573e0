#include "base/env_file.h"

#include <algorithm>

namespace weft {

namespace {

bool isBlank(char byte) {
  return byte == ' ' || byte == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (isBlank(text.front()) || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (isBlank(text.back()) || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

/// Text without carriage returns before line feeds.
std::string unixLines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out.push_back(text[i]);
  return out;
}

/// In double quotes, \n is a line end.
std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    bool isLineEnd = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
    out.push_back(isLineEnd ? '\n' : text[i]);
    i += isLineEnd;
  }
  return out;
}

bool isNameByte(char byte) {
  auto c = static_cast<unsigned char>(byte);
  return (c | 0x20u) - 'a' < 26u || c - '0' < 10u || c == '_';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<EnvVariable> run() {
    while (at_ < text_.size()) line();
    return std::move(variables_);
  }

 private:
  void line() {
    size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view whole = text_.substr(at_, end - at_);
    size_t equals = whole.find('=');
    std::string_view name = trimmed(whole.substr(0, equals));
    if (name.starts_with("export") && name.size() > 6 && isBlank(name[6])) name = trimmed(name.substr(6));
    if (equals == std::string_view::npos || name.empty() || name.front() == '#') {
      at_ = end + 1;
      return;
    }
    size_t from = at_ + equals + 1;
    while (from < end && isBlank(text_[from])) ++from;
    char quote = from < end ? text_[from] : '\0';
    bool isQuote = quote == '"' || quote == '\'' || quote == '`';
    size_t close = isQuote ? text_.find(quote, from + 1) : std::string_view::npos;
    if (close == std::string_view::npos) return plain(name, from, end);
    // A quoted value may go on over lines; what follows it on its last line says nothing.
    std::string_view inner = text_.substr(from + 1, close - from - 1);
    variables_.push_back({std::string(name), quote == '"' ? unescaped(inner) : std::string(inner), quote != '"'});
    at_ = std::min(text_.find('\n', close), text_.size()) + 1;
  }

  /// Up to a comment or the line's end.
  void plain(std::string_view name, size_t from, size_t end) {
    std::string_view value = text_.substr(from, end - from);
    value = trimmed(value.substr(0, value.find('#')));
    variables_.push_back({std::string(name), std::string(value), false});
    at_ = end + 1;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<EnvVariable> variables_;
};

}  // namespace

std::vector<EnvVariable> parseEnvFile(std::string_view text) {
  if (text.find('\r') == std::string_view::npos) return Parser(text).run();
  std::string lines = unixLines(text);
  return Parser(lines).run();
}

std::string expandEnvValue(std::string_view value, const std::function<std::string(std::string_view)>& lookup) {
  std::string out;
  for (size_t i = 0; i < value.size();) {
    if (value[i] == '\\' && i + 1 < value.size() && value[i + 1] == '$') {
      out.push_back('$');
      i += 2;
      continue;
    }
    if (value[i] != '$') {
      out.push_back(value[i++]);
      continue;
    }
    bool hasBrace = i + 1 < value.size() && value[i + 1] == '{';
    size_t from = i + (hasBrace ? 2 : 1);
    size_t to = from;
    while (to < value.size() && isNameByte(value[to])) ++to;
    size_t close = hasBrace ? value.find('}', to) : to;
    std::string_view rest = hasBrace && close != std::string_view::npos ? value.substr(to, close - to) : "";
    bool isReference = to > from && close != std::string_view::npos && (rest.empty() || rest.starts_with(":-"));
    if (!isReference) {
      out.push_back(value[i++]);
      continue;
    }
    std::string found = lookup(value.substr(from, to - from));
    out += found.empty() && !rest.empty() ? std::string(rest.substr(2)) : found;
    i = close + (hasBrace ? 1 : 0);
  }
  return out;
}

}  // namespace weft
