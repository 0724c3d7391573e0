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
  kTrimsImports = 4096,
  kInlines = 8192,
};

/// As internal/transpiler.ts gives them: lists of texts.
struct Settings {
  static constexpr size_t kTexts = 4;
  std::vector<std::string> texts = std::vector<std::string>(kTexts);  // factory, fragment, import source, target list
  std::vector<std::string> defines;                                   // name and value in turn
  std::vector<std::string> removed;                                   // exports
  std::vector<std::string> values;                                    // of exports: name, new name or nothing, value
};

js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Object array) {
  std::vector<std::string> out;
  WEFT_TRY(length, array.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    out.push_back(std::move(text));
  }
  return out;
}

js::Result<Settings> settingsOf(js::Realm& realm, js::Object lists) {
  Settings settings;
  std::vector<std::string>* places[] = {&settings.texts, &settings.defines, &settings.removed, &settings.values};
  uint32_t at = 0;
  for (std::vector<std::string>* place : places) {
    WEFT_TRY(list, lists.getIndex(realm, at++));
    if (!list.isObject()) continue;
    WEFT_TRY(strings, stringsOf(realm, list.asObject()));
    *place = std::move(strings);
  }
  settings.texts.resize(Settings::kTexts);
  return settings;
}

syntax::Edits editsOf(const Settings& settings, int32_t flags) {
  syntax::Edits edits;
  edits.inlinesConstants = flags & kInlines;
  for (size_t i = 0; i + 1 < settings.defines.size(); i += 2) {
    std::vector<std::string> path = syntax::parsePath(settings.defines[i]);
    std::optional<syntax::ConstantExpression> value = syntax::ConstantExpression::parse(settings.defines[i + 1]);
    if (!path.empty() && value) edits.defines.push_back({std::move(path), std::move(*value)});
  }
  for (size_t i = 0; i + 2 < settings.values.size(); i += 3) {
    syntax::ExportEdit edit{settings.values[i], settings.values[i + 1]};
    edit.value = syntax::ConstantExpression::parse(settings.values[i + 2]);
    edits.exports.push_back(std::move(edit));
  }
  for (const std::string& name : settings.removed) edits.exports.push_back({name});
  return edits;
}

syntax::TransformOptions optionsOf(int32_t flags, const Settings& settings) {
  syntax::TransformOptions options;
  options.edits = editsOf(settings, flags);
  if (const std::string& target = settings.texts[3]; !target.empty())
    options.target = syntax::parseTargets(target).unsupported;
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
  options.trimsUnusedImports = flags & kTrimsImports;
  if (!settings.texts[0].empty()) lower.jsx.factory = settings.texts[0];
  if (!settings.texts[1].empty()) lower.jsx.fragment = settings.texts[1];
  if (!settings.texts[2].empty()) lower.jsx.importSource = settings.texts[2];
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

js::Result<std::string> transform(js::Realm& realm, std::string code, int32_t flags, js::Object lists) {
  WEFT_TRY(settings, settingsOf(realm, lists));
  WEFT_TRY(result, transformed(std::move(code), optionsOf(flags, settings)));
  return std::move(result.code);
}

/// TypeScript with blanks in the place of types; undefined where that is not enough.
js::Result<js::Value> strip(js::Realm& realm, std::string code) {
  syntax::TransformOptions options = optionsOf(kTypeScript | kVerbatim, Settings());
  options.mayErase = true;
  WEFT_TRY(result, transformed(std::move(code), options));
  if (!result.isErased) return js::Value();
  return js::toJs(realm, result.code);
}

constexpr std::string_view kKinds[] = {"import-statement", "import-statement", "dynamic-import", "require-call"};

/// Two lists: kinds and specifiers in turn, and exported names.
js::Result<js::Value> scan(js::Realm& realm, std::string code, int32_t flags, js::Object lists) {
  WEFT_TRY(settings, settingsOf(realm, lists));
  syntax::TransformOptions options = optionsOf(flags, settings);
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

/// Whether `text` may be the value of a define or an export.
bool isConstant(std::string text) {
  return syntax::ConstantExpression::parse(text).has_value();
}

/// Whether `text` is a name, or names with dots between.
bool isPath(std::string text) {
  return !syntax::parsePath(text).empty();
}

/// What is wrong with a list of targets; empty: nothing.
std::string targetFault(std::string list) {
  return syntax::parseTargets(list).error;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&transform>("transform"),     js::fn<&scan>("scan"),
                                           js::fn<&isConstant>("isConstant"),   js::fn<&isPath>("isPath"),
                                           js::fn<&targetFault>("targetFault"), js::fn<&strip>("strip")};

}  // namespace

const js::Binding kTranspilerBinding = {"transpiler", kFunctions};

}  // namespace weft::runtime
