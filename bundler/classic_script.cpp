#include "bundler/classic_script.h"

#include "base/paths.h"
#include "syntax/module_scan.h"
#include "syntax/transform.h"

namespace weft::bundler {

ClassicScript readClassicScript(const std::string& path, std::string_view text, const BuildOptions& options, Log& log) {
  std::string_view extension = paths::extname(path);
  bool isTypeScript = extension == ".ts" || extension == ".tsx" || extension == ".mts" || extension == ".cts";
  const OutputOptions& output = options.output;
  syntax::TransformOptions transform;
  transform.parse.goal = syntax::SourceGoal::Script;
  transform.parse.dialect = isTypeScript ? syntax::Dialect::TypeScript : syntax::Dialect::JavaScript;
  if (extension == ".tsx" || extension == ".jsx") transform.parse.jsx = syntax::JsxMode::On;
  transform.target = options.scan.tree.target;
  transform.edits.defines = options.scan.tree.defines;
  transform.minifySyntax = output.minifySyntax;
  transform.minifyIdentifiers = output.minifyIdentifiers;
  transform.print.minifyWhitespace = output.minifyWhitespace;
  bool isWritten = isTypeScript || transform.parse.jsx == syntax::JsxMode::On || output.minifyWhitespace ||
                   output.minifySyntax || output.minifyIdentifiers || transform.target.any();
  Log faults;
  SourceText source(path, std::string(text));
  std::optional<syntax::Transformed> made = syntax::transform(source, transform, faults);
  ClassicScript out;
  if (made) {
    if (isWritten) out.code = std::move(made->code);
    return out;
  }
  transform.parse.goal = syntax::SourceGoal::Module;
  Log none;
  out.isModule = syntax::transform(source, transform, none).has_value();
  if (isWritten && !out.isModule)
    for (const Diagnostic& fault : faults.diagnostics()) log.add(fault);
  return out;
}

}  // namespace weft::bundler
