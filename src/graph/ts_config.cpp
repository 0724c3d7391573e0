#include "graph/ts_config.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <utility>

#include "base/file.h"
#include "base/paths.h"
#include "graph/exports_map.h"
#include "graph/file_cache.h"
#include "graph/jsonc.h"

namespace weft::graph {

namespace {

using Failure = std::unexpected<TsConfigError>;
using Strings = std::vector<std::string>;

/// What one file says, or several laid over each other. Paths are absolute but for those of `paths`.
struct Layer {
  std::optional<std::string> baseUrl;
  std::optional<std::vector<PathMapping>> paths;
  std::string pathsFolder;  // of the file that says `paths`
  std::optional<Strings> files, include, exclude;
  std::optional<std::string> outDir, target, jsx, jsxFactory, jsxFragmentFactory, jsxImportSource;
  std::optional<bool> experimentalDecorators, emitDecoratorMetadata, useDefineForClassFields, verbatimModuleSyntax,
      preserveValueImports;
  Strings references;  // of the file itself alone

  void layUnder(const Layer& base);
};

template <typename T>
void fill(std::optional<T>& setting, const std::optional<T>& base) {
  if (!setting) setting = base;
}

void Layer::layUnder(const Layer& base) {
  if (!paths && base.paths) pathsFolder = base.pathsFolder;
  fill(baseUrl, base.baseUrl);
  fill(paths, base.paths);
  fill(files, base.files);
  fill(include, base.include);
  fill(exclude, base.exclude);
  fill(outDir, base.outDir);
  fill(target, base.target);
  fill(jsx, base.jsx);
  fill(jsxFactory, base.jsxFactory);
  fill(jsxFragmentFactory, base.jsxFragmentFactory);
  fill(jsxImportSource, base.jsxImportSource);
  fill(experimentalDecorators, base.experimentalDecorators);
  fill(emitDecoratorMetadata, base.emitDecoratorMetadata);
  fill(useDefineForClassFields, base.useDefineForClassFields);
  fill(verbatimModuleSyntax, base.verbatimModuleSyntax);
  fill(preserveValueImports, base.preserveValueImports);
}

/// Reads the file that was found, `leaf`, and what it extends.
class Reader {
 public:
  Reader(FileCache& files, const std::string& leaf) : files_(files), leafFolder_(paths::dirname(leaf)) {}

  Result<Layer, TsConfigError> read(const std::string& path) {
    if (std::ranges::find(chain_, path) != chain_.end())
      return Failure({path, "It extends itself, by way of other files"});
    files_.noteRead(path);
    Result<std::string, SysError> text = readFile(path);
    if (!text) return Failure({path, text.error().message()});
    Result<JsonValue, JsonError> json = parseJsonc(*text);
    if (!json) return Failure({path, std::move(json.error().message)});
    if (!json->is(JsonKind::Object)) return Failure({path, "It holds no object"});
    std::string folder(paths::dirname(path));
    Layer layer = layerOf(*json, folder);
    const JsonValue* extended = json->find("extends");
    if (!extended) return layer;
    chain_.push_back(path);
    Strings names = stringsOf(extended).value_or(Strings());
    if (extended->is(JsonKind::String)) names = {extended->string};
    // The last of several bases wins.
    for (const std::string& name : names | std::views::reverse) {
      std::optional<std::string> found = findBase(name, folder);
      if (!found) continue;
      Result<Layer, TsConfigError> base = read(*found);
      if (!base) return base;
      layer.layUnder(*base);
    }
    chain_.pop_back();
    return layer;
  }

 private:
  [[nodiscard]] static std::optional<std::string> stringOf(const JsonValue* value) {
    if (!value || !value->is(JsonKind::String)) return std::nullopt;
    return value->string;
  }
  [[nodiscard]] static std::optional<bool> booleanOf(const JsonValue* value) {
    if (!value || !value->is(JsonKind::Boolean)) return std::nullopt;
    return value->boolean;
  }
  [[nodiscard]] static std::optional<Strings> stringsOf(const JsonValue* value) {
    if (!value || !value->is(JsonKind::Array)) return std::nullopt;
    Strings list;
    for (const JsonValue& item : value->elements)
      if (item.is(JsonKind::String)) list.push_back(item.string);
    return list;
  }

  /// `${configDir}` is the folder of the file that was found, whoever extends it.
  [[nodiscard]] std::string absolute(const std::string& path, std::string_view folder) const {
    constexpr std::string_view kConfigDir = "${configDir}";
    if (path.starts_with(kConfigDir)) return paths::resolve(leafFolder_, "." + path.substr(kConfigDir.size()));
    return paths::resolve(folder, path);
  }
  [[nodiscard]] std::optional<Strings> absoluteList(const JsonValue* value, std::string_view folder) const {
    std::optional<Strings> list = stringsOf(value);
    if (list)
      for (std::string& path : *list) path = absolute(path, folder);
    return list;
  }

