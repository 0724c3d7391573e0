// The loader's face: import, require of ES modules, import.meta, CommonJS compilation.

#include "engine/module_loader.h"

#include <algorithm>

#include "base/check.h"
#include "base/paths.h"
#include "engine/covered_sources.h"
#include "engine/module_state.h"
#include "engine/promise.h"
#include "engine/source_provider.h"
#include "engine/syntax_error.h"

namespace weft::js {

using namespace JSC;
using graph::NodeId;

WTF::URL originOf(std::string_view name) {
  if (paths::isAbsolute(name)) return WTF::URL(toWTF(paths::toFileUrl(name)));
  return WTF::URL(toWTF(name));
}

JsError toJsError(const graph::ModuleError& error) {
  auto kindOf = [](graph::ErrorClass errorClass) {
    switch (errorClass) {
      case graph::ErrorClass::TypeError:
        return ErrorKind::TypeError;
      case graph::ErrorClass::RangeError:
        return ErrorKind::RangeError;
      case graph::ErrorClass::SyntaxError:
        return ErrorKind::SyntaxError;
      case graph::ErrorClass::Error:
        break;
    }
    return ErrorKind::Error;
  };
  ErrorKind kind = kindOf(error.errorClass());
  if (!error.place) return JsError(kind, std::string(error.codeName()), error.message);
  return JsError(kind, std::string(error.codeName()), error.messageWithHint())
      .at(error.path, error.place->line, error.place->column);
}

ModuleLoader::ModuleLoader(Realm& realm, graph::ModuleGraph& graph)
    : realm_(realm), graph_(graph), state_(std::make_unique<State>(realm, graph)) {
  realm.setModules(this);
}

ModuleLoader::~ModuleLoader() {
  realm_.setModules(nullptr);
}

void ModuleLoader::setCommonJsHook(Function hook) {
  state_->commonJsHook = Persistent(realm_, hook);
}

Result<ModuleLoader::Evaluation> ModuleLoader::evaluate(NodeId id) {
  WEFT_TRY_VOID(instantiate(id));
  WEFT_TRY_VOID(state_->evaluate(id));
  ModuleEntry& entry = state_->entry(id);
  if (entry.status == ModuleStatus::EvaluatingAsync) return Evaluation{fromJSC(state_->capabilityOf(id))};
  return Evaluation{};
}

Result<Value> ModuleLoader::namespaceOf(NodeId id) {
  auto scope = DECLARE_CATCH_SCOPE(state_->vm());
  auto* object = state_->entry(id).record->getModuleNamespace(state_->global());
  if (scope.exception()) return takeException(scope);
  return fromJSC(object);
}

Result<Value> ModuleLoader::requireEsModule(NodeId id, std::string_view requirer,
                                            const std::vector<std::string>& running) {
  const std::string& path = graph_.node(id).location.path;
  std::string tail = requirer.empty() ? "" : "\n  From " + std::string(requirer) + " \n  Requiring " + path;
  WEFT_TRY_VOID(instantiate(id));
  for (NodeId member : graph_.postOrder(id)) {
    const ModuleEntry& entry = state_->entry(member);
    // Whoever evaluates it is below us on the stack: its evaluation can't end before this require does.
    const graph::Node& node = graph_.node(member);
    bool isRunning = node.kind == graph::ModuleKind::EsModule
                         ? entry.status == ModuleStatus::Evaluating
                         : node.kind == graph::ModuleKind::CommonJs &&
                               std::find(running.begin(), running.end(), node.location.path) != running.end();
    if (isRunning) {
      return fail(JsError(
          ErrorKind::Error, "ERR_REQUIRE_CYCLE_MODULE",
          "Cannot require() ES Module " + path + " in a cycle. A cycle involving require(esm) is not allowed." + tail));
    }
    if (!entry.hasTopLevelAwait) continue;
    return fail(JsError(ErrorKind::Error, "ERR_REQUIRE_ASYNC_MODULE",
                        "require() cannot be used on an ESM graph with top-level await. Use import() instead. "
                        "To see where the top-level await comes from, look in " +
                            graph_.node(member).location.path + "." + tail));
  }
  WEFT_TRY_VOID(state_->evaluate(id));
  WEFT_TRY(space, namespaceOf(id));
  WEFT_TRY(named, space.asObject().has(realm_, "module.exports"));
  if (named) return space.asObject().get(realm_, "module.exports");
  return withEsModuleFlag(id, space.asObject());
}

// What transpiled code expects of a module with a default export: its namespace with `__esModule`, live.
//
//     export * from "original"; export { default } from "original"; export const __esModule = true;
Result<Value> ModuleLoader::withEsModuleFlag(NodeId id, Object space) {
  WEFT_TRY(hasDefault, space.has(realm_, "default"));
  WEFT_TRY(hasFlag, space.has(realm_, "__esModule"));
  if (!hasDefault || hasFlag) return space;
  ModuleEntry& entry = state_->entry(id);
  if (!entry.requireFace) {
    WEFT_TRY(face, makeRequireFace(*state_, entry.record.get()));
    entry.requireFace.set(state_->vm(), face);
  }
  auto scope = DECLARE_CATCH_SCOPE(state_->vm());
  auto* object = entry.requireFace->getModuleNamespace(state_->global());
  if (scope.exception()) return takeException(scope);
  return fromJSC(object);
}

void ModuleLoader::setImportHooks(Value importHook, Value resolveHook) {
  state_->importHook = importHook.isUndefined() ? Persistent() : Persistent(realm_, importHook);
  state_->resolveHook = resolveHook.isUndefined() ? Persistent() : Persistent(realm_, resolveHook);
}

void ModuleLoader::setMockHook(Function hook) {
  state_->mockHook = Persistent(realm_, hook);
}

bool ModuleLoader::hasImportHooks() const {
  return static_cast<bool>(state_->importHook);
}

Result<Value> ModuleLoader::askImportHook(const std::string& specifier, const std::string& referrer,
                                          const std::vector<syntax::ImportAttribute>& attributes) {
  std::vector<std::string> list;
  for (const auto& attribute : attributes) list.insert(list.end(), {attribute.key, attribute.value});
  return state_->importHook.value().asFunction()(realm_, Value(), toJs(realm_, specifier), toJs(realm_, referrer),
                                                 toJs(realm_, list));
}

Value ModuleLoader::importNode(NodeId id) {
  auto deferred = std::make_shared<Deferred>(realm_);
  finishImport(deferred, id);
  return deferred->promise();
}

/// Settles with the namespace when the node has been evaluated.
void ModuleLoader::finishImport(std::shared_ptr<Deferred> deferred, NodeId id) {
  auto finish = [this, deferred, id](Value) {
    auto space = namespaceOf(id);
    if (space)
      deferred->resolve(*space);
    else
      deferred->reject(space.error());
  };
  auto evaluation = evaluate(id);
  if (!evaluation)
    deferred->reject(evaluation.error());
  else if (evaluation->promise.isUndefined())
    finish(Value());
  else
    whenSettled(realm_, evaluation->promise, finish, [deferred](Value reason) { deferred->reject(reason); });
}

// import() begins in a microtask: what stands after it in the script runs before the module does.
Value ModuleLoader::startImport(std::string specifier, std::string referrer,
                                std::vector<syntax::ImportAttribute> attributes) {
  auto deferred = std::make_shared<Deferred>(realm_);
  auto run = [this, deferred, specifier = std::move(specifier), referrer = std::move(referrer),
              attributes = std::move(attributes)](Call&) -> Result<Value> {
    if (state_->importHook) {
      auto asked = askImportHook(specifier, referrer, attributes);
      if (asked)
        deferred->resolve(*asked);
      else
        deferred->reject(asked.error());
      return Value();
    }
    auto node = graph_.import(specifier, referrer, attributes);
    if (node)
      finishImport(deferred, *node);
    else
      deferred->reject(toJsError(node.error()));
    return Value();
  };
  Value promise = deferred->promise();
  queueMicrotask(realm_, createClosure(realm_, "", 0, std::move(run)));
  return promise;
}

namespace {

// The path (or data: URL) that an importing script's specifiers are resolved from.
std::string referrerOf(const SourceOrigin& origin) {
  std::string url = toUtf8(origin.url().string());
  if (!url.starts_with("file:")) return url;
  auto path = paths::fromFileUrl(url);
  return path ? *path : url;
}

}  // namespace

// https://tc39.es/ecma262/#sec-evaluate-import-call, steps 9 and 10
static Result<std::vector<syntax::ImportAttribute>> attributesOf(Realm& realm, Value options) {
  std::vector<syntax::ImportAttribute> out;
  if (options.isUndefined()) return out;
  if (!options.isObject()) return fail(JsError::typeError("The second argument of import() must be an object"));
  WEFT_TRY(with, options.asObject().get(realm, "with"));
  if (with.isUndefined()) return out;
  if (!with.isObject()) return fail(JsError::typeError("The 'with' option of import() must be an object"));
  WEFT_TRY(keys, with.asObject().ownKeys(realm));
  for (std::string& key : keys) {
    WEFT_TRY(value, with.asObject().get(realm, key));
    if (!value.isString()) return fail(JsError::typeError("Import attribute '" + key + "' must be a string"));
    out.push_back({std::move(key), value.asString().utf8(realm)});
  }
  return out;
}

JSInternalPromise* ModuleLoader::importDynamically(JSString* specifier, JSValue options, const SourceOrigin& origin) {
  JSGlobalObject* global = state_->global();
  auto* promise = JSInternalPromise::create(state_->vm(), global->internalPromiseStructure());
  auto start = [&]() -> Result<Value> {
    WEFT_TRY(attributes, attributesOf(realm_, fromJSC(options)));
    return startImport(fromJSC(specifier).asString().utf8(realm_), referrerOf(origin), std::move(attributes));
  };
  auto imported = start();
  if (imported)
    promise->resolve(global, toJSC(*imported));
  else
    promise->reject(global, toJSC(imported.error().toValue(realm_)));
  return promise;
}

namespace {

/// import.meta.resolve(specifier): the URL it resolves to.
Result<Value> resolveFrom(Realm& realm, graph::ModuleGraph& graph, const std::string& referrer, Value specifier) {
  WEFT_TRY(text, specifier.toUtf8(realm));
  auto resolution = graph.resolve(text, referrer, graph::ResolveKind::Import);
  if (resolution) return String::fromUtf8(realm, resolution->url());
  // As in Node, a relative or absolute URL resolves whether its file is there or not.
  bool isUrl = text.starts_with("./") || text.starts_with("../") || text.starts_with("/") || text.starts_with("file:");
  if (isUrl && resolution.error().codeName() == "ERR_MODULE_NOT_FOUND") {
    WTF::URL resolved(originOf(referrer), toWTF(text));
    if (resolved.isValid()) return String::fromUtf8(realm, toUtf8(resolved.string()));
  }
  return fail(toJsError(resolution.error()));
}

/// A getter in a builtin of what import.meta has for Bun's programs, told the file.
void defineLateMember(Realm& realm, Object meta, const char* name, const std::string& path) {
  Object getter = createClosure(realm, name, 0, [&realm, name, path](Call&) -> Result<Value> {
    WEFT_TRY(builtin, realm.requireBuiltin("internal/import_meta"));
    const Value args[] = {String::fromUtf8(realm, path)};
    return builtin.asObject().invoke(realm, name, args);
  });
  auto* accessor = GetterSetter::create(jscVM(realm), realm.global(), objectOf(getter), nullptr);
  objectOf(meta)->putDirectAccessor(realm.global(), identifier(jscVM(realm), name), accessor,
                                    static_cast<unsigned>(PropertyAttribute::DontEnum | PropertyAttribute::Accessor));
}

/// https://bun.com/docs/runtime/module-resolution#import-meta; not enumerable, so that what Node has is what is listed.
void defineBunMembers(Realm& realm, Object meta, const std::string& path) {
  meta.define(realm, "dir", String::fromUtf8(realm, paths::dirname(path)), PropertyFlags::DontEnum);
  meta.define(realm, "file", String::fromUtf8(realm, paths::basename(path)), PropertyFlags::DontEnum);
  meta.define(realm, "path", String::fromUtf8(realm, path), PropertyFlags::DontEnum);
  for (const char* name : {"env", "hot", "require", "resolveSync"}) defineLateMember(realm, meta, name, path);
}

}  // namespace

JSObject* ModuleLoader::createImportMeta(JSModuleRecord* record) {
  auto known = state_->nodeOfRecord.find(record);
  CHECK(known != state_->nodeOfRecord.end());
  NodeId id = known->second;
  const graph::Node& node = graph_.node(id);
  Object meta = Object::createNullPrototype(realm_);
  if (node.location.type == graph::ResolvedType::File) {
    meta.define(realm_, "dirname", String::fromUtf8(realm_, paths::dirname(node.location.path)));
    meta.define(realm_, "filename", String::fromUtf8(realm_, node.location.path));
  }
  meta.define(realm_, "main", Value::boolean(id == main_));
  std::string referrer = node.location.path;
  meta.define(realm_, "resolve", createClosure(realm_, "resolve", 1, [this, referrer](Call& call) -> Result<Value> {
                if (state_->resolveHook)
                  return state_->resolveHook.value().asFunction()(realm_, Value(), call[0], toJs(realm_, referrer));
                return resolveFrom(realm_, graph_, referrer, call[0]);
              }));
  meta.define(realm_, "url", String::fromUtf8(realm_, node.location.url()));
  if (node.location.type == graph::ResolvedType::File) defineBunMembers(realm_, meta, node.location.path);
  return objectOf(meta);
}

namespace {

constexpr std::string_view kWrapperStart = "(function (exports, require, module, __filename, __dirname) {";
constexpr std::string_view kWrapperEnd = "\n})";

// before: `body`, after: `(function (exports, require, module, __filename, __dirname) {body\n})`
std::string wrapped(std::string_view text) {
  std::string source;
  source.reserve(text.size() + kWrapperStart.size() + kWrapperEnd.size());
  source += kWrapperStart;
  source += text;
  if (text.starts_with("#!")) source[kWrapperStart.size()] = source[kWrapperStart.size() + 1] = '/';
  return source += kWrapperEnd;
}

Result<Value> evaluateWrapper(ModuleLoader::State& state, const SourceCode& code, std::string_view path,
                              std::string_view text) {
  WTF::NakedPtr<Exception> thrown;
  JSValue function = JSC::evaluate(state.global(), code, JSValue(), thrown);
  if (!thrown) return fromJSC(function);
  ParserError error;
  if (!checkSyntax(state.vm(), code, error)) {
    // Found in what was put behind the file: it ends too early.
    LineIndex lines(text);
    if (error.isValid() && error.line() > static_cast<int>(lines.lineCount())) {
      LineColumn end = lines.positionAt(static_cast<uint32_t>(text.size()));
      return fail(
          JsError(ErrorKind::SyntaxError, {}, "Unexpected end of script").at(std::string(path), end.line, end.column));
    }
    return fail(syntaxError(error, code));
  }
  return fail(JsError::caught(fromJSC(thrown.get())));
}

}  // namespace

Result<Value> ModuleLoader::compileCommonJs(const graph::Node& node) {
  const graph::Artifact& artifact = *node.artifact;
  const std::string& path = node.location.path;
  bool isReady = artifact.isAscii && !artifact.compiled.whole.empty();
  auto provider = providerOf(realm_.vm(), node.artifact, kWrapperStart.size(), [&] {
    WTF::String text = isReady ? WTF::String(WTF::StringImpl::createWithoutCopying(latin1(artifact.compiled.whole)))
                               : toWTF(wrapped(artifact.text()));
    return SourceProvider::create(WTFMove(text), originOf(path), toWTF(path), SourceProviderSourceType::Program,
                                  bytecodeIn(state_->vm(), artifact.compiled.bytecode), artifact.compiled.textHash);
  });
  provider->positions()->setPrefixLength(kWrapperStart.size());
  if (artifact.origin.positions) provider->positions()->setTable(artifact.origin.positions);
  SourceCode code(provider.copyRef());
  WEFT_TRY(function, evaluateWrapper(*state_, code, path, artifact.text()));
  if (artifact.ticket && artifact.compiled.bytecode.empty())
    state_->compiled.addProgram(state_->global(), node.artifact, code);
  return function;
}

Result<Value> ModuleLoader::compileCommonJs(std::string_view path, std::string_view text,
                                            std::shared_ptr<const PositionTable> positions) {
  auto provider =
      SourceProvider::create(toWTF(wrapped(text)), originOf(path), toWTF(path), SourceProviderSourceType::Program);
  provider->positions()->setPrefixLength(kWrapperStart.size());
  provider->positions()->setTable(std::move(positions));
  return evaluateWrapper(*state_, SourceCode(provider.copyRef()), path, text);
}

std::vector<ModuleLoader::Compiled> ModuleLoader::takeCompiled() {
  std::vector<Compiled> list;
  for (CompiledModules::Compiled& it : state_->compiled.take(state_->vm())) {
    // A first line that begins with #! is not run as it stands.
    bool isWrapped = it.record.empty() && !it.artifact->text().starts_with("#!");
    graph::TextWrapper wrapper = isWrapped ? graph::TextWrapper{kWrapperStart, kWrapperEnd} : graph::TextWrapper{};
    list.push_back({std::move(it.artifact), wrapper, std::move(it.record), std::move(it.bytecode), it.textHash});
  }
  return list;
}

std::optional<ModuleLoader::PendingAwait> ModuleLoader::pendingAwait() const {
  for (NodeId id = 0; id < state_->entries.size(); ++id) {
    if (!state_->entries[id].isAwaiting) continue;
    const graph::Node& node = graph_.node(id);
    PendingAwait out{node.location.path};
    // A suspended body's state counts its awaits in source order, from 1.
    JSValue state = state_->entries[id].record->internalField(AbstractModuleRecord::Field::State).get();
    const auto& offsets = node.artifact->scan.topLevelAwaits;
    size_t index = state.isInt32() && state.asInt32() > 0 ? static_cast<size_t>(state.asInt32()) - 1 : 0;
    // (for await counts for more than one)
    if (!offsets.empty()) out.at = node.artifact->placeOf(offsets[std::min(index, offsets.size() - 1)]);
    return out;
  }
  return std::nullopt;
}

}  // namespace weft::js
