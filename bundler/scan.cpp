#include "bundler/scan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/facts.h"
#include "bundler/glob.h"
#include "bundler/identifiers.h"
#include "bundler/style_module.h"
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

struct Job {
  std::string key;
  graph::Resolution location;
  AttributeType type = AttributeType::None;
  std::optional<Loader> loader = {};
};

/// A module with where its requests lead: by request, a job or nothing.
struct Scanned {
  Module module;
  std::vector<std::optional<Job>> targets;
  Log log;
};

std::string keyOf(const graph::Resolution& location, AttributeType type, std::optional<Loader> loader) {
  std::string key = location.path;
  key.append("\0", 1).append(location.suffix).push_back(static_cast<char>('0' + static_cast<int>(type)));
  if (location.type == ResolvedType::Disabled) key.push_back('-');
  if (loader) key.append(std::to_string(static_cast<int>(*loader)));
  return key;
}

class Scanner {
 public:
  Scanner(graph::Resolver& resolver, const ScanOptions& options, Log& log)
      : resolver_(resolver), options_(options), log_(log) {}

  Modules run(const std::vector<std::string>& entries, ThreadPool* pool) {
    constexpr size_t kParallelFrom = 1;
    Worklist<Job, Scanned> worklist(pool, kParallelFrom, [this](Job& job) { return scan(job); });
    std::vector<std::string> entryKeys;
    auto schedule = [&](const Job& job) {
      if (found_.try_emplace(job.key).second) worklist.push(job);
    };
    for (const std::string& entry : entries) {
      if (options_.texts.contains(entry)) {
        size_t suffix = entry.rfind('?');
        graph::Resolution given{ResolvedType::File, entry.substr(0, suffix), entry.substr(suffix)};
        Job job{keyOf(given, AttributeType::None, {}), given, AttributeType::None, {}};
        entryKeys.push_back(job.key);
        schedule(job);
        continue;
      }
      auto location = resolver_.resolveEntry(entry, options_.workingDirectory);
      if (!location) {
        add("cannot-resolve-entry", {}, {}, location.error());
        continue;
      }
      std::optional<Loader> loader = loaderOf(options_.loaders, location->path, {});
      Job job{keyOf(*location, AttributeType::None, loader), *location, AttributeType::None, loader};
      entryKeys.push_back(job.key);
      schedule(job);
    }
    worklist.drain([&](const Job& job, Scanned scanned) {
      for (const std::optional<Job>& target : scanned.targets)
        if (target) schedule(*target);
      found_[job.key] = std::move(scanned);
    });
    return number(entryKeys);
  }

 private:
  // --- Parallel: sees nothing but the resolver.

  Scanned scan(const Job& job) {
    Scanned out = read(job, options_.tree);
    if (!out.module.facts.hasUsing) return out;
    // Its end is that of the module, not of the bundle.
    graph::TreeOptions tree = options_.tree;
    tree.target.add(syntax::Feature::Using);
    return read(job, tree);
  }

  Scanned read(const Job& job, const graph::TreeOptions& tree) {
    Scanned out;
    out.module.location = job.location;
    out.module.shownPath = paths::relative(options_.workingDirectory, job.location.path);
    const GivenText* given = givenOf(job.location);
    if (given) out.module.shownPath += job.location.suffix;
    if (!given && job.loader && takesBytes(*job.loader)) {
      readBytes(out, *job.loader);
      return out;
    }
    if (!given && !job.loader && job.location.type == ResolvedType::File && isStylePath(job.location.path))
      return readStyle(std::move(out));
    auto source = given ? readGiven(job, *given, tree, out.log) : readSource(job, tree, out.log);
    if (!source) {
      addTo(out.log, "cannot-read", {}, {}, source.error());
      return out;
    }
    out.module.kind = source->kind;
    if (source->tree)
      out.module.bytes = (source->written ? source->written->source : source->tree->source).text().size();
    if (source->artifact) out.module.bytes = source->artifact->text().size();
    out.module.tree = std::move(source->tree);
    out.module.written = std::move(source->written);
    out.module.commonJsExports = std::move(source->commonJsExports);
    out.module.commonJsReexports = std::move(source->commonJsReexports);
    if (out.log.hasErrors()) return out;
    if (!out.module.tree) {
      takeValue(out, *source->artifact);
      return out;
    }
    readPackage(out);
    findFacts(out.module, stemOf(job.location.path));
    if (out.module.written) showInFile(out.module.facts, *out.module.written);
    if (out.module.facts.isTooDeep)
      out.log.add(
          {Severity::Error, "nested-too-deep", job.location.path, {0, 1}, "The source is nested too deeply", {}, {}});
    findGlobs(out);
    readAssets(out);
    for (Request& request : out.module.facts.requests) out.targets.push_back(resolve(out, request));
    return out;
  }

