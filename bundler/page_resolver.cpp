#include "bundler/page_resolver.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace weft::bundler {

bool isOfNetwork(std::string_view address) {
  if (address.starts_with("//")) return true;
  size_t colon = address.find(':');
  if (colon == address.npos || colon == 0) return false;
  return std::ranges::all_of(address.substr(0, colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
}

bool matchesExternal(std::string_view pattern, std::string_view name) {
  size_t star = pattern.find('*');
  if (star == pattern.npos)
    return name == pattern || (name.starts_with(pattern) && name.substr(pattern.size()).starts_with('/'));
  std::string_view before = pattern.substr(0, star);
  std::string_view after = pattern.substr(star + 1);
  return name.size() >= before.size() + after.size() && name.starts_with(before) && name.ends_with(after);
}

PageTarget PageResolver::resolve(std::string_view url, const std::string& folder) const {
  PageTarget out;
  bool isExternal = std::ranges::any_of(externals_, [&](const std::string& it) { return matchesExternal(it, url); });
  if (url.empty() || url[0] == '#' || url[0] == '?' || isOfNetwork(url) || isExternal) return out;
  size_t end = url.find_first_of("?#");
  if (end != url.npos) out.suffix = url.substr(end);
  std::string path = paths::percentDecode(url.substr(0, end));
  if (path.find('\0') != path.npos) return out;
  auto found = [&](const std::string& file) {
    if (fileKind(file) != FileKind::File) return false;
    auto real = realPath(file);
    out.kind = PageTarget::Kind::File;
    out.path = real ? *real : file;
    return true;
  };
  if (path[0] != '/') {
    if (folder.empty()) return out;
    out.path = paths::resolve(folder, path);
    if (!found(out.path)) out.kind = PageTarget::Kind::Missing;
    return out;
  }
  // ".." stays inside of the folder.
  std::string inside = paths::normalize(path).substr(1);
  if (!folders_.publicFolder.empty() && fileKind(paths::join({folders_.publicFolder, inside})) == FileKind::File) {
    out.kind = PageTarget::Kind::Public;
    out.path = std::move(inside);
    return out;
  }
  for (const std::string& root : folders_.roots)
    if (found(paths::join({root, inside}))) return out;
  out.kind = PageTarget::Kind::Missing;
  out.path = paths::join({folders_.roots.front(), inside});
  return out;
}

}  // namespace weft::bundler
