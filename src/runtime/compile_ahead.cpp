#include "runtime/compile_ahead.h"

#include "engine/compile_ahead.h"
#include "graph/artifact_codec.h"

namespace weft::runtime {

std::map<std::string, std::string> compileAhead(RuntimeOptions options, const std::vector<std::string>& paths) {
  std::map<std::string, std::string> out;
  Runtime runtime(std::move(options));
  graph::ModuleGraph& graph = runtime.graph();
  for (const std::string& path : paths) {
    auto location = graph.resolver().resolveEntry(path, "/");
    if (!location) continue;
    graph::NodeId id = graph.load(*location);
    const graph::Node& node = graph.node(id);
    if (node.error || node.kind != graph::ModuleKind::EsModule) continue;
    auto compiled = js::compileAhead(runtime.realm(), graph, id);
    if (!compiled) continue;
    graph::CompiledCode code{{}, compiled->record, compiled->bytecode, compiled->textHash};
    out.emplace(path, graph::encodeArtifact(*compiled->artifact, {}, code, compiled->wrapper));
  }
  return out;
}

}  // namespace weft::runtime
