#include "base/paths.h"

#include <algorithm>
#include <array>

namespace weft::paths {

namespace {

/// Appends the segments of `path` to `out`, dropping "." and resolving "..". `root`: how much of `out` stays.
/// Above the root, ".." vanishes from an absolute path and piles up in a relative one.
void appendSegments(std::string& out, std::string_view path, bool isAbsolutePath) {
  size_t root = isAbsolutePath ? 1 : 0;
  for (size_t at = 0; at < path.size();) {
    size_t end = path.find('/', at);
    if (end == std::string_view::npos) end = path.size();
    std::string_view segment = path.substr(at, end - at);
    at = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      bool canPop = out.size() > root && out != ".." && !out.ends_with("/..");
      if (canPop) {
        size_t slash = out.rfind('/');
        out.resize(slash == std::string::npos ? 0 : std::max(slash, root));
        continue;
      }
      if (isAbsolutePath) continue;
    }
    if (out.size() > root) out.push_back('/');
    out.append(segment);
  }
}

int hexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// The byte that "%XX" at `at` stands for, or -1.
int percentByte(std::string_view text, size_t at) {
  if (text[at] != '%' || at + 2 >= text.size()) return -1;
  int high = hexValue(text[at + 1]);
  int low = hexValue(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Bytes a file: URL path escapes: the URL Standard's path percent-encode set, what parsing would change or drop
/// ('%', '\\', control characters), and what RFC 1738 calls unsafe.
constexpr auto kEscapedInPath = [] {
  std::array<bool, 256> table{};
  for (int byte = 0; byte <= 0x20; ++byte) table[byte] = true;
  for (int byte = 0x7F; byte < 256; ++byte) table[byte] = true;
  for (char byte : {'"', '#', '%', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', '~'})
    table[static_cast<unsigned char>(byte)] = true;
  return table;
}();

void appendEscaped(std::string& out, std::string_view path) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (char character : path) {
    auto byte = static_cast<unsigned char>(character);
    if (!kEscapedInPath[byte]) {
      out.push_back(character);
      continue;
    }
    out.push_back('%');
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
}

bool equalsIgnoringCase(std::string_view text, std::string_view lowerCase) {
  if (text.size() != lowerCase.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    char letter = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (letter != lowerCase[i]) return false;
  }
  return true;
}

bool hasEncodedSlash(std::string_view text) {
  for (size_t at = 0; at + 2 < text.size(); ++at)
    if (percentByte(text, at) == '/') return true;
  return false;
}

/// As URL parsing reads a path: backslashes are slashes, encoded dot segments are dot segments.
std::string urlPathToText(std::string_view path) {
  std::string out = "/";
  for (size_t at = 0; at <= path.size();) {
    size_t end = path.find_first_of("/\\", at);
    bool isLast = end == std::string_view::npos;
    std::string segment = percentDecode(path.substr(at, isLast ? std::string_view::npos : end - at));
    at = isLast ? path.size() + 1 : end + 1;
    if (segment == "..") {
      size_t slash = out.rfind('/', out.size() - (out.size() > 1 ? 2 : 1));
      out.resize(slash == std::string::npos ? 1 : slash + 1);
    } else if (segment != ".") {
      out.append(segment);
      if (!isLast) out.push_back('/');
    }
  }
  return out;
}

}  // namespace

std::string normalize(std::string_view path) {
  if (path.empty()) return ".";
  std::string out;
  out.reserve(path.size());
  if (isAbsolute(path)) out.push_back('/');
  appendSegments(out, path, isAbsolute(path));
  if (out.empty()) return path.ends_with('/') ? "./" : ".";
  if (path.ends_with('/') && out.back() != '/') out.push_back('/');
  return out;
}

bool isNormalizedAbsolute(std::string_view path) {
  if (!isAbsolute(path)) return false;
  for (size_t slash = 0; slash != std::string_view::npos;) {
    size_t start = slash + 1;
    slash = path.find('/', start);
    std::string_view segment = path.substr(start, slash == std::string_view::npos ? slash : slash - start);
    if (segment == "." || segment == ".." || (segment.empty() && path.size() > 1)) return false;
  }
  return true;
}

std::string join(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (std::string_view part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined.push_back('/');
    joined.append(part);
  }
  return normalize(joined);
}

std::string resolve(std::string_view base, std::string_view path) {
  std::string out = "/";
  out.reserve(base.size() + path.size() + 1);
  if (!isAbsolute(path)) {
    if (isNormalizedAbsolute(base)) {
      out = base;
    } else {
      appendSegments(out, base, true);
    }
  }
  appendSegments(out, path, true);
  return out;
}

std::string_view dirname(std::string_view path) {
  if (path.empty()) return ".";
  size_t end = path.size();
  while (end > 1 && path[end - 1] == '/') --end;
  while (end > 1 && path[end - 1] != '/') --end;
  if (end <= 1) return isAbsolute(path) ? "/" : ".";
  // `end` is past the last separator: the separator goes, except that Node keeps the two slashes of "//a".
  if (end == 2 && isAbsolute(path)) return "//";
  return path.substr(0, end - 1);
}

std::string_view basename(std::string_view path) {
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view basename(std::string_view path, std::string_view suffix) {
  std::string_view name = basename(path);
  if (name.size() > suffix.size() && name.ends_with(suffix)) name.remove_suffix(suffix.size());
  return name;
}

std::string_view extname(std::string_view path) {
  std::string_view name = basename(path);
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name == "..") return {};
  return name.substr(dot);
}

std::string relative(std::string_view from, std::string_view to) {
  std::string source = resolve("/", from);
  std::string target = resolve("/", to);
  if (source == target) return {};
  if (source == "/") source.clear();
  if (target == "/") target.clear();
  size_t common = 0;
  size_t limit = std::min(source.size(), target.size());
  for (size_t i = 0; i <= limit; ++i) {
    bool sourceBreaks = i == source.size() || source[i] == '/';
    bool targetBreaks = i == target.size() || target[i] == '/';
    if (sourceBreaks && targetBreaks) common = i;
    if (i == limit || source[i] != target[i]) break;
  }
  std::string out;
  for (size_t i = common; i < source.size(); ++i)
    if (source[i] == '/') out.append(out.empty() ? ".." : "/..");
  std::string_view rest = std::string_view(target).substr(common);
  if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  if (!rest.empty() && !out.empty()) out.push_back('/');
  return out.append(rest);
}

std::string toFileUrl(std::string_view absolutePath) {
  std::string url = "file://";
  url.reserve(absolutePath.size() + 16);
  if (isNormalizedAbsolute(absolutePath)) {
    appendEscaped(url, absolutePath);
    return url;
  }
  std::string path = resolve("/", absolutePath);
  if (absolutePath.ends_with('/') && path != "/") path.push_back('/');
  appendEscaped(url, path);
  return url;
}

Result<std::string, FileUrlError> fromFileUrl(std::string_view url) {
  std::string stripped;  // URL parsing drops tabs and newlines wherever they stand
  if (url.find_first_of("\t\n\r") != std::string_view::npos) {
    stripped = url;
    std::erase_if(stripped, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
    url = stripped;
  }
  std::string_view rest = url.substr(0, url.find_first_of("?#"));
  if (rest.size() < 5 || !equalsIgnoringCase(rest.substr(0, 5), "file:"))
    return fail(FileUrlError{"ERR_INVALID_URL_SCHEME", "The URL must be of scheme file"});
  rest.remove_prefix(5);
  auto isSlash = [](char c) { return c == '/' || c == '\\'; };
  if (rest.size() >= 2 && isSlash(rest[0]) && isSlash(rest[1])) {
    rest.remove_prefix(2);
    size_t pathStart = std::min(rest.find_first_of("/\\"), rest.size());
    std::string_view host = rest.substr(0, pathStart);
    if (!host.empty() && !equalsIgnoringCase(host, "localhost"))
      return fail(FileUrlError{"ERR_INVALID_FILE_URL_HOST", "File URL host must be \"localhost\" or empty on linux"});
    rest.remove_prefix(pathStart);
  }
  if (hasEncodedSlash(rest))
    return fail(FileUrlError{"ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters"});
  if (!rest.empty() && isSlash(rest.front())) rest.remove_prefix(1);
  return urlPathToText(rest);
}

std::string percentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    int byte = percentByte(text, at);
    out.push_back(byte < 0 ? text[at] : static_cast<char>(byte));
    at += byte < 0 ? 1 : 3;
  }
  return out;
}

}  // namespace weft::paths
