#include "bundler/scan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/answers.h"
#include "bundler/default_resolution.h"
#include "bundler/facts.h"
#include "bundler/glob.h"
#include "bundler/identifiers.h"
#include "bundler/packed_tree.h"
#include "bundler/style_module.h"
#include "graph/data_module.h"
#include "graph/graph.h"
#include "graph/json.h"
#include "graph/module_source.h"

namespace weft::bundler {

using graph::AttributeType;
using graph::ModuleError;
using graph::ModuleKind;
using graph::ResolvedType;
using graph::ResolveKind;
using syntax::RequestKind;

namespace {

using Job = ScanJob;
using Scanned = ScannedModule;

std::string keyOf(const graph::Resolution& location, AttributeType type, std::optional<Loader> loader) {
  std::string key = location.path;
  key.append("\0", 1).append(location.suffix).push_back(static_cast<char>('0' + static_cast<int>(type)));
  if (location.type == ResolvedType::Disabled) key.push_back('-');
  if (loader) key.append(std::to_string(static_cast<int>(*loader)));
  return key;
}

class Scanner {
 public:
  Scanner(graph::Resolver& resolver, std::vector<std::string> entries, const ScanOptions& options, Log& log)
      : resolver_(resolver), options_(options), plugins_(options.plugins), log_(log), entries_(std::move(entries)) {}

  Modules run(ThreadPool* pool) {
    constexpr size_t kParallelFrom = 1;
    Worklist<Job, Scanned> worklist(pool, kParallelFrom, [this](Job& job) {
      if (options_.onThread) options_.onThread();
      Scanned scanned = scan(job);
      packNodes(scanned.module);
      return scanned;
    });
    worklist_ = &worklist;
    entryKeys_.resize(entries_.size());
    for (size_t i = 0; i < entries_.size(); ++i) startEntry(i, entries_[i]);
    auto join = [this](Job&& job, Scanned&& scanned) {
      take(std::move(job), std::move(scanned));
      if (plugins_) settle(answers_->take());
    };
    worklist.drain(join);
    while (waiting_ > 0) {
      std::deque<Answers::Answer> answers = answers_->wait(*plugins_);
      if (answers.empty()) {
        log_.add({Severity::Error, "given-up", {}, {}, "The build was cancelled", {}, {}});
        return {};
      }
      settle(std::move(answers));
      worklist.drain(join);
    }
    return number();
  }

  std::optional<Job> entryJob(const std::string& entry) {
    auto location = resolver_.resolveEntry(entry, options_.workingDirectory);
    if (!location) {
      add("cannot-resolve-entry", {}, {}, location.error());
      return std::nullopt;
    }
    ModulePlace place{location->path};
    return entryJob(std::move(*location), std::move(place));
  }

  // --- Parallel: sees nothing but the resolver.

  Scanned scan(const Job& job) {
    if (plugins_ && !job.given && job.location.type == ResolvedType::File && plugins_->loads(job.place)) {
      Scanned out;
      out.isToBeGiven = true;
      return out;
    }
    Scanned out = read(job, options_.tree);
    if (!out.module.facts.hasUsing) return out;
    // Its end is that of the module, not of the bundle.
    graph::TreeOptions tree = options_.tree;
    tree.target.add(syntax::Feature::Using);
    return read(job, tree);
  }

 private:
  Job entryJob(graph::Resolution location, ModulePlace place) const {
    std::optional<Loader> loader = loaderOf(options_.loaders, location.path, {});
    auto type = loader ? attributeOf(*loader).value_or(AttributeType::None) : AttributeType::None;
    return Job{keyOf(location, type, loader), std::move(location), type, loader, std::move(place)};
  }

