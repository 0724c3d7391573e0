#include "dev/session_settings.h"

#include <algorithm>

#include "base/paths.h"
#include "syntax/edits.h"

namespace weft::dev {

graph::ResolverOptions resolverOptionsOf(const SessionOptions& options) {
  graph::ResolverOptions out = graph::ResolverOptions::forBrowsers();
  out.conditions = options.conditions;
  out.conditions.emplace_back("development");
  return out;
}

bundler::ScanOptions scanOptionsOf(const SessionOptions& options) {
  bundler::ScanOptions out;
  out.workingDirectory = options.root;
  out.webRoots = {options.root};
  if (!options.publicFolder.empty()) out.webRoots.push_back(options.publicFolder);
  out.aliases = options.aliases;
  out.followsWorkers = true;
  out.loaders = bundler::assetLoaders();
  for (const auto& [extension, name] : options.loaders)
    if (auto loader = bundler::loaderNamed(name)) out.loaders[extension] = *loader;
  auto define = [&](const std::string& name, const std::string& value) {
    std::vector<std::string> path = syntax::parsePath(name);
    auto constant = syntax::ConstantExpression::parse(value);
    bool isGiven = std::ranges::any_of(out.tree.defines, [&](const syntax::Define& it) { return it.path == path; });
    if (!path.empty() && constant && !isGiven) out.tree.defines.push_back({std::move(path), std::move(*constant)});
  };
  for (const auto& [name, value] : options.defines) define(name, value);
  define("process.env.NODE_ENV", "\"development\"");
  out.tree.dropsDeadBranches = true;
  out.tree.target.add(syntax::Feature::Using);
  return out;
}

bool isSettingsPath(std::string_view path) {
  if (isOfPackage(path)) return false;
  std::string_view name = paths::basename(path);
  bool isConfig = (name.starts_with("tsconfig") || name.starts_with("jsconfig")) && name.ends_with(".json");
  return isConfig || name == "package.json";
}

bool isOfPackage(std::string_view path) {
  return path.find("/node_modules/") != std::string_view::npos;
}

}  // namespace weft::dev