  [[nodiscard]] const GivenText* givenOf(const graph::Resolution& location) const {
    if (options_.texts.empty() || location.suffix.empty()) return nullptr;
    auto found = options_.texts.find(location.path + location.suffix);
    return found == options_.texts.end() ? nullptr : &found->second;
  }

  Result<graph::TreeSource, ModuleError> readGiven(const Job& job, const GivenText& given, graph::TreeOptions tree,
                                                   Log& log) {
    bool isJsx = given.loader == Loader::Jsx || given.loader == Loader::Tsx;
    tree.form = graph::SourceForm{given.loader == Loader::Ts || given.loader == Loader::Tsx, isJsx};
    const std::string& path = job.location.path;
    return graph::treeOf(resolver_, {path, given.text, graph::KindHint::EsModule, path}, tree, log);
  }

  static bool takesBytes(Loader loader) {
    return loader == Loader::Base64 || loader == Loader::DataUrl || loader == Loader::Binary || loader == Loader::File;
  }

  void readBytes(Scanned& out, Loader loader) {
    const std::string& path = out.module.location.path;
    out.module.kind = ModuleKind::Text;
    out.module.hasSideEffects = false;
    auto bytes = readFile(path);
    if (!bytes) return addTo(out.log, "cannot-read", {}, {}, graph::systemError(bytes.error()));
    out.module.bytes = bytes->size();
    if (loader == Loader::File)
      out.module.asset.reset(new Asset{path, std::move(*bytes)});
    else
      out.module.valueText = valueOf(loader, path, *bytes);
  }

