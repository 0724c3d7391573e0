// The life of a program.

#include "runtime/runtime.h"
#include "engine/builtin_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "base/check.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/paths.h"
#include "engine/async_context.h"
#include "loop/active_handles.h"
#include "loop/standard_io.h"
#include "runtime/bindings.h"
#include "runtime/error_report.h"
#include "runtime/globals.h"
#include "runtime/kept_realm.h"
#include "runtime/test_faults.h"
#include "runtime/test_realm.h"

namespace weft::runtime {

namespace {

// Node's exit codes: https://nodejs.org/api/process.html#exit-codes
constexpr int kGenericFailure = 1;
constexpr int kUnsettledTopLevelAwait = 13;

/// The same for every program of the process.
const std::vector<graph::BuiltinName>& builtinNames() {
  static const auto names = [] {
    std::vector<graph::BuiltinName> list;
    for (std::string_view id : js::publicBuiltins()) {
      std::string name(id);
      list.push_back({name, name});
      if (auto bare = js::bareName(id)) list.push_back({std::string(*bare), name});
    }
    return list;
  }();
  return names;
}

graph::GraphOptions graphOptions(const RuntimeOptions& options) {
  graph::GraphOptions out;
  out.resolver.builtins = builtinNames();
  if (options.test) {
    out.resolver.builtins.push_back({"@jest/globals", "jest/globals"});
    out.resolver.builtins.push_back({"vitest", "vitest/index"});
  }
  out.resolver.conditions = options.conditions;
  out.resolver.globalPaths = globalModulePaths();
  // In tests, imports may leave out what `require` may (builtins/internal/test_resolution.ts sets what is configured).
  if (options.test) {
    out.resolver.importsMayOmit = true;
    out.resolver.extensions = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json", ".node"};
  }
  out.onFile = options.onFile;
  if (options.artifacts)
    out.cache = options.artifacts;
  else if (options.cache)
    out.cache = std::make_shared<graph::ArtifactCache>(*options.cache);
  return out;
}

/// How often the process's working directory has changed.
std::atomic<uint64_t> workingDirectoryVersion{0};

}  // namespace

Runtime::Runtime(RuntimeOptions options, std::unique_ptr<loop::Loop> loop, js::VM* vm)
    : options_(std::move(options)), vm_(vm), loop_(std::move(loop)) {
  milestones_.runtime = loop::Loop::hrtime();
  workingDirectoryVersion_ = workingDirectoryVersion;
  auto directory = currentDirectory();
  workingDirectory_ = directory ? *directory : "/";
  milestones_.engine = loop::Loop::hrtime();
  if (!vm_) {
    ownVm_ = js::VM::create();
    vm_ = ownVm_.get();
  }
  vm_->setSourceMapsEnabled(options_.sourceMaps);
  realm_ = vm_->createRealm();
  realm_->setState(this);
  realm_->setHost(this);
  realm_->setBindings(bindings());
  defineGlobals(*realm_);
  if (!loop_) {
    auto made = loop::Loop::create();
    if (!made) exitWithMessage("cannot make an event loop: " + made.error().message());
    loop_ = std::move(*made);
  }
  loop_->setClient(this);
  vm_->setWakeUp([this] { loop_->wakeEngine(); });
  pool_ = std::make_unique<ThreadPool>();
  graph_ = std::make_unique<graph::ModuleGraph>(graphOptions(options_), pool_.get());
  modules_ = std::make_unique<js::ModuleLoader>(*realm_, *graph_);
  milestones_.environment = loop::Loop::hrtime();
}

Runtime::~Runtime() {
  rejections_.clear();
  mainPromise_.reset();
  preloadPromise_.reset();
  drainTicks_.reset();
  vm_->setWakeUp([] {});
  modules_.reset();
  for (LoopUser* user : loopUsers_) user->loopStops();
  while (!loopUsers_.empty()) {
    LoopUser& user = **loopUsers_.begin();
    loopUsers_.erase(&user);
    user.loopEnds();
  }
  loop_.reset();
  for (int fd : descriptors_) ::close(fd);
  realm_.reset();
}

const std::string& Runtime::workingDirectory() {
  uint64_t version = workingDirectoryVersion;
  if (version != workingDirectoryVersion_) {
    workingDirectoryVersion_ = version;
    if (auto now = currentDirectory()) workingDirectory_ = *now;
  }
  return workingDirectory_;
}

void Runtime::workingDirectoryChanged() {
  ++workingDirectoryVersion;
}

int Runtime::run(const Program& program) {
  milestones_.program = loop::Loop::hrtime();
  if (program.type == Program::Type::Test) return runTest();
  auto started = startWithPreloads(program);
  if (!started) reportUncaught(started.error().toValue(*realm_));
  afterCallback();
  return finish();
}

/// Where a file has run before, the realm becomes what it was before that one, if it was kept (KeptRealm).
void Runtime::prepareTest() {
  TestRealm& test = *options_.test;
  if (vm_->isStopped()) return;
  if (!test.hasEnded()) {
    // What is wrong with it shows again when the file is to run.
    (void)callBuiltin("internal/test_main", "prepare", {});
    requestDrain();
    afterCallback();
    return;
  }
  KeptRealm* kept = test.kept();
  // What is still there may call the file's JavaScript; timers can be told not to.
  auto isTimer = [](const std::string& open) { return open == "Timeout" || open == "Immediate"; };
  if (!kept || !std::ranges::all_of(test.leftOpen, isTimer) || !loopUsers_.empty()) return;
  if (!test.leftOpen.empty()) (void)callBuiltin("internal/timers", "abandon", {});
  rejections_.clear();
  mainPromise_.reset();
  preloadPromise_.reset();
  exitCode_.reset();
  drainRequested_ = handledLate_ = false;
  sourceProgram_ = graph::kNoNode;
  for (int fd : descriptors_) ::close(fd);
  descriptors_.clear();
  vm_->setSourceMapsEnabled(options_.sourceMaps);
  modules_.reset();
  graph_ = std::make_unique<graph::ModuleGraph>(graphOptions(options_), pool_.get());
  modules_ = std::make_unique<js::ModuleLoader>(*realm_, *graph_);
  if (realm_->isBuiltinLoaded("internal/cjs_loader")) (void)callBuiltin("internal/cjs_loader", "registerLoader", {});
  kept->restore(*loop_);
}

/// Until the file's JavaScript says that it is done. A realm without a file answers questions until it is stopped.
int Runtime::runTest() {
  TestRealm& test = *options_.test;
  loop::KeepAlive waits;
  if (test.isFile()) {
    test.isBusy();
    mainPath_ = test.job().path;
    auto started = callBuiltin("internal/test_main", "start", {});
    if (!started && !isEnded()) reportUncaught(started.error().toValue(*realm_));
    afterCallback();
  } else {
    waits = loop_->keepAlive();
  }
  bool isAlive = true;
  while (isAlive && !isEnded() && !test.hasEnded()) {
    loop_->run();
    isAlive = loop_->isAlive();
  }
  if (isEnded()) return kGenericFailure;
  if (!test.isFile()) return 0;
  if (!test.hasEnded()) test.addFault(unsettledFault(*modules_, mainPath_));
  test.isBusy();
  test.leftOpen = openResources();
  // A realm that files share is not at its end.
  if (test.job().sharing == 0) emitExit();
  vm_->drainMicrotasks();
  test.isIdle();
  return 0;
}

std::vector<std::string> Runtime::openResources() {
  std::vector<std::string> list = loop::activeHandles(*loop_);
  if (!realm_->isBuiltinLoaded("internal/timers")) return list;
  auto counts = callBuiltin("internal/timers", "countReferenced", {});
  if (!counts || !counts->isObject()) return list;
  auto add = [&](std::string_view key, const char* name) {
    auto count = counts->asObject().get(*realm_, key);
    if (count && count->isNumber()) list.insert(list.end(), static_cast<size_t>(count->asNumber()), name);
  };
  add("timeouts", "Timeout");
  add("immediates", "Immediate");
  return list;
}

namespace {

/// Whether an option is for internal/startup, which a program without one does not load.
bool needsPreparation(const std::vector<std::string>& words) {
  static constexpr std::string_view kOptions[] = {"-r",          "--require",       "--title",    "--stack",
                                                  "--expose-gc", "--disable-proto", "--expose_gc"};
  if (getenv("NODE_OPTIONS")) return true;
  return std::ranges::any_of(words, [](const std::string& word) {
    return std::ranges::any_of(kOptions, [&](std::string_view option) { return word.starts_with(option); });
  });
}

}  // namespace

js::Result<void> Runtime::startWithPreloads(const Program& program) {
  if (needsPreparation(options_.execArgv)) WEFT_TRY_VOID(callBuiltin("internal/startup", "prepare", {}));
  if (options_.importedFirst.empty() && options_.loaders.empty()) return start(program);
  const js::Value args[] = {js::toJs(*realm_, options_.loaders), js::toJs(*realm_, options_.importedFirst)};
  WEFT_TRY(promise, callBuiltin("internal/preload", "importFirst", args));
  preloadPromise_ = js::Persistent(*realm_, promise);
  js::whenSettled(
      *realm_, promise,
      [this, program](js::Value) {
        auto started = start(program);
        if (!started) reportUncaught(started.error().toValue(*realm_));
      },
      [this](js::Value reason) { reportUncaught(reason, "unhandledRejection"); });
  return {};
}

js::Result<void> Runtime::start(const Program& program) {
  if (program.type == Program::Type::Repl) {
    const js::Value args[] = {js::toJs(*realm_, program.text)};
    WEFT_TRY_VOID(callBuiltin("internal/repl_main", "startRepl", args));
    return {};
  }
  if (program.type == Program::Type::File) return startFile(program.text);
  if (program.type == Program::Type::Worker) return startWorker();
  return startSource(program);
}

js::Result<void> Runtime::startFile(const std::string& path) {
  if (!options_.argv.empty()) options_.argv[0] = paths::resolve(workingDirectory_, path);
  auto entry = graph_->resolver().resolveEntry(path, workingDirectory_);
  if (modules_->hasImportHooks()) return startWithHooks(entry ? entry->path : paths::resolve(workingDirectory_, path));
  if (!entry && fileKind(paths::resolve(workingDirectory_, path)) == FileKind::Directory)
    return failWithMessage(path + " is a directory without an index.js or a package.json that names its main file");
  if (!entry) return failWithoutProgram(entry.error());
  graph::NodeId id = graph_->load(*entry);
  const graph::Node& node = graph_->node(id);
  if (node.error) return failWithoutProgram(*node.error);
  auto result = runMain(id);
  if (!result && graph::looksBinary(node.artifact->text()))
    return failWithMessage(node.location.path + " is a binary file, not a program");
  return result;
}

js::Result<void> Runtime::startWithHooks(const std::string& path) {
  const js::Value args[] = {js::toJs(*realm_, path)};
  WEFT_TRY(promise, callBuiltin("internal/module_hooks", "importMain", args));
  waitForMain(promise);
  return {};
}

void Runtime::waitForMain(js::Value promise) {
  mainPromise_ = js::Persistent(*realm_, promise);
  js::whenSettled(
      *realm_, promise, [](js::Value) {}, [this](js::Value reason) { reportUncaught(reason, "unhandledRejection"); });
}

js::Result<void> Runtime::runMain(graph::NodeId id) {
  const graph::Node& node = graph_->node(id);
  mainPath_ = node.location.path;
  if (node.kind == graph::ModuleKind::EsModule) return evaluateMain(id);
  // CommonJS and what only it knows (.json, .node) goes through Module._load, as `require` would.
  const js::Value args[] = {js::String::fromUtf8(*realm_, node.location.path)};
  WEFT_TRY_VOID(callBuiltin("internal/cjs_loader", "runMain", args));
  return {};
}

js::Result<void> Runtime::evaluateMain(graph::NodeId id) {
  modules_->setMain(id);
  auto result = modules_->evaluate(id);
  // As in Node, where a module is evaluated in a microtask: microtasks go on before the first tick.
  vm_->drainMicrotasks();
  WEFT_TRY(evaluation, std::move(result));
  if (evaluation.promise.isUndefined()) return {};
  waitForMain(evaluation.promise);
  return {};
}

namespace {

/// Nothing of it is a module's alone: in a script that is no function of its own, `const __filename` is allowed.
bool isScript(const graph::Artifact& artifact) {
  const syntax::ModuleScan& scan = artifact.scan;
  return !scan.hasImportSyntax && !scan.hasExportSyntax && !scan.usesImportMeta && !scan.hasTopLevelAwait;
}

}  // namespace

js::Result<void> Runtime::startSource(const Program& program) {
  bool isWorkerCode = !isMainThread();
  std::string name = program.type == Program::Type::Stdin ? "[stdin]" : isMainThread() ? "[eval]" : "[worker eval]";
  std::string path = paths::join({workingDirectory_, name});
  mainPath_ = path;
  graph::NodeId id = graph_->loadSource(path, program.text, graph::KindHint::BySyntax);
  sourceProgram_ = id;
  const graph::Node& node = graph_->node(id);
  if (node.error) return js::fail(js::toJsError(*node.error));
  if (node.kind == graph::ModuleKind::EsModule && !(isWorkerCode && isScript(*node.artifact))) {
    if (program.type == Program::Type::Print) {
      return js::fail(
          js::JsError(js::ErrorKind::Error, "ERR_EVAL_ESM_CANNOT_PRINT", "--print cannot be used with ESM input"));
    }
    return evaluateMain(id);
  }
  const js::Value args[] = {js::String::fromUtf8(*realm_, name)};
  WEFT_TRY_VOID(callBuiltin("internal/cjs_loader", "defineScriptGlobals", args));
  WEFT_TRY(value, realm_->evaluate(program.text, path));
  if (program.type == Program::Type::Print) {
    const js::Value printed[] = {value};
    WEFT_TRY(console, realm_->globalObject().get(*realm_, "console"));
    WEFT_TRY_VOID(console.asObject().invoke(*realm_, "log", printed));
  }
  return {};
}

js::Result<void> Runtime::startWorker() {
  // [kind, text]: a path, code, the text of a module, or a URL of one.
  WEFT_TRY(program, callBuiltin("internal/worker_main", "start", {}));
  WEFT_TRY(kindValue, program.asObject().getIndex(*realm_, 0));
  WEFT_TRY(textValue, program.asObject().getIndex(*realm_, 1));
  WEFT_TRY(kind, kindValue.toUtf8(*realm_));
  WEFT_TRY(text, textValue.toUtf8(*realm_));
  if (kind == "file") return startFile(text);
  if (kind == "eval") return startSource({Program::Type::Eval, text});
  if (kind == "url") return evaluateImported(text);
  CHECK(kind == "module");
  std::string path = paths::join({workingDirectory(), "[worker]"});
  graph::NodeId id = graph_->loadSource(path, text, graph::KindHint::EsModule);
  sourceProgram_ = id;
  if (graph_->node(id).error) return js::fail(js::toJsError(*graph_->node(id).error));
  return evaluateMain(id);
}

js::Result<void> Runtime::evaluateImported(const std::string& url) {
  auto id = graph_->import(url, paths::join({workingDirectory(), "[worker]"}), {});
  if (!id) return js::fail(js::toJsError(id.error()));
  return evaluateMain(*id);
}

std::optional<std::string_view> Runtime::textOf(const std::string& path) const {
  graph::NodeId id = graph_->find({graph::ResolvedType::File, path, ""});
  if (id == graph::kNoNode && sourceProgram_ != graph::kNoNode && graph_->node(sourceProgram_).location.path == path)
    id = sourceProgram_;
  if (id == graph::kNoNode || !graph_->node(id).artifact) return std::nullopt;
  return graph_->node(id).artifact->shownText();
}

int Runtime::finish() {
  while (!isEnded()) {
    loop_->run();
    if (isEnded() || !processIsLoaded()) break;
    (void)callBuiltin("internal/process_events", "emitBeforeExit", {});
    afterCallback();
    if (!loop_->isAlive()) break;
  }
  int code = isEnded() ? 0 : emitExit();
  if (!isEnded()) return code;
  return workerExit_.value_or(kGenericFailure);
}

int Runtime::emitExit() {
  int code = exitCode_.value_or(0);
  auto isPending = [](const js::Persistent& promise) {
    return promise && js::promiseState(promise.value()) == js::PromiseState::Pending;
  };
  bool unsettled = isPending(mainPromise_) || isPending(preloadPromise_);
  if (unsettled && !exitCode_) code = kUnsettledTopLevelAwait;
  if (processIsLoaded()) {
    const js::Value args[] = {js::Value::int32(unsettled ? kUnsettledTopLevelAwait : 0)};
    auto chosen = callBuiltin("internal/process_events", "emitExit", args);
    if (chosen && chosen->isNumber()) code = static_cast<int>(chosen->asNumber());
  }
  if (unsettled && code == kUnsettledTopLevelAwait && !isEnded()) reportUnsettledAwait(*modules_);
  return code;
}

/// A worker has been told to end, by its own program or from outside.
bool Runtime::isEnded() {
  return vm_->isStopped();
}

js::Result<js::Value> Runtime::callBuiltin(std::string_view id, std::string_view name,
                                           std::span<const js::Value> args) {
  WEFT_TRY(exports, realm_->requireBuiltin(id));
  return exports.asObject().invoke(*realm_, name, args);
}

bool Runtime::processIsLoaded() {
  return realm_->isBuiltinLoaded("node:process");
}

// ---- after every callback: ticks, microtasks, rejections

void Runtime::afterCallback() {
  if (vm_->isStopped()) return loop_->stop();
  if (options_.test) options_.test->isBusy();
  if (!drainRequested_) {
    vm_->drainMicrotasks();
    if (!drainRequested_ && rejections_.empty() && !handledLate_) return;
  }
  drainRequested_ = false;
  if (!drainTicks_) {
    auto exports = realm_->requireBuiltin("internal/process_events");
    if (vm_->isStopped()) return loop_->stop();
    CHECK(exports);
    auto drain = exports->asObject().get(*realm_, "drainTicks");
    if (vm_->isStopped()) return loop_->stop();
    CHECK(drain && drain->isCallable());
    drainTicks_ = js::Persistent(*realm_, *drain);
  }
  auto result = drainTicks_.value().asFunction().call(*realm_, js::Value(), {});
  if (vm_->isStopped()) return loop_->stop();
  if (!result) exitWithError(result.error().toValue(*realm_), kGenericFailure);
}

bool Runtime::drainMicrotasks() {
  vm_->drainMicrotasks();
  bool told = handledLate_ || !rejections_.empty();
  handledLate_ = false;
  auto rejections = std::move(rejections_);
  rejections_.clear();
  for (Rejection& rejection : rejections) {
    const js::Value args[] = {js::Value::int32(0), rejection.promise.value(), rejection.reason.value()};
    js::setAsyncContext(*realm_, rejection.context.value());
    auto result = callBuiltin("internal/process_events", "onRejection", args);
    if (vm_->isStopped()) return false;
    CHECK(result);
  }
  if (!rejections.empty()) js::setAsyncContext(*realm_, js::Value());
  return told;
}

void Runtime::promiseRejection(js::Realm& realm, js::RejectionOperation operation, js::Value promise,
                               js::Value reason) {
  if (operation == js::RejectionOperation::Reject) {
    rejections_.push_back({js::Persistent(realm, promise), js::Persistent(realm, reason),
                           js::Persistent(realm, js::asyncContext(realm))});
    return;
  }
  auto waiting = std::find_if(rejections_.begin(), rejections_.end(),
                              [&](const Rejection& r) { return r.promise.value() == promise; });
  if (waiting != rejections_.end()) {
    rejections_.erase(waiting);
    return;
  }
  if (!realm.isBuiltinLoaded("internal/process_events")) return;
  const js::Value args[] = {js::Value::int32(1), promise, js::Value()};
  (void)callBuiltin("internal/process_events", "onRejection", args);
  handledLate_ = true;
}

// ---- uncaught errors and the end

void Runtime::uncaughtException(js::Realm&, js::Value error) {
  reportUncaught(error);
}

void Runtime::reportUncaught(js::Value error, std::string_view origin) {
  if (vm_->isStopped()) return;
  if (!processIsLoaded() && !options_.test) return exitWithError(error, kGenericFailure);
  const js::Value args[] = {error, js::String::fromUtf8(*realm_, origin)};
  auto handled = callBuiltin("internal/process_events", "onUncaught", args);
  if (vm_->isStopped() || (handled && handled->isTrue())) return;
  exitWithError(error, exitCode_.value_or(kGenericFailure));
}

void Runtime::exitWithError(js::Value error, int code) {
  if (options_.test && options_.test->isFile()) return options_.test->addFault(faultOf(*this, error));
  if (isMainThread()) {
    std::string report = renderUncaught(*this, error);
    (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(report.data()), report.size()});
    return exit(code);  // which a realm of `weft test` outlives
  }
  const js::Value args[] = {error};
  (void)callBuiltin("internal/worker_main", "reportError", args);
  // A listener of 'exit' may have chosen any code.
  exit(exitCode_.value_or(code));
}

