#include "runtime/module_mocks.h"

#include "base/file.h"
#include "base/paths.h"
#include "engine/current_frames.h"
#include "engine/module_loader.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

constexpr std::string_view kFound[] = {"file", "builtin", "data", "disabled"};

graph::Resolution locationOf(const std::string& type, std::string path) {
  for (size_t i = 0; i < std::size(kFound); ++i)
    if (kFound[i] == type) return {static_cast<graph::ResolvedType>(i), std::move(path), {}};
  return {graph::ResolvedType::File, std::move(path), {}};
}

/// hook(type or undefined where nothing was found, path, specifier, referrer) => a node of addMock(), or undefined.
/// undefined in its place: nothing is mocked.
void setSubstitute(js::Realm& realm, js::Value hook) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  if (hook.isUndefined()) return graph.setSubstitute({});
  auto held = std::make_shared<js::Persistent>(realm, hook);
  graph.setSubstitute(
      [&realm, held](const graph::Resolution* found, std::string_view specifier, std::string_view referrer) {
        const js::Value args[] = {
            found ? js::toJs(realm, std::string(kFound[static_cast<size_t>(found->type)])) : js::Value(),
            found ? js::toJs(realm, found->path) : js::Value(), js::toJs(realm, specifier), js::toJs(realm, referrer)};
        // (The hook only looks at what it was told: what it throws is its own fault.)
        auto answer = held->value().asFunction().call(realm, js::Value(), args);
        return answer && answer->isNumber() ? static_cast<graph::NodeId>(answer->asNumber()) : graph::kNoNode;
      });
}

void setFaces(js::Realm& realm, js::Function hook) {
  Runtime::of(realm).modules().setMockHook(hook);
}

uint32_t addMock(js::Realm& realm, std::string type, std::string path) {
  return Runtime::of(realm).graph().addMock(locationOf(type, std::move(path)));
}

void setRegistry(js::Realm& realm, uint32_t registry) {
  Runtime::of(realm).graph().setRegistry(registry);
}

void hoistMocks(js::Realm& realm) {
  Runtime::of(realm).graph().setHoistsMocks();
}

/// [type, path] of what a request leads to; undefined if to nothing.
js::Value find(js::Realm& realm, std::string request, std::string referrer, bool isImport) {
  auto kind = isImport ? graph::ResolveKind::Import : graph::ResolveKind::Require;
  auto found = Runtime::of(realm).graph().resolve(request, referrer, kind);
  if (!found) return {};
  return js::toJs(realm, std::vector<std::string>{std::string(kFound[static_cast<size_t>(found->type)]), found->path});
}

/// The node that import() of a specifier leads to, with all it imports; `words`: attributes, keys and values in turn.
js::Result<uint32_t> importedNode(js::Realm& realm, std::string specifier, std::string referrer, js::Object words) {
  std::vector<syntax::ImportAttribute> attributes;
  WEFT_TRY(length, words.get(realm, "length"));
  for (uint32_t i = 0; i + 1 < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); i += 2) {
    WEFT_TRY(key, words.getIndex(realm, i));
    WEFT_TRY(value, words.getIndex(realm, i + 1));
    WEFT_TRY(keyText, key.toUtf8(realm));
    WEFT_TRY(valueText, value.toUtf8(realm));
    attributes.push_back({std::move(keyText), std::move(valueText)});
  }
  auto node = Runtime::of(realm).graph().import(specifier, referrer, attributes);
  if (!node) return js::fail(js::toJsError(node.error()));
  return *node;
}

/// The mocks in what a node needs.
std::vector<uint32_t> mocksBelow(js::Realm& realm, uint32_t id) {
  graph::ModuleGraph& graph = Runtime::of(realm).graph();
  std::vector<uint32_t> out;
  if (id >= graph.size()) return out;
  for (graph::NodeId node : graph.postOrder(id))
    if (graph.node(node).kind == graph::ModuleKind::Mock) out.push_back(node);
  return out;
}

/// The node of a module as it is, whatever is mocked; what it imports may be.
uint32_t actualNode(js::Realm& realm, std::string type, std::string path) {
  return Runtime::of(realm).graph().load(locationOf(type, std::move(path)));
}

/// For what has been imported already. False: it has not been.
js::Result<bool> overrideExports(js::Realm& realm, std::string type, std::string path, js::Object face) {
  graph::NodeId id = Runtime::of(realm).graph().find(locationOf(type, std::move(path)));
  if (id == graph::kNoNode) return false;
  return Runtime::of(realm).modules().overrideExports(id, face);
}

js::Result<js::Value> importNode(js::Realm& realm, uint32_t id) {
  if (id >= Runtime::of(realm).graph().size()) return js::fail(js::JsError::rangeError("There is no such module"));
  return Runtime::of(realm).modules().importNode(id);
}

void setImportHook(js::Realm& realm, js::Value hook) {
  Runtime::of(realm).modules().setImportHooks(hook, js::Value());
}

/// The program's file that called a builtin: the nearest frame of a file; undefined if there is none.
js::Value callerFile(js::Realm& realm) {
  constexpr uint32_t kFrames = 16;
  for (const js::CurrentFrame& frame : js::currentFrames(realm, js::Value(), kFrames, js::SourceMaps::Ignore)) {
    if (paths::isAbsolute(frame.file)) return js::toJs(realm, frame.file);
    if (!frame.file.starts_with("file:")) continue;
    std::string_view url = frame.file;
    if (auto path = paths::fromFileUrl(url.substr(0, url.find_first_of("?#")))) return js::toJs(realm, *path);
  }
  return {};
}

bool isFolder(js::Realm& realm, std::string path) {
  if (TestTrace* trace = traceOf(realm)) trace->looks(path, TestTrace::Look::Present);
  return fileKind(path) == FileKind::Directory;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&setSubstitute>("setSubstitute"),
    js::fn<&setFaces>("setFaces"),
    js::fn<&addMock>("addMock"),
    js::fn<&setRegistry>("setRegistry"),
    js::fn<&hoistMocks>("hoistMocks"),
    js::fn<&find>("find"),
    js::fn<&importedNode>("importedNode"),
    js::fn<&actualNode>("actualNode"),
    js::fn<&mocksBelow>("mocksBelow"),
    js::fn<&importNode>("importNode"),
    js::fn<&setImportHook>("setImportHook"),
    js::fn<&overrideExports>("overrideExports"),
    js::fn<&isFolder>("isFolder"),
    js::fn<&callerFile>("callerFile"),
};

}  // namespace

js::Object moduleMocksObject(js::Realm& realm) {
  js::Object object = js::Object::create(realm);
  js::defineFunctions(realm, object, kFunctions);
  return object;
}

}  // namespace weft::runtime
