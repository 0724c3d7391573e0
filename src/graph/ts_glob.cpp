#include "graph/ts_glob.h"

#include <algorithm>
#include <cstdint>

namespace weft::graph {

namespace {

std::vector<std::string_view> segmentsOf(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    size_t slash = std::min(path.find('/'), path.size());
    if (slash != 0) segments.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return segments;
}

/// `*` and `?` in one name; back to the last `*` where the rest does not fit.
bool matchesName(std::string_view pattern, std::string_view name) {
  size_t at = 0;
  size_t star = std::string_view::npos;
  size_t resumeName = 0;
  for (size_t i = 0; i < name.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resumeName = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++resumeName;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace

bool matchesTsGlob(std::string_view pattern, std::string_view path) {
  std::vector<std::string_view> wanted = segmentsOf(pattern);
  std::vector<std::string_view> names = segmentsOf(path);
  size_t at = 0;
  size_t deep = SIZE_MAX;  // the last `**`
  size_t resume = 0;
  for (size_t i = 0; i < names.size();) {
    // A folder's name stands for everything in it.
    if (at == wanted.size() && !wanted.empty() && wanted.back().find_first_of("*?") == std::string_view::npos)
      return true;
    if (at < wanted.size() && wanted[at] == "**") {
      deep = at++;
      resume = i;
    } else if (at < wanted.size() && matchesName(wanted[at], names[i])) {
      ++at;
      ++i;
    } else if (deep != SIZE_MAX) {
      at = deep + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (at < wanted.size() && wanted[at] == "**") ++at;
  return at == wanted.size();
}

bool TsFileSet::contains(std::string_view path) const {
  if (std::ranges::find(files, path) != files.end()) return true;
  auto matches = [&](const std::string& pattern) { return matchesTsGlob(pattern, path); };
  return std::ranges::any_of(include, matches) && !std::ranges::any_of(exclude, matches);
}

}  // namespace weft::graph