  Result<graph::TreeSource, ModuleError> readSource(const Job& job, graph::TreeOptions tree, Log& log) {
    graph::Resolution location = job.location;
    if (job.loader == Loader::Empty) location.type = ResolvedType::Disabled;
    if (job.loader == Loader::Js || job.loader == Loader::Jsx || job.loader == Loader::Ts || job.loader == Loader::Tsx)
      tree.form = graph::SourceForm{job.loader == Loader::Ts || job.loader == Loader::Tsx,
                                    job.loader == Loader::Jsx || job.loader == Loader::Tsx};
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
  Scanned readStyle(Scanned out) {
    StyleModule style = readStyleModule(out.module.location.path, options_.workingDirectory, out.log);
    out.module.kind = ModuleKind::Json;
    out.module.hasSideEffects = false;
    out.module.valueText = std::move(style.valueText);
    out.module.commonJsExports = std::move(style.names);
    return out;
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

  bool isExternal(std::string_view specifier) const {
    for (std::string_view pattern : options_.externals) {
      size_t star = pattern.find('*');
      if (star == std::string_view::npos) {
        bool isPath =
            specifier.size() > pattern.size() && specifier.starts_with(pattern) && specifier[pattern.size()] == '/';
        if (specifier == pattern || isPath) return true;
      } else if (specifier.size() + 1 >= pattern.size() && specifier.starts_with(pattern.substr(0, star)) &&
                 specifier.ends_with(pattern.substr(star + 1))) {
        return true;
      }
    }
    bool isName = !specifier.starts_with('.') && !specifier.starts_with('/') && !specifier.starts_with('#');
    return options_.packagesAreExternal && isName;
  }

  /// "lib/x" with "lib" as "./own" gives "./own/x", seen from where the build runs. Empty: it has none.
  std::string aliasOf(std::string_view specifier) const {
    const std::pair<std::string, std::string>* longest = nullptr;
    for (const auto& alias : options_.aliases) {
      const std::string& name = alias.first;
      bool isMatch = specifier.starts_with(name) && (specifier.size() == name.size() || specifier[name.size()] == '/');
      if (isMatch && (!longest || longest->first.size() < name.size())) longest = &alias;
    }
    return longest ? longest->second + std::string(specifier.substr(longest->first.size())) : std::string();
  }

  std::optional<Job> resolve(Scanned& out, Request& request) {
    std::string alias = aliasOf(request.specifier);
    if (!alias.empty()) return resolveAs(out, request, alias, options_.workingDirectory + "/alias");
    return resolveAs(out, request, request.specifier, out.module.location.path);
  }

  std::optional<Job> resolveAs(Scanned& out, Request& request, const std::string& specifier, const std::string& from) {
    if (isExternal(specifier) || specifier.starts_with("http:") || specifier.starts_with("https:") ||
        specifier.starts_with("//")) {
      request.external = specifier;
      return std::nullopt;
    }
    bool isRequire = request.kind == RequestKind::Require;
    auto location = resolver_.resolve(specifier, from, isRequire ? ResolveKind::Require : ResolveKind::Import);
    if (!location && options_.folders && specifier.starts_with('/')) {
      if (std::string file = fromRoot(specifier); !file.empty()) location = resolver_.resolveEntry(file, "/");
    }
    if (!location) {
      refuse(out, request, location.error());
      return std::nullopt;
    }
    if (givenOf(*location)) {
      std::string key = keyOf(*location, AttributeType::None, {});
      return Job{std::move(key), std::move(*location), AttributeType::None, {}};
    }
    std::optional<Loader> loader = loaderOf(options_.loaders, location->path, request.attributes);
    auto type = loader ? graph::attributeTypeOf({}) : graph::attributeTypeOf(request.attributes);
    if (loader && attributeOf(*loader)) type = *attributeOf(*loader);
    if (!type) {
      refuse(out, request, type.error());
      return std::nullopt;
    }
    if (location->type == ResolvedType::Builtin) {
      request.external = location->path;
      return std::nullopt;
    }
    if (!loader && !isRequire && isUnreadable(*location, *type)) {
      ModuleError error;
      error.message = "There is no loader for \"" + std::string(paths::extname(location->path)) + "\" files";
      error.suggestion =
          "Say what they are: --loader " + std::string(paths::extname(location->path)) + "=file, text, dataurl …";
      refuse(out, request, error);
      return std::nullopt;
    }
    AttributeType effective = graph::effectiveType(*location, *type);
    std::string key = keyOf(*location, effective, loader);
    return Job{std::move(key), std::move(*location), effective, loader};
  }

  /// "/logo.svg" of the pages' root or their public folder. Empty: there is no such file.
  std::string fromRoot(const std::string& specifier) const {
    PageTarget target = PageResolver(*options_.folders, options_.externals).resolve(specifier, {});
    if (target.kind == PageTarget::Kind::File) return target.path;
    return target.kind == PageTarget::Kind::Public ? options_.folders->publicFolder + "/" + target.path : "";
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

  /// Breadth first from the entries, in the order of requests.
  Modules number(const std::vector<std::string>& entryKeys) {
    Modules modules;
    std::unordered_map<std::string, ModuleId> idOf;
    std::deque<std::string> waiting;
    std::vector<std::vector<std::optional<Job>>> targets;
    auto meet = [&](const std::string& key) {
      auto [known, isNew] = idOf.try_emplace(key, static_cast<ModuleId>(idOf.size()));
      if (isNew) waiting.push_back(key);
      return known->second;
    };
    for (const std::string& key : entryKeys) modules.entries.push_back(meet(key));
    while (!waiting.empty()) {
      Scanned& scanned = *found_[waiting.front()];
      waiting.pop_front();
      for (const Diagnostic& diagnostic : scanned.log.diagnostics()) log_.add(diagnostic);
      std::vector<Request>& requests = scanned.module.facts.requests;
      for (size_t i = 0; i < scanned.targets.size(); ++i)
        if (scanned.targets[i]) requests[i].target = meet(scanned.targets[i]->key);
      scanned.module.id = static_cast<ModuleId>(modules.list.size());
      modules.list.push_back(std::move(scanned.module));
    }
    return modules;
  }

  graph::Resolver& resolver_;
  const ScanOptions& options_;
  Log& log_;
  std::unordered_map<std::string, std::optional<Scanned>> found_;
};

}  // namespace

Modules scanModules(graph::Resolver& resolver, const std::vector<std::string>& entries, const ScanOptions& options,
                    ThreadPool* pool, Log& log) {
  return Scanner(resolver, options, log).run(entries, pool);
}

}  // namespace weft::bundler
