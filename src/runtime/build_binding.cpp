// native("build"): builds as programs ask for them (builtins/internal/build_session.ts). A build runs on a thread of
// its own; what plugins have to say it asks of the loop's.

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "base/file.h"
#include "base/hash.h"
#include "base/paths.h"
#include "bundler/build.h"
#include "bundler/default_resolution.h"
#include "bundler/transform.h"
#include "bundler/write_files.h"
#include "engine/builtin_names.h"
#include "engine/class.h"
#include "engine/vm.h"
#include "graph/json.h"
#include "options/build_options.h"
#include "options/command_build.h"
#include "runtime/bindings.h"
#include "runtime/build_log.h"
#include "runtime/build_plugins.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

using options::BuildRequest;
using Texts = std::map<std::string, std::string, std::less<>>;

js::Result<std::vector<std::string>> textsOf(js::Realm& realm, js::Object list) {
  std::vector<std::string> texts;
  WEFT_TRY(length, list.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, list.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    texts.push_back(std::move(text));
  }
  return texts;
}

/// The bytes of a string or a view.
js::Result<std::string> contentsOf(js::Realm& realm, js::Value value) {
  if (js::Bytes bytes = js::bytesOf(value); bytes.valid)
    return std::string(reinterpret_cast<const char*>(bytes.data), bytes.size);
  return value.toUtf8(realm);
}

std::vector<graph::BuiltinName> builtinNames() {
  std::vector<graph::BuiltinName> names;
  for (std::string_view id : js::publicBuiltins()) {
    std::string name(id);
    names.push_back({name, name});
    if (auto bare = js::bareName(id)) names.push_back({std::string(*bare), name});
  }
  return names;
}

/// Of a command line: [what is wrong with it, or undefined; whether it has entries; whether it watches].
js::Result<js::Value> readWords(js::Realm& realm, js::Object words) {
  WEFT_TRY(list, textsOf(realm, words));
  BuildRequest request;
  request.mayLackEntries = true;
  options::Fault fault = options::parseBuildOptions(list, request);
  const js::Value facts[] = {fault ? js::toJs(realm, *fault) : js::Value(),
                             js::Value::boolean(!request.build.entries.empty()), js::Value::boolean(request.watches)};
  return js::Value(js::Array::create(realm, facts));
}

/// What is wrong with options, as the command line spells them; undefined: nothing.
js::Result<js::Value> optionFault(js::Realm& realm, js::Object words, std::string workingDirectory) {
  WEFT_TRY(list, textsOf(realm, words));
  BuildRequest request;
  request.workingDirectory = std::move(workingDirectory);
  options::Fault fault = options::parseBuildOptions(list, request);
  return fault ? js::toJs(realm, *fault) : js::Value();
}

std::string_view kindName(bundler::OutputKind kind) {
  switch (kind) {
    case bundler::OutputKind::Entry:
      return "entry-point";
    case bundler::OutputKind::Chunk:
      return "chunk";
    case bundler::OutputKind::Style:
      return "style";
    case bundler::OutputKind::SourceMap:
      return "sourcemap";
    case bundler::OutputKind::Legal:
      return "legal";
    case bundler::OutputKind::Asset:
      break;
  }
  return "asset";
}

/// What came of a build, as other threads may hold it.
struct Outcome {
  Log log;
  std::optional<bundler::Output> output;
  std::string writeFault;
  std::vector<std::string> inputs;  // files, each once
  std::optional<options::CommandResult> command;
  bool isGiven = false;  // JavaScript gets the files
};

/// What becomes of a build's files. Command: they are written as the command line says, and told of.
enum class Placing : int32_t { Give, Write, Command };

/// One build at a time, again and again with the same options. Pinned while a build runs.
class BuildSession final : public js::Native, public LoopUser {
 public:
  static js::Result<std::unique_ptr<BuildSession>> construct(js::Realm& realm, js::Object words,
                                                             std::string workingDirectory) {
    noteUntraced(realm, "a build");
    WEFT_TRY(list, textsOf(realm, words));
    auto session = std::make_unique<BuildSession>(realm);
    session->request_.workingDirectory = std::move(workingDirectory);
    if (options::Fault fault = options::parseBuildOptions(list, session->request_))
      return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_INVALID_ARG_VALUE", *fault));
    session->resolver_ = std::make_unique<graph::Resolver>(options::resolverOptions(session->request_, builtinNames()));
    return session;
  }
  explicit BuildSession(js::Realm& realm) : realm_(realm), runtime_(Runtime::of(realm)) { runtime_.addLoopUser(*this); }
  ~BuildSession() override {
    runtime_.removeLoopUser(*this);
    loopEnds();
  }
  void trace(js::Tracer& tracer) override {
    tracer.visit(ask_);
    tracer.visit(done_);
  }