  [[nodiscard]] Layer layerOf(const JsonValue& json, const std::string& folder) const {
    Layer layer;
    layer.files = absoluteList(json.find("files"), folder);
    layer.include = absoluteList(json.find("include"), folder);
    layer.exclude = absoluteList(json.find("exclude"), folder);
    if (const JsonValue* list = json.find("references"))
      for (const JsonValue& item : list->elements)
        if (auto path = stringOf(item.find("path"))) layer.references.push_back(absolute(*path, folder));
    const JsonValue* options = json.find("compilerOptions");
    if (!options || !options->is(JsonKind::Object)) return layer;
    if (auto baseUrl = stringOf(options->find("baseUrl"))) layer.baseUrl = absolute(*baseUrl, folder);
    if (auto outDir = stringOf(options->find("outDir"))) layer.outDir = absolute(*outDir, folder);
    layer.target = stringOf(options->find("target"));
    layer.jsx = stringOf(options->find("jsx"));
    layer.jsxFactory = stringOf(options->find("jsxFactory"));
    layer.jsxFragmentFactory = stringOf(options->find("jsxFragmentFactory"));
    layer.jsxImportSource = stringOf(options->find("jsxImportSource"));
    layer.experimentalDecorators = booleanOf(options->find("experimentalDecorators"));
    layer.emitDecoratorMetadata = booleanOf(options->find("emitDecoratorMetadata"));
    layer.useDefineForClassFields = booleanOf(options->find("useDefineForClassFields"));
    layer.verbatimModuleSyntax = booleanOf(options->find("verbatimModuleSyntax"));
    layer.preserveValueImports = booleanOf(options->find("preserveValueImports"));
    if (const JsonValue* map = options->find("paths"); map && map->is(JsonKind::Object)) {
      layer.paths.emplace();
      layer.pathsFolder = folder;
      for (const JsonMember& member : map->members)
        if (auto targets = stringsOf(&member.value)) layer.paths->push_back({member.key, std::move(*targets)});
    }
    return layer;
  }

  /// The file that `extends` names: a path, or a package's.
  [[nodiscard]] std::optional<std::string> findBase(const std::string& name, const std::string& folder) const {
    bool isPath = name.starts_with("./") || name.starts_with("../") || name.starts_with('/') || name == "." ||
                  name == ".." || name.starts_with('$');
    if (isPath) return existing(absolute(name, folder));
    size_t slash = name.find('/');
    if (name.starts_with('@') && slash != std::string::npos) slash = name.find('/', slash + 1);
    std::string rest = slash == std::string::npos ? std::string() : name.substr(slash + 1);
    for (std::string_view at = folder;; at = paths::dirname(at)) {
      std::string package = std::string(at == "/" ? "" : at) + "/node_modules/" + name.substr(0, slash);
      if (files_.isDirectory(package))
        if (auto found = findInPackage(package, rest)) return found;
      if (at == "/") return std::nullopt;
    }
  }

  [[nodiscard]] std::optional<std::string> findInPackage(const std::string& folder, const std::string& rest) const {
    const PackageEntry* entry = files_.packageIn(folder);
    if (entry->package && entry->package->exports) {
      const Strings conditions{"node", "require"};
      MapTarget target = resolveExports({*entry->package, conditions, {}}, rest.empty() ? "." : "./" + rest);
      if (target.kind == MapTarget::Kind::File) return existing(paths::resolve(folder, target.value));
    }
    if (!rest.empty()) return existing(folder + "/" + rest);
    if (entry->package && entry->package->tsconfig) return existing(paths::resolve(folder, *entry->package->tsconfig));
    return existing(folder + "/tsconfig.json");
  }

  [[nodiscard]] std::optional<std::string> existing(const std::string& path) const {
    for (const std::string& name : {path, path + ".json", path + "/tsconfig.json"})
      if (files_.isFile(name)) return name;
    return std::nullopt;
  }

