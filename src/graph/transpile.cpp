#include "graph/transpile.h"

#include <span>

#include "base/utf.h"
#include "graph/module_kind.h"
#include "syntax/transform.h"

namespace weft::graph {

namespace {

syntax::TransformOptions optionsFor(const std::string& path, KindHint hint, const syntax::LowerOptions& lower) {
  syntax::TransformOptions options;
  options.parse.dialect = isTypeScriptPath(path) ? syntax::Dialect::TypeScript : syntax::Dialect::JavaScript;
  options.parse.jsx = isJsxPath(path) ? syntax::JsxMode::On : syntax::JsxMode::Off;
  options.lower = lower;
  options.target = syntax::runtimeTarget();
  // What a bundler may leave to others must run here.
  if (lower.jsx.transform == syntax::JsxTransform::Preserve)
    options.lower.jsx.transform = syntax::JsxTransform::Automatic;
  options.lower.isCommonJs = hint == KindHint::CommonJs;
  options.mayErase = options.wantsMappings = true;
  options.isKindBySyntax = hint == KindHint::BySyntax;
  return options;
}

std::optional<syntax::Transformed> transformAs(syntax::SourceGoal goal, const SourceText& source,
                                               syntax::TransformOptions options, Log& log) {
  options.parse.goal = goal;
  options.parse.isFunctionBody = goal == syntax::SourceGoal::Script;
  return syntax::transform(source, std::move(options), log);
}

std::shared_ptr<const PositionTable> tableOf(const syntax::Mappings& mappings, const std::string& code,
                                             const SourceText& source) {
  LineIndex lines(code);
  LineCursor generated(lines, code);
  LineCursor original(source.lines(), source.text());
  std::vector<PositionEntry> entries;
  entries.reserve(mappings.list.size());
  for (const syntax::Mapping& mapping : mappings.list)
    entries.push_back({generated.positionAt(mapping.generated), original.positionAt(mapping.original), 0});
  return std::make_shared<PositionTable>(std::move(entries), std::vector<std::string>{""});
}

/// The first fault is the error, the others follow its message.
ModuleError errorOf(const Log& log, const SourceText& source) {
  const Diagnostic& first = log.diagnostics().front();
  ModuleError error;
  bool isPlain = !isTypeScriptPath(source.path()) && !isJsxPath(source.path());
  error.code = isPlain ? ModuleErrorCode::InvalidSyntax : ModuleErrorCode::InvalidTypeScriptSyntax;
  error.message = first.message;
  error.path = source.path();
  error.place = source.lines().positionAt(first.range.begin);
  error.suggestion = first.suggestion;
  for (const Diagnostic& further : std::span(log.diagnostics()).subspan(1)) {
    LineColumn place = source.lines().positionAt(further.range.begin);
    if (!error.suggestion.empty()) error.suggestion += '\n';
    error.suggestion +=
        "Also " + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + further.message;
  }
  return error;
}

}  // namespace

Result<JavaScript, ModuleError> javaScriptOf(const std::string& path, std::string text, KindHint hint,
                                             const syntax::LowerOptions& lower, HoistsMocks hoists) {
  if (text.starts_with(kUtf8ByteOrderMark)) text.erase(0, kUtf8ByteOrderMark.size());
  if (!isValidUtf8(text)) text = toValidUtf8(text);
  bool isPlain = !isTypeScriptPath(path) && !isJsxPath(path);
  SourceText source(path, std::move(text));
  syntax::TransformOptions options = optionsFor(path, hint, lower);
  options.hoistsMocks = hoists == HoistsMocks::Yes;
  Log log;
  auto goal = hint == KindHint::CommonJs ? syntax::SourceGoal::Script : syntax::SourceGoal::Module;
  std::optional<syntax::Transformed> result = transformAs(goal, source, options, log);
  if (!result && hint == KindHint::BySyntax) {
    Log second;
    result = transformAs(syntax::SourceGoal::Script, source, options, second);
  }
  if (!result) return fail(errorOf(log, source));
  if (result->isAsItWas) return JavaScript{{}, nullptr, true};
  if (result->isErased) return JavaScript{std::move(result->code), nullptr, isPlain};
  std::shared_ptr<const PositionTable> positions = tableOf(result->mappings, result->code, source);
  return JavaScript{std::move(result->code), std::move(positions)};
}

}  // namespace weft::graph
