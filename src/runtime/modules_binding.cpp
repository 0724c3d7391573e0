// native("modules"): the module graph as the CommonJS loader sees it (builtins/internal/cjs_loader.ts).

#include "base/environment.h"
#include "base/paths.h"
#include "engine/data_values.h"
#include "engine/module_loader.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

graph::Resolver& resolverOf(js::Realm& realm) {
  return Runtime::of(realm).graph().resolver();
}

js::Result<std::string> resolve(js::Realm& realm, std::string request, std::string referrer) {
  auto found = Runtime::of(realm).graph().resolve(request, referrer, graph::ResolveKind::Require);
  if (!found) return js::fail(js::toJsError(found.error()));
  return found->path;
}

/// What an import names; what only `require` would find (a file without its extension, a folder) is found, too.
js::Result<std::string> resolveImport(js::Realm& realm, std::string specifier, std::string referrer) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  referrer = paths::resolve(Runtime::of(realm).workingDirectory(), referrer) + (referrer.ends_with('/') ? "/" : "");
  auto found = graph.resolve(specifier, referrer, graph::ResolveKind::Import);
  if (found) return found->path;
  auto required = graph.resolve(specifier, referrer, graph::ResolveKind::Require);
  if (required) return required->path;
  return js::fail(js::toJsError(found.error()));
}

js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Object array) {
  std::vector<std::string> out;
  WEFT_TRY(length, array.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    out.push_back(paths::resolve(Runtime::of(realm).workingDirectory(), text));
  }
  return out;
}

js::Result<std::string> resolveFrom(js::Realm& realm, std::string request, js::Object folders) {
  WEFT_TRY(paths, stringsOf(realm, folders));
  auto found = resolverOf(realm).resolveRequireFrom(request, paths);
  if (!found) return js::fail(js::toJsError(found.error()));
  return found->path;
}

js::Value lookupPaths(js::Realm& realm, std::string request, std::string referrer) {
  graph::Resolver& resolver = resolverOf(realm);
  if (!resolver.builtinName(request).empty()) return js::Value::null();
  return js::toJs(realm, resolver.lookupPaths(request, referrer));
}

/// The graph's node of a file that `require` resolved.
graph::NodeId nodeOf(js::Realm& realm, std::string path) {
  return Runtime::of(realm).graph().load({graph::ResolvedType::File, std::move(path), ""});
}

js::Result<const graph::Node*> loaded(js::Realm& realm, std::string path) {
  const graph::Node& node = Runtime::of(realm).graph().node(nodeOf(realm, std::move(path)));
  if (node.error) return js::fail(js::toJsError(*node.error));
  return &node;
}

js::Result<int32_t> load(js::Realm& realm, std::string path) {
  WEFT_TRY(node, loaded(realm, std::move(path)));
  return static_cast<int32_t>(node->kind);
}

js::Result<js::Value> compile(js::Realm& realm, std::string path) {
  WEFT_TRY(node, loaded(realm, std::move(path)));
  return Runtime::of(realm).modules().compileCommonJs(*node);
}

js::Result<js::Value> compileSource(js::Realm& realm, std::string path, std::string source) {
  return Runtime::of(realm).modules().compileCommonJs(path, source);
}

js::Result<js::Value> json(js::Realm& realm, std::string path) {
  WEFT_TRY(node, loaded(realm, std::move(path)));
  return js::parseJson(realm, node->artifact->text(), node->location.path);
}

js::Result<js::Value> data(js::Realm& realm, std::string path) {
  WEFT_TRY(node, loaded(realm, std::move(path)));
  return js::dataValue(realm, *node->artifact->document);
}

js::Result<std::string> text(js::Realm& realm, std::string path) {
  WEFT_TRY(node, loaded(realm, std::move(path)));
  return std::string(node->artifact->text());
}

js::Result<js::Value> requireEsModule(js::Realm& realm, std::string path, std::string requirer, js::Object loading) {
  WEFT_TRY(running, stringsOf(realm, loading));
  return Runtime::of(realm).modules().requireEsModule(nodeOf(realm, std::move(path)), requirer, running);
}

js::Result<js::Value> builtin(js::Realm& realm, std::string request) {
  std::string_view id = resolverOf(realm).builtinName(request);
  if (id.empty()) return js::Value();
  return realm.requireBuiltin(id);
}

bool isBuiltin(js::Realm& realm, std::string request) {
  return !resolverOf(realm).builtinName(request).empty();
}

void invalidate(js::Realm& realm, std::string path) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  graph::NodeId id = graph.find({graph::ResolvedType::File, std::move(path), ""});
  if (id != graph::kNoNode) graph.invalidate(id);
}

void setCommonJsHook(js::Realm& realm, js::Function hook) {
  Runtime::of(realm).modules().setCommonJsHook(hook);
}

std::string workingDirectory(js::Realm& realm) {
  return Runtime::of(realm).workingDirectory();
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&resolve>("resolve"),
    js::fn<&resolveFrom>("resolveFrom"),
    js::fn<&resolveImport>("resolveImport"),
    js::fn<&lookupPaths>("lookupPaths"),
    js::fn<&load>("load"),
    js::fn<&compile>("compile"),
    js::fn<&compileSource>("compileSource"),
    js::fn<&json>("json"),
    js::fn<&data>("data"),
    js::fn<&text>("text"),
    js::fn<&requireEsModule>("requireEsModule"),
    js::fn<&builtin>("builtin"),
    js::fn<&isBuiltin>("isBuiltin"),
    js::fn<&invalidate>("invalidate"),
    js::fn<&setCommonJsHook>("setCommonJsHook"),
    js::fn<&workingDirectory>("workingDirectory"),
};

/// `node:` modules by their short names: Node's module.builtinModules.
std::vector<std::string> builtinModules() {
  std::vector<std::string> out;
  for (std::string_view id : js::publicBuiltins())
    if (id.starts_with("node:")) out.emplace_back(id.substr(5));
  return out;
}

void extend(js::Realm& realm, js::Object exports) {
  exports.define(realm, "builtinModules", js::toJs(realm, builtinModules()));
  exports.define(realm, "globalPaths", js::toJs(realm, globalModulePaths()));
}

}  // namespace

const js::Binding kModulesBinding = {"modules", kFunctions, extend};

std::vector<std::string> globalModulePaths() {
  std::vector<std::string> out;
  std::string folders = environmentVariable("NODE_PATH").value_or("");
  std::string_view list = folders;
  while (!list.empty()) {
    size_t end = list.find(':');
    std::string_view folder = list.substr(0, end);
    if (!folder.empty()) out.emplace_back(folder);
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  if (std::string home = environmentVariable("HOME").value_or(""); !home.empty()) {
    out.push_back(paths::join({home, ".node_modules"}));
    out.push_back(paths::join({home, ".node_libraries"}));
  }
  return out;
}

}  // namespace weft::runtime
