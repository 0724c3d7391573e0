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

std::optional<Document> parseData(DataFormat format, const SourceText& source, Log& log) {
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
