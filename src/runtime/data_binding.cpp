// native("data"): texts of data files to values, for builtins/internal/data.ts.

#include "base/utf.h"
#include "data/data_format.h"
#include "engine/data_values.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

/// A fault is a SyntaxError whose message ends with line and column.
js::Result<js::Value> parse(js::Realm& realm, data::DataFormat format, std::string text) {
  if (text.starts_with(kUtf8ByteOrderMark)) text.erase(0, kUtf8ByteOrderMark.size());
  SourceText source("", std::move(text));
  Log log;
  std::optional<data::Document> document = data::parseData(format, source, log);
  if (document) return js::dataValue(realm, *document);
  const Diagnostic& first = log.diagnostics().front();
  LineColumn at = source.lines().positionAt(first.range.begin);
  std::string message = std::string(data::formatName(format)) + ": " + first.message + " (" + std::to_string(at.line) +
                        ":" + std::to_string(at.column) + ")";
  if (!first.suggestion.empty()) message += "\n" + first.suggestion;
  return js::fail(js::JsError(js::ErrorKind::SyntaxError, {}, std::move(message)));
}

js::Result<js::Value> parseJson5(js::Realm& realm, std::string text) {
  return parse(realm, data::DataFormat::Json5, std::move(text));
}

js::Result<js::Value> parseToml(js::Realm& realm, std::string text) {
  return parse(realm, data::DataFormat::Toml, std::move(text));
}

js::Result<js::Value> parseYaml(js::Realm& realm, std::string text) {
  return parse(realm, data::DataFormat::Yaml, std::move(text));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&parseJson5>("parseJson5"),
    js::fn<&parseToml>("parseToml"),
    js::fn<&parseYaml>("parseYaml"),
};

}  // namespace

const js::Binding kDataBinding = {"data", kFunctions};

}  // namespace weft::runtime
