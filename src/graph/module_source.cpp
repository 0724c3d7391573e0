#include "graph/module_source.h"

#include "base/file.h"
#include "base/paths.h"
#include "graph/data_module.h"
#include "graph/data_url.h"
#include "graph/jsonc.h"
#include "graph/resolve_errors.h"
#include "graph/transpile.h"
#include "graph/ts_config.h"

namespace weft::graph {

namespace {

/// The engine's strings hold no more.
constexpr uint64_t kLargestSource = (uint64_t{1} << 31) - 2;

KindHint hintOfKind(ModuleKind kind) {
  switch (kind) {
    case ModuleKind::EsModule:
      return KindHint::EsModule;
    case ModuleKind::Json:
      return KindHint::Json;
    case ModuleKind::Text:
      return KindHint::Text;
    case ModuleKind::Wasm:
      return KindHint::Wasm;
    case ModuleKind::Addon:
      return KindHint::Addon;
    case ModuleKind::Json5:
      return KindHint::Json5;
    case ModuleKind::Toml:
      return KindHint::Toml;
    case ModuleKind::Yaml:
      return KindHint::Yaml;
    case ModuleKind::CommonJs:
    case ModuleKind::Builtin:
    case ModuleKind::Mock:
      break;
  }
  return KindHint::CommonJs;
}

std::optional<data::DataFormat> formatOfHint(KindHint hint) {
  if (hint == KindHint::Json5) return data::DataFormat::Json5;
  if (hint == KindHint::Toml) return data::DataFormat::Toml;
  if (hint == KindHint::Yaml) return data::DataFormat::Yaml;
  return std::nullopt;
}

bool isPagePath(std::string_view path) {
  std::string_view extension = paths::extname(path);
  return extension == ".html" || extension == ".htm";
}

/// A page stands for itself: Weft.serve has it as a route (builtins/internal/serve_pages.ts).
ArtifactResult pageArtifact(const std::string& path) {
  return makeArtifact(
      path, "export default Object.freeze({ [Symbol.for(\"weft.page\")]: true, index: import.meta.filename });\n",
      KindHint::EsModule);
}

/// The artifact of JavaScript that may hold what the engine lacks. Settings count for it, so that it has another place
/// in the cache than `plain` would have.
ArtifactResult lowered(Resolver& resolver, ArtifactCache* cache, std::shared_ptr<const Artifact> plain, KindHint hint) {
  const std::string& path = plain->source.path();
  if (hint == KindHint::BySyntaxOrWasm) hint = KindHint::BySyntax;
  syntax::LowerOptions lower;
  Result<const TsConfig*, ModuleError> config = resolver.tsConfigFor(path);
  if (!config) return fail(std::move(config.error()));
  if (*config) lower = (*config)->lower;
  // The fields of a JavaScript file are JavaScript's own, unless its decorators are not.
  if (!lower.experimentalDecorators) lower.useDefineForClassFields = true;
  std::optional<CacheTicket> ticket;
  if (cache) ticket = cache->ticketFor(path, hint, &lower);
  if (ticket)
    if (auto artifact = cache->load(path, *ticket)) return artifact;
  Result<JavaScript, ModuleError> code = javaScriptOf(path, std::string(plain->text()), hint, lower);
  if (!code) return fail(std::move(code.error()));
  if (code->isUnchanged) return plain;
  Origin origin{std::string(plain->text()), false, std::move(code->positions), plain->sourceHash};
  return makeArtifact(path, std::move(code->text), hint, std::move(origin), ticket);
}

ArtifactResult readPlainArtifact(Resolver& resolver, ArtifactCache* cache, const std::string& path,
                                 AttributeType type) {
  if (type == AttributeType::None && isPagePath(path)) return pageArtifact(path);
  Result<KindHint, ModuleError> hint = hintFor(resolver, path, type);
  if (!hint) return fail(std::move(hint.error()));
  if (*hint == KindHint::Addon) return makeArtifact(path, {}, *hint);
  bool isCode = *hint == KindHint::EsModule || *hint == KindHint::CommonJs || *hint == KindHint::BySyntax;
  bool isTranspiled = isCode && (isTypeScriptPath(path) || isJsxPath(path));
  syntax::LowerOptions lower;
  if (isTranspiled) {
    Result<const TsConfig*, ModuleError> config = resolver.tsConfigFor(path);
    if (!config) return fail(std::move(config.error()));
    if (*config) lower = (*config)->lower;
  }
  std::optional<CacheTicket> ticket;
  if (cache && isCode && !paths::extname(path).empty()) {
    ticket = cache->ticketFor(path, *hint, isTranspiled ? &lower : nullptr);
    if (ticket)
      if (auto artifact = cache->load(path, *ticket)) return artifact;
  }
  Result<std::string, SysError> bytes = readFile(path, kLargestSource);
  if (!bytes) return fail(systemError(bytes.error()));
  if (auto format = formatOfHint(*hint)) return makeDataArtifact(path, std::move(*bytes), *format);
  bool mayBeWasm = *hint == KindHint::EsModule && paths::extname(path).empty();
  if (mayBeWasm && isWasmBytes(*bytes)) *hint = KindHint::Wasm;
  if (*hint == KindHint::Json && paths::extname(path) == ".jsonc") {
    std::string json = strictJson(*bytes);
    return makeArtifact(path, std::move(json), *hint, {std::move(*bytes), false, nullptr});
  }
  if (!isTranspiled) {
    std::shared_ptr<const Artifact> artifact = makeArtifact(path, std::move(*bytes), *hint, {}, ticket);
    if (artifact->scan.mayNeedLowering) return lowered(resolver, cache, std::move(artifact), *hint);
    return artifact;
  }
  Result<JavaScript, ModuleError> code = javaScriptOf(path, *bytes, *hint, lower);
  if (!code) return fail(std::move(code.error()));
  Origin origin{std::move(*bytes), false, std::move(code->positions)};
  return makeArtifact(path, std::move(code->text), *hint, std::move(origin), ticket);
}

/// The artifact of a file in a test, `plain` without the test: settings count for it as in lowered().
ArtifactResult hoisted(Resolver& resolver, ArtifactCache* cache, std::shared_ptr<const Artifact> plain) {
  const std::string& path = plain->source.path();
  KindHint hint = plain->kind == ModuleKind::EsModule ? KindHint::EsModule : KindHint::CommonJs;
  syntax::LowerOptions lower;
  Result<const TsConfig*, ModuleError> config = resolver.tsConfigFor(path);
  if (!config) return fail(std::move(config.error()));
  if (*config) lower = (*config)->lower;
  bool isJavaScript = !isTypeScriptPath(path) && !isJsxPath(path);
  if (isJavaScript && !lower.experimentalDecorators) lower.useDefineForClassFields = true;
  std::optional<CacheTicket> ticket;
  if (cache) ticket = cache->ticketFor(path, hint, &lower, HoistsMocks::Yes);
  if (ticket)
    if (auto artifact = cache->load(path, *ticket)) return artifact;
  std::string written(plain->shownText());
  Result<JavaScript, ModuleError> code = javaScriptOf(path, written, hint, lower, HoistsMocks::Yes);
  if (!code) return fail(std::move(code.error()));
  if (code->isUnchanged) return plain;
  Origin origin{std::move(written), false, std::move(code->positions), plain->sourceHash};
  return makeArtifact(path, std::move(code->text), hint, std::move(origin), ticket);
}

ArtifactResult readFileArtifact(Resolver& resolver, ArtifactCache* cache, const std::string& path, AttributeType type,
                                HoistsMocks hoists) {
  ArtifactResult artifact = readPlainArtifact(resolver, cache, path, type);
  if (hoists == HoistsMocks::No || !artifact || !(*artifact)->scan.mentionsMocks) return artifact;
  return hoisted(resolver, cache, std::move(*artifact));
}

ModuleError incompatible(const Resolution& location, AttributeType type) {
  ModuleError error;
  error.code = ModuleErrorCode::ImportAttributeIncompatible;
  error.message =
      "Module \"" + location.url() + "\" is not of type \"" + std::string(moduleKindName(*moduleKindOf(type))) + "\"";
  return error;
}

bool isJsonLocation(const Resolution& location) {
  if (location.type == ResolvedType::Data) return location.path.starts_with("data:application/json");
  return location.type == ResolvedType::File && moduleKindByExtension(location.path) == ModuleKind::Json;
}

}  // namespace

ArtifactResult givenArtifact(std::string path, std::string bytes, KindHint hint) {
  if (auto format = formatOfHint(hint)) return makeDataArtifact(std::move(path), std::move(bytes), *format);
  return makeArtifact(std::move(path), std::move(bytes), hint);
}

ModuleError systemError(const SysError& cause) {
  ModuleError error;
  error.code = ModuleErrorCode::System;
  error.message = cause.message();
  error.systemName = cause.name();
  error.systemCode = cause.code;
  error.path = cause.path;
  return error;
}

Result<KindHint, ModuleError> hintFor(Resolver& resolver, const std::string& path, AttributeType type) {
  if (std::optional<ModuleKind> kind = moduleKindOf(type)) return hintOfKind(*kind);
  if (std::optional<ModuleKind> kind = moduleKindByExtension(path)) return hintOfKind(*kind);
  if (hasUnknownExtension(path)) return KindHint::BySyntax;
  Result<const PackageJson*, ModuleError> scope = resolver.packageScope(path);
  if (!scope) return fail(std::move(scope.error()));
  PackageType packageType = *scope ? (*scope)->type : PackageType::None;
  if (packageType == PackageType::Module) return KindHint::EsModule;
  // TypeScript and JSX are also written as modules where they are compiled to CommonJS.
  if (packageType == PackageType::CommonJs && !isTypeScriptPath(path) && !isJsxPath(path)) return KindHint::CommonJs;
  return paths::extname(path).empty() ? KindHint::BySyntaxOrWasm : KindHint::BySyntax;
}

ArtifactResult readArtifact(Resolver& resolver, ArtifactCache* cache, const Resolution& location, AttributeType type,
                            HoistsMocks hoists) {
  if (location.type == ResolvedType::Disabled) return makeArtifact(location.path, {}, KindHint::CommonJs);
  if (location.type == ResolvedType::File) return readFileArtifact(resolver, cache, location.path, type, hoists);
  Result<DataUrl, ModuleError> data = parseDataUrl(location.path);
  if (!data) return fail(std::move(data.error()));
  std::optional<ModuleKind> wanted = moduleKindOf(type);
  KindHint hint = wanted && type != AttributeType::Json ? hintOfKind(*wanted) : data->hint;
  return givenArtifact(location.path, std::move(data->bytes), hint);
}

std::optional<ModuleError> checkImport(const Resolution& location, AttributeType type) {
  if (location.type == ResolvedType::Disabled) return std::nullopt;
  bool isFile = location.type == ResolvedType::File;
  bool isUnknown = isFile && hasUnknownExtension(location.path);
  if (type == AttributeType::None && isUnknown && !isPagePath(location.path))
    return errors::unknownExtension(location.path);
  bool mayBeJson = isJsonLocation(location) || isUnknown;
  if (type == AttributeType::Json && !mayBeJson) return incompatible(location, type);
  // The other types read any file so.
  if (type != AttributeType::None && location.type == ResolvedType::Builtin) return incompatible(location, type);
  return std::nullopt;
}

AttributeType effectiveType(const Resolution& location, AttributeType type) {
  if (type == AttributeType::Json && isJsonLocation(location)) return AttributeType::None;
  std::optional<ModuleKind> wanted = moduleKindOf(type);
  bool isDataFile = wanted && dataFormatOf(*wanted) && location.type == ResolvedType::File &&
                    moduleKindByExtension(location.path) == *wanted;
  return isDataFile ? AttributeType::None : type;
}

}  // namespace weft::graph
