#include "graph/name_map.h"

#include <algorithm>

#include "base/paths.h"

namespace weft::graph {

bool NameMap::mayMatch(std::string_view specifier) const {
  return std::ranges::any_of(rules_, [&](const NameRule& rule) {
    if (!specifier.starts_with(rule.begin)) return false;
    return rule.ends.empty() ||
           std::ranges::any_of(rule.ends, [&](const std::string& end) { return specifier.ends_with(end); });
  });
}

const MappedName* NameMap::find(std::string_view specifier) {
  if (!mayMatch(specifier)) return nullptr;
  auto known = known_.find(specifier);
  if (known == known_.end()) {
    std::optional<MappedName> answer = ask_(specifier);
    known = known_.insert_or_assign(std::string(specifier), std::move(answer)).first;
  }
  return known->second ? &*known->second : nullptr;
}

Result<Resolution, ModuleError> resolveMapped(Resolver& resolver, const MappedName& name, std::string_view specifier,
                                              std::string_view referrer, ResolveKind kind) {
  ModuleError error;
  error.code = kind == ResolveKind::Import ? ModuleErrorCode::ErrModuleNotFound : ModuleErrorCode::ModuleNotFound;
  std::string list;
  for (const std::string& candidate : name.candidates) {
    bool isPath = paths::isAbsolute(candidate);
    ResolveKind first = isPath ? ResolveKind::Require : kind;
    ResolveKind second = first == ResolveKind::Require ? ResolveKind::Import : ResolveKind::Require;
    auto found = resolver.resolve(candidate, referrer, first);
    if (!found) found = resolver.resolve(candidate, referrer, second);
    if (found) return found;
    error.tried.insert(error.tried.end(), found.error().tried.begin(), found.error().tried.end());
    list.append(list.empty() ? "'" : ", '").append(candidate).push_back('\'');
  }
  error.message = "Cannot find module '" + std::string(specifier) + "' imported from " + std::string(referrer) + ": " +
                  name.rule + " makes it " + list + ", and there is no such module";
  return fail(std::move(error));
}

}  // namespace weft::graph
