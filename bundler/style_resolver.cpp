#include "bundler/style_resolver.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/page_resolver.h"

namespace weft::bundler {

namespace {

graph::ResolverOptions styleOptions() {
  graph::ResolverOptions options;
  options.platformConditions = {"style"};
  options.mainFields = {"style", "main"};
  options.importsMayOmit = true;
  options.extensions = {".css"};
  return options;
}

}  // namespace

StyleResolver::StyleResolver(const std::vector<std::string>& externals)
    : externals_(externals), resolver_(styleOptions()) {}

bool StyleResolver::isExternal(std::string_view address) const {
  return isOfNetwork(address) ||
         std::ranges::any_of(externals_, [&](const std::string& pattern) { return matchesExternal(pattern, address); });
}

StyleTarget StyleResolver::resolve(std::string_view address, const std::string& from) {
  if (address.starts_with('/')) {
    if (fileKind(std::string(address)) == FileKind::File) return {StyleTarget::Kind::File, std::string(address)};
    return {StyleTarget::Kind::External, std::string(address)};
  }
  std::string path = paths::resolve(paths::dirname(from), paths::percentDecode(address));
  if (fileKind(path) == FileKind::File) {
    auto real = realPath(path);
    return {StyleTarget::Kind::File, real ? *real : path};
  }
  auto found = resolver_.resolve(address, from, graph::ResolveKind::Import);
  if (found && found->type == graph::ResolvedType::File) return {StyleTarget::Kind::File, found->path};
  StyleTarget missing;
  missing.message = "Cannot find \"" + std::string(address) + "\"";
  if (!found) missing.suggestion = found.error().suggestion;
  return missing;
}

StyleTarget StyleResolver::resolveSheet(std::string_view address, const std::string& from) {
  if (isExternal(address)) return {StyleTarget::Kind::External, std::string(address)};
  return resolve(address, from);
}

StyleTarget StyleResolver::resolveAsset(std::string_view address, const std::string& from) {
  bool isOfPage = address.empty() || address.starts_with('#') || address.starts_with('/') || isExternal(address);
  if (isOfPage) return {StyleTarget::Kind::External, std::string(address)};
  size_t end = std::min(address.find_first_of("?#"), address.size());
  StyleTarget target = resolve(address.substr(0, end), from);
  target.suffix = address.substr(end);
  return target;
}

}  // namespace weft::bundler
