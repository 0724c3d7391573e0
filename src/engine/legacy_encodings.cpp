// ICU has the tables. Where they differ from https://encoding.spec.whatwg.org/#indexes, the differences are listed here.

#include "engine/legacy_encodings.h"

#include <memory>
#include <span>

#include <unicode/ucnv.h>

namespace weft::js {

namespace {

struct Correction {
  uint8_t byte;
  char16_t meaning;
};
constexpr char16_t kNothing = 0xFFFD;

constexpr Correction kKoi8U[] = {{0xAE, 0x045E}, {0xBE, 0x040E}};
constexpr Correction kWindows1253[] = {{0xAA, kNothing}};
constexpr Correction kWindows1255[] = {{0xCA, 0x05BA}};
constexpr Correction kWindows874[] = {
    {0xDB, kNothing}, {0xDC, kNothing}, {0xDD, kNothing}, {0xDE, kNothing},
    {0xFC, kNothing}, {0xFD, kNothing}, {0xFE, kNothing}, {0xFF, kNothing}};
// ICU does not have it: given as differences from Latin-1.
constexpr Correction kIso8859_16[] = {
    {0xA1, 0x0104}, {0xA2, 0x0105}, {0xA3, 0x0141}, {0xA4, 0x20AC}, {0xA5, 0x201E}, {0xA6, 0x0160}, {0xA8, 0x0161},
    {0xAA, 0x0218}, {0xAC, 0x0179}, {0xAE, 0x017A}, {0xAF, 0x017B}, {0xB2, 0x010C}, {0xB3, 0x0142}, {0xB4, 0x017D},
    {0xB5, 0x201D}, {0xB8, 0x017E}, {0xB9, 0x010D}, {0xBA, 0x0219}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178},
    {0xBF, 0x017C}, {0xC3, 0x0102}, {0xC5, 0x0106}, {0xD0, 0x0110}, {0xD1, 0x0143}, {0xD5, 0x0150}, {0xD7, 0x015A},
    {0xD8, 0x0170}, {0xDD, 0x0118}, {0xDE, 0x021A}, {0xE3, 0x0103}, {0xE5, 0x0107}, {0xF0, 0x0111}, {0xF1, 0x0144},
    {0xF5, 0x0151}, {0xF7, 0x015B}, {0xF8, 0x0171}, {0xFD, 0x0119}, {0xFE, 0x021B}};

struct SingleByteEncoding {
  std::string_view name;
  const char* converter;
  std::span<const Correction> corrections;
};

constexpr SingleByteEncoding kSingleByteEncodings[] = {
    {"windows-1252", "windows-1252", {}},
    {"ibm866", "ibm866", {}},
    {"iso-8859-2", "iso-8859-2", {}},
    {"iso-8859-3", "iso-8859-3", {}},
    {"iso-8859-4", "iso-8859-4", {}},
    {"iso-8859-5", "iso-8859-5", {}},
    {"iso-8859-6", "iso-8859-6", {}},
    {"iso-8859-7", "iso-8859-7", {}},
    {"iso-8859-8", "iso-8859-8", {}},
    {"iso-8859-8-i", "iso-8859-8", {}},
    {"iso-8859-10", "iso-8859-10", {}},
    {"iso-8859-13", "iso-8859-13", {}},
    {"iso-8859-14", "iso-8859-14", {}},
    {"iso-8859-15", "iso-8859-15", {}},
    {"iso-8859-16", "iso-8859-1", kIso8859_16},
    {"koi8-r", "koi8-r", {}},
    {"koi8-u", "koi8-u", kKoi8U},
    {"macintosh", "macintosh", {}},
    {"windows-874", "windows-874-2000", kWindows874},
    {"windows-1250", "windows-1250", {}},
    {"windows-1251", "windows-1251", {}},
    {"windows-1253", "windows-1253", kWindows1253},
    {"windows-1254", "windows-1254", {}},
    {"windows-1255", "windows-1255", kWindows1255},
    {"windows-1256", "windows-1256", {}},
    {"windows-1257", "windows-1257", {}},
    {"windows-1258", "windows-1258", {}},
    {"x-mac-cyrillic", "x-mac-cyrillic", {}},
};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::optional<SingleByteTable> readTable(const SingleByteEncoding& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(encoding.converter, &status));
  if (U_FAILURE(status)) return std::nullopt;
  SingleByteTable table;
  for (int i = 0; i < 128; ++i) {
    char byte = static_cast<char>(128 + i);
    UChar units[4];
    status = U_ZERO_ERROR;
    int32_t length = ucnv_toUChars(converter.get(), units, 4, &byte, 1, &status);
    table[i] = U_SUCCESS(status) && length == 1 ? units[0] : kNothing;
  }
  for (Correction correction : encoding.corrections) table[correction.byte - 128] = correction.meaning;
  return table;
}

SingleByteTable userDefinedTable() {
  SingleByteTable table;
  for (int i = 0; i < 128; ++i) table[i] = static_cast<char16_t>(0xF780 + i);
  return table;
}

}  // namespace

std::optional<SingleByteTable> singleByteTable(std::string_view encoding) {
  if (encoding == "x-user-defined") return userDefinedTable();
  for (const auto& known : kSingleByteEncodings) {
    if (known.name == encoding) return readTable(known);
  }
  return std::nullopt;
}

const char* converterName(std::string_view encoding) {
  // The standard decodes GBK as the larger GB18030, and Big5 with its Hong Kong extension.
  if (encoding == "gbk" || encoding == "gb18030") return "gb18030";
  if (encoding == "big5") return "ibm-1375_P100-2008";
  if (encoding == "euc-jp") return "euc-jp-2007";
  if (encoding == "iso-2022-jp") return "ISO-2022-JP";
  if (encoding == "shift_jis") return "ibm-943_P15A-2003";
  if (encoding == "euc-kr") return "windows-949-2000";
  return nullptr;
}

}  // namespace weft::js
