#include "graph/tree_source.h"

#include "base/file.h"
#include "base/utf.h"
#include "graph/data_url.h"
#include "graph/module_source.h"
#include "graph/ts_config.h"
#include "syntax/dead_branches.h"
#include "syntax/module_scan.h"
#include "syntax/printer.h"

namespace weft::graph {

namespace {

constexpr uint64_t kLargestSource = (uint64_t{1} << 31) - 2;

SourceForm formOf(const std::string& path, const TreeOptions& options) {
  return options.form.value_or(SourceForm{isTypeScriptPath(path), isJsxPath(path)});
}

syntax::TransformOptions transformOptions(const std::string& path, KindHint hint, const syntax::LowerOptions& lower,
                                          const TreeOptions& options) {
  bool isCommonJs = hint == KindHint::CommonJs;
  bool isOpen = hint == KindHint::BySyntax || hint == KindHint::BySyntaxOrWasm;
  syntax::TransformOptions it;
  it.parse.goal = isCommonJs ? syntax::SourceGoal::Script : syntax::SourceGoal::Module;
  it.parse.isFunctionBody = isCommonJs;
  SourceForm form = formOf(path, options);
  it.parse.dialect = form.isTypeScript ? syntax::Dialect::TypeScript : syntax::Dialect::JavaScript;
  it.parse.jsx = form.isJsx ? syntax::JsxMode::On : syntax::JsxMode::Off;
  it.lower = lower;
  if (lower.jsx.transform == syntax::JsxTransform::Preserve) it.lower.jsx.transform = syntax::JsxTransform::Automatic;
  it.lower.isCommonJs = isCommonJs;
  it.target = options.target;
  it.minifySyntax = options.minifySyntax;
  it.edits.defines = options.defines;
  it.isKindBySyntax = it.mayBeScript = isOpen;
  return it;
}

/// `path` may be empty: no settings count.
Result<syntax::LowerOptions, ModuleError> settingsFor(Resolver& resolver, const std::string& path, SourceForm form,
                                                      const LowerOverrides& overrides) {
  syntax::LowerOptions lower;
  Result<const TsConfig*, ModuleError> config = nullptr;
  if (!path.empty() && !overrides.ignoresTsConfig) config = resolver.tsConfigFor(path);
  if (!config) return fail(std::move(config.error()));
  if (*config) lower = (*config)->lower;
  bool isTranspiled = form.isTypeScript || form.isJsx;
  overrides.applyTo(lower);
  if (!isTranspiled && !lower.experimentalDecorators) lower.useDefineForClassFields = true;
  return lower;
}

/// The tree with the helpers that it calls as functions of its own.
std::unique_ptr<syntax::Tree> withHelpers(const syntax::Tree& tree, syntax::TransformOptions options,
                                          std::unique_ptr<WrittenText>& written, Log& log) {
  std::string text;
  syntax::PrintOptions print;
  written.reset(new WrittenText{{tree.source.path(), std::string(tree.source.text())}, {}});
  print.mappings = &written->mappings;
  if (!syntax::print(tree.ast, print, text)) return nullptr;
  written->codeEnd = static_cast<uint32_t>(text.size());
  text += tree.helpers;
  options.parse.dialect = syntax::Dialect::JavaScript;
  options.parse.jsx = syntax::JsxMode::Off;
  options.isKindBySyntax = options.mayBeScript = false;
  options.edits = {};
  options.lower.isCommonJs = tree.isCommonJs;
  options.parse.goal = tree.isCommonJs ? syntax::SourceGoal::Script : syntax::SourceGoal::Module;
  options.parse.isFunctionBody = tree.isCommonJs;
  auto whole = std::make_unique<syntax::Tree>(tree.source.path(), std::move(text));
  return syntax::makeTree(*whole, options, {}, log) ? std::move(whole) : nullptr;
}

void findCommonJsExports(TreeSource& source, bool isPlain) {
  std::string printed;
  if (!isPlain && !syntax::print(source.tree->ast, {}, printed)) return;
  syntax::ModuleScan scan =
      syntax::scanModule(isPlain ? source.tree->source.text() : printed, syntax::ScanGoal::CommonJs);
  source.commonJsExports = std::move(scan.commonJsExports);
  source.commonJsReexports = std::move(scan.commonJsReexports);
}

/// Whether a define may have chosen what the file exports: module.exports = NODE_ENV ? require("a") : require("b").
bool mayBeDefined(std::string_view text, const TreeOptions& options) {
  for (const syntax::Define& define : options.defines)
    if (text.find(define.path.back()) != std::string_view::npos) return true;
  return false;
}

Result<TreeSource, ModuleError> codeOf(Resolver& resolver, GivenModule module, const TreeOptions& options, Log& log) {
  auto& [path, text, hint, settingsFrom] = module;
  if (text.starts_with(kUtf8ByteOrderMark)) text.erase(0, kUtf8ByteOrderMark.size());
  if (!isValidUtf8(text)) text = toValidUtf8(text);
  SourceForm form = formOf(path, options);
  Result<syntax::LowerOptions, ModuleError> lower = settingsFor(resolver, settingsFrom, form, options.lower);
  if (!lower) return fail(std::move(lower.error()));
  syntax::TransformOptions transform = transformOptions(path, hint, *lower, options);
  TreeSource source;
  source.tree = std::make_unique<syntax::Tree>(path, std::move(text));
  bool isSound = syntax::makeTree(*source.tree, transform, options.drop, log);
  source.kind = source.tree->isCommonJs ? ModuleKind::CommonJs : ModuleKind::EsModule;
  bool isPlain = source.tree->helpers.empty() && !form.isTypeScript && !form.isJsx && options.drop.isEmpty() &&
                 !mayBeDefined(source.tree->source.text(), options);
  if (isSound && options.dropsDeadBranches && !isPlain)
    isSound = syntax::dropDeadBranches(source.tree->ast, source.tree->bindings);
  if (isSound && !source.tree->helpers.empty())
    source.tree = withHelpers(*source.tree, transform, source.written, log);
  else if (!isSound)
    source.tree = nullptr;
  if (source.tree && source.kind == ModuleKind::CommonJs) findCommonJsExports(source, isPlain);
  return source;
}

}  // namespace

void LowerOverrides::applyTo(syntax::LowerOptions& it) const {
  auto set = [](auto& place, const auto& value) {
    if (value) place = *value;
  };
  set(it.jsx.transform, jsx);
  set(it.jsx.isDevelopment, isJsxDevelopment);
  set(it.jsx.factory, jsxFactory);
  set(it.jsx.fragment, jsxFragment);
  set(it.jsx.importSource, jsxImportSource);
  set(it.experimentalDecorators, experimentalDecorators);
  set(it.emitDecoratorMetadata, emitDecoratorMetadata);
  set(it.useDefineForClassFields, useDefineForClassFields);
  set(it.verbatimModuleSyntax, verbatimModuleSyntax);
}

bool isCode(KindHint hint) {
  return hint == KindHint::EsModule || hint == KindHint::CommonJs || hint == KindHint::BySyntax ||
         hint == KindHint::BySyntaxOrWasm;
}

Result<TreeSource, ModuleError> treeOf(Resolver& resolver, GivenModule module, const TreeOptions& options, Log& log) {
  if (isCode(module.hint)) return codeOf(resolver, std::move(module), options, log);
  ArtifactResult artifact = givenArtifact(module.path, std::move(module.text), module.hint);
  if (!artifact) return fail(std::move(artifact.error()));
  return TreeSource{(*artifact)->kind, nullptr, nullptr, std::move(*artifact)};
}

Result<TreeSource, ModuleError> readTree(Resolver& resolver, const Resolution& location, AttributeType type,
                                         const TreeOptions& options, Log& log) {
  if (options.contents)
    return codeOf(resolver, {location.path, *options.contents, KindHint::EsModule, location.path}, options, log);
  if (location.type == ResolvedType::File) {
    Result<KindHint, ModuleError> hint = hintFor(resolver, location.path, type);
    if (!hint) return fail(std::move(hint.error()));
    if (isCode(*hint)) {
      Result<std::string, SysError> bytes = readFile(location.path, kLargestSource);
      if (!bytes) return fail(systemError(bytes.error()));
      return codeOf(resolver, {location.path, std::move(*bytes), *hint, location.path}, options, log);
    }
  }
  if (location.type == ResolvedType::Disabled)
    return codeOf(resolver, {location.path, {}, KindHint::CommonJs, {}}, {}, log);
  ArtifactResult artifact = readArtifact(resolver, nullptr, location, type);
  if (!artifact) return fail(std::move(artifact.error()));
  ModuleKind kind = (*artifact)->kind;
  if (kind == ModuleKind::EsModule || kind == ModuleKind::CommonJs) {
    KindHint hint = kind == ModuleKind::EsModule ? KindHint::EsModule : KindHint::CommonJs;
    return codeOf(resolver, {location.path, std::string((*artifact)->text()), hint, location.path}, options, log);
  }
  return TreeSource{kind, nullptr, nullptr, std::move(*artifact)};
}

}  // namespace weft::graph
