// Any bytes: transforming ends. Erased, it has as many lines as the source; printed, it is JavaScript.

#include <algorithm>
#include <string>

#include "base/check.h"
#include "syntax/transform.h"

namespace {

using namespace weft::syntax;

void addDefine(Edits& edits, std::string_view path, std::string_view value) {
  edits.defines.push_back({parsePath(path), *ConstantExpression::parse(value)});
}

/// Few letters, as the fuzzer's programs have.
void addExportEdits(Edits& edits) {
  for (const char* name : {"a", "c"}) edits.exports.push_back({name});
  for (const char* name : {"b", "default"}) edits.exports.push_back({name, {}, ConstantExpression::parse("1")});
  edits.exports.push_back({"d", "renamed", ConstantExpression::parse("null")});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft;
  using namespace weft::syntax;
  if (size < 2) return 0;
  TransformOptions options;
  options.parse.goal = data[0] & 1 ? SourceGoal::Module : SourceGoal::Script;
  options.parse.dialect = data[0] & 2 ? Dialect::JavaScript : Dialect::TypeScript;
  options.parse.jsx = data[0] & 4 ? JsxMode::On : JsxMode::Off;
  options.parse.isFunctionBody = !(data[0] & 1);
  if (data[1] & 1) options.target = parseTargets(data[1] & 2 ? "es2018" : "es2015").unsupported;
  options.print.minifyWhitespace = data[1] & 4;
  options.minifySyntax = data[1] & 8;
  options.minifyIdentifiers = data[1] & 16;
  options.hasOwnScope = data[1] & 32;
  if (data[1] & 64) {
    addDefine(options.edits, "a", "-1");
    addDefine(options.edits, "b.c", "d.e");
    addDefine(options.edits, "x", "{\"y\": [1]}");
    options.edits.inlinesConstants = true;
  }
  bool editsExports = data[1] & 128;
  if (editsExports) {
    addExportEdits(options.edits);
    options.trimsUnusedImports = true;
  }
  options.mayErase = data[0] & 8;
  options.lower.experimentalDecorators = data[0] & 16;
  options.lower.emitDecoratorMetadata = data[0] & 32;
  options.lower.useDefineForClassFields = data[0] & 64;
  options.lower.jsx.isDevelopment = data[0] & 128;
  SourceText source("fuzz.tsx", std::string(reinterpret_cast<const char*>(data + 2), size - 2));
  Log log;
  std::optional<Transformed> result = transform(source, options, log);
  if (!result) return 0;
  SourceText written("fuzz.mjs", result->code);
  if (result->isErased) CHECK(written.lines().lineCount() == source.lines().lineCount());
  ParseOptions asJavaScript = options.parse;
  asJavaScript.dialect = Dialect::JavaScript;
  Log second;
  (void)parse(written, asJavaScript, second);
  // TypeScript may have faults that its types hid, JSX imports where none may stand, exports what is gone.
  bool isPlain = options.parse.dialect == Dialect::JavaScript && options.parse.jsx == JsxMode::Off && !editsExports;
  if (isPlain) CHECK(!second.hasErrors());
  return 0;
}
