#pragma once
// Evaluates the module graph: makes the engine's module records from artifacts in post-order, links
// them, and runs ECMA-262's Evaluate (section 16.2.1.5.3) over them without a promise a module.
// The engine's own loader is not used. CommonJS modules are run by the CommonJS loader of builtins/
// (internal/cjs_loader.ts), which registers itself here; this file gives them their import face.

#include <memory>
#include <string>
#include <string_view>

#include "engine/error.h"
#include "engine/native.h"
#include "engine/vm.h"
#include "graph/graph.h"

namespace JSC {
class JSInternalPromise;
class JSModuleRecord;
class JSObject;
class JSString;
class JSValue;
class SourceOrigin;
}  // namespace JSC

namespace weft::js {

class Deferred;

class ModuleLoader {
 public:
  ModuleLoader(Realm&, graph::ModuleGraph&);
  ~ModuleLoader();

  graph::ModuleGraph& graph() const { return graph_; }

  /// Links and evaluates a loaded node with all it imports. `promise` is undefined when evaluation
  /// ended, else it settles when the top-level awaits have.
  struct Evaluation {
    Value promise;
  };
  Result<Evaluation> evaluate(graph::NodeId);
  /// Likewise, as import() of the node: a promise of its namespace.
  Value importNode(graph::NodeId);
  /// The module namespace of an evaluated (or evaluating) node.
  Result<Value> namespaceOf(graph::NodeId);
  /// require() of an ES module: its namespace, or its export named "module.exports". Throws
  /// ERR_REQUIRE_ASYNC_MODULE when the graph below has a top-level await, ERR_REQUIRE_CYCLE_MODULE in a cycle.
  /// `running`: CommonJS files below on the stack, which are part of such a cycle.
  Result<Value> requireEsModule(graph::NodeId, std::string_view requirer, const std::vector<std::string>& running);

  /// The function of a CommonJS file, (exports, require, module, __filename, __dirname) => void.
  Result<Value> compileCommonJs(const graph::Node&);
  /// Likewise, of a text that is not the file's own.
  Result<Value> compileCommonJs(std::string_view path, std::string_view source,
                                std::shared_ptr<const PositionTable> positions = nullptr);

  /// What was compiled of modules that have a place in the cache on disk and did not come from it.
  struct Compiled {
    std::shared_ptr<const graph::Artifact> artifact;
    graph::TextWrapper wrapper;  // static
    std::string record;
    std::string bytecode;
    uint32_t textHash = 0;
  };
  std::vector<Compiled> takeCompiled();

  /// Runs a CommonJS module for an import: called with its path, gives module.exports.
  void setCommonJsHook(Function);
  /// What import() and import.meta.resolve() ask from now on in place of the graph; undefined: the graph again.
  ///     importHook(specifier, referrer, attributes: [key, value, …]) => promise of a namespace
  ///     resolveHook(specifier, referrer) => URL
  /// A referrer is a path, or the URL of what is no file.
  void setImportHooks(Value importHook, Value resolveHook);
  bool hasImportHooks() const;
  /// What stands in mocked modules' places (graph::ModuleGraph::addMock):
  ///     mockHook(node, wanted: names that its importers ask for) => an object whose own properties are the exports
  void setMockHook(Function);
  /// Gives exports of a module that has been linked the values that `face` has by their names. False: it has not been.
  Result<bool> overrideExports(graph::NodeId, Object face);
  /// Gives what was imported by name of builtins the values that their exports have now.
  Result<void> syncBuiltinExports();
  /// The node that import.meta.main is true for.
  void setMain(graph::NodeId id) { main_ = id; }
  /// A top-level await that has not settled, for exit code 13. Line 0: its place is not known.
  struct PendingAwait {
    std::string path;
    LineColumn at{0, 0};
  };
  std::optional<PendingAwait> pendingAwait() const;

  // Hooks of the realm.
  JSC::JSInternalPromise* importDynamically(JSC::JSString* specifier, JSC::JSValue options, const JSC::SourceOrigin&);
  JSC::JSObject* createImportMeta(JSC::JSModuleRecord*);

  struct State;

 private:
  Result<void> instantiate(graph::NodeId root);
  Result<void> createRecord(graph::NodeId);
  Result<void> createMockRecords(const std::vector<graph::NodeId>& order);
  Result<Value> withEsModuleFlag(graph::NodeId, Object space);
  void finishImport(std::shared_ptr<Deferred>, graph::NodeId);
  Result<Value> askImportHook(const std::string& specifier, const std::string& referrer,
                              const std::vector<syntax::ImportAttribute>&);
  Value startImport(std::string specifier, std::string referrer, std::vector<syntax::ImportAttribute> attributes);

  Realm& realm_;
  graph::ModuleGraph& graph_;
  graph::NodeId main_ = graph::kNoNode;
  std::unique_ptr<State> state_;
};

/// The error of a graph operation as JavaScript sees it, with code, and what was tried in its message.
JsError toJsError(const graph::ModuleError&);

/// JSON.parse of a file's text: its SyntaxError names the file.
Result<Value> parseJson(Realm&, std::string_view text, std::string_view path);

/// Queues a function as a microtask; what it throws is reported as uncaught.
void queueMicrotask(Realm&, Function);

}  // namespace weft::js
