#include "base/utf.h"

#include <cstring>

namespace weft {

namespace {

constexpr uint64_t kHighBits = 0x8080808080808080u;

uint64_t loadWord(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// How many bytes from `offset` on are ASCII.
size_t asciiRun(std::string_view bytes, size_t offset) {
  size_t at = offset;
  for (; at + 8 <= bytes.size(); at += 8)
    if (loadWord(bytes.data() + at) & kHighBits) break;
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at - offset;
}

constexpr bool isSurrogate(char32_t value) {
  return value >= 0xD800 && value <= 0xDFFF;
}
constexpr bool isHighSurrogate(char32_t value) {
  return value >= 0xD800 && value <= 0xDBFF;
}
constexpr bool isLowSurrogate(char32_t value) {
  return value >= 0xDC00 && value <= 0xDFFF;
}

constexpr char32_t combineSurrogates(char32_t high, char32_t low) {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/// What the first byte of a sequence says (Unicode, table 3-7): its length, and the limits of the second byte.
struct LeadByte {
  unsigned length = 0;  // 0: no sequence begins so
  unsigned char secondFrom = 0x80;
  unsigned char secondTo = 0xBF;
};

LeadByte leadByte(unsigned char first) {
  if (first < 0xC2) return {};
  if (first < 0xE0) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first < 0xF0) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first < 0xF4) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {};
}

struct Decoded {
  char32_t codePoint;
  unsigned length;  // bytes passed; of a malformed sequence, its maximal part
  bool isValid;
};

Decoded decodeAt(std::string_view bytes, size_t offset) {
  auto first = static_cast<unsigned char>(bytes[offset]);
  if (first < 0x80) return {first, 1, true};
  LeadByte lead = leadByte(first);
  if (lead.length == 0) return {kReplacementCharacter, 1, false};
  char32_t value = first & (0x7Fu >> lead.length);
  for (unsigned i = 1; i < lead.length; ++i) {
    unsigned char from = i == 1 ? lead.secondFrom : 0x80;
    unsigned char to = i == 1 ? lead.secondTo : 0xBF;
    if (offset + i >= bytes.size()) return {kReplacementCharacter, i, false};
    auto next = static_cast<unsigned char>(bytes[offset + i]);
    if (next < from || next > to) return {kReplacementCharacter, i, false};
    value = (value << 6) | (next & 0x3F);
  }
  return {value, lead.length, true};
}

void appendEncoded(std::string& out, char32_t codePoint) {
  auto push = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (codePoint < 0x80) {
    push(codePoint);
  } else if (codePoint < 0x800) {
    push(0xC0 | (codePoint >> 6));
    push(0x80 | (codePoint & 0x3F));
  } else if (codePoint < 0x10000) {
    push(0xE0 | (codePoint >> 12));
    push(0x80 | ((codePoint >> 6) & 0x3F));
    push(0x80 | (codePoint & 0x3F));
  } else {
    push(0xF0 | (codePoint >> 18));
    push(0x80 | ((codePoint >> 12) & 0x3F));
    push(0x80 | ((codePoint >> 6) & 0x3F));
    push(0x80 | (codePoint & 0x3F));
  }
}

}  // namespace

bool isAscii(std::string_view bytes) {
  return asciiRun(bytes, 0) == bytes.size();
}

bool isValidUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    at += asciiRun(bytes, at);
    if (at >= bytes.size()) break;
    Decoded decoded = decodeAt(bytes, at);
    if (!decoded.isValid) return false;
    at += decoded.length;
  }
  return true;
}

char32_t decodeUtf8(std::string_view bytes, size_t& offset) {
  Decoded decoded = decodeAt(bytes, offset);
  offset += decoded.length;
  return decoded.codePoint;
}

void appendUtf8(std::string& out, char32_t codePoint) {
  appendEncoded(out, isSurrogate(codePoint) || codePoint > 0x10FFFF ? kReplacementCharacter : codePoint);
}

void appendWtf8(std::string& out, char32_t codePoint) {
  appendEncoded(out, codePoint > 0x10FFFF ? kReplacementCharacter : codePoint);
}

std::string toValidUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    Decoded decoded = decodeAt(bytes, at);
    if (decoded.isValid) {
      out.append(bytes.substr(at, decoded.length));
    } else {
      appendEncoded(out, kReplacementCharacter);
    }
    at += decoded.length;
  }
  return out;
}

std::u16string utf8ToUtf16(std::string_view bytes) {
  std::u16string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    size_t ascii = asciiRun(bytes, at);
    for (size_t i = 0; i < ascii; ++i) out.push_back(static_cast<char16_t>(bytes[at + i]));
    at += ascii;
    if (at >= bytes.size()) break;
    Decoded decoded = decodeAt(bytes, at);
    at += decoded.length;
    if (decoded.codePoint < 0x10000) {
      out.push_back(static_cast<char16_t>(decoded.codePoint));
      continue;
    }
    char32_t rest = decoded.codePoint - 0x10000;
    out.push_back(static_cast<char16_t>(0xD800 + (rest >> 10)));
    out.push_back(static_cast<char16_t>(0xDC00 + (rest & 0x3FF)));
  }
  return out;
}

std::string utf16ToUtf8(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    char32_t unit = units[i];
    if (isHighSurrogate(unit) && i + 1 < units.size() && isLowSurrogate(units[i + 1]))
      unit = combineSurrogates(unit, units[++i]);
    appendUtf8(out, unit);
  }
  return out;
}

std::string latin1ToUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (char byte : bytes) appendEncoded(out, static_cast<unsigned char>(byte));
  return out;
}

std::optional<std::string> tryUtf8ToLatin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    Decoded decoded = decodeAt(bytes, at);
    if (!decoded.isValid || decoded.codePoint > 0xFF) return std::nullopt;
    out.push_back(static_cast<char>(decoded.codePoint));
    at += decoded.length;
  }
  return out;
}

size_t utf16Length(std::string_view bytes) {
  size_t units = 0;
  for (size_t at = 0; at < bytes.size();) {
    size_t ascii = asciiRun(bytes, at);
    units += ascii;
    at += ascii;
    if (at >= bytes.size()) break;
    Decoded decoded = decodeAt(bytes, at);
    units += decoded.codePoint < 0x10000 ? 1 : 2;
    at += decoded.length;
  }
  return units;
}

size_t byteOffsetOfUtf16(std::string_view bytes, size_t units) {
  size_t at = 0;
  size_t passed = 0;
  while (at < bytes.size() && passed < units) {
    Decoded decoded = decodeAt(bytes, at);
    passed += decoded.codePoint < 0x10000 ? 1 : 2;
    if (passed > units) return at;
    at += decoded.length;
  }
  return at;
}

}  // namespace weft