  /// Of each rule the source and the flags of a pattern, and a namespace.
  js::Result<void> setRules(js::Object resolve, js::Object load) {
    auto rules = std::make_shared<PluginRules>();
    WEFT_TRY_VOID(addRules(rules->resolve, resolve));
    WEFT_TRY_VOID(addRules(rules->load, load));
    bool isEmpty = rules->resolve.empty() && rules->load.empty();
    rules_ = isEmpty ? nullptr : std::move(rules);
    return {};
  }

  /// The entry that no file holds.
  js::Result<void> setStdin(js::Value contents, std::string path, std::string resolveDir, std::string loader) {
    WEFT_TRY(text, contentsOf(realm_, contents));
    request_.build.scan.given =
        bundler::GivenEntry{std::move(path), std::move(text), std::move(resolveDir), bundler::loaderNamed(loader)};
    return {};
  }

  /// What the files of entries are called, without their extensions; "": as names of entries are made.
  js::Result<void> setEntryOutputs(js::Object names) {
    WEFT_TRY(list, textsOf(realm_, names));
    request_.build.output.entryOutputs = std::move(list);
    return {};
  }

  /// ask(id, isLoad, …) gets the plugins' questions, done(json, contents) the result.
  js::Result<void> run(int32_t placing, js::Function ask, js::Function done) {
    if (thread_.joinable())
      return js::fail(js::JsError(js::ErrorKind::Error, "ERR_INVALID_STATE", "A build is under way already"));
    ask_.set(*this, ask);
    done_.set(*this, done);
    plugins_.reset();
    if (rules_)
      plugins_ = std::make_shared<ScriptPlugins>(
          rules_, runtime_.loop(), [self = self_] { *self ? (*self)->askAll() : void(); },
          request_.logLevel >= options::LogLevel::Warning);
    pin(realm_);
    alive_ = runtime_.loop().keepAlive();
    thread_ = std::thread([this, placing = static_cast<Placing>(placing), plugins = plugins_] {
      auto outcome = std::make_shared<Outcome>(build(placing, plugins.get()));
      runtime_.loop().post([self = self_, outcome] {
        if (*self) (*self)->finish(*outcome);
      });
    });
    return {};
  }

  /// Without plugins, on this thread. [json, contents]
  js::Result<js::Value> runNow(bool isWriting) {
    plugins_.reset();
    Outcome outcome = build(isWriting ? Placing::Write : Placing::Give, nullptr);
    WEFT_TRY(contents, contentsOfAll(outcome));
    js::Array both = js::Array::create(realm_);
    WEFT_TRY_VOID(both.push(realm_, js::toJs(realm_, jsonOf(outcome))));
    WEFT_TRY_VOID(both.push(realm_, contents));
    return js::Value(both);
  }

  /// `kind`: as ResolveAnswer::Kind. `messages`: of each, whether it is an error, and its number.
  js::Result<void> answerResolve(int32_t id, int32_t kind, std::string path, std::string nameSpace, std::string suffix,
                                 bool hasSideEffects, int32_t data, js::Object messages) {
    bundler::ResolveAnswer answer;
    answer.kind = static_cast<bundler::ResolveAnswer::Kind>(kind);
    answer.place = {std::move(path), std::move(nameSpace)};
    answer.suffix = std::move(suffix);
    answer.hasSideEffects = hasSideEffects;
    answer.data = static_cast<bundler::PluginData>(data);
    WEFT_TRY(list, messagesOf(messages));
    answer.messages = std::move(list);
    if (plugins_) plugins_->answer(id, std::move(answer));
    return {};
  }