  FileCache& files_;
  std::string leafFolder_;
  Strings chain_;
};

/// ES2022 and later define fields; so does a file that names no target (as esbuild and Bun have it).
bool definesFields(std::string_view target) {
  std::string lower(target);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  if (lower == "esnext" || lower.empty()) return true;
  if (!lower.starts_with("es")) return true;
  return lower.size() == 6 && lower >= "es2022";
}

syntax::LowerOptions lowerOptions(const Layer& layer) {
  syntax::LowerOptions options;
  std::string_view jsx = layer.jsx ? *layer.jsx : std::string_view();
  if (jsx == "react") options.jsx.transform = syntax::JsxTransform::Classic;
  if (jsx == "preserve" || jsx == "react-native") options.jsx.transform = syntax::JsxTransform::Preserve;
  options.jsx.isDevelopment = jsx == "react-jsxdev";
  if (layer.jsxFactory) options.jsx.factory = *layer.jsxFactory;
  if (layer.jsxFragmentFactory) options.jsx.fragment = *layer.jsxFragmentFactory;
  if (layer.jsxImportSource) options.jsx.importSource = *layer.jsxImportSource;
  options.experimentalDecorators = layer.experimentalDecorators.value_or(false);
  options.emitDecoratorMetadata = layer.emitDecoratorMetadata.value_or(false);
  options.useDefineForClassFields = layer.useDefineForClassFields.value_or(definesFields(layer.target.value_or("")));
  options.verbatimModuleSyntax =
      layer.verbatimModuleSyntax.value_or(false) || layer.preserveValueImports.value_or(false);
  return options;
}

std::shared_ptr<TsConfig> configOf(const std::string& path, Layer& layer) {
  auto config = std::make_shared<TsConfig>();
  config->path = path;
  std::string folder(paths::dirname(path));
  config->baseUrl = layer.baseUrl.value_or("");
  config->lower = lowerOptions(layer);
  if (layer.paths) {
    const std::string& base = layer.baseUrl ? *layer.baseUrl : layer.pathsFolder;
    config->paths = std::move(*layer.paths);
    for (PathMapping& mapping : config->paths)
      for (std::string& target : mapping.targets) target = paths::resolve(base, target);
  }
  if (layer.files) config->includes.files = *layer.files;
  config->includes.include = layer.include ? *layer.include : layer.files ? Strings() : Strings{folder};
  config->includes.exclude = layer.exclude.value_or(Strings());
  if (!layer.exclude && layer.outDir) config->includes.exclude.push_back(*layer.outDir);
  return config;
}

Result<std::shared_ptr<const TsConfig>, TsConfigError> readProject(const std::string& path, FileCache& files,
                                                                   Strings& seen) {
  Result<Layer, TsConfigError> layer = Reader(files, path).read(path);
  if (!layer) return Failure(std::move(layer.error()));
  std::shared_ptr<TsConfig> config = configOf(path, *layer);
  seen.push_back(path);
  for (const std::string& reference : layer->references) {
    std::string file = files.isDirectory(reference) ? reference + "/tsconfig.json" : reference;
    if (std::ranges::find(seen, file) != seen.end() || !files.isFile(file)) continue;
    auto project = readProject(file, files, seen);
    if (!project) return project;
    config->references.push_back(std::move(*project));
  }
  return config;
}

/// Depth first, in order.
const TsConfig* including(const TsConfig& config, std::string_view file) {
  if (config.includes.contains(file)) return &config;
  for (const auto& reference : config.references)
    if (const TsConfig* found = including(*reference, file)) return found;
  return nullptr;
}

}  // namespace

Result<std::shared_ptr<const TsConfig>, TsConfigError> readTsConfig(const std::string& path, FileCache& files) {
  Strings seen;
  return readProject(path, files, seen);
}

const TsConfig& configFor(const TsConfig& nearest, std::string_view file) {
  if (nearest.references.empty()) return nearest;
  const TsConfig* found = including(nearest, file);
  return found ? *found : nearest;
}

std::vector<std::string> mapPath(const TsConfig& config, std::string_view specifier) {
  const PathMapping* best = nullptr;
  size_t bestPrefix = 0;
  std::string_view star;
  for (const PathMapping& mapping : config.paths) {
    std::string_view pattern = mapping.pattern;
    size_t mark = pattern.find('*');
    if (mark == std::string_view::npos) {
      if (pattern == specifier) return mapping.targets;
      continue;
    }
    std::string_view before = pattern.substr(0, mark);
    std::string_view after = pattern.substr(mark + 1);
    bool fits =
        specifier.size() >= before.size() + after.size() && specifier.starts_with(before) && specifier.ends_with(after);
    if (!fits || (best && mark <= bestPrefix)) continue;
    best = &mapping;
    bestPrefix = mark;
    star = specifier.substr(mark, specifier.size() - before.size() - after.size());
  }
  if (!best) return {};
  std::vector<std::string> targets;
  for (std::string target : best->targets) {
    if (size_t mark = target.find('*'); mark != std::string::npos) target.replace(mark, 1, star);
    targets.push_back(paths::normalize(target));
  }
  return targets;
}

}  // namespace weft::graph
