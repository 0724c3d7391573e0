#include "test-runner/coverage_run.h"

#include <algorithm>
#include <unordered_set>

#include "base/file.h"
#include "base/paths.h"
#include "graph/module_kind.h"
#include "graph/module_source.h"
#include "test-runner/coverage/measure.h"
#include "test-runner/coverage/report.h"

namespace weft::test {

namespace {

bool isCode(std::string_view path) {
  constexpr std::string_view kExtensions[] = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"};
  if (path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts")) return false;
  return std::ranges::any_of(kExtensions, [&](std::string_view extension) { return path.ends_with(extension); });
}

/// How Jest reads the name of a threshold: a path, if there is such a file or folder; else a glob.
bool isBelow(std::string_view path, const std::string& place) {
  return path == place || (path.starts_with(place) && path[place.size()] == '/');
}

}  // namespace

void CoverageRun::add(std::string_view packed) {
  for (coverage::FileCoverage& file : coverage::unpack(packed)) coverage::add(files_, std::move(file));
}

/// Files that are named as counting, and that no test has loaded.
std::vector<std::string> CoverageRun::unloaded() const {
  if (request_.include.empty()) return {};
  GlobList include(request_.include, root_);
  return findFiles(root_, Dots::Without, [&](const std::string& path) {
    return isCode(path) && include.matches(path) && !files_.contains(path);
  });
}

bool CoverageRun::complete(const PathSelection& withoutIgnored) {
  graph::Resolver resolver({});
  for (const std::string& path : unloaded()) {
    graph::ArtifactResult artifact =
        graph::readArtifact(resolver, nullptr, {graph::ResolvedType::File, path, ""}, graph::AttributeType::None);
    if (!artifact) continue;
    coverage::add(files_, coverage::measure(**artifact, {}));
  }
  GlobList include(request_.include, root_), exclude(request_.exclude, root_);
  std::erase_if(files_, [&](const auto& it) {
    const std::string& path = it.first;
    if (!include.isEmpty() && !include.matches(path)) return true;
    if (exclude.matches(path)) return true;
    return !request_.includesTests && isTest_(path);
  });
  if (request_.ignore.empty() || files_.empty()) return true;
  std::vector<std::string> paths;
  for (const auto& [path, file] : files_) paths.push_back(path);
  if (!withoutIgnored(request_.ignore, paths)) return false;
  std::unordered_set<std::string> kept(paths.begin(), paths.end());
  std::erase_if(files_, [&](const auto& it) { return !kept.contains(it.first); });
  return true;
}

Result<std::string, std::string> CoverageRun::report(bool isColoured, uint32_t columns) const {
  coverage::ReportOptions options{root_, isColoured ? Color::On : Color::Off, columns};
  std::string shown;
  for (const std::string& name : request_.reporters) {
    std::optional<coverage::ReportKind> kind = coverage::reportKindNamed(name);
    if (!kind) continue;  // the configuration has warned of it
    if (*kind == coverage::ReportKind::Text)
      shown += coverage::textTable(files_, options);
    else if (*kind == coverage::ReportKind::TextSummary)
      shown += coverage::textSummary(files_, options);
    else if (auto written = coverage::writeReport(*kind, files_, options, request_.directory); !written)
      return std::unexpected("the report " + name + " could not be written: " + written.error().message());
  }
  return shown;
}

std::vector<std::string> CoverageRun::missed() const {
  std::vector<coverage::Threshold> thresholds = request_.thresholds;
  for (coverage::Threshold& threshold : thresholds) {
    if (threshold.isGlobal) continue;
    std::string place = paths::resolve(root_, threshold.files);
    bool isPlace = fileKind(place) != FileKind::Missing;
    GlobList glob({threshold.files}, root_);
    for (const auto& [path, file] : files_)
      if (isPlace ? isBelow(path, place) : glob.matches(path)) threshold.matched.push_back(path);
    // A folder is held against its threshold as a whole, what a glob names file by file.
    threshold.isEachFile |= !isPlace;
  }
  return coverage::missedThresholds(files_, thresholds);
}

}  // namespace weft::test
