// native("transpiler"): what Weft.Transpiler is made of; the interface is described in builtins/internal/transpiler.ts.

#include <memory>

#include "base/utf.h"
#include "engine/class.h"
#include "runtime/bindings.h"
#include "syntax/module_scan.h"
#include "syntax/transform.h"

namespace weft::runtime {

namespace {

// The flags of builtins/internal/transpiler.ts.
enum TranspilerFlags : int32_t {
  kTypeScript = 1,
  kJsx = 2,
  kClassic = 4,
  kPreserve = 8,
  kDevelopment = 16,
  kExperimentalDecorators = 32,
  kDecoratorMetadata = 64,
  kSetsFields = 128,
  kVerbatim = 256,
  kMinifyWhitespace = 512,
  kMinifySyntax = 1024,
  kMinifyIdentifiers = 2048,
};

syntax::TransformOptions optionsOf(int32_t flags, const std::string& factory, const std::string& fragment,
                                   const std::string& importSource) {
  syntax::TransformOptions options;
  options.isKindBySyntax = options.mayBeScript = true;
  options.print.minifyWhitespace = flags & kMinifyWhitespace;
  options.minifySyntax = flags & kMinifySyntax;
  options.minifyIdentifiers = flags & kMinifyIdentifiers;
  options.parse.dialect = flags & kTypeScript ? syntax::Dialect::TypeScript : syntax::Dialect::JavaScript;
  options.parse.jsx = flags & kJsx ? syntax::JsxMode::On : syntax::JsxMode::Off;
  syntax::LowerOptions& lower = options.lower;
  lower.jsx.transform = flags & kPreserve  ? syntax::JsxTransform::Preserve
                        : flags & kClassic ? syntax::JsxTransform::Classic
                                           : syntax::JsxTransform::Automatic;
  lower.jsx.isDevelopment = flags & kDevelopment;
  lower.experimentalDecorators = flags & kExperimentalDecorators;
  lower.emitDecoratorMetadata = flags & kDecoratorMetadata;
  lower.useDefineForClassFields = !(flags & kSetsFields);
  lower.verbatimModuleSyntax = flags & kVerbatim;
  if (!factory.empty()) lower.jsx.factory = factory;
  if (!fragment.empty()) lower.jsx.fragment = fragment;
  if (!importSource.empty()) lower.jsx.importSource = importSource;
  return options;
}

js::Result<syntax::Transformed> transformed(std::string code, const syntax::TransformOptions& options) {
  if (!isValidUtf8(code)) code = toValidUtf8(code);
  SourceText source(options.parse.jsx == syntax::JsxMode::On ? "input.tsx" : "input.ts", std::move(code));
  Log log;
  std::optional<syntax::Transformed> result = syntax::transform(source, options, log);
  if (result) return std::move(*result);
  const Diagnostic& first = log.diagnostics().front();
  LineColumn at = source.lines().positionAt(first.range.begin);
  return js::fail(js::JsError(js::ErrorKind::SyntaxError, {},
                              first.message + " (" + std::to_string(at.line) + ":" + std::to_string(at.column) + ")"));
}

js::Result<std::string> transform(std::string code, int32_t flags, std::string factory, std::string fragment,
                                  std::string importSource) {
  WEFT_TRY(result, transformed(std::move(code), optionsOf(flags, factory, fragment, importSource)));
  return std::move(result.code);
}

/// TypeScript with blanks in the place of types; undefined where that is not enough.
js::Result<js::Value> strip(js::Realm& realm, std::string code) {
  syntax::TransformOptions options = optionsOf(kTypeScript | kVerbatim, {}, {}, {});
  options.mayErase = true;
  WEFT_TRY(result, transformed(std::move(code), options));
  if (!result.isErased) return js::Value();
  return js::toJs(realm, result.code);
}

constexpr std::string_view kKinds[] = {"import-statement", "import-statement", "dynamic-import", "require-call"};

/// Two lists: kinds and specifiers in turn, and exported names.
js::Result<js::Value> scan(js::Realm& realm, std::string code, int32_t flags) {
  syntax::TransformOptions options = optionsOf(flags, {}, {}, {});
  options.wantsExports = true;
  options.lower.jsx.transform = syntax::JsxTransform::Preserve;
  WEFT_TRY(result, transformed(std::move(code), options));
  std::vector<js::Value> imports;
  for (const syntax::ModuleRequest& request : syntax::scanModule(result.code).requests) {
    imports.push_back(js::String::fromStatic(realm, kKinds[static_cast<size_t>(request.kind)]));
    imports.push_back(js::String::fromUtf8(realm, request.specifier));
  }
  std::vector<js::Value> exports;
  for (const std::string& name : result.exports) exports.push_back(js::String::fromUtf8(realm, name));
  const js::Value both[] = {js::Array::create(realm, imports), js::Array::create(realm, exports)};
  return js::Value(js::Array::create(realm, both));
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&transform>("transform"), js::fn<&scan>("scan"),
                                           js::fn<&strip>("strip")};

}  // namespace

const js::Binding kTranspilerBinding = {"transpiler", kFunctions};

}  // namespace weft::runtime