  Scanned read(const Job& job, const graph::TreeOptions& tree) {
    Scanned out;
    out.place = job.place;
    out.module.location = job.location;
    bool isVirtual = !job.place.nameSpace.empty();
    out.module.shownPath =
        isVirtual ? job.location.path : paths::relative(options_.workingDirectory, job.location.path);
    if (job.isOfPage) out.module.shownPath += job.location.suffix;
    if (!isVirtual) out.resolveDir = paths::dirname(job.location.path);
    std::optional<Loader> loader = job.loader;
    const LoadAnswer* given = nullptr;
    if (job.given) {
      for (const Diagnostic& message : job.given->messages) out.log.add(message);
      if (job.given->kind == LoadAnswer::Kind::Failed) return out;
      if (job.given->kind == LoadAnswer::Kind::Contents) given = &*job.given;
    }
    if (given) {
      loader = given->loader ? given->loader : loaderOf(options_.loaders, job.place.path, job.attributes);
      if (!given->resolveDir.empty()) out.resolveDir = given->resolveDir;
      out.data = given->data;
    } else if (isVirtual || (!loader && !job.contents && isUnreadable(job.location, job.type))) {
      out.log.add(unloadable(job));
      return out;
    }
    if (loader && takesBytes(*loader)) {
      readBytes(out, *loader, given);
    } else if (isSheet(job, loader)) {
      readStyle(out, loader, given);
    } else {
      readText(out, job, loader, given, tree);
    }
    if (given && plugins_ && !out.log.diagnostics().empty()) plugins_->keepText(job.location.path, given->contents);
    if (!job.hasSideEffects) out.module.hasSideEffects = false;
    return out;
  }

  static Diagnostic unloadable(const Job& job) {
    if (!job.place.nameSpace.empty())
      return {Severity::Error, "no-loader", {}, {}, "No plugin loads \"" + job.place.shown() + "\"", {}, {}};
    std::string extension(paths::extname(job.location.path));
    return {Severity::Error,
            "no-loader",
            job.location.path,
            {},
            "There is no loader for \"" + extension + "\" files",
            {},
            "Say what they are: --loader " + extension + "=file, text, dataurl …"};
  }

  static bool isSheet(const Job& job, std::optional<Loader> loader) {
    if (loader) return *loader == Loader::Css || *loader == Loader::LocalCss || *loader == Loader::GlobalCss;
    return job.location.type == ResolvedType::File && isStylePath(job.location.path);
  }

  void readText(Scanned& out, const Job& job, std::optional<Loader> loader, const LoadAnswer* given,
                const graph::TreeOptions& tree) {
    auto source = given ? sourceOf(out, job, loader, *given, tree) : readSource(job, tree, out.log);
    if (!source) return addTo(out.log, "cannot-read", {}, {}, source.error());
    out.module.kind = source->kind;
    if (source->tree)
      out.module.bytes = (source->written ? source->written->source : source->tree->source).text().size();
    if (source->artifact) out.module.bytes = source->artifact->text().size();
    out.module.tree = std::move(source->tree);
    out.module.written = std::move(source->written);
    out.module.commonJsExports = std::move(source->commonJsExports);
    out.module.commonJsReexports = std::move(source->commonJsReexports);
    if (out.log.hasErrors()) return;
    if (!out.module.tree) return takeValue(out, *source->artifact);
    if (job.place.nameSpace.empty()) readPackage(out);
    findFacts(out.module, {stemOf(job.location.path), options_.tree.minifySyntax});
    if (out.module.written) showInFile(out.module.facts, *out.module.written);
    if (out.module.facts.isTooDeep)
      out.log.add(
          {Severity::Error, "nested-too-deep", job.location.path, {0, 1}, "The source is nested too deeply", {}, {}});
    findGlobs(out);
    readAssets(out);
    std::vector<Request>& requests = out.module.facts.requests;
    for (size_t i = 0; i < requests.size(); ++i) {
      if (plugins_ && plugins_->resolves(questionOf(out, requests[i]))) {
        out.asked.push_back(i);
        out.targets.emplace_back();
      } else {
        out.targets.push_back(resolve(out, requests[i]));
      }
    }
  }

