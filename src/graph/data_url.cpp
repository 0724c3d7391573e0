#include "graph/data_url.h"

#include <algorithm>
#include <array>

#include "base/paths.h"

namespace weft::graph {

namespace {

constexpr uint8_t kNoBase64 = 0xFF;
constexpr std::array<uint8_t, 256> kBase64Values = [] {
  std::array<uint8_t, 256> table{};
  table.fill(kNoBase64);
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = static_cast<uint8_t>(i);
    table['a' + i] = static_cast<uint8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<uint8_t>(52 + i);
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}();

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

std::string decodeBase64(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (char character : text) {
    if (character == '=') break;
    uint8_t value = kBase64Values[static_cast<unsigned char>(character)];
    if (value == kNoBase64) continue;
    bits = (bits << 6) | value;
    if (++count % 4 == 0) {
      out.push_back(static_cast<char>(bits >> 16));
      out.push_back(static_cast<char>(bits >> 8));
      out.push_back(static_cast<char>(bits));
    }
  }
  int left = count % 4;
  if (left >= 2) out.push_back(static_cast<char>(left == 2 ? bits >> 4 : bits >> 10));
  if (left == 3) out.push_back(static_cast<char>(bits >> 2));
  return out;
}

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
