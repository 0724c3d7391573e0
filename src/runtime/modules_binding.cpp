// native("modules"): the module graph as the CommonJS loader sees it (builtins/internal/cjs_loader.ts).

#include <stdlib.h>

#include <algorithm>

#include "base/environment.h"
#include "base/paths.h"
#include "engine/builtin_names.h"
#include "engine/data_values.h"
#include "engine/module_loader.h"
#include "graph/module_source.h"
#include "runtime/bindings.h"
#include "runtime/hot_modules.h"
#include "runtime/module_mocks.h"
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
js::Result<std::string> importPath(js::Realm& realm, std::string specifier, std::string referrer) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  referrer = paths::resolve(Runtime::of(realm).workingDirectory(), referrer) + (referrer.ends_with('/') ? "/" : "");
  auto found = graph.resolve(specifier, referrer, graph::ResolveKind::Import);
  if (found) return found->path;
  auto required = graph.resolve(specifier, referrer, graph::ResolveKind::Require);
  if (required) return required->path;
  return js::fail(js::toJsError(found.error()));
}

js::Result<std::vector<std::string>> wordsOf(js::Realm& realm, js::Object array) {
  std::vector<std::string> out;
  WEFT_TRY(length, array.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    out.push_back(std::move(text));
  }
  return out;
}

/// As paths, absolute.
js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Object array) {
  WEFT_TRY(words, wordsOf(realm, array));
  for (std::string& word : words) word = paths::resolve(Runtime::of(realm).workingDirectory(), word);
  return std::move(words);
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

// ---- for module hooks (builtins/internal/module_hooks.ts), which walk the graph themselves

/// The URL that an import leads to.
js::Result<std::string> resolveImport(js::Realm& realm, std::string specifier, std::string referrer) {
  auto found = Runtime::of(realm).graph().resolve(specifier, referrer, graph::ResolveKind::Import);
  if (!found) return js::fail(js::toJsError(found.error()));
  return found->url();
}

/// What a URL names, without looking whether it is there.
graph::Resolution locationOf(js::Realm& realm, const std::string& url) {
  if (std::string_view builtin = resolverOf(realm).builtinName(url); !builtin.empty())
    return {graph::ResolvedType::Builtin, std::string(builtin), {}};
  if (!url.starts_with("file:")) return {graph::ResolvedType::Data, url, {}};
  size_t end = std::min(url.find_first_of("?#"), url.size());
  auto path = paths::fromFileUrl(std::string_view(url).substr(0, end));
  if (!path) return {graph::ResolvedType::Data, url, {}};
  return {graph::ResolvedType::File, std::move(*path), url.substr(end)};
}

/// [node, whether it is new, kind, text or undefined]
js::Result<js::Value> nodeFacts(js::Realm& realm, graph::ModuleGraph::Alone alone) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  const graph::Node& node = graph.node(alone.id);
  if (node.error) {
    js::JsError error = js::toJsError(*node.error);
    graph.invalidate(alone.id);
    return js::fail(std::move(error));
  }
  js::Value text = node.artifact ? js::toJs(realm, node.artifact->text()) : js::Value();
  const js::Value facts[] = {js::toJs(realm, alone.id), js::Value::boolean(alone.isNew),
                             js::Value::int32(static_cast<int32_t>(node.kind)), text};
  return js::Value(js::Array::create(realm, facts));
}

/// The module at a URL, without what it imports; `attributes` are keys and values in turn.
js::Result<js::Value> nodeAt(js::Realm& realm, std::string url, js::Object attributes) {
  WEFT_TRY(words, wordsOf(realm, attributes));
  std::vector<syntax::ImportAttribute> list;
  for (size_t i = 0; i + 1 < words.size(); i += 2) list.push_back({words[i], words[i + 1]});
  auto type = graph::attributeTypeOf(list);
  if (!type) return js::fail(js::toJsError(type.error()));
  graph::Resolution location = locationOf(realm, url);
  auto refused = graph::checkImport(location, *type);
  if (refused) return js::fail(js::toJsError(*refused));
  if (location.type == graph::ResolvedType::Data && !url.starts_with("data:"))
    return js::fail(js::JsError(js::ErrorKind::Error, "ERR_UNSUPPORTED_ESM_URL_SCHEME",
                                "Only URLs with a scheme in: file, data, and node are supported by the default ESM "
                                "loader. Received protocol '" +
                                    url.substr(0, url.find(':') + 1) + "'"));
  return nodeFacts(realm, Runtime::of(realm).graph().loadAlone(location, *type));
}

/// Likewise of a text that a hook gave. `kind`: 0 ES module, 1 CommonJS, 2 JSON.
js::Result<js::Value> nodeOfText(js::Realm& realm, std::string url, std::string text, int32_t kind) {
  auto hint = kind == 1 ? graph::KindHint::CommonJs : kind == 2 ? graph::KindHint::Json : graph::KindHint::EsModule;
  return nodeFacts(realm, Runtime::of(realm).graph().loadAlone(locationOf(realm, url), std::move(text), hint));
}

js::Result<const graph::Node*> nodeNumbered(js::Realm& realm, uint32_t id) {
  const graph::ModuleGraph& graph = Runtime::of(realm).graph();
  if (id >= graph.size()) return js::fail(js::JsError::rangeError("There is no such module"));
  return &graph.node(id);
}

