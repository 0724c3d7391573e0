#include "bundler/default_resolution.h"

#include "bundler/style_resolver.h"

namespace weft::bundler {

bool isExternal(const ScanOptions& options, std::string_view specifier) {
  if (options.everythingIsExternal || specifier.starts_with("http:") || specifier.starts_with("https:") ||
      specifier.starts_with("//"))
    return true;
  for (std::string_view pattern : options.externals) {
    size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
      bool isPath =
          specifier.size() > pattern.size() && specifier.starts_with(pattern) && specifier[pattern.size()] == '/';
      if (specifier == pattern || isPath) return true;
    } else if (specifier.size() + 1 >= pattern.size() && specifier.starts_with(pattern.substr(0, star)) &&
               specifier.ends_with(pattern.substr(star + 1))) {
      return true;
    }
  }
  bool isName = !specifier.starts_with('.') && !specifier.starts_with('/') && !specifier.starts_with('#');
  return options.packagesAreExternal && isName;
}

std::string aliasOf(const ScanOptions& options, std::string_view specifier) {
  const std::pair<std::string, std::string>* longest = nullptr;
  for (const auto& alias : options.aliases) {
    const std::string& name = alias.first;
    bool isMatch = specifier.starts_with(name) && (specifier.size() == name.size() || specifier[name.size()] == '/');
    if (isMatch && (!longest || longest->first.size() < name.size())) longest = &alias;
  }
  return longest ? longest->second + std::string(specifier.substr(longest->first.size())) : std::string();
}

DefaultResolution resolveByDefault(graph::Resolver& resolver, const ScanOptions& options, const std::string& specifier,
                                   const std::string& from, RequestOrigin origin) {
  DefaultResolution out;
  if (origin == RequestOrigin::ImportRule || origin == RequestOrigin::ComposesFrom ||
      origin == RequestOrigin::UrlToken) {
    StyleResolver styles(options.externals);
    StyleTarget target =
        origin == RequestOrigin::UrlToken ? styles.resolveAsset(specifier, from) : styles.resolveSheet(specifier, from);
    out.path = std::move(target.path);
    out.suffix = std::move(target.suffix);
    out.isExternal = target.kind == StyleTarget::Kind::External;
    if (target.kind == StyleTarget::Kind::Missing) out.fault = std::move(target.message);
    return out;
  }
  std::string alias = aliasOf(options, specifier);
  const std::string& name = alias.empty() ? specifier : alias;
  if (isExternal(options, name)) {
    out.path = name;
    out.isExternal = true;
    return out;
  }
  bool isRequire = origin == RequestOrigin::RequireCall || origin == RequestOrigin::RequireResolve;
  auto found = origin == RequestOrigin::EntryPoint
                   ? resolver.resolveEntry(name, options.workingDirectory)
                   : resolver.resolve(name, alias.empty() ? from : options.workingDirectory + "/alias",
                                      isRequire ? graph::ResolveKind::Require : graph::ResolveKind::Import);
  if (!found) {
    out.fault = found.error().message;
    return out;
  }
  out.path = found->path;
  out.suffix = found->suffix;
  out.isExternal = found->type == graph::ResolvedType::Builtin;
  if (found->type != graph::ResolvedType::File || options.tree.drop.ignoresAnnotations) return out;
  auto package = resolver.packageScope(found->path);
  if (package && *package) out.hasSideEffects = (*package)->hasSideEffects(found->path);
  return out;
}

}  // namespace weft::bundler
