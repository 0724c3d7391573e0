#include "engine/type_exports.h"

#include <algorithm>
#include <vector>

#include "graph/module_kind.h"

#include <JavaScriptCore/AbstractModuleRecord.h>

namespace weft::js {

using namespace JSC;
using Export = AbstractModuleRecord::ExportEntry;

namespace {

bool isTypeScript(const graph::Node& node) {
  return node.kind == graph::ModuleKind::EsModule && graph::isTypeScriptPath(node.location.path);
}

/// The record of the TypeScript file that `node` asks for by `request`.
AbstractModuleRecord* typeScriptModule(ModuleLoader::State& state, const graph::Node& node, const Identifier& request) {
  std::string name = toUtf8(request.string());
  for (const graph::Edge& edge : node.edges) {
    if (requestName(node.artifact->scan.requests[edge.request]) != name) continue;
    return isTypeScript(state.graph.node(edge.target)) ? state.entry(edge.target).record.get() : nullptr;
  }
  return nullptr;
}

/// Names by which the module imports what `dropped` passes on: `import { Type } from …; export { Type }`.
void addImports(const AbstractModuleRecord& record, const Export& dropped,
                std::vector<RefPtr<UniquedStringImpl>>& names) {
  for (const auto& [name, entry] : record.importEntries())
    if (entry.moduleRequest == dropped.moduleName && entry.importName == dropped.importName) names.push_back(name);
}

}  // namespace

Result<bool> dropTypeExports(ModuleLoader::State& state, const graph::Node& node) {
  if (!isTypeScript(node)) return false;
  AbstractModuleRecord* record = state.entry(node.id).record.get();
  auto scope = DECLARE_CATCH_SCOPE(state.vm());
  std::vector<RefPtr<UniquedStringImpl>> missing, imports;
  for (const auto& [name, entry] : record->exportEntries()) {
    if (entry.type != Export::Type::Indirect) continue;
    AbstractModuleRecord* target = typeScriptModule(state, node, entry.moduleName);
    if (!target) continue;
    auto resolution = target->resolveExport(state.global(), entry.importName);
    if (scope.exception()) return takeException(scope);
    if (resolution.type != AbstractModuleRecord::Resolution::Type::NotFound) continue;
    missing.push_back(name);
    addImports(*record, entry, imports);
  }
  // The engine has no way to take an entry back; nothing has asked the record for its exports yet.
  auto& entries = const_cast<AbstractModuleRecord::ExportEntries&>(record->exportEntries());
  for (const auto& name : missing) entries.remove(name);
  auto& bindings = const_cast<AbstractModuleRecord::ImportEntries&>(record->importEntries());
  for (const auto& name : imports) bindings.remove(name);
  return !missing.empty();
}

}  // namespace weft::js
