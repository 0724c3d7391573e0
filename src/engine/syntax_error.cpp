// SyntaxErrors with positions.

#include "engine/syntax_error.h"

#include "base/source_text.h"
#include "engine/module_loader.h"
#include "engine/source_provider.h"

#include <JavaScriptCore/JSONObject.h>
#include <JavaScriptCore/ParserError.h>

namespace weft::js {

using namespace JSC;

JsError syntaxError(const ParserError& error, const SourceCode& source) {
  if (error.type() == ParserError::ErrorType::StackOverflow)
    return JsError::rangeError("Maximum call stack size exceeded.");
  if (error.type() == ParserError::ErrorType::OutOfMemory) return JsError::rangeError("Out of memory");
  const JSTokenLocation& token = error.token().m_location;
  auto line = static_cast<uint32_t>(std::max(error.line(), 1));
  uint32_t column = token.startOffset >= token.lineStartOffset ? token.startOffset - token.lineStartOffset + 1 : 1;
  JsError made(ErrorKind::SyntaxError, {}, toUtf8(error.message()));
  if (auto* provider = SourceProvider::from(source.provider())) {
    auto place = provider->positions()->inFile({line, column});
    std::string file(place.source.empty() ? provider->positions()->file() : place.source);
    return std::move(made).at(std::move(file), place.at.line, place.at.column);
  }
  return std::move(made).at(toUtf8(source.provider()->sourceURL()), line, column);
}

namespace {

// Node's advice for a name that the analysis of a CommonJS module did not find; empty for another message.
std::string adviceForCommonJs(const std::string& message, const std::string& specifier) {
  constexpr std::string_view kMissing = "does not provide an export named '";
  size_t at = message.find(kMissing);
  if (at == std::string::npos) return {};
  std::string name = message.substr(at + kMissing.size());
  name.pop_back();
  return "Named export '" + name + "' not found. The requested module '" + specifier +
         "' is a CommonJS module, which may not support all module.exports as named exports.\n"
         "CommonJS modules can always be imported via the default export, for example using:\n\nimport pkg from '" +
         specifier + "';\nconst { " + name + " } = pkg;\n";
}

}  // namespace

JsError locateLinkError(Realm& realm, const JsError& error, const graph::ModuleGraph& graph,
                        const graph::Node& importer) {
  if (!importer.artifact) return error;
  auto* object = toJSC(error.toValue(realm)).getObject();
  if (!object || !object->isErrorInstance()) return error;
  JSValue messageValue = object->getDirect(jscVM(realm), jscVM(realm).propertyNames->message);
  if (!messageValue || !messageValue.isString()) return error;
  auto message = toUtf8(messageValue.getString(realm.global()));
  // The message quotes the specifier: `The requested module './x.mjs' …`
  size_t open = message.find('\'');
  size_t close = open == std::string::npos ? open : message.find("' ", open + 1);
  if (close == std::string::npos) return error;
  std::string specifier = message.substr(open + 1, close - open - 1);
  if (size_t type = specifier.find('\0'); type != std::string::npos) {  // a request's name (module_records.cpp)
    message.erase(open + 1 + type, specifier.size() - type);
    specifier.resize(type);
  }
  for (const graph::Edge& edge : importer.edges) {
    const auto& request = importer.artifact->scan.requests[edge.request];
    if (request.specifier != specifier) continue;
    if (graph.node(edge.target).kind == graph::ModuleKind::CommonJs) {
      if (std::string advice = adviceForCommonJs(message, specifier); !advice.empty()) message = advice;
    }
    LineColumn at = importer.artifact->placeOf(request.range.begin);
    return JsError(ErrorKind::SyntaxError, {}, message).at(importer.location.url(), at.line, at.column);
  }
  return error;
}

Result<Value> parseJson(Realm& realm, std::string_view text, std::string_view path) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSValue value = JSONParseWithException(realm.global(), toWTF(text));
  if (!scope.exception()) return fromJSC(value);
  JSValue thrown = scope.exception()->value();
  scope.clearException();
  auto* object = thrown.getObject();
  JSValue message = object ? object->getDirect(jscVM(realm), jscVM(realm).propertyNames->message) : JSValue();
  if (!message || !message.isString()) return fail(JsError::thrown(fromJSC(thrown)));
  return fail(
      JsError(ErrorKind::SyntaxError, {}, std::string(path) + ": " + toUtf8(message.getString(realm.global()))));
}

}  // namespace weft::js
