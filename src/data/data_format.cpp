#include "data/data_format.h"

#include "base/utf.h"
#include "data/json5.h"
#include "data/toml.h"
#include "data/yaml.h"

namespace weft::data {

std::string_view formatName(DataFormat format) {
  switch (format) {
    case DataFormat::Json5:
      return "JSON5";
    case DataFormat::Toml:
      return "TOML";
    case DataFormat::Yaml:
      break;
  }
  return "YAML";
}

namespace {

/// Where a byte sequence begins that is no UTF-8; the text has one.
size_t malformedAt(std::string_view text) {
  constexpr std::string_view kWritten = "\xEF\xBF\xBD";  // the replacement character itself
  size_t at = 0;
  for (;;) {
    size_t begin = at;
    if (decodeUtf8(text, at) == kReplacementCharacter && text.substr(begin, at - begin) != kWritten) return begin;
  }
}

}  // namespace

std::optional<Document> parseData(DataFormat format, const SourceText& source, Log& log) {
  if (!isValidUtf8(source.text())) {
    auto at = static_cast<uint32_t>(malformedAt(source.text()));
    log.add({.id = "invalid-utf8",
             .path = source.path(),
             .range = {at, at + 1},
             .message = "This is not UTF-8, which " + std::string(formatName(format)) + " files must be"});
    return std::nullopt;
  }
  switch (format) {
    case DataFormat::Json5:
      return parseJson5(source, log);
    case DataFormat::Toml:
      return parseToml(source, log);
    case DataFormat::Yaml:
      break;
  }
  return parseYaml(source, log);
}

}  // namespace weft::data
