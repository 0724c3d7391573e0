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

/// Lines separated by `;`, segments by `,`: generated column, source, original line, original column, and a name if it
/// is another; each as the difference to the one before.
std::string mappingsText(std::string_view code, const Mappings& mappings, const SourceText& source) {
  std::string out;
  out.reserve(mappings.list.size() * 6);
  LineIndex lines(code);
  LineCursor generated(lines, code);
  LineCursor original(source.lines(), source.text());
  int64_t lastName = 0;
  uint32_t line = 1;
  LineColumn last{0, 0};  // not yet written
  LineColumn lastOriginal{1, 1};
  bool isFirstOfLine = true;
  for (size_t i = 0; i < mappings.list.size(); ++i) {
    const Mapping& mapping = mappings.list[i];
    // Of a statement and the name that it begins with, the name.
    if (i + 1 < mappings.list.size() && mappings.list[i + 1].generated == mapping.generated) continue;
    LineColumn at = generated.positionAt(mapping.generated);
    if (at == last) continue;
    for (; line < at.line; ++line) {
      out.push_back(';');
      isFirstOfLine = true;
    }
    if (!isFirstOfLine) out.push_back(',');
    LineColumn from = original.positionAt(mapping.original);
    appendVlq(out, int64_t{at.column} - (isFirstOfLine ? 1 : last.column));
    appendVlq(out, 0);
    appendVlq(out, int64_t{from.line} - lastOriginal.line);
    appendVlq(out, int64_t{from.column} - lastOriginal.column);
    if (mapping.name != Mapping::kNoName) {
      appendVlq(out, int64_t{mapping.name} - lastName);
      lastName = mapping.name;
    }
    isFirstOfLine = false;
    last = at;
    lastOriginal = from;
  }
  return out;
}

}  // namespace

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