  js::Result<void> answerLoad(int32_t id, int32_t kind, js::Value contents, std::string loader, std::string resolveDir,
                              int32_t data, js::Object messages) {
    bundler::LoadAnswer answer;
    answer.kind = static_cast<bundler::LoadAnswer::Kind>(kind);
    if (answer.kind == bundler::LoadAnswer::Kind::Contents) {
      WEFT_TRY(text, contentsOf(realm_, contents));
      answer.contents = std::move(text);
    }
    answer.loader = bundler::loaderNamed(loader);
    answer.resolveDir = std::move(resolveDir);
    answer.data = static_cast<bundler::PluginData>(data);
    WEFT_TRY(list, messagesOf(messages));
    answer.messages = std::move(list);
    if (plugins_) plugins_->answer(id, std::move(answer));
    return {};
  }

  void enter(int32_t id, std::string who) {
    if (plugins_) plugins_->enter(id, std::move(who));
  }
  void leave(int32_t id) {
    if (plugins_) plugins_->leave(id);
  }
  void giveUp() {
    if (plugins_) plugins_->giveUp();
  }
  /// Files may have changed.
  void forgetFiles() {
    if (!thread_.joinable()) resolver_->forgetFiles();
  }

  /// Where a name leads without plugins: [path, namespace, suffix, external, sideEffects], or what is wrong.
  js::Result<js::Value> resolve(std::string specifier, std::string importer, std::string resolveDir, std::string kind) {
    std::string from = importer.empty() ? resolveDir + "/" : importer;
    bundler::DefaultResolution found =
        bundler::resolveByDefault(*resolver_, request_.build.scan, specifier, from,
                                  bundler::originNamed(kind).value_or(bundler::RequestOrigin::ImportStatement));
    if (!found.fault.empty()) return js::toJs(realm_, found.fault);
    const js::Value parts[] = {js::toJs(realm_, found.path), js::toJs(realm_, found.suffix),
                               js::Value::boolean(found.isExternal), js::Value::boolean(found.hasSideEffects)};
    return js::Value(js::Array::create(realm_, parts));
  }

  void loopStops() override {
    if (plugins_) plugins_->giveUp();
  }
  void loopEnds() override {
    loopStops();
    *self_ = nullptr;
    if (thread_.joinable()) thread_.join();
    alive_.release();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&BuildSession::setRules>("setRules"),
      js::method<&BuildSession::setStdin>("setStdin"),
      js::method<&BuildSession::setEntryOutputs>("setEntryOutputs"),
      js::method<&BuildSession::run>("run"),
      js::method<&BuildSession::runNow>("runNow"),
      js::method<&BuildSession::answerResolve>("answerResolve"),
      js::method<&BuildSession::answerLoad>("answerLoad"),
      js::method<&BuildSession::enter>("enter"),
      js::method<&BuildSession::leave>("leave"),
      js::method<&BuildSession::giveUp>("giveUp"),
      js::method<&BuildSession::forgetFiles>("forgetFiles"),
      js::method<&BuildSession::resolve>("resolve"),
  };
  static constexpr js::ClassSpec kClass = js::classOf<BuildSession, &BuildSession::construct>("BuildSession", kMembers);

 private:
  js::Result<void> addRules(std::vector<PluginRule>& rules, js::Object list) {
    WEFT_TRY(texts, textsOf(realm_, list));
    for (size_t i = 0; i + 2 < texts.size(); i += 3)
      rules.push_back({js::TextPattern::compile(texts[i], texts[i + 1]), texts[i + 2]});
    return {};
  }

  /// Of each message: whether it is an error, its number, the plugin, the text, and a place: file, line, column and
  /// length in bytes; no file: it has none.
  js::Result<std::vector<Diagnostic>> messagesOf(js::Object list) {
    constexpr size_t kParts = 8;
    WEFT_TRY(texts, textsOf(realm_, list));
    std::vector<Diagnostic> messages;
    for (size_t i = 0; i + kParts <= texts.size(); i += kParts) {
      auto number = [&](size_t part) { return static_cast<uint32_t>(strtoul(texts[i + part].c_str(), nullptr, 10)); };
      Diagnostic it;
      it.severity = texts[i] == "true" ? Severity::Error : Severity::Warning;
      it.id = kPluginMessage;
      it.message = std::move(texts[i + 3]);
      it.notes.push_back({"from the plugin \"" + texts[i + 2] + "\"", {}, {number(1), number(1)}});
      if (!texts[i + 4].empty()) setPlace(it, texts[i + 4], {number(5), number(6)}, number(7));
      messages.push_back(std::move(it));
    }
    return messages;
  }

