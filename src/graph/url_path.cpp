#include "graph/url_path.h"

#include <algorithm>

#include "base/paths.h"

namespace weft::graph {

namespace {

bool hasEncodedSeparator(std::string_view text) {
  for (size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    std::string_view escape = text.substr(at, 3);
    if (escape == "%2F" || escape == "%2f" || escape == "%5C" || escape == "%5c") return true;
  }
  return false;
}

std::string resolveKeepingSlash(std::string_view directory, std::string_view path) {
  std::string resolved = paths::resolve(directory, path);
  std::string_view last = path.substr(path.rfind('/') + 1);
  bool endsInFolder = last.empty() || last == "." || last == "..";
  if (endsInFolder && resolved.back() != '/') resolved.push_back('/');
  return resolved;
}

}  // namespace

UrlPath joinUrlPath(std::string_view directory, std::string_view relative) {
  UrlPath result;
  if (relative.find_first_of("%?#\\\t\n\r") == std::string_view::npos) {
    result.path = resolveKeepingSlash(directory, relative);
    return result;
  }
  std::string cleaned(relative);
  std::erase_if(cleaned, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  size_t pathEnd = std::min(cleaned.find_first_of("?#"), cleaned.size());
  result.suffix = cleaned.substr(pathEnd);
  if (result.suffix == "?" || result.suffix == "#") result.suffix.clear();
  cleaned.resize(pathEnd);
  std::ranges::replace(cleaned, '\\', '/');
  result.hasEncodedSeparator = hasEncodedSeparator(cleaned);
  if (result.hasEncodedSeparator)
    result.encodedPath =
        resolveKeepingSlash(paths::toFileUrl(directory).substr(std::string_view("file://").size()), cleaned);
  // Decoding first also finds dot segments that are written %2e; an encoded separator is an error anyway.
  result.path = resolveKeepingSlash(directory, paths::percentDecode(cleaned));
  return result;
}

std::string_view urlScheme(std::string_view text) {
  auto isLetter = [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; };
  if (text.empty() || !isLetter(text.front())) return {};
  for (size_t i = 1; i < text.size(); ++i) {
    char c = text[i];
    if (c == ':') return text.substr(0, i);
    if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return {};
  }
  return {};
}

}  // namespace weft::graph
