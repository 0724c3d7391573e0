#include "syntax/transform.h"

#include <algorithm>

#include "syntax/bind.h"
#include "syntax/declare_scopes.h"
#include "syntax/downlevel.h"
#include "syntax/drop_code.h"
#include "syntax/erase_types.h"
#include "syntax/export_names.h"
#include "syntax/hoist_mocks.h"
#include "syntax/minify_names.h"
#include "syntax/minify_syntax.h"
#include "syntax/tree.h"

namespace weft::syntax {

namespace {

/// Whether blanks in the place of types are all that is wanted; of JavaScript, nothing at all.
bool mayErase(const Ast& ast, const TransformOptions& options) {
  if (!options.mayErase || !options.edits.isEmpty() || options.hoistsMocks) return false;
  bool isLevel = !options.target.any() || (!ast.hasUsing && options.target == runtimeTarget());
  bool isPlain = !options.lower.isTypeScript && options.parse.jsx == JsxMode::Off;
  bool definesFields = options.lower.useDefineForClassFields || isPlain;
  return isLevel && canEraseTypes(ast, definesFields);
}

/// The helpers' text, whose names at the top are those that the code uses.
std::string minifiedHelpers(std::string helpers, const TransformOptions& options) {
  if (helpers.empty() || !options.print.minifyWhitespace) return helpers;
  TransformOptions own;
  own.print = options.print;
  own.minifySyntax = options.minifySyntax;
  own.minifyIdentifiers = options.minifyIdentifiers;
  Log log;
  std::optional<Transformed> result = transform(SourceText("helpers.js", std::move(helpers)), own, log);
  return result ? std::move(result->code) : std::string();
}

/// Scopes and references as they are after lowering. False, as of all that follows, where the tree is nested too deeply
/// for the stack.
bool bindAgain(Ast& ast, Bindings& bindings) {
  if (!declareScopes(ast)) return false;
  bindings = bind(ast, {});
  return !bindings.isTooDeep;
}

bool minify(Ast& ast, const TransformOptions& options) {
  if (!options.minifySyntax && !options.minifyIdentifiers) return true;
  Bindings bindings;
  if (!bindAgain(ast, bindings)) return false;
  if (options.minifySyntax && !minifySyntax(ast, bindings, {.target = options.target})) return false;
  if (!options.minifyIdentifiers) return true;
  MinifyNamesOptions names;
  names.renamesTopLevel =
      options.hasOwnScope || options.parse.isFunctionBody || ast.usesModuleSyntax || ast.hasTopLevelAwait;
  return minifyNames(ast, names);
}

bool lowerFully(Ast& ast, const TransformOptions& options, const DropOptions& drop, const std::string& path, Log& log,
                std::string& helpers) {
  BindOptions bindOptions;
  bindOptions.hasTypeMetadata = options.lower.experimentalDecorators && options.lower.emitDecoratorMetadata;
  editExports(ast, options.edits.exports);
  Bindings bindings = bind(ast, bindOptions);
  if (bindings.isTooDeep) return false;
  if (!replaceDefines(ast, bindings, options.edits.defines, log)) return false;
  if (!dropCode(ast, bindings, drop, log)) return false;
  if (options.edits.inlinesConstants && !inlineConstants(ast, bindings, log)) return false;
  Lowered lowered = lower(ast, bindings, options.lower, path, log);
  if (lowered.isTooDeep) return false;
  Lowered older = downlevel(ast, bindings, {options.target, options.lower.stackBytes}, path, log);
  helpers = lowered.helpers + older.helpers;
  return !older.isTooDeep;
}

bool hoist(Ast& ast, const std::string& path, Log& log, Transformed& result) {
  Bindings bindings;
  if (!bindAgain(ast, bindings)) return false;
  Hoisted hoisted = hoistMocks(ast, bindings, path, log);
  result.isAsItWas = hoisted == Hoisted::Nothing;
  return hoisted != Hoisted::TooDeep;
}

bool lowerAndPrint(Ast& ast, const TransformOptions& options, const std::string& path, Log& log, Transformed& result) {
  std::string helpers;
  if (!lowerFully(ast, options, {}, path, log, helpers)) return false;
  if (options.hoistsMocks && !hoist(ast, path, log, result)) return false;
  if (result.isAsItWas) return true;
  if (options.wantsExports) result.exports = exportNames(ast);
  if (!minify(ast, options) || !print(ast, options.print, result.code)) return false;
  result.code.append(minifiedHelpers(std::move(helpers), options));
  return true;
}

/// Whether it may be in the source: what stands for a value is found by a walk.
bool mayName(std::string_view source, const std::vector<Define>& defines) {
  if (source.find("\\u") != std::string_view::npos) return !defines.empty();
  return std::ranges::any_of(defines, [&](const Define& it) { return source.contains(it.path.back()); });
}

/// Nothing is to be lowered, replaced or left out: what the parser has found stays true.
bool isAsParsed(const Ast& ast, const TransformOptions& options, const DropOptions& drop) {
  bool isPlain = !options.lower.isTypeScript && canEraseTypes(ast, options.lower.useDefineForClassFields);
  return isPlain && !options.target.any() && drop.isEmpty() && options.edits.exports.empty() &&
         !options.edits.inlinesConstants && !mayName(ast.source(), options.edits.defines);
}

bool isCommonJsBySyntax(const Ast& ast) {
  return !ast.usesModuleSyntax && !ast.hasTopLevelAwait;
}

// A file that exports types is a module where they were all that it exports, too.
// export interface A {}   →   export {};
void keepModule(const Ast& ast, const TransformOptions& options, std::string_view source, std::string& code) {
  if (!options.isKindBySyntax || !options.lower.isTypeScript || !ast.usesModuleSyntax) return;
  auto has = [](std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; };
  if (!has(source, "export interface ") && !has(source, "export type ") && !has(source, "export declare ")) return;
  for (std::string_view commonJs : {"module.exports", "exports.", "require("})
    if (has(code, commonJs)) return;
  code += "\nexport {};";
}

void addTooDeep(const std::string& path, Log& log) {
  log.add({Severity::Error, "nested-too-deep", path, {0, 1}, "The source is nested too deeply", {}, {}});
}

/// The faults are those of the module, unless there are fewer in the script.
Ast parseEither(const SourceText& source, const TransformOptions& options, Log& log) {
  if (!options.mayBeScript) return parse(source, options.parse, log);
  Log asModule;
  Ast module = parse(source, options.parse, asModule);
  if (asModule.errorCount() > 0 && !module.usesModuleSyntax) {
    ParseOptions sloppy = options.parse;
    sloppy.goal = SourceGoal::Script;
    sloppy.isFunctionBody = true;
    Log asScript;
    Ast script = parse(source, sloppy, asScript);
    if (asScript.errorCount() < asModule.errorCount()) {
      for (const Diagnostic& diagnostic : asScript.diagnostics()) log.add(diagnostic);
      return script;
    }
  }
  for (const Diagnostic& diagnostic : asModule.diagnostics()) log.add(diagnostic);
  return module;
}

}  // namespace

std::optional<Transformed> transform(const SourceText& source, TransformOptions options, Log& log) {
  uint32_t errorsBefore = log.errorCount();
  options.parse.isLowered = true;
  options.parse.extraBytes = options.edits.extraBytes(source.text().size());
  // TypeScript's rule for imports is all that lowering would do to JavaScript as if it were TypeScript.
  options.lower.isTypeScript = options.parse.dialect == Dialect::TypeScript || options.trimsUnusedImports;
  Ast ast = parseEither(source, options, log);
  if (log.errorCount() != errorsBefore) return std::nullopt;
  if (mayErase(ast, options)) {
    if (!options.lower.isTypeScript) return Transformed{std::string(source.text()), true};
    Transformed erased{eraseTypes(ast, options.lower.verbatimModuleSyntax), true};
    keepModule(ast, options, source.text(), erased.code);
    return erased;
  }
  if (options.isKindBySyntax) options.lower.isCommonJs = isCommonJsBySyntax(ast);
  Transformed result;
  options.print.minifySyntax |= options.minifySyntax;
  options.print.mappings = options.wantsMappings ? &result.mappings : nullptr;
  if (!lowerAndPrint(ast, options, source.path(), log, result)) addTooDeep(source.path(), log);
  if (log.errorCount() != errorsBefore) return std::nullopt;
  keepModule(ast, options, source.text(), result.code);
  return result;
}

bool makeTree(Tree& tree, TransformOptions options, const DropOptions& drop, Log& log) {
  // Names of one letter may become calls of members.
  constexpr size_t kLinkedBytesPerSourceByte = 64;
  uint32_t errorsBefore = log.errorCount();
  size_t size = tree.source.text().size();
  options.parse.extraBytes =
      options.edits.extraBytes(size) + drop.extraBytes(size) + size * kLinkedBytesPerSourceByte + (size_t{1} << 16);
  options.parse.isLowered = true;
  options.lower.isTypeScript = options.parse.dialect == Dialect::TypeScript;
  tree.ast = parseEither(tree.source, options, log);
  if (log.errorCount() != errorsBefore) return false;
  if (options.isKindBySyntax) options.lower.isCommonJs = isCommonJsBySyntax(tree.ast);
  tree.isCommonJs = options.lower.isCommonJs;
  auto bound = [&] {
    if (!isAsParsed(tree.ast, options, drop))
      return lowerFully(tree.ast, options, drop, tree.source.path(), log, tree.helpers) &&
             bindAgain(tree.ast, tree.bindings);
    // (Of the parser's scopes, classes have one more for their own names, which only renaming minds.)
    tree.bindings = bind(tree.ast, {});
    return !tree.bindings.isTooDeep && (options.minifySyntax || bindAgain(tree.ast, tree.bindings));
  };
  // What enums were, for who asks for their values.
  std::vector<TypeScriptCode> typeScriptCode = tree.ast.typeScriptCode;
  bool isDone =
      bound() && (!options.minifySyntax || (minifySyntax(tree.ast, tree.bindings, {.target = options.target}) &&
                                            bindAgain(tree.ast, tree.bindings)));
  tree.ast.typeScriptCode = std::move(typeScriptCode);
  if (!isDone) addTooDeep(tree.source.path(), log);
  return log.errorCount() == errorsBefore;
}

}  // namespace weft::syntax