  /// What plugins gave, read as `loader` says, or else as its name does.
  Result<graph::TreeSource, ModuleError> sourceOf(Scanned& out, const Job& job, std::optional<Loader> loader,
                                                  const LoadAnswer& given, graph::TreeOptions tree) {
    const std::string& path = job.location.path;
    if (loader == Loader::Empty)
      return graph::treeOf(resolver_, {path, {}, graph::KindHint::CommonJs, {}}, {}, out.log);
    bool isOfCode = loader && formOf(*loader);
    if (isOfCode) tree.form = formOf(*loader);
    auto type = loader ? attributeOf(*loader).value_or(AttributeType::None) : job.type;
    // A package's `type` speaks of files alone.
    bool isByName =
        job.place.nameSpace.empty() || type != AttributeType::None || graph::moduleKindByExtension(path).has_value();
    Result<graph::KindHint, ModuleError> hint = graph::KindHint::BySyntax;
    if (isByName && !job.isOfPage) hint = graph::hintFor(resolver_, path, type);
    if (job.isOfPage) hint = graph::KindHint::EsModule;
    if (!hint) return std::unexpected(std::move(hint.error()));
    if (isOfCode && !graph::isCode(*hint)) hint = graph::KindHint::BySyntax;
    std::string settings = out.resolveDir.empty() ? std::string() : out.resolveDir + "/module";
    return graph::treeOf(resolver_, {path, given.contents, *hint, std::move(settings)}, tree, out.log);
  }

  /// The job of a script of a page, if the place is that of one.
  [[nodiscard]] std::optional<Job> pageScriptAt(const graph::Resolution& location) const {
    if (options_.texts.empty() || location.suffix.empty()) return std::nullopt;
    auto found = options_.texts.find(location.path + location.suffix);
    if (found == options_.texts.end()) return std::nullopt;
    Job job{keyOf(location, AttributeType::None, {}), location, AttributeType::None, {}, {location.path}};
    job.given = LoadAnswer{LoadAnswer::Kind::Contents, found->second.text, found->second.loader, {}};
    job.isOfPage = true;
    return job;
  }

  static std::optional<graph::SourceForm> formOf(Loader loader) {
    bool isTyped = loader == Loader::Ts || loader == Loader::Tsx;
    bool isJsx = loader == Loader::Jsx || loader == Loader::Tsx;
    if (!isTyped && !isJsx && loader != Loader::Js) return std::nullopt;
    return graph::SourceForm{isTyped, isJsx};
  }

  static bool takesBytes(Loader loader) {
    return loader == Loader::Base64 || loader == Loader::DataUrl || loader == Loader::Binary || loader == Loader::File;
  }

  void readBytes(Scanned& out, Loader loader, const LoadAnswer* given) {
    const std::string& path = out.module.location.path;
    out.module.kind = ModuleKind::Text;
    out.module.hasSideEffects = false;
    Result<std::string, SysError> bytes = given ? given->contents : readFile(path);
    if (!bytes) return addTo(out.log, "cannot-read", {}, {}, graph::systemError(bytes.error()));
    out.module.bytes = bytes->size();
    if (loader == Loader::File)
      out.module.asset.reset(new Asset{path, std::move(*bytes)});
    else
      out.module.valueText = valueOf(loader, path, *bytes);
  }

  Result<graph::TreeSource, ModuleError> readSource(const Job& job, graph::TreeOptions tree, Log& log) {
    graph::Resolution location = job.location;
    if (job.contents) tree.contents = *job.contents;
    if (job.loader == Loader::Empty) location.type = ResolvedType::Disabled;
    if (job.loader && formOf(*job.loader)) tree.form = formOf(*job.loader);
    return graph::readTree(resolver_, location, job.type, tree, log);
  }

