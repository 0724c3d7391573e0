#pragma once

// What may stand before a YAML node, and before a document: `&anchor`, `!tag`, `%TAG`.

#include <map>
#include <string>
#include <string_view>

#include "data/yaml_scalars.h"
#include "data/yaml_schema.h"

namespace weft::data {

struct YamlProperties {
  std::string_view anchor;
  YamlTag tag = YamlTag::None;
  size_t begin = 0;
  size_t end = 0;
  [[nodiscard]] bool isAny() const { return !anchor.empty() || tag != YamlTag::None; }
};

class YamlPropertyReader : protected YamlScalars {
 protected:
  YamlPropertyReader(const SourceText& source, Log& log) : YamlScalars(source, log) {}

  [[nodiscard]] bool isAtProperty() const { return peek() == '&' || peek() == '!'; }
  /// Those on one line; stands behind the blanks after them. `properties` may have some from a line before.
  void readProperties(YamlProperties& properties);
  /// After `&` or `*`.
  std::string_view readAnchorName();
  /// The lines that begin with `%`. True if there were any.
  bool readDirectives();
  /// Directives hold for one document.
  void forgetDirectives();

 private:
  YamlTag readTag();
  void readDirective();

  std::map<std::string, std::string, std::less<>> handles_;
  bool hasVersion_ = false;
};

}  // namespace weft::data