  void setPlace(Diagnostic& it, const std::string& file, LineColumn at, uint32_t length) {
    std::string path = paths::resolve(request_.build.scan.workingDirectory, file);
    auto text = readFile(path);
    if (!text) {
      it.message = file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + it.message;
      return;
    }
    LineIndex lines(*text);
    it.path = std::move(path);
    uint32_t line = std::clamp(at.line, 1u, lines.lineCount());
    it.range.begin = std::min(lines.lineStart(line) + at.column, static_cast<uint32_t>(text->size()));
    it.range.end = std::min(it.range.begin + length, static_cast<uint32_t>(text->size()));
  }

  // On the build's thread, unless it is runNow's.
  Outcome build(Placing placing, ScriptPlugins* plugins) {
    Outcome outcome;
    BuildRequest request = request_;
    request.build.scan.plugins = plugins;
    bundler::InputFiles inputs;
    request.build.scan.inputs = &inputs;
    if (placing == Placing::Command)
      outcome.command =
          options::runCommand(*resolver_, request, &pool_, isatty(STDERR_FILENO) ? Color::On : Color::Off, {});
    else
      outcome.output = bundler::build(*resolver_, request.build, &pool_, outcome.log);
    outcome.inputs = inputs.take();
    std::ranges::sort(outcome.inputs);
    outcome.inputs.erase(std::ranges::unique(outcome.inputs).begin(), outcome.inputs.end());
    outcome.isGiven = placing == Placing::Give;
    if (placing != Placing::Write || !outcome.output) return outcome;
    if (auto written = bundler::writeFiles(outcome.output->files); !written)
      outcome.writeFault = written.error().message();
    return outcome;
  }

  // On the loop's.
  void askAll() {
    if (!plugins_) return;
    for (ScriptPlugins::Asked& asked : plugins_->takeQuestions()) {
      js::Result<js::Value> called = std::holds_alternative<bundler::LoadQuestion>(asked.question)
                                         ? askLoad(asked.id, std::get<bundler::LoadQuestion>(asked.question))
                                         : askResolve(asked.id, std::get<bundler::ResolveQuestion>(asked.question));
      if (!called) reportUncaught(realm_, called.error());
    }
  }

  js::Result<js::Value> askResolve(int32_t id, const bundler::ResolveQuestion& it) {
    return ask_.value().asFunction()(
        realm_, js::Value(), js::toJs(realm_, id), js::Value::boolean(false), js::toJs(realm_, it.specifier),
        js::toJs(realm_, it.importer.path), js::toJs(realm_, it.importer.nameSpace), js::toJs(realm_, it.resolveDir),
        js::toJs(realm_, bundler::nameOf(it.origin)), js::toJs(realm_, it.data), attributesOf(it.attributes));
  }

  js::Result<js::Value> askLoad(int32_t id, const bundler::LoadQuestion& it) {
    return ask_.value().asFunction()(realm_, js::Value(), js::toJs(realm_, id), js::Value::boolean(true),
                                     js::toJs(realm_, it.place.path), js::toJs(realm_, it.place.nameSpace),
                                     js::toJs(realm_, it.suffix), js::toJs(realm_, it.data),
                                     attributesOf(it.attributes));
  }

  js::Value attributesOf(const std::vector<syntax::ImportAttribute>& attributes) {
    js::Object out = js::Object::create(realm_);
    for (const syntax::ImportAttribute& it : attributes) out.define(realm_, it.key, js::toJs(realm_, it.value));
    return out;
  }

  void finish(const Outcome& outcome) {
    thread_.join();
    auto contents = contentsOfAll(outcome);
    js::Function done = done_.value().asFunction();
    std::string json = jsonOf(outcome);
    alive_.release();
    js::Result<js::Value> called =
        contents ? done(realm_, js::Value(), js::toJs(realm_, json), *contents) : js::fail(contents.error());
    unpin();
    if (!called) reportUncaught(realm_, called.error());
  }

