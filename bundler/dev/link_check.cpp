#include "dev/link_check.h"

#include <algorithm>

#include "dev/problems.h"
#include "graph/suggestions.h"

namespace weft::dev {

namespace {

class Exports {
 public:
  explicit Exports(const UnitGraph& graph) : graph_(graph) {}

  bool has(const std::string& id, std::string_view name) {
    seen_.clear();
    return look(id, name);
  }

 private:
  /// What is no ES module, is not there or has faults may have any name.
  bool look(const std::string& id, std::string_view name) {
    const Unit* unit = graph_.find(id);
    if (!unit || !unit->isEsModule || unit->factory.empty()) return true;
    for (const ExportedName& it : unit->exports)
      if (it.name == name) return true;
    if (name == "default" || unit->stars.empty() || !seen_.insert(unit).second) return false;
    return std::ranges::any_of(unit->stars, [&](uint32_t star) { return look(unit->edges[star].id, name); });
  }

  const UnitGraph& graph_;
  std::unordered_set<const Unit*> seen_;
};

}  // namespace

std::vector<Problem> missingExports(const Unit& unit, const UnitGraph& graph, const Places& places) {
  std::vector<Problem> out;
  Exports exports(graph);
  for (const ImportedName& import : unit.imports) {
    const Edge& edge = unit.edges[import.edge];
    if (exports.has(edge.id, import.name)) continue;
    const Unit& target = *graph.find(edge.id);
    Diagnostic it{Severity::Error, "missing-export", unit.job->location.path, edge.range};
    it.message = "\"" + places.shown(target.job->location.path) + "\" has no export named \"" + import.name + "\"";
    std::vector<std::string> names;
    for (const ExportedName& each : target.exports) names.push_back(each.name);
    if (std::string nearest = graph::nearestName(import.name, names); !nearest.empty())
      it.suggestion = "Did you mean \"" + nearest + "\"?";
    out.push_back(problemOf(it, places));
  }
  return out;
}

}  // namespace weft::dev
