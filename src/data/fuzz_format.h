#pragma once

// What the fuzz targets of all formats check.

#include <string>

#include "base/check.h"
#include "base/utf.h"
#include "data/data_format.h"

namespace weft::data {

inline void checkDocument(const Document& document) {
  CHECK(!document.values.empty());
  for (ValueIndex i = 0; i < document.values.size(); ++i) {
    const Value& value = document.values[i];
    if (value.kind == ValueKind::String) CHECK(uint64_t{value.text.begin} + value.text.size <= document.text.size());
    if (value.isScalar()) continue;
    bool isArray = value.kind == ValueKind::Array;
    CHECK(uint64_t{value.parts.begin} + value.parts.count <=
          (isArray ? document.elements.size() : document.members.size()));
    for (uint32_t at = value.parts.begin; at < value.parts.begin + value.parts.count; ++at) {
      CHECK((isArray ? document.elements[at] : document.members[at].value) < i);
      if (!isArray)
        CHECK(uint64_t{document.members[at].key.begin} + document.members[at].key.size <= document.text.size());
    }
  }
}

inline int fuzzFormat(DataFormat format, const uint8_t* data, size_t size) {
  SourceText source("input", std::string(reinterpret_cast<const char*>(data), size));
  Log log;
  std::optional<Document> document = parseData(format, source, log);
  if (document) {
    CHECK(!log.hasErrors());
    checkDocument(*document);
    return 0;
  }
  CHECK(log.errorCount() == 1);
  const Diagnostic& fault = log.diagnostics().front();
  CHECK(fault.range.begin <= fault.range.end && fault.range.begin <= size && !fault.message.empty());
  CHECK(isValidUtf8(fault.message) && isValidUtf8(fault.suggestion));
  return 0;
}

}  // namespace weft::data