  std::string jsonOf(const Outcome& outcome) {
    const std::string& base = request_.build.scan.workingDirectory;
    static const Texts none;
    std::string out = "{\"messages\":" + logJson(outcome.log, plugins_ ? plugins_->texts() : none, base);
    if (!outcome.writeFault.empty()) {
      out += ",\"writeFault\":";
      graph::appendJsonString(out, outcome.writeFault);
    }
    if (outcome.command) {
      out += ",\"command\":{\"code\":" + std::to_string(outcome.command->code) + ",\"out\":";
      graph::appendJsonString(out, outcome.command->standardOutput);
      out += ",\"err\":";
      graph::appendJsonString(out, outcome.command->standardError);
      out += '}';
    }
    out += ",\"inputs\":[";
    for (const std::string& path : outcome.inputs) {
      if (out.back() != '[') out += ',';
      graph::appendJsonString(out, path);
    }
    out += ']';
    if (outcome.output) {
      out += ",\"files\":[";
      for (const bundler::OutputFile& file : outcome.output->files) {
        if (out.back() == '}') out += ',';
        out += "{\"path\":";
        graph::appendJsonString(out, file.path);
        out += ",\"kind\":\"" + std::string(kindName(file.kind)) +
               "\",\"size\":" + std::to_string(file.contents.size()) + ",\"hash\":\"" +
               hash128(file.contents).hex().substr(0, 16) + "\"}";
      }
      out += "]";
      if (!outcome.output->metafile.empty()) out += ",\"metafile\":" + outcome.output->metafile;
    }
    return out + "}";
  }

  /// Of files that were written, nothing.
  js::Result<js::Value> contentsOfAll(const Outcome& outcome) {
    if (!outcome.isGiven || !outcome.output) return js::Value();
    js::Array list = js::Array::create(realm_);
    for (const bundler::OutputFile& file : outcome.output->files) {
      WEFT_TRY(bytes, js::createUint8Array(
                          realm_, {reinterpret_cast<const uint8_t*>(file.contents.data()), file.contents.size()}));
      WEFT_TRY_VOID(list.push(realm_, bytes));
    }
    return js::Value(list);
  }

  js::Realm& realm_;
  Runtime& runtime_;
  BuildRequest request_;
  std::unique_ptr<graph::Resolver> resolver_;
  ThreadPool pool_;
  std::shared_ptr<const PluginRules> rules_;
  std::shared_ptr<ScriptPlugins> plugins_;  // of the build that runs
  std::shared_ptr<BuildSession*> self_ = std::make_shared<BuildSession*>(this);
  std::thread thread_;
  loop::KeepAlive alive_;
  js::Traced ask_, done_;
};

/// One file by itself; `words` as of a build. {messages, code?, map?, legal?}
js::Result<js::Value> transform(js::Realm& realm, js::Object words, std::string workingDirectory, js::Value contents,
                                std::string path, std::string loader, bool keepsFormat) {
  noteUntraced(realm, "a build");
  WEFT_TRY(list, textsOf(realm, words));
  BuildRequest request;
  request.workingDirectory = std::move(workingDirectory);
  if (options::Fault fault = options::parseBuildOptions(list, request))
    return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_INVALID_ARG_VALUE", *fault));
  request.build.output.keepsFormat = keepsFormat;
  WEFT_TRY(text, contentsOf(realm, contents));
  graph::Resolver resolver(options::resolverOptions(request, builtinNames()));
  Log log;
  std::optional<bundler::TransformedFile> made =
      bundler::transformFile(resolver, request.build, {path, text, bundler::loaderNamed(loader)}, log);
  Texts texts;
  if (!log.diagnostics().empty()) texts.emplace(path, std::move(text));
  std::string out = "{\"messages\":" + logJson(log, texts, request.build.scan.workingDirectory);
  if (made) {
    out += ",\"code\":";
    graph::appendJsonString(out, made->code);
    out += ",\"map\":";
    graph::appendJsonString(out, made->map);
    out += ",\"legal\":";
    graph::appendJsonString(out, made->legal);
  }
  return js::toJs(realm, out + "}");
}

void extend(js::Realm& realm, js::Object exports) {
  exports.define(realm, "BuildSession", js::classConstructor(realm, BuildSession::kClass));
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&optionFault>("optionFault"), js::fn<&readWords>("readWords"),
                                           js::fn<&transform>("transform")};

}  // namespace

const js::Binding kBuildBinding = {"build", kFunctions, extend};

}  // namespace weft::runtime