  static void findGlobs(Scanned& out) {
    Facts& facts = out.module.facts;
    for (Glob& glob : facts.globs) {
      std::vector<std::string> files = filesOf(glob.texts, std::string(paths::dirname(out.module.location.path)));
      if (files.empty())
        out.log.add({Severity::Warning,
                     "empty-glob",
                     out.module.location.path,
                     glob.range,
                     "No file has such a name; it will fail when it runs",
                     {},
                     {}});
      for (std::string& file : files) {
        glob.requests.push_back(static_cast<uint32_t>(facts.requests.size()));
        facts.parts[glob.part].requests.push_back(glob.requests.back());
        facts.requests.push_back({std::move(file), {}, glob.kind, glob.range});
      }
    }
  }

  /// Files that are not there stay what the program makes of them.
  void readAssets(Scanned& out) {
    Facts& facts = out.module.facts;
    for (AssetUrl& url : facts.assetUrls) {
      if (url.isWorker && options_.followsWorkers) {
        url.request = static_cast<uint32_t>(facts.requests.size());
        facts.parts[url.part].requests.push_back(url.request);
        facts.requests.push_back({url.specifier, {}, RequestKind::DynamicImport, url.range});
        continue;
      }
      std::string path = paths::resolve(paths::dirname(out.module.location.path), url.specifier);
      auto bytes = fileKind(path) == FileKind::File ? readFile(path) : std::unexpected(SysError{});
      if (bytes)
        out.module.assetUrls.try_emplace(url.node, Asset{std::move(path), std::move(*bytes)});
      else
        out.log.add({Severity::Warning,
                     "missing-asset",
                     out.module.location.path,
                     url.range,
                     "There is no file \"" + url.specifier + "\"; the URL stays as it is",
                     {},
                     {}});
    }
  }

  /// Of a style sheet, its names: its rules go into a file of their own.
  void readStyle(Scanned& out, std::optional<Loader> loader, const LoadAnswer* given) {
    const std::string& path = out.module.location.path;
    out.module.kind = ModuleKind::Json;
    out.module.hasSideEffects = false;
    out.module.isSheet = true;
    if (given || loader) {
      Result<std::string, SysError> text = given ? given->contents : readFile(path);
      if (!text) return addTo(out.log, "cannot-read", {}, {}, graph::systemError(text.error()));
      bool isLocal = loader == Loader::LocalCss || (loader != Loader::GlobalCss && isStyleModulePath(path));
      out.sheet = GivenSheet{std::move(*text), isLocal, out.resolveDir};
    }
    StyleModule style = readStyleModule(path, out.sheet ? &*out.sheet : nullptr, options_.workingDirectory, out.log);
    out.module.valueText = std::move(style.valueText);
    out.module.commonJsExports = std::move(style.names);
  }

  /// Places that faults are shown at.
  static void showInFile(Facts& facts, const graph::WrittenText& written) {
    auto move = [&](ByteRange& range) {
      const auto& list = written.mappings.list;
      auto after = std::ranges::upper_bound(list, range.begin, {}, &syntax::Mapping::generated);
      uint32_t begin = after == list.begin() ? 0 : std::prev(after)->original;
      range = {begin, begin + range.size()};
    };
    for (Request& request : facts.requests) move(request.range);
    for (BadAssignment& it : facts.badAssignments) move(it.range);
    for (AssetUrl& it : facts.assetUrls) move(it.range);
    for (Glob& it : facts.globs) move(it.range);
  }

  void takeValue(Scanned& out, const graph::Artifact& artifact) {
    out.module.hasSideEffects = false;
    std::string_view text = artifact.text();
    switch (artifact.kind) {
      case ModuleKind::Json:
        if (auto parsed = graph::parseJson(text); !parsed) {
          out.log.add({Severity::Error, "malformed-json", artifact.source.path(), {}, parsed.error().message, {}, {}});
        } else if (text.find("__proto__") != std::string_view::npos) {
          // In an object literal that key is something else.
          out.module.valueText = "JSON.parse(";
          graph::appendJsonString(out.module.valueText, text);
          out.module.valueText += ")";
        } else {
          out.module.valueText = text;
        }
        return;
      case ModuleKind::Text:
        return graph::appendJsonString(out.module.valueText, text);
      case ModuleKind::Json5:
      case ModuleKind::Toml:
      case ModuleKind::Yaml:
        out.module.valueText = artifact.document->describe();
        return;
      default:
        out.log.add({Severity::Error,
                     "no-loader",
                     artifact.source.path(),
                     {},
                     "There is no way yet to bundle a module of the kind \"" +
                         std::string(moduleKindName(artifact.kind)) + "\"",
                     {},
                     {}});
    }
  }

