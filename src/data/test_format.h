#pragma once

// For the tests of all formats: a text as JSON of what it says, or as the place and the message of its fault.

#include <string>
#include <string_view>

#include "data/data_format.h"

namespace weft::data {

inline std::string describeText(DataFormat format, std::string_view text) {
  SourceText source("file", std::string(text));
  Log log;
  std::optional<Document> document = parseData(format, source, log);
  if (document) return document->describe();
  const Diagnostic& fault = log.diagnostics().at(0);
  LineColumn at = source.lines().positionAt(fault.range.begin);
  return std::to_string(at.line) + ":" + std::to_string(at.column) + " " + fault.message;
}

}  // namespace weft::data
