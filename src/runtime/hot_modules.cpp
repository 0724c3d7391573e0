#include "runtime/hot_modules.h"

#include "engine/module_loader.h"
#include "engine/native.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

graph::Resolution fileAt(std::string path) {
  return {graph::ResolvedType::File, std::move(path), {}};
}

/// Of the files among the nodes from `first` on: [id, path, whether it is an ES module, ids of what it imports, ...].
js::Object nodesFrom(js::Realm& realm, uint32_t first) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  std::vector<js::Value> out;
  for (graph::NodeId id = first; id < graph.size(); ++id) {
    const graph::Node& node = graph.node(id);
    if (node.location.type != graph::ResolvedType::File || node.location.path.empty()) continue;
    std::vector<js::Value> targets;
    for (const graph::Edge& edge : node.edges)
      if (edge.target != graph::kNoNode) targets.push_back(js::Value::int32(static_cast<int32_t>(edge.target)));
    out.push_back(js::Value::int32(static_cast<int32_t>(id)));
    out.push_back(js::toJs(realm, node.location.path));
    out.push_back(js::Value::boolean(node.kind != graph::ModuleKind::CommonJs));
    out.push_back(js::Array::create(realm, targets));
  }
  return js::Array::create(realm, out);
}

uint32_t nodeCount(js::Realm& realm) {
  return static_cast<uint32_t>(Runtime::of(realm).graph().size());
}

/// Reads a file again, with what it imports now; gives what is wrong with one of them as an error, or undefined. What
/// has been evaluated stays as it is.
js::Value readAgain(js::Realm& realm, std::string path) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  graph.resolver().forgetFiles();
  graph.setRegistry(0);
  graph::NodeId known = graph.find(fileAt(path));
  if (known != graph::kNoNode) graph.invalidate(known);
  graph::NodeId id = graph.load(fileAt(std::move(path)));
  std::optional<graph::ModuleGraph::Failure> failure = graph.firstError(id);
  return failure ? js::toJsError(*failure->error).toValue(realm) : js::Value();
}

/// A new node of the file, with new nodes of what it imports unless something stands in their place (setSubstitute of
/// native("modules").mocks). It is the registry of all that is asked for from now on.
uint32_t renew(js::Realm& realm, std::string path, uint32_t registry) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  graph.setRegistry(registry);
  bool isMain = path == Runtime::of(realm).mainPath();
  graph::NodeId id = graph.load(fileAt(std::move(path)));
  if (isMain) Runtime::of(realm).modules().setMain(id);
  return id;
}

/// To whoever watches over the process (src/cli/watch.h): it is to be started again. False: nobody does.
bool askForRestart(js::Realm& realm, std::string reason) {
  const graph::FileReporter& report = Runtime::of(realm).options().onFile;
  for (char& c : reason)
    if (c == '\n') c = ' ';
  if (report) report("!" + reason, false);
  return static_cast<bool>(report);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&nodesFrom>("nodesFrom"), js::fn<&nodeCount>("nodeCount"),         js::fn<&readAgain>("readAgain"),
    js::fn<&renew>("renew"),         js::fn<&askForRestart>("askForRestart"),
};

}  // namespace

js::Object hotModulesObject(js::Realm& realm) {
  js::Object object = js::Object::create(realm);
  js::defineFunctions(realm, object, kFunctions);
  return object;
}

}  // namespace weft::runtime
