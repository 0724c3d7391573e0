#include "graph/jsonc.h"

#include <algorithm>

#include "syntax/tokens.h"

namespace weft::graph {

std::string strictJson(std::string_view text) {
  std::string out(text);
  constexpr size_t kNone = std::string::npos;
  size_t comma = kNone;  // the last token, if it was one that stands after a value
  char last = '{';       // the last token's last byte
  size_t at = 0;
  auto blank = [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (out[i] != '\n' && out[i] != '\r') out[i] = ' ';
  };
  while (at < out.size()) {
    char byte = out[at];
    bool mayBeComment = byte == '/' && at + 1 < out.size();
    if (mayBeComment && out[at + 1] == '/') {
      size_t end = std::min(out.find_first_of("\r\n", at), out.size());
      blank(at, end);
      at = end;
    } else if (mayBeComment && out[at + 1] == '*') {
      size_t close = out.find("*/", at + 2);
      if (close == kNone) return out;  // the parser will say so
      blank(at, close + 2);
      at = close + 2;
    } else if (byte == '"') {
      const char* end = syntax::skipString(out.data() + at, out.data() + out.size());
      if (!end) return out;
      at = static_cast<size_t>(end - out.data());
      comma = kNone;
      last = '"';
    } else {
      bool isBlank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
      if ((byte == '}' || byte == ']') && comma != kNone) out[comma] = ' ';
      if (!isBlank) {
        bool isAfterValue = last != '{' && last != '[' && last != ',' && last != ':';
        comma = byte == ',' && isAfterValue ? at : kNone;
        last = byte;
      }
      ++at;
    }
  }
  return out;
}

Result<JsonValue, JsonError> parseJsonc(std::string_view text) {
  return parseJson(strictJson(text));
}

}  // namespace weft::graph