  void readPackage(Scanned& out) {
    auto package = resolver_.packageScope(out.module.location.path);
    if (options_.tree.drop.ignoresAnnotations) return;
    if (package && *package) out.module.hasSideEffects = (*package)->hasSideEffects(out.module.location.path);
  }

  static RequestOrigin originOf(RequestKind kind) {
    switch (kind) {
      case RequestKind::Require:
        return RequestOrigin::RequireCall;
      case RequestKind::DynamicImport:
        return RequestOrigin::DynamicImport;
      default:
        return RequestOrigin::ImportStatement;
    }
  }

  static ResolveQuestion questionOf(const Scanned& out, const Request& request) {
    return {request.specifier, out.place, out.resolveDir, originOf(request.kind), request.attributes, out.data};
  }

  std::optional<Job> resolve(Scanned& out, Request& request) {
    std::string alias = aliasOf(options_, request.specifier);
    if (!alias.empty()) return resolveAs(out, request, alias, options_.workingDirectory + "/alias");
    // A file of the same folder asks as the module does.
    bool isAtHome = out.place.nameSpace.empty() && out.resolveDir == paths::dirname(out.module.location.path);
    return resolveAs(out, request, request.specifier,
                     isAtHome || out.resolveDir.empty() ? out.module.location.path : out.resolveDir + "/");
  }

  std::optional<Job> resolveAs(Scanned& out, Request& request, const std::string& specifier, const std::string& from) {
    if (isExternal(options_, specifier)) {
      request.external = specifier;
      return std::nullopt;
    }
    if (out.resolveDir.empty() && !out.place.nameSpace.empty() && resolver_.builtinName(specifier).empty() &&
        !specifier.starts_with('/')) {
      ModuleError error;
      error.message = "Cannot find \"" + specifier + "\"";
      error.suggestion = "A module that a plugin loads needs a resolveDir to import what is not the plugin's own";
      refuse(out, request, error);
      return std::nullopt;
    }
    bool isRequire = request.kind == RequestKind::Require;
    auto location = specifier.starts_with('/')
                        ? resolveFromRoots(specifier, from, isRequire)
                        : resolver_.resolve(specifier, from, isRequire ? ResolveKind::Require : ResolveKind::Import);
    if (!location) {
      refuse(out, request, location.error());
      return std::nullopt;
    }
    if (location->type == ResolvedType::Builtin) {
      request.external = location->path;
      return std::nullopt;
    }
    if (std::optional<Job> script = pageScriptAt(*location)) return script;
    return jobOf(out, request, std::move(*location), {});
  }

  /// A request that leads to a module. `place`: of one that is no file.
  std::optional<Job> jobOf(Scanned& out, Request& request, graph::Resolution location, ModulePlace place) {
    if (place.path.empty()) place.path = location.path;
    std::optional<Loader> loader = loaderOfQuery(location.suffix);
    if (!loader) loader = loaderOf(options_.loaders, location.path, request.attributes);
    auto type = loader ? graph::attributeTypeOf({}) : graph::attributeTypeOf(request.attributes);
    if (loader && attributeOf(*loader)) type = *attributeOf(*loader);
    if (!type) {
      refuse(out, request, type.error());
      return std::nullopt;
    }
    bool isPluginLoaded = plugins_ && plugins_->loads(place);
    if (!loader && !isPluginLoaded && request.kind != RequestKind::Require && place.nameSpace.empty() &&
        isUnreadable(location, *type)) {
      ModuleError error;
      error.message = "There is no loader for \"" + std::string(paths::extname(location.path)) + "\" files";
      error.suggestion =
          "Say what they are: --loader " + std::string(paths::extname(location.path)) + "=file, text, dataurl …";
      refuse(out, request, error);
      return std::nullopt;
    }
    AttributeType effective = graph::effectiveType(location, *type);
    std::string key = keyOf(location, effective, loader);
    return Job{std::move(key), std::move(location), effective, loader, std::move(place), request.attributes};
  }

