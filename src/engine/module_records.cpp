// Module records from artifacts: parsing, synthetic records for what is not JavaScript, linking.

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/utf.h"
#include "engine/compile_ahead.h"
#include "engine/covered_sources.h"
#include "engine/data_values.h"
#include "engine/module_state.h"
#include "engine/source_provider.h"
#include "engine/syntax_error.h"
#include "engine/type_exports.h"
#include "graph/json.h"

#include <JavaScriptCore/BytecodeCacheError.h>
#include <JavaScriptCore/JSMapInlines.h>
#include <JavaScriptCore/JSONObject.h>
#include <JavaScriptCore/JSSymbolTableObject.h>
#include <wtf/FileHandle.h>

namespace weft::js {

using namespace JSC;
using graph::ModuleKind;
using graph::NodeId;

void setSyntheticExport(JSGlobalObject* global, AbstractModuleRecord* record, const Identifier& name, JSValue value) {
  bool done = false;
  symbolTablePutTouchWatchpointSet(record->moduleEnvironment(), global, name, value, false, true, done);
}

std::string requestName(const syntax::ModuleRequest& request) {
  for (const auto& attribute : request.attributes)
    if (attribute.key == "type") return request.specifier + '\0' + attribute.value;
  return request.specifier;
}

namespace {

// The characters of an artifact, shared with the graph when they are ASCII.
WTF::String sourceOf(const std::shared_ptr<const graph::Artifact>& artifact) {
  if (!artifact->isAscii) return toWTF(artifact->text());
  auto* owner = new std::shared_ptr<const graph::Artifact>(artifact);
  auto release = [owner](auto*, void*, unsigned) { delete owner; };
  return WTF::String(
      WTF::Ref<WTF::StringImpl>(WTF::ExternalStringImpl::create(latin1(artifact->text()), WTFMove(release))));
}

struct ParsedRecord {
  AbstractModuleRecord* record = nullptr;
  CodeFeatures features = 0;
};

std::unique_ptr<ModuleProgramNode> parseModule(JSC::VM& vm, const SourceCode& source, ParserError& error) {
  return parseRootNode<ModuleProgramNode>(vm, source, ImplementationVisibility::Public, JSParserBuiltinMode::NotBuiltin,
                                          StrictModeLexicallyScopedFeature, JSParserScriptMode::Module,
                                          SourceParseMode::ModuleAnalyzeMode, error);
}

/// `analysed`: what the record is made of where that is not the source itself; with the same declarations.
Result<ParsedRecord> parseRecord(ModuleLoader::State& state, const SourceCode& source, const WTF::String& url,
                                 const SourceCode* analysed = nullptr) {
  JSC::VM& vm = state.vm();
  auto scope = DECLARE_CATCH_SCOPE(vm);
  ParserError error;
  auto program = parseModule(vm, analysed ? *analysed : source, error);
  if (error.isValid() && analysed) return parseRecord(state, source, url);  // for the fault's place
  if (error.isValid()) return fail(syntaxError(error, source));
  CHECK(program);
  ModuleAnalyzer analyzer(state.global(), Identifier::fromString(vm, url), source, program->varDeclarations(),
                          program->lexicalVariables(), program->features());
  auto analyzed = analyzer.analyze(*program);
  if (scope.exception()) return takeException(scope);
  if (!analyzed) {
    auto [type, message] = WTFMove(analyzed.error());
    return fail(JsError(ErrorKind::SyntaxError, {}, toUtf8(message)));
  }
  return ParsedRecord{analyzed.value(), program->features()};
}

bool isDataType(std::string_view type) {
  return type == "json5" || type == "toml" || type == "yaml";
}

// The engine refuses types of import attributes that it doesn't know. A module with such types has its record made of
// another text, in which specifiers are what the engine would name these requests; it still runs its own text.
//
//     import a from "./a" with { type: "toml" };   →   import a from "./a\u0000toml";
std::optional<std::string> textForAnalysis(const graph::Artifact& artifact) {
  std::string out;
  uint32_t copied = 0;
  for (const syntax::ModuleRequest& request : artifact.scan.requests) {
    // (What is written twice, or means nothing, is the engine's to refuse.)
    bool isOurs = request.attributes.size() == 1 && request.attributes[0].key == "type" &&
                  isDataType(request.attributes[0].value);
    if (!request.isStatic() || !isOurs) continue;
    out.append(artifact.text().substr(copied, request.specifierRange.begin - copied));
    graph::appendJsonString(out, requestName(request));
    copied = request.range.end;
  }
  if (copied == 0) return std::nullopt;
  return out.append(artifact.text().substr(copied));
}

Result<AbstractModuleRecord*> esModule(ModuleLoader::State& state, const graph::Node& node) {
  const graph::Artifact& artifact = *node.artifact;
  WTF::String url = toWTF(node.location.url());
  auto provider = providerOf(state.realm.vm(), node.artifact, 0, [&] {
    return SourceProvider::create(sourceOf(node.artifact), WTF::URL(url), WTF::String(url),
                                  SourceProviderSourceType::Module, bytecodeIn(state.vm(), artifact.compiled.bytecode),
                                  artifact.compiled.textHash);
  });
  if (artifact.origin.positions) provider->positions()->setTable(artifact.origin.positions);
  SourceCode source(WTFMove(provider));
  if (!artifact.compiled.record.empty()) {
    Identifier key = Identifier::fromString(state.vm(), url);
    if (JSModuleRecord* record = recordFrom(state.global(), key, source, artifact.compiled.record)) return record;
  }
  std::optional<SourceCode> analysed;
  if (std::optional<std::string> text = textForAnalysis(artifact))
    analysed = SourceCode(
        SourceProvider::create(toWTF(*text), WTF::URL(url), WTF::String(url), SourceProviderSourceType::Module));
  WEFT_TRY(parsed, parseRecord(state, source, url, analysed ? &*analysed : nullptr));
  ModuleEntry& entry = state.entry(node.id);
  entry.isParsed = true;
  entry.codeFeatures = parsed.features;
  return parsed.record;
}

Result<AbstractModuleRecord*> synthetic(ModuleLoader::State& state, const graph::Node& node,
                                        const WTF::Vector<Identifier, 4>& names, const MarkedArgumentBuffer& values) {
  auto scope = DECLARE_CATCH_SCOPE(state.vm());
  Identifier key = identifier(state.vm(), node.location.url());
  auto* record = SyntheticModuleRecord::tryCreateWithExportNamesAndValues(state.global(), key, names, values);
  if (scope.exception()) return takeException(scope);
  return record;
}

Result<AbstractModuleRecord*> defaultOnly(ModuleLoader::State& state, const graph::Node& node, JSValue value) {
  WTF::Vector<Identifier, 4> names{state.vm().propertyNames->defaultKeyword};
  MarkedArgumentBuffer values;
  values.append(value);
  return synthetic(state, node, names, values);
}

Result<AbstractModuleRecord*> jsonModule(ModuleLoader::State& state, const graph::Node& node) {
  WEFT_TRY(value, parseJson(state.realm, node.artifact->text(), node.location.path));
  return defaultOnly(state, node, toJSC(value));
}

// The value as the default export, and what an object has in it by name.
Result<AbstractModuleRecord*> dataModule(ModuleLoader::State& state, const graph::Node& node) {
  JSC::VM& vm = state.vm();
  const data::Document& document = *node.artifact->document;
  WEFT_TRY(value, dataValue(state.realm, document));
  WTF::Vector<Identifier, 4> names{vm.propertyNames->defaultKeyword};
  MarkedArgumentBuffer values;
  values.append(toJSC(value));
  for (std::string_view key : document.keysOf(document.root())) {
    // A name of an export is well-formed Unicode (ECMA-262, ModuleExportName).
    if (key == "default" || !isValidUtf8(key)) continue;
    WEFT_TRY(member, value.asObject().get(state.realm, key));
    names.append(identifier(vm, key));
    values.append(toJSC(member));
  }
  return synthetic(state, node, names, values);
}

Result<AbstractModuleRecord*> commonJsModule(ModuleLoader::State& state, const graph::Node& node) {
  JSC::VM& vm = state.vm();
  WTF::Vector<Identifier, 4> names{vm.propertyNames->defaultKeyword, Identifier::fromString(vm, "module.exports"_s)};
  for (const std::string& name : state.graph.commonJsExportNames(node.id)) {
    if (name != "module.exports" && name != "default") names.append(identifier(vm, name));
  }
  MarkedArgumentBuffer values;
  for (size_t i = 0; i < names.size(); ++i) values.append(jsUndefined());
  return synthetic(state, node, names, values);
}

Result<AbstractModuleRecord*> builtinModule(ModuleLoader::State& state, const graph::Node& node) {
  JSC::VM& vm = state.vm();
  WEFT_TRY(exports, state.realm.requireBuiltin(node.location.path));
  WTF::Vector<Identifier, 4> names{vm.propertyNames->defaultKeyword};
  MarkedArgumentBuffer values;
  values.append(toJSC(exports));
  if (exports.isObject()) {
    auto scope = DECLARE_CATCH_SCOPE(vm);
    JSObject* object = asObject(toJSC(exports));
    PropertyNameArray keys(vm, PropertyNameMode::Strings, PrivateSymbolMode::Exclude);
    object->methodTable()->getOwnPropertyNames(object, state.global(), keys, DontEnumPropertiesMode::Exclude);
    if (scope.exception()) return takeException(scope);
    for (auto& key : keys) {
      if (key == vm.propertyNames->defaultKeyword) continue;
      JSValue value = object->get(state.global(), key);
      if (scope.exception()) return takeException(scope);
      names.append(key);
      values.append(value);
    }
  }
  return synthetic(state, node, names, values);
}

/// The names that `importer` asks for of the module that `request` names.
void addWanted(const AbstractModuleRecord& importer, const Identifier& request, std::vector<std::string>& wanted) {
  auto add = [&](const Identifier& name) {
    std::string text = toUtf8(name.string());
    if (std::find(wanted.begin(), wanted.end(), text) == wanted.end()) wanted.push_back(std::move(text));
  };
  for (const auto& pair : importer.importEntries()) {
    const auto& entry = pair.value;
    if (entry.moduleRequest == request && entry.type == AbstractModuleRecord::ImportEntryType::Single)
      add(entry.importName);
  }
  for (const auto& pair : importer.exportEntries()) {
    const auto& entry = pair.value;
    if (entry.type == AbstractModuleRecord::ExportEntry::Type::Indirect && entry.moduleName == request)
      add(entry.importName);
  }
}

bool hasExport(const AbstractModuleRecord& record, JSC::VM& vm, const std::string& name) {
  return record.exportEntries().contains(identifier(vm, name).impl());
}

// What the mock's object has, as exports.
Result<AbstractModuleRecord*> mockModule(ModuleLoader::State& state, const graph::Node& node,
                                         const std::vector<std::string>& wanted) {
  JSC::VM& vm = state.vm();
  CHECK(state.mockHook);
  const Value args[] = {toJs(state.realm, node.id), toJs(state.realm, wanted)};
  WEFT_TRY(face, state.mockHook.value().asFunction().call(state.realm, Value(), args));
  CHECK(face.isObject());
  WTF::Vector<Identifier, 4> names;
  MarkedArgumentBuffer values;
  WEFT_TRY(keys, face.asObject().ownKeys(state.realm));
  for (const std::string& key : keys) {
    if (!isValidUtf8(key)) continue;  // no export has such a name
    WEFT_TRY(value, face.asObject().get(state.realm, key));
    names.append(identifier(vm, key));
    values.append(toJSC(value));
  }
  return synthetic(state, node, names, values);
}

// The engine looks a dependency up by its specifier, and takes the `module` property of what it finds:
// a record is its own entry.
void makeItsOwnEntry(JSC::VM& vm, AbstractModuleRecord* record) {
  record->putDirect(vm, Identifier::fromString(vm, "module"_s), record);
}

void setDependency(ModuleLoader::State& state, AbstractModuleRecord* record, std::string_view specifier,
                   AbstractModuleRecord* dependency) {
  JSC::VM& vm = state.vm();
  auto* map = jsCast<JSMap*>(record->getDirect(vm, Identifier::fromString(vm, "dependenciesMap"_s)));
  JSString* key = identifierToJSValue(vm, identifier(vm, specifier)).toString(state.global());
  map->set(state.global(), key, dependency);
}

void fillDependencies(ModuleLoader::State& state, const graph::Node& node) {
  if (node.kind != ModuleKind::EsModule) return;
  AbstractModuleRecord* record = state.entry(node.id).record.get();
  for (const graph::Edge& edge : node.edges)
    setDependency(state, record, requestName(node.artifact->scan.requests[edge.request]),
                  state.entry(edge.target).record.get());
}

// What could not be found or read, placed at the import that asked for it.
JsError graphError(const graph::ModuleGraph& graph, const graph::ModuleGraph::Failure& failure) {
  JsError error = toJsError(*failure.error);
  const graph::Node& importer = graph.node(failure.node);
  if (failure.error->place || !failure.edge || !importer.artifact) return error;
  const auto& request = importer.artifact->scan.requests[failure.edge->request];
  LineColumn at = importer.artifact->placeOf(request.specifierRange.begin);
  return std::move(error).at(importer.location.url(), at.line, at.column);
}

}  // namespace

Result<AbstractModuleRecord*> makeRequireFace(ModuleLoader::State& state, AbstractModuleRecord* original) {
  WTF::String url = "weft:require-face"_s;
  WTF::String text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;"_s;
  auto provider =
      SourceProvider::create(WTFMove(text), WTF::URL(url), WTF::String(url), SourceProviderSourceType::Module);
  WEFT_TRY(parsed, parseRecord(state, SourceCode(WTFMove(provider)), url));
  AbstractModuleRecord* face = parsed.record;
  makeItsOwnEntry(state.vm(), face);
  setDependency(state, face, "original", original);
  auto scope = DECLARE_CATCH_SCOPE(state.vm());
  face->link(state.global(), jsUndefined());
  if (!scope.exception())
    face->evaluate(state.global(), jsUndefined(), jsNumber(static_cast<int32_t>(JSGenerator::ResumeMode::NormalMode)));
  if (scope.exception()) return takeException(scope);
  return face;
}

Result<void> ModuleLoader::createRecord(NodeId id) {
  const graph::Node& node = graph_.node(id);
  auto make = [&]() -> Result<AbstractModuleRecord*> {
    switch (node.kind) {
      case ModuleKind::EsModule:
        return esModule(*state_, node);
      case ModuleKind::CommonJs:
        return commonJsModule(*state_, node);
      case ModuleKind::Json:
        return jsonModule(*state_, node);
      case ModuleKind::Json5:
      case ModuleKind::Toml:
      case ModuleKind::Yaml:
        return dataModule(*state_, node);
      case ModuleKind::Text:
        return defaultOnly(*state_, node, jsString(state_->vm(), sourceOf(node.artifact)));
      case ModuleKind::Builtin:
        return builtinModule(*state_, node);
      case ModuleKind::Addon:
        return commonJsModule(*state_, node);
      case ModuleKind::Mock:
        return mockModule(*state_, node, {});
      case ModuleKind::Wasm:
        break;
    }
    return fail(JsError(
        ErrorKind::TypeError, "ERR_UNKNOWN_FILE_EXTENSION",
        "WebAssembly modules cannot be imported; compile " + node.location.path + " with WebAssembly.compile()"));
  };
  WEFT_TRY(record, make());
  JSC::VM& vm = state_->vm();
  makeItsOwnEntry(vm, record);
  ModuleEntry& entry = state_->entry(id);
  entry.record.set(vm, record);
  state_->nodeOfRecord.emplace(record, id);
  entry.status = ModuleStatus::Recorded;
  return {};
}

/// After the records of their importers, whose names they have: what a mock lacks is no fault of linking, but of who
/// uses it. A mock that was linked before without one of the names gets another record.
Result<void> ModuleLoader::createMockRecords(const std::vector<NodeId>& order) {
  if (!state_->mockHook) return {};
  std::map<NodeId, std::vector<std::string>> wanted;
  for (NodeId id : order) {
    const graph::Node& node = graph_.node(id);
    if (node.kind == ModuleKind::Mock) wanted.try_emplace(id);
    for (const graph::Edge& edge : node.edges) {
      if (edge.target == graph::kNoNode || graph_.node(edge.target).kind != ModuleKind::Mock) continue;
      std::string request = requestName(node.artifact->scan.requests[edge.request]);
      addWanted(*state_->entry(id).record.get(), identifier(state_->vm(), request), wanted[edge.target]);
    }
  }
  JSC::VM& vm = state_->vm();
  for (auto& [id, names] : wanted) {
    ModuleEntry& entry = state_->entry(id);
    if (entry.status != ModuleStatus::New) {
      bool hasAll = std::ranges::all_of(names, [&](auto& name) { return hasExport(*entry.record.get(), vm, name); });
      if (hasAll) continue;
    }
    WEFT_TRY(record, mockModule(*state_, graph_.node(id), names));
    makeItsOwnEntry(vm, record);
    auto scope = DECLARE_CATCH_SCOPE(vm);
    record->link(state_->global(), jsUndefined());
    if (scope.exception()) return takeException(scope);
    if (entry.record) state_->nodeOfRecord.erase(entry.record.get());
    entry.record.set(vm, record);
    state_->nodeOfRecord.emplace(record, id);
    if (entry.status == ModuleStatus::New) entry.status = ModuleStatus::Linked;
  }
  return {};
}

// What others import is read where it was bound: a variable of the module's own, or of the one that it takes it from.
Result<bool> ModuleLoader::overrideExports(NodeId id, Object face) {
  ModuleEntry& entry = state_->entry(id);
  if (entry.status < ModuleStatus::Linked) return false;
  JSC::VM& vm = state_->vm();
  WEFT_TRY(keys, face.ownKeys(realm_));
  for (const std::string& key : keys) {
    WEFT_TRY(value, face.get(realm_, key));
    auto scope = DECLARE_CATCH_SCOPE(vm);
    auto resolution = entry.record->resolveExport(state_->global(), identifier(vm, key));
    if (scope.exception()) return takeException(scope);
    if (resolution.type != AbstractModuleRecord::Resolution::Type::Resolved) continue;
    if (resolution.localName == vm.propertyNames->starNamespacePrivateName) continue;
    setSyntheticExport(state_->global(), resolution.moduleRecord, resolution.localName, toJSC(value));
    if (scope.exception()) return takeException(scope);
  }
  return true;
}

Result<void> ModuleLoader::syncBuiltinExports() {
  JSC::VM& vm = state_->vm();
  for (NodeId id = 0; id < state_->entries.size(); ++id) {
    ModuleEntry& entry = state_->entries[id];
    if (entry.status < ModuleStatus::Linked || graph_.node(id).kind != ModuleKind::Builtin) continue;
    WEFT_TRY(exports, realm_.requireBuiltin(graph_.node(id).location.path));
    if (!exports.isObject()) continue;
    auto scope = DECLARE_CATCH_SCOPE(vm);
    JSObject* object = asObject(toJSC(exports));
    PropertyNameArray keys(vm, PropertyNameMode::Strings, PrivateSymbolMode::Exclude);
    object->methodTable()->getOwnPropertyNames(object, state_->global(), keys, DontEnumPropertiesMode::Exclude);
    if (scope.exception()) return takeException(scope);
    SymbolTable* names = entry.record->moduleEnvironment()->symbolTable();
    for (auto& key : keys) {
      bool isExported = key != vm.propertyNames->defaultKeyword && names->contains(key.impl());
      if (!isExported) continue;
      JSValue value = object->get(state_->global(), key);
      if (scope.exception()) return takeException(scope);
      setSyntheticExport(state_->global(), entry.record.get(), key, value);
    }
  }
  return {};
}

Result<void> ModuleLoader::instantiate(NodeId root) {
  if (auto failure = graph_.firstError(root)) {
    // A module that does not parse asks for nothing.
    if (failure->edge && state_->entry(failure->node).status == ModuleStatus::New)
      WEFT_TRY_VOID(createRecord(failure->node));
    return fail(graphError(graph_, *failure));
  }
  auto order = graph_.postOrder(root, [&](NodeId id) { return state_->entry(id).status >= ModuleStatus::Linked; });
  for (NodeId id : order) {
    // Module hooks have begun with it, and are not at its end.
    for (const graph::Edge& edge : graph_.node(id).edges)
      if (edge.target == graph::kNoNode)
        return fail(JsError(ErrorKind::Error, "ERR_REQUIRE_CYCLE_MODULE",
                            "Module " + graph_.node(id).location.path + " is still being loaded by module hooks"));
    bool isMock = graph_.node(id).kind == ModuleKind::Mock;
    if (state_->entry(id).status == ModuleStatus::New && !isMock) WEFT_TRY_VOID(createRecord(id));
  }
  WEFT_TRY_VOID(createMockRecords(order));
  for (NodeId id : order) fillDependencies(*state_, graph_.node(id));
  for (NodeId id : order) {
    WEFT_TRY(hasDropped, dropTypeExports(*state_, graph_.node(id)));
    // What depends on other files is not kept for the artifact.
    if (hasDropped) state_->entry(id).isParsed = false;
  }
  auto scope = DECLARE_CATCH_SCOPE(state_->vm());
  for (NodeId id : order) {
    ModuleEntry& entry = state_->entry(id);
    if (entry.status >= ModuleStatus::Linked) continue;  // a mock
    auto kind = entry.record->link(state_->global(), jsUndefined());
    if (scope.exception()) {
      auto error = takeException(scope);
      return fail(locateLinkError(realm_, error.error(), graph_, graph_.node(id)));
    }
    entry.hasTopLevelAwait = kind == Synchronousness::Async;
    if (entry.isParsed && graph_.node(id).artifact->ticket)
      state_->compiled.addModule(state_->global(), graph_.node(id).artifact,
                                 *jsCast<JSModuleRecord*>(entry.record.get()), entry.codeFeatures);
    entry.status = ModuleStatus::Linked;
  }
  return {};
}

Result<ModuleLoader::Compiled> compileAhead(Realm& realm, graph::ModuleGraph& graph, NodeId id) {
  ModuleLoader::State state(realm, graph);
  const graph::Node& node = graph.node(id);
  WEFT_TRY(record, esModule(state, node));
  auto* module = jsCast<JSModuleRecord*>(record);
  SourceCode source = module->sourceCode();
  BytecodeCacheError error;
  WTF::FileSystemImpl::FileHandle noFile;
  RefPtr<CachedBytecode> bytecode = generateModuleBytecode(state.vm(), source, noFile, error);
  if (error.isValid() || !bytecode) return fail(JsError(ErrorKind::Error, {}, toUtf8(error.message())));
  auto bytes = bytecode->span();
  return ModuleLoader::Compiled{node.artifact,
                                {},
                                describeRecord(*module, state.entry(id).codeFeatures),
                                std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
                                source.provider()->hash()};
}

}  // namespace weft::js
