#include "graph/typescript_source.h"

#include "base/utf.h"
#include "syntax/erase_types.h"

namespace weft::graph {

namespace {

syntax::ParseOptions optionsFor(syntax::SourceGoal goal) {
  syntax::ParseOptions options;
  options.goal = goal;
  options.dialect = syntax::Dialect::TypeScript;
  options.isFunctionBody = goal == syntax::SourceGoal::Script;
  return options;
}

ModuleError errorOf(const Log& log, const SourceText& source) {
  const Diagnostic& first = log.diagnostics().front();
  bool isCode = std::string_view(first.id) == syntax::kTypeScriptCodeId;
  ModuleError error;
  error.code = isCode ? ModuleErrorCode::UnsupportedTypeScriptSyntax : ModuleErrorCode::InvalidTypeScriptSyntax;
  error.message = first.message;
  error.path = source.path();
  error.place = source.lines().positionAt(first.range.begin);
  error.suggestion = first.suggestion;
  return error;
}

}  // namespace

Result<std::string, ModuleError> javaScriptOf(const std::string& path, std::string text, KindHint hint) {
  if (text.starts_with(kUtf8ByteOrderMark)) text.erase(0, kUtf8ByteOrderMark.size());
  if (!isValidUtf8(text)) text = toValidUtf8(text);
  SourceText source(path, std::move(text));
  Log log;
  bool isModuleFirst = hint != KindHint::CommonJs;
  auto goal = isModuleFirst ? syntax::SourceGoal::Module : syntax::SourceGoal::Script;
  std::optional<std::string> code = syntax::eraseTypes(source, optionsFor(goal), log);
  if (!code && hint == KindHint::BySyntax) {
    Log second;
    code = syntax::eraseTypes(source, optionsFor(syntax::SourceGoal::Script), second);
  }
  if (!code) return fail(errorOf(log, source));
  return std::move(*code);
}

}  // namespace weft::graph