  /// "/x" as the page's own URL, where a folder of `webRoots` has it; else as a path.
  Result<graph::Resolution, ModuleError> resolveFromRoots(const std::string& specifier, const std::string& from,
                                                          bool isRequire) {
    ResolveKind kind = isRequire ? ResolveKind::Require : ResolveKind::Import;
    for (const std::string& root : options_.webRoots) {
      if (root.empty() || specifier.starts_with(root + "/")) continue;
      auto location = resolver_.resolve("." + specifier, root + "/", kind);
      if (location) return location;
    }
    return resolver_.resolve(specifier, from, kind);
  }

  /// What is asked for by a query: "./x.svg?url", "./x.txt?raw".
  static std::optional<Loader> loaderOfQuery(std::string_view suffix) {
    std::string_view query = suffix.substr(0, suffix.find('#'));
    if (query == "?url") return Loader::File;
    if (query == "?raw") return Loader::Text;
    return std::nullopt;
  }

  static bool isUnreadable(const graph::Resolution& location, AttributeType type) {
    return location.type == ResolvedType::File && type == AttributeType::None &&
           graph::hasUnknownExtension(location.path) && !isStylePath(location.path);
  }

  /// A static import that leads nowhere is a fault of the program; require() and import() fail when they run.
  void refuse(Scanned& out, const Request& request, const ModuleError& error) {
    addTo(out.log, "cannot-resolve", out.module.location.path, request.range, error,
          request.isStatic() ? Severity::Error : Severity::Warning);
  }

  static void addTo(Log& log, const char* id, const std::string& path, ByteRange range, const ModuleError& error,
                    Severity severity = Severity::Error) {
    std::string message = error.message;
    if (size_t from = message.find(" imported from "); from != std::string::npos && !path.empty()) message.resize(from);
    Diagnostic it{severity, id, path.empty() ? error.path : path, range, std::move(message), {}, error.suggestion};
    for (const std::string& tried : error.tried) it.notes.push_back({"tried " + tried, {}, {}});
    log.add(std::move(it));
  }

  void add(const char* id, const std::string& path, ByteRange range, const ModuleError& error) {
    addTo(log_, id, path, range, error);
  }

  // --- Serial.

  void schedule(const Job& job) {
    if (found_.try_emplace(job.key).second) worklist_->push(job);
  }

  void startEntry(size_t index, const std::string& entry) {
    if (options_.given && entry == kGivenEntry) return startGiven(index, *options_.given);
    if (options_.texts.contains(entry)) {
      size_t suffix = entry.rfind('?');
      std::optional<Job> script = pageScriptAt({ResolvedType::File, entry.substr(0, suffix), entry.substr(suffix)});
      entryKeys_[index] = script->key;
      return schedule(*script);
    }
    ResolveQuestion question{entry, {}, options_.workingDirectory, RequestOrigin::EntryPoint};
    if (plugins_ && plugins_->resolves(question)) return ask(kEntries, index, std::move(question));
    resolveEntry(index, entry);
  }

  void startGiven(size_t index, const GivenEntry& given) {
    graph::Resolution location{ResolvedType::File, given.path, {}};
    Job job{
        keyOf(location, AttributeType::None, given.loader), location, AttributeType::None, given.loader, {given.path}};
    job.given = LoadAnswer{LoadAnswer::Kind::Contents, given.text, given.loader, given.resolveDir};
    entryKeys_[index] = job.key;
    schedule(job);
  }

