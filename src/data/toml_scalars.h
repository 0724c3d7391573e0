#pragma once

// TOML's strings, numbers, booleans and dates.

#include "data/document.h"
#include "data/reader.h"

namespace weft::data {

class TomlScalars : protected Reader {
 protected:
  TomlScalars(const SourceText& source, Log& log) : Reader(source, log) {}

  /// A value that is neither an array nor a table. Undefined after a fault.
  Value readScalar(DocumentBuilder& texts);
  /// A string in one pair of quotes, at its quote.
  TextRef readLineString(DocumentBuilder& texts);
  /// Past a line break, if one is next.
  bool skipLineEnd();

 private:
  TextRef readTripleString(DocumentBuilder& texts);
  /// One character or escape of a string; false after a fault, or at the end of the text.
  bool readStringPart(std::string& out, size_t begin, char quote, bool isTriple);
  void readEscape(std::string& out, bool isTriple);
  void readUnicodeEscape(std::string& out, size_t begin, size_t digits);
  [[nodiscard]] std::string_view readWord();
  Value readNumber(std::string_view word, size_t begin);
  Value readRadixNumber(std::string_view word, size_t begin);
  Value safeInteger(double value, size_t begin);
  Value failNumber(size_t begin, std::string suggestion = {});
};

}  // namespace weft::data
