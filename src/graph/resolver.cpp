#include "graph/resolver.h"

#include <algorithm>

#include "base/paths.h"
#include "graph/resolve_errors.h"
#include "graph/resolve_query.h"
#include "graph/suggestions.h"

namespace weft::graph {

std::string Resolution::url() const {
  return type == ResolvedType::File ? paths::toFileUrl(path) + suffix : path;
}

ResolveQuery::ResolveQuery(ResolverState& state, std::string_view specifier, std::string_view referrer, bool traces)
    : state_(state),
      specifier_(specifier),
      referrer_(referrer),
      directory_(referrer.ends_with('/') && referrer.size() > 1 ? referrer.substr(0, referrer.size() - 1)
                                                                : paths::dirname(referrer)),
      conditions_(&state.importConditions),
      traces_(traces) {}

ResolveResult ResolveQuery::builtin(std::string_view canonical) const {
  return Resolution{ResolvedType::Builtin, std::string(canonical), {}};
}

ModuleError ResolveQuery::unknownBuiltin() const {
  ModuleError error = errors::unknownBuiltin(specifier_);
  if (!traces_) return error;
  std::vector<std::string> names;
  names.reserve(state_.options.builtins.size());
  for (const BuiltinName& name : state_.options.builtins) names.push_back(name.specifier);
  if (std::string near = nearestName(specifier_, names); !near.empty())
    error.suggestion = "Did you mean \"" + near + "\"?";
  else if (state_.options.browserMaps == BrowserMapUse::On)
    error.suggestion = "The \"browser\" field of package.json can put another module in its place, or none.";
  return error;
}

Result<const PackageJson*, ModuleError> ResolveQuery::packageOf(const PackageEntry* entry) const {
  if (!entry) return nullptr;
  if (!entry->error.empty()) return fail(errors::malformedPackage(entry->path, entry->error, specifier_, referrer_));
  return entry->package ? &*entry->package : nullptr;
}

bool ResolveQuery::isFile(const std::string& path) {
  bool found = state_.files.isFile(path);
  if (!found && traces_) tried(path, state_.files.isDirectory(path) ? "is a folder" : "no such file");
  return found;
}

std::string ResolveQuery::realPath(const std::string& path) {
  return state_.options.preservesSymlinks ? path : state_.files.realPathOf(path);
}

void ResolveQuery::tried(std::string_view path, std::string_view outcome) {
  if (traces_) tried_.push_back(std::string(path).append(": ").append(outcome));
}

/// Adds what was tried, and a guess at what was meant where there is no better hint.
ModuleError ResolveQuery::explained(ModuleError error) {
  if (!traces_) return error;
  error.tried = std::move(tried_);
  if (!error.suggestion.empty()) return error;
  if (isRelativeRequest(specifier_) || specifier_.starts_with('/')) {
    std::string path = paths::resolve(directory_, specifier_);
    state_.files.noteRead(std::string(paths::dirname(path)));
    std::string near = nearestFile(path, state_.options.extensions);
    if (!near.empty()) error.suggestion = "There is a file " + near + ".";
  } else if (!specifier_.starts_with('#')) {
    std::vector<std::string> folders = packageFolders(state_.options, directory_);
    for (const std::string& folder : folders)
      if (state_.files.isDirectory(folder)) state_.files.noteRead(folder);
    std::string near = nearestPackage(specifier_, folders);
    if (!near.empty()) error.suggestion = "There is a package \"" + near + "\".";
  }
  return error;
}

namespace {

std::vector<std::string> conditionsFor(const ResolverOptions& options, std::string_view kind) {
  std::vector<std::string> conditions = options.platformConditions;
  conditions.emplace_back(kind);
  conditions.insert(conditions.end(), options.conditions.begin(), options.conditions.end());
  return conditions;
}

/// What package.json files are read for beside Node's fields.
std::vector<std::string> packageFieldsOf(const ResolverOptions& options) {
  std::vector<std::string> fields;
  for (const std::string& field : options.mainFields)
    if (field != "main") fields.push_back(field);
  bool hasBrowser = std::ranges::find(fields, "browser") != fields.end();
  if (options.browserMaps == BrowserMapUse::On && !hasBrowser) fields.emplace_back("browser");
  return fields;
}

/// Asks; if that fails, asks again for what may exist by now, with an account of what was tried.
template <typename Ask>
ResolveResult askTwice(FileCache& files, Ask&& ask) {
  ResolveResult result = ask(false);
  if (result) return result;
  files.forgetMisses();
  return ask(true);
}

}  // namespace

ResolverOptions ResolverOptions::forBrowsers() {
  ResolverOptions options;
  options.platformConditions = {"browser", "module"};
  options.mainFields = {"browser", "module", "main"};
  options.moduleField = ModuleFieldUse::ImportsOnly;
  options.browserMaps = BrowserMapUse::On;
  options.importsMayOmit = true;
  return options;
}

ResolverState::ResolverState(ResolverOptions given)
    : options{std::move(given), files}, files(packageFieldsOf(options)) {
  apply();
}

void ResolverState::apply() {
  // (Names are only ever added.)
  if (builtins.size() < options.builtins.size())
    for (const BuiltinName& name : options.builtins) builtins.insert_or_assign(name.specifier, name.canonical);
  importConditions = conditionsFor(options, "import");
  requireConditions = conditionsFor(options, "require");
  browserKeyExtensions = options.extensions;
  for (const char* extension : {".tsx", ".jsx"}) browserKeyExtensions.emplace_back(extension);
}

Resolver::Resolver(ResolverOptions options) : state_(std::make_unique<ResolverState>(std::move(options))) {}

Resolver::~Resolver() = default;

ResolveResult Resolver::resolve(std::string_view specifier, std::string_view referrer, ResolveKind kind) {
  return askTwice(state_->files, [&](bool traces) {
    ResolveQuery query(*state_, specifier, referrer, traces);
    return kind == ResolveKind::Import ? query.import() : query.require();
  });
}

ResolveResult Resolver::resolveEntry(std::string_view path, std::string_view workingDirectory) {
  std::string absolute = paths::resolve(workingDirectory, path);
  if (path.ends_with('/') && absolute != "/") absolute.push_back('/');
  return askTwice(state_->files,
                  [&](bool traces) { return ResolveQuery(*state_, absolute, "/", traces).requireFrom({""}); });
}

ResolveResult Resolver::resolveRequireFrom(std::string_view specifier, const std::vector<std::string>& paths) {
  auto known = state_->builtins.find(specifier);
  if (known != state_->builtins.end()) return Resolution{ResolvedType::Builtin, known->second, {}};
  std::vector<std::string> folders;
  for (const std::string& path : paths) {
    if (ResolveQuery::isRelativeRequest(specifier)) {
      folders.push_back(path);
      continue;
    }
    for (std::string& folder : ResolveQuery::packageFolders(state_->options, paths::resolve("/", path)))
      folders.push_back(std::move(folder));
  }
  const std::vector<std::string>& global = state_->options.globalPaths;
  if (!ResolveQuery::isRelativeRequest(specifier)) folders.insert(folders.end(), global.begin(), global.end());
  if (specifier.starts_with('/')) folders = {""};
  return askTwice(state_->files,
                  [&](bool traces) { return ResolveQuery(*state_, specifier, "/", traces).requireFrom(folders); });
}

std::vector<std::string> Resolver::lookupPaths(std::string_view specifier, std::string_view referrer) const {
  if (!builtinName(specifier).empty()) return {};
  std::string_view directory = referrer.ends_with('/') && referrer.size() > 1 ? referrer.substr(0, referrer.size() - 1)
                                                                              : paths::dirname(referrer);
  bool isRelative = specifier == "." || specifier.starts_with("./") || specifier.starts_with("..");
  if (isRelative) return {std::string(directory)};
  std::vector<std::string> folders = ResolveQuery::packageFolders(state_->options, directory);
  const std::vector<std::string>& global = state_->options.globalPaths;
  folders.insert(folders.end(), global.begin(), global.end());
  return folders;
}

Result<const PackageJson*, ModuleError> Resolver::packageScope(std::string_view path) {
  const PackageEntry* entry = state_->files.scopeOf(paths::dirname(path));
  if (!entry) return nullptr;
  if (!entry->error.empty()) return fail(errors::malformedPackage(entry->path, entry->error, {}, {}));
  return entry->package ? &*entry->package : nullptr;
}

Result<const TsConfig*, ModuleError> Resolver::tsConfigFor(std::string_view path) {
  const TsConfigEntry* entry = state_->files.tsConfigOf(paths::dirname(path));
  if (!entry) return nullptr;
  if (!entry->config) return fail(errors::malformedTsConfig(entry->error));
  return &configFor(*entry->config, path);
}

std::string_view Resolver::builtinName(std::string_view specifier) const {
  auto known = state_->builtins.find(specifier);
  return known == state_->builtins.end() ? std::string_view() : known->second;
}

const ResolverOptions& Resolver::options() const {
  return state_->options;
}

void Resolver::setOptions(ResolverOptions options) {
  static_cast<ResolverOptions&>(state_->options) = std::move(options);
  state_->apply();
}

void Resolver::forgetFiles() {
  state_->files.clear();
}

void traceFiles(Resolver& resolver) {
  static_cast<const HeldOptions&>(resolver.options()).files.trace();
}

void visitFiles(const Resolver& resolver, const FileVisitor& visitor) {
  static_cast<const HeldOptions&>(resolver.options()).files.visit(visitor);
}

}  // namespace weft::graph