/// Of each static import its number, specifier and attributes (keys and values in turn), one after the other.
js::Result<js::Value> requestsOf(js::Realm& realm, uint32_t id) {
  WEFT_TRY(node, nodeNumbered(realm, id));
  js::Array list = js::Array::create(realm);
  for (const graph::Edge& edge : node->edges) {
    const syntax::ModuleRequest& request = node->artifact->scan.requests[edge.request];
    std::vector<std::string> attributes;
    for (const auto& attribute : request.attributes)
      attributes.insert(attributes.end(), {attribute.key, attribute.value});
    WEFT_TRY_VOID(list.push(realm, js::toJs(realm, edge.request)));
    WEFT_TRY_VOID(list.push(realm, js::toJs(realm, request.specifier)));
    WEFT_TRY_VOID(list.push(realm, js::toJs(realm, attributes)));
  }
  return js::Value(list);
}

js::Result<void> connect(js::Realm& realm, uint32_t importer, uint32_t request, uint32_t target) {
  WEFT_TRY(from, nodeNumbered(realm, importer));
  WEFT_TRY(to, nodeNumbered(realm, target));
  Runtime::of(realm).graph().connect(from->id, request, to->id);
  return {};
}

js::Result<void> forget(js::Realm& realm, uint32_t id) {
  WEFT_TRY(node, nodeNumbered(realm, id));
  Runtime::of(realm).graph().invalidate(node->id);
  return {};
}

/// The node of a URL with all that it imports, as without hooks.
js::Result<uint32_t> plainNode(js::Realm& realm, std::string url) {
  graph::Resolution location = locationOf(realm, url);
  if (auto refused = graph::checkImport(location, graph::AttributeType::None)) return js::fail(js::toJsError(*refused));
  return Runtime::of(realm).graph().load(location);
}

js::Result<js::Value> importNode(js::Realm& realm, uint32_t id, bool isMain) {
  WEFT_TRY(node, nodeNumbered(realm, id));
  if (isMain) Runtime::of(realm).modules().setMain(node->id);
  return Runtime::of(realm).modules().importNode(node->id);
}

/// import() as a file in the folder would, of a realm that has never had module hooks; undefined if it may have them.
js::Result<js::Value> importWithoutHooks(js::Realm& realm, std::string specifier, std::string folder) {
  if (realm.isBuiltinLoaded("internal/module_hooks")) return js::Value();
  auto node = Runtime::of(realm).graph().import(specifier, folder, {});
  if (!node) return js::fail(js::toJsError(node.error()));
  return Runtime::of(realm).modules().importNode(*node);
}

js::Result<js::Value> requireNode(js::Realm& realm, uint32_t id, std::string requirer, js::Object loading) {
  WEFT_TRY(node, nodeNumbered(realm, id));
  WEFT_TRY(running, stringsOf(realm, loading));
  return Runtime::of(realm).modules().requireEsModule(node->id, requirer, running);
}

void setImportHooks(js::Realm& realm, js::Value importHook, js::Value resolveHook) {
  Runtime::of(realm).modules().setImportHooks(importHook, resolveHook);
}

std::vector<std::string> conditions(js::Realm& realm) {
  const graph::ResolverOptions& options = resolverOf(realm).options();
  std::vector<std::string> list = options.platformConditions;
  list.insert(list.end(), options.conditions.begin(), options.conditions.end());
  return list;
}

js::Result<void> syncBuiltinExports(js::Realm& realm) {
  return Runtime::of(realm).modules().syncBuiltinExports();
}

// ---- the cache on disk

/// undefined: there is none.
js::Value cacheDirectory(js::Realm& realm) {
  const auto& cache = Runtime::of(realm).options().cache;
  return cache ? js::toJs(realm, cache->directory) : js::Value();
}

void flushCache(js::Realm& realm) {
  Runtime::of(realm).saveCompiled();
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&cacheDirectory>("cacheDirectory"),
    js::fn<&conditions>("conditions"),
    js::fn<&connect>("connect"),
    js::fn<&flushCache>("flushCache"),
    js::fn<&forget>("forget"),
    js::fn<&importNode>("importNode"),
    js::fn<&importWithoutHooks>("importWithoutHooks"),
    js::fn<&nodeAt>("nodeAt"),
    js::fn<&nodeOfText>("nodeOfText"),
    js::fn<&plainNode>("plainNode"),
    js::fn<&requestsOf>("requestsOf"),
    js::fn<&requireNode>("requireNode"),
    js::fn<&importPath>("importPath"),
    js::fn<&setImportHooks>("setImportHooks"),
    js::fn<&syncBuiltinExports>("syncBuiltinExports"),
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
    if (auto bare = js::bareName(id)) out.emplace_back(*bare);
  return out;
}

void extend(js::Realm& realm, js::Object exports) {
  exports.define(realm, "builtinModules", js::toJs(realm, builtinModules()));
  exports.define(realm, "globalPaths", js::toJs(realm, globalModulePaths()));
  exports.define(realm, "hot", hotModulesObject(realm));
  exports.define(realm, "mocks", moduleMocksObject(realm));
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