  void resolveEntry(size_t index, const std::string& entry) {
    if (auto job = entryJob(entry)) scheduleEntry(index, *job);
  }

  void scheduleEntry(size_t index, const Job& job) {
    entryKeys_[index] = job.key;
    schedule(job);
  }

  void ask(const std::string& key, size_t request, ResolveQuestion question) {
    ++waiting_;
    plugins_->resolve(std::move(question), [answers = answers_, key, request](ResolveAnswer answer) {
      answers->put({key, request, std::move(answer)});
    });
  }

  /// A job that is done, as far as it can be without answers.
  void take(Job job, Scanned scanned) {
    if (scanned.isToBeGiven) {
      ++waiting_;
      toBeGiven_.insert_or_assign(job.key, job);
      LoadQuestion question{job.place, job.location.suffix, job.attributes, job.data};
      plugins_->load(std::move(question), [answers = answers_, key = job.key](LoadAnswer answer) {
        answers->put({key, 0, std::move(answer)});
      });
      return;
    }
    noteInputs(job, scanned);
    for (const std::optional<Job>& target : scanned.targets)
      if (target) schedule(*target);
    for (size_t request : scanned.asked)
      ask(job.key, request, questionOf(scanned, scanned.module.facts.requests[request]));
    found_[job.key] = std::move(scanned);
  }

  void noteInputs(const Job& job, const Scanned& scanned) {
    if (!options_.inputs || !job.place.nameSpace.empty() || job.location.type != ResolvedType::File) return;
    options_.inputs->add(job.location.path);
    for (const auto& [node, asset] : scanned.module.assetUrls) options_.inputs->add(asset.path);
    // What is not there may come to be.
    for (size_t i = 0; i < scanned.targets.size(); ++i) {
      const Request& request = scanned.module.facts.requests[i];
      bool isMissing = !scanned.targets[i] && request.external.empty() && request.specifier.starts_with('.');
      if (!isMissing) continue;
      std::string path = paths::resolve(paths::dirname(job.location.path), request.specifier);
      for (const char* extension : {"", ".js", ".ts", ".tsx", ".jsx", ".json"}) options_.inputs->add(path + extension);
    }
  }

  void settle(std::deque<Answers::Answer> answers) {
    for (Answers::Answer& answer : answers) {
      --waiting_;
      if (auto* loaded = std::get_if<LoadAnswer>(&answer.what)) {
        Job job = std::move(toBeGiven_.extract(answer.key).mapped());
        job.given = std::move(*loaded);
        worklist_->push(std::move(job));
      } else if (answer.key == kEntries) {
        settleEntry(answer.request, std::get<ResolveAnswer>(answer.what));
      } else {
        settleRequest(answer.key, answer.request, std::get<ResolveAnswer>(answer.what));
      }
    }
  }

  static graph::Resolution locationOf(const ResolveAnswer& answer) {
    return {ResolvedType::File, answer.place.shown(), answer.suffix};
  }

  void settleEntry(size_t index, ResolveAnswer& answer) {
    for (Diagnostic& message : answer.messages) log_.add(std::move(message));
    if (answer.kind == ResolveAnswer::Kind::Pass) return resolveEntry(index, entries_[index]);
    if (answer.kind == ResolveAnswer::Kind::External)
      log_.add({Severity::Error,
                "external-entry",
                {},
                {},
                "The entry \"" + entries_[index] + "\" cannot be external",
                {},
                {}});
    if (answer.kind != ResolveAnswer::Kind::Module) return;
    graph::Resolution location = locationOf(answer);
    Job job = entryJob(std::move(location), std::move(answer.place));
    job.data = answer.data;
    scheduleEntry(index, job);
  }

