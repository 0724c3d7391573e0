#include "syntax/transform.h"

#include "syntax/bind.h"
#include "syntax/downlevel.h"

namespace weft::syntax {

std::optional<std::string> transform(const SourceText& source, TransformOptions options, Log& log) {
  uint32_t errorsBefore = log.errorCount();
  options.parse.isLowered = true;
  options.lower.isTypeScript = options.parse.dialect == Dialect::TypeScript;
  Ast ast = parse(source, options.parse, log);
  if (log.errorCount() != errorsBefore) return std::nullopt;
  BindOptions bindOptions;
  bindOptions.hasTypeMetadata = options.lower.experimentalDecorators && options.lower.emitDecoratorMetadata;
  Bindings bindings = bind(ast, bindOptions);
  bool isTooDeep = bindings.isTooDeep;
  std::string code;
  if (!isTooDeep) {
    Lowered lowered = lower(ast, bindings, options.lower, source.path(), log);
    DownlevelOptions downlevelOptions{options.target, options.lower.stackBytes};
    isTooDeep = lowered.isTooDeep;
    if (!isTooDeep) {
      Lowered older = downlevel(ast, bindings, downlevelOptions, source.path(), log);
      isTooDeep = older.isTooDeep || !print(ast, options.print, code);
      code.append(lowered.helpers);
      code.append(older.helpers);
    }
  }
  if (isTooDeep)
    log.add({Severity::Error, "nested-too-deep", source.path(), {0, 1}, "The source is nested too deeply", {}, {}});
  if (log.errorCount() != errorsBefore) return std::nullopt;
  return code;
}

}  // namespace weft::syntax
