#include "bundler/web_manifest.h"

#include <vector>

#include "graph/json.h"

namespace weft::bundler {

namespace {

/// What is open: an array, an object; and the key that it, or what is being read, is the value of.
struct Level {
  char bracket;
  std::string key;
  bool isOfFiles = false;  // "icons": [ … ]
};

/// Past the string's end; `text[at]` is its quote.
size_t endOfString(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

bool isKeyAt(std::string_view text, size_t end) {
  size_t next = text.find_first_not_of(" \t\r\n", end);
  return next != text.npos && text[next] == ':';
}

}  // namespace

std::string changeManifest(std::string_view text,
                           const std::function<std::string(const std::string&, ByteRange)>& change) {
  std::string out;
  size_t written = 0;
  std::vector<Level> open = {{'{', {}}};
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    Level& inner = open.back();
    if (c == '[' || c == '{') {
      bool isOfFiles = c == '[' ? inner.key == "icons" || inner.key == "screenshots" : inner.isOfFiles;
      open.push_back({c, {}, isOfFiles});
    } else if ((c == ']' || c == '}') && open.size() > 1) {
      open.pop_back();
    } else if (c == '"') {
      size_t end = endOfString(text, at);
      auto value = graph::parseJson(text.substr(at, end - at));
      if (!value) return std::string(text);
      if (inner.bracket == '{' && isKeyAt(text, end)) {
        inner.key = value->string;
      } else if (inner.isOfFiles && inner.key == "src" && !value->string.empty()) {
        out += text.substr(written, at - written);
        ByteRange range{static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
        graph::appendJsonString(out, change(value->string, range));
        written = end;
      }
      at = end;
      continue;
    }
    ++at;
  }
  return out.append(text.substr(written));
}

}  // namespace weft::bundler
