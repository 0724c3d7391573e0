#include "graph/data_url.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/paths.h"

namespace weft::graph {

namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

ModuleError makeError(ModuleErrorCode code, std::string message) {
  ModuleError error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

}  // namespace

Result<DataUrl, ModuleError> parseDataUrl(std::string_view url) {
  std::string_view rest = url.substr(std::min<size_t>(url.size(), 5));
  rest = rest.substr(0, rest.find_first_of("?#"));
  size_t comma = rest.find(',');
  if (comma == std::string_view::npos) return fail(makeError(ModuleErrorCode::InvalidUrl, "Invalid URL"));
  std::string_view header = rest.substr(0, comma);
  bool isBase64 = lowered(header).ends_with(";base64");
  std::string mime = lowered(header.substr(0, header.find(';')));
  DataUrl result;
  if (mime == "text/javascript" || mime == "application/javascript") {
    result.hint = KindHint::EsModule;
  } else if (mime == "application/json") {
    result.hint = KindHint::Json;
  } else if (mime == "application/json5") {
    result.hint = KindHint::Json5;
  } else if (mime == "application/toml") {
    result.hint = KindHint::Toml;
  } else if (mime == "application/yaml") {
    result.hint = KindHint::Yaml;
  } else if (mime == "application/wasm") {
    result.hint = KindHint::Wasm;
  } else {
    std::string shown = mime.empty() ? "null" : mime;
    return fail(makeError(ModuleErrorCode::UnknownModuleFormat,
                          "Unknown module format: " + shown + " for URL " + std::string(url)));
  }
  result.bytes = paths::percentDecode(rest.substr(comma + 1));
  if (isBase64) result.bytes = decodeBase64(result.bytes);
  return result;
}

}  // namespace weft::graph
