#pragma once

// Names that stand for other names, as test runners and bundlers configure them (moduleNameMapper, aliases). Their
// patterns are JavaScript's regular expressions, so whoever has JavaScript is asked; but a pattern mostly says how a
// name must begin or end, and what does neither is known without asking.
//
// Serial: one thread uses a map. An answer depends on the specifier alone, and is kept.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "graph/resolver.h"

namespace weft::graph {

/// What a specifier must look like for a pattern to match: both hold. An empty list of ends: any.
struct NameRule {
  std::string begin;
  std::vector<std::string> ends;
};

/// What stands for a specifier: the first of `candidates` that leads to a module. Those that are no absolute paths are
/// what the asking file might have written.
struct MappedName {
  std::string rule;  // as errors show it
  std::vector<std::string> candidates;
};

class NameMap {
 public:
  using Ask = std::function<std::optional<MappedName>(std::string_view specifier)>;
  NameMap(std::vector<NameRule> rules, Ask ask) : rules_(std::move(rules)), ask_(std::move(ask)) {}

  /// Null: the specifier stands for itself.
  [[nodiscard]] const MappedName* find(std::string_view specifier);

 private:
  [[nodiscard]] bool mayMatch(std::string_view specifier) const;

  std::vector<NameRule> rules_;
  Ask ask_;
  std::unordered_map<std::string, std::optional<MappedName>, StringHash, std::equal_to<>> known_;
};

/// The module that a mapped name leads to. Paths are found as `require` finds them, then as `import` does (with a
/// query); other names by `kind` first.
[[nodiscard]] Result<Resolution, ModuleError> resolveMapped(Resolver& resolver, const MappedName& name,
                                                            std::string_view specifier, std::string_view referrer,
                                                            ResolveKind kind);

}  // namespace weft::graph