// No program ran, so there is no stack to show: one message, with the line of a fault in the text.
js::Result<void> Runtime::failWithoutProgram(const graph::ModuleError& error) {
  js::JsError shown = js::toJsError(error);
  if (!isMainThread()) return js::fail(std::move(shown));
  if (error.place) exitWithError(shown.toValue(*realm_), kGenericFailure);
  return failWithMessage(error.messageWithHint());
}

js::Result<void> Runtime::failWithMessage(const std::string& message) {
  if (isMainThread()) exitWithMessage(message);
  return js::fail(js::JsError(js::ErrorKind::Error, "ERR_MODULE_NOT_FOUND", message));
}

void Runtime::exitWithMessage(const std::string& message) {
  std::string report = "weft: " + message + "\n";
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(report.data()), report.size()});
  exit(kGenericFailure);
  _exit(kGenericFailure);  // the main thread has; this tells the compiler
}

namespace {

/// What is parsed in no time is not worth a file.
size_t leastBytesToKeep() {
  constexpr size_t kDefault = size_t{16} << 10;
  std::string text = environmentVariable("WEFT_CACHE_LEAST_BYTES").value_or("");
  return text.empty() ? kDefault : strtoul(text.c_str(), nullptr, 10);
}

}  // namespace

void Runtime::saveCompiled() {
  graph::ArtifactCache* cache = graph_ ? graph_->cache() : nullptr;
  if (!cache) return;
  if (options_.test && !options_.test->claimCompiled(*graph_, leastBytesToKeep())) return;
  std::vector<js::ModuleLoader::Compiled> compiled = modules_->takeCompiled();
  size_t bytes = 0;
  for (const auto& module : compiled) bytes += module.artifact->text().size();
  if (bytes >= leastBytesToKeep())
    for (const auto& module : compiled)
      cache->store(*module.artifact, {{}, module.record, module.bytecode, module.textHash}, module.wrapper);
  // What workers and test files have left is written once, at the end of the process.
  if (isMainThread() && !options_.test) cache->flush();
}

void Runtime::exit(int code) {
  if (options_.test) return;
  if (!isMainThread()) {
    if (!workerExit_) workerExit_ = code;
    vm_->stop();
    loop_->stop();
    return;
  }
  loop_->runBeforePoll();
  saveCompiled();
  loop::restoreStandardIo();
  fflush(nullptr);
  _exit(code);
}

void reportUncaught(js::Realm& realm, const js::JsError& error) {
  Runtime::of(realm).reportUncaught(error.toValue(realm));
}

// ---- the engine's work on the loop

void Runtime::beforeWait() {
  if (options_.test) options_.test->isIdle();
  idle_.emplace(*vm_);
}
void Runtime::afterWait() {
  idle_.reset();
  if (options_.test) options_.test->isBusy();
}
void Runtime::runEngineWork() {
  vm_->runDeferredWork();
}
std::optional<double> Runtime::secondsUntilEngineWork() {
  return vm_->secondsUntilDeferredWork();
}
bool Runtime::hasPendingEngineWork() {
  return vm_->hasPendingWork();
}

}  // namespace weft::runtime
