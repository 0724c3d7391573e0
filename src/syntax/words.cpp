#include "syntax/words.h"

#include <array>
#include <cstring>

namespace weft::syntax {

namespace {

struct Entry {
  std::string_view text;
  Word word;
};

constexpr Entry kWords[] = {
    {"return", Word::Return},
    {"throw", Word::Throw},
    {"new", Word::New},
    {"delete", Word::Delete},
    {"void", Word::Void},
    {"typeof", Word::Typeof},
    {"in", Word::In},
    {"instanceof", Word::Instanceof},
    {"case", Word::Case},
    {"yield", Word::Yield},
    {"extends", Word::Extends},
    {"await", Word::Await},
    {"of", Word::Of},
    {"async", Word::Async},
    {"if", Word::If},
    {"while", Word::While},
    {"for", Word::For},
    {"with", Word::With},
    {"switch", Word::Switch},
    {"catch", Word::Catch},
    {"else", Word::Else},
    {"do", Word::Do},
    {"try", Word::Try},
    {"finally", Word::Finally},
    {"break", Word::Break},
    {"continue", Word::Continue},
    {"function", Word::Function},
    {"class", Word::Class},
    {"accessor", Word::Accessor},
    {"using", Word::Using},
    {"const", Word::Const},
    {"let", Word::Let},
    {"import", Word::Import},
    {"export", Word::Export},
    {"require", Word::Require},
    {"exports", Word::Exports},
    {"module", Word::Module},
    {"Object", Word::Object},
    {"__export", Word::UnderscoreExport},
    {"__exportStar", Word::UnderscoreExportStar},
    {"_interopRequireWildcard", Word::InteropRequireWildcard},
    {"__filename", Word::Filename},
    {"__dirname", Word::Dirname},
};

constexpr size_t kBuckets = 256;

/// First, second and last letter and the length: distinct for all words above but for a few chains.
constexpr size_t bucketOf(std::string_view text) {
  auto byte = [](char c) { return static_cast<unsigned char>(c); };
  return (byte(text[0]) * 7 + byte(text[1]) * 31 + byte(text.back()) * 3 + text.size() * 13) % kBuckets;
}

struct Table {
  std::array<uint8_t, kBuckets> heads{};          // index + 1 into kWords
  std::array<uint8_t, std::size(kWords)> next{};  // likewise: words of the same bucket
};

constexpr Table kTable = [] {
  Table table;
  for (size_t i = 0; i < std::size(kWords); ++i) {
    size_t bucket = bucketOf(kWords[i].text);
    table.next[i] = table.heads[bucket];
    table.heads[bucket] = static_cast<uint8_t>(i + 1);
  }
  return table;
}();

}  // namespace

Word wordOf(std::string_view text) {
  if (text.size() < 2) return Word::None;
  for (size_t at = kTable.heads[bucketOf(text)]; at != 0; at = kTable.next[at - 1])
    if (kWords[at - 1].text == text) return kWords[at - 1].word;
  return Word::None;
}

}  // namespace weft::syntax
