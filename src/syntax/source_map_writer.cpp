#include "syntax/source_map_writer.h"

#include <cstdint>

#include "base/base64.h"
#include "base/utf.h"

namespace weft::syntax {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 VLQ: the sign is the lowest bit; five bits a digit, the lowest first.
void appendVlq(std::string& out, int64_t value) {
  uint64_t rest = value < 0 ? static_cast<uint64_t>(-value) << 1 | 1 : static_cast<uint64_t>(value) << 1;
  do {
    uint64_t digit = rest & 31;
    rest >>= 5;
    out.push_back(kDigits[digit | (rest ? 32 : 0)]);
  } while (rest);
}

void appendJsonString(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  for (char byte : text) {
    auto c = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      out.push_back('\\');
      out.push_back(byte);
    } else if (byte == '\n') {
      out.append("\\n");
    } else if (byte == '\r') {
      out.append("\\r");
    } else if (byte == '\t') {
      out.append("\\t");
    } else if (c < 0x20) {
      out.append("\\u00");
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    } else {
      out.push_back(byte);
    }
  }
  out.push_back('"');
}

std::string mappingsText(std::string_view code, const Mappings& mappings, const SourceText& source) {
  std::string out;
  out.reserve(mappings.list.size() * 6);
  MappingsWriter writer(out);
  LineIndex lines(code);
  LineCursor generated(lines, code);
  LineCursor original(source.lines(), source.text());
  LineColumn last{0, 0};  // not yet written
  for (size_t i = 0; i < mappings.list.size(); ++i) {
    const Mapping& mapping = mappings.list[i];
    // Of a statement and the name that it begins with, the name.
    if (i + 1 < mappings.list.size() && mappings.list[i + 1].generated == mapping.generated) continue;
    LineColumn at = generated.positionAt(mapping.generated);
    if (at == last) continue;
    last = at;
    writer.add(at, 0, original.positionAt(mapping.original), mapping.name);
  }
  return out;
}

}  // namespace

/// Lines separated by `;`, segments by `,`: generated column, source, original line, original column, and a name if it
/// is another; each as the difference to the one before.
void MappingsWriter::begin(LineColumn at) {
  for (; line_ < at.line; ++line_) {
    text_.push_back(';');
    isFirstOfLine_ = true;
    column_ = 1;
  }
  if (!isFirstOfLine_) text_.push_back(',');
  isFirstOfLine_ = false;
  appendVlq(text_, int64_t{at.column} - column_);
  column_ = at.column;
}

void MappingsWriter::add(LineColumn at, uint32_t source, LineColumn from, uint32_t name) {
  begin(at);
  appendVlq(text_, int64_t{source} - source_);
  appendVlq(text_, int64_t{from.line} - from_.line);
  appendVlq(text_, int64_t{from.column} - from_.column);
  source_ = source;
  from_ = from;
  if (name != kNoName) addName(name);
}

void MappingsWriter::addName(uint32_t name) {
  appendVlq(text_, int64_t{name} - name_);
  name_ = name;
}

void MappingsWriter::continueAfter(LineColumn at, uint32_t source, LineColumn from, uint32_t name) {
  line_ = at.line;
  column_ = at.column;
  isFirstOfLine_ = false;
  source_ = source;
  from_ = from;
  name_ = name;
}

void MappingsWriter::addNothing(LineColumn at) {
  begin(at);
}

std::string sourceMapOf(std::string_view code, const Mappings& mappings, const SourceText& source,
                        std::string_view file, std::string_view sourceName) {
  std::string out = "{\"version\":3,\"file\":";
  appendJsonString(out, file);
  out += ",\"sources\":[";
  appendJsonString(out, sourceName);
  out += "],\"sourcesContent\":[";
  appendJsonString(out, source.text());
  std::string text = mappingsText(code, mappings, source);
  out += "],\"names\":[";
  for (std::string_view name : mappings.names) {
    if (out.back() != '[') out.push_back(',');
    appendJsonString(out, name);
  }
  out += "],\"mappings\":\"";
  return out.append(text).append("\"}");
}

std::string inlineSourceMap(std::string_view map) {
  return "//# sourceMappingURL=data:application/json;base64," + encodeBase64(map) + "\n";
}

}  // namespace weft::syntax