  void settleRequest(const std::string& key, size_t index, ResolveAnswer& answer) {
    Scanned& scanned = *found_[key];
    Request& request = scanned.module.facts.requests[index];
    for (Diagnostic& message : answer.messages) scanned.log.add(std::move(message));
    std::optional<Job>& target = scanned.targets[index];
    switch (answer.kind) {
      case ResolveAnswer::Kind::Pass:
        target = resolve(scanned, request);
        break;
      case ResolveAnswer::Kind::External:
        request.external = answer.place.path.empty() ? request.specifier : std::move(answer.place.path);
        break;
      case ResolveAnswer::Kind::Module: {
        graph::Resolution location = locationOf(answer);
        target = jobOf(scanned, request, std::move(location), std::move(answer.place));
        if (target) target->data = answer.data;
        if (target) target->hasSideEffects = answer.hasSideEffects;
        break;
      }
      case ResolveAnswer::Kind::Failed:
        break;
    }
    if (target) schedule(*target);
  }

  /// Breadth first from the entries, in the order of requests.
  Modules number() {
    Modules modules;
    std::unordered_map<std::string, ModuleId> idOf;
    std::deque<std::string> waiting;
    std::vector<std::vector<std::optional<Job>>> targets;
    auto meet = [&](const std::string& key) {
      auto [known, isNew] = idOf.try_emplace(key, static_cast<ModuleId>(idOf.size()));
      if (isNew) waiting.push_back(key);
      return known->second;
    };
    for (const std::string& key : entryKeys_)
      if (!key.empty()) modules.entries.push_back(meet(key));
    while (!waiting.empty()) {
      Scanned& scanned = *found_[waiting.front()];
      waiting.pop_front();
      for (const Diagnostic& diagnostic : scanned.log.diagnostics()) log_.add(diagnostic);
      std::vector<Request>& requests = scanned.module.facts.requests;
      for (size_t i = 0; i < scanned.targets.size(); ++i)
        if (scanned.targets[i]) requests[i].target = meet(scanned.targets[i]->key);
      if (scanned.sheet) modules.sheets.try_emplace(scanned.module.location.path, std::move(*scanned.sheet));
      scanned.module.id = static_cast<ModuleId>(modules.list.size());
      modules.list.push_back(std::move(scanned.module));
    }
    return modules;
  }

  static constexpr const char* kEntries = "";  // in place of a module's key

  graph::Resolver& resolver_;
  const ScanOptions& options_;
  Plugins* plugins_;
  Log& log_;
  const std::vector<std::string> entries_;
  std::vector<std::string> entryKeys_;  // empty where the entry has a fault
  Worklist<Job, Scanned>* worklist_ = nullptr;
  std::unordered_map<std::string, std::optional<Scanned>> found_;
  std::unordered_map<std::string, Job> toBeGiven_;  // that plugins are asked about
  std::shared_ptr<Answers> answers_ = std::make_shared<Answers>();
  size_t waiting_ = 0;  // for so many answers
};

}  // namespace

class ModuleReader::Impl {
 public:
  Impl(graph::Resolver& resolver, const ScanOptions& options) : resolver_(resolver), options_(options) {}
  std::optional<Job> entry(const std::string& path, Log& log) {
    return Scanner(resolver_, {}, options_, log).entryJob(path);
  }
  Scanned read(const Job& job) {
    Log log;
    return Scanner(resolver_, {}, options_, log).scan(job);
  }

 private:
  graph::Resolver& resolver_;
  const ScanOptions& options_;
};

ModuleReader::ModuleReader(graph::Resolver& resolver, const ScanOptions& options)
    : impl_(std::make_unique<Impl>(resolver, options)) {}
ModuleReader::~ModuleReader() = default;

std::optional<ScanJob> ModuleReader::entry(const std::string& path, Log& log) {
  return impl_->entry(path, log);
}

ScannedModule ModuleReader::read(const ScanJob& job) {
  return impl_->read(job);
}

Modules scanModules(graph::Resolver& resolver, const std::vector<std::string>& entries, const ScanOptions& options,
                    ThreadPool* pool, Log& log) {
  return Scanner(resolver, entries, options, log).run(pool);
}

}  // namespace weft::bundler
