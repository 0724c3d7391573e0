#include "graph/suggestions.h"

#include <dirent.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "base/paths.h"

namespace weft::graph {

namespace {

/// Folders larger than this are not searched: a guess must stay cheap.
constexpr size_t kMostNames = 4096;
constexpr size_t kLongestName = 128;

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Levenshtein's distance without regard to case.
size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      size_t substituted = diagonal + (lowered(a[i]) == lowered(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
    }
  }
  return row[b.size()];
}

std::vector<std::string> namesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::unique_ptr<DIR, decltype(&::closedir)> directory(::opendir(folder.c_str()), &::closedir);
  if (!directory) return names;
  while (dirent* entry = ::readdir(directory.get())) {
    std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    if (names.size() == kMostNames) break;
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

std::string nearestName(std::string_view wanted, const std::vector<std::string>& names) {
  if (wanted.empty() || wanted.size() > kLongestName) return {};
  size_t limit = wanted.size() < 4 ? 1 : wanted.size() < 8 ? 2 : 3;
  std::string best;
  for (const std::string& name : names) {
    size_t difference = name.size() > wanted.size() ? name.size() - wanted.size() : wanted.size() - name.size();
    if (difference > limit || name == wanted) continue;
    size_t distance = editDistance(wanted, name);
    if (distance > limit || (distance == limit && !best.empty() && best < name)) continue;
    best = name;
    limit = distance;
  }
  return best;
}

std::string nearestFile(std::string_view path, const std::vector<std::string>& extensions) {
  std::string folder(paths::dirname(path));
  std::string_view name = paths::basename(path);
  std::vector<std::string> names = namesIn(folder);
  std::string prefix = folder == "/" ? folder : folder + "/";
  std::string_view stem = name.substr(0, name.size() - paths::extname(name).size());
  for (const std::string& extension : extensions) {
    std::string other = std::string(stem) + extension;
    if (std::ranges::binary_search(names, other) && other != name) return prefix.append(other);
  }
  std::string near = nearestName(name, names);
  if (!near.empty()) return prefix + near;
  if (!paths::extname(name).empty()) return {};
  std::vector<std::string> stems;  // "utl" may mean util.js
  for (std::string_view other : names)
    for (const std::string& extension : extensions)
      if (other.ends_with(extension)) stems.emplace_back(other.substr(0, other.size() - extension.size()));
  near = nearestName(name, stems);
  if (near.empty()) return {};
  for (const std::string& extension : extensions) {
    std::string file = near;
    file.append(extension);
    if (std::ranges::binary_search(names, file)) return prefix.append(file);
  }
  return {};
}

std::string nearestPackage(std::string_view specifier, const std::vector<std::string>& folders) {
  size_t end = specifier.find('/');
  if (specifier.starts_with('@') && end != std::string_view::npos) end = specifier.find('/', end + 1);
  std::string_view package = specifier.substr(0, end);
  bool isScoped = package.starts_with('@') && package.find('/') != std::string_view::npos;
  std::string scope(isScoped ? package.substr(0, package.find('/')) : "");
  for (const std::string& folder : folders) {
    std::string searched = folder;
    if (isScoped) searched.append("/").append(scope);
    std::string near = nearestName(isScoped ? package.substr(scope.size() + 1) : package, namesIn(searched));
    if (!near.empty()) return isScoped ? scope.append("/").append(near) : near;
  }
  return {};
}

}  // namespace weft::graph
