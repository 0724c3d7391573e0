#include "syntax/source_map_reader.h"

#include <array>

namespace weft::syntax {

namespace {

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> digitTable() {
  std::array<uint8_t, 256> table{};
  table.fill(kNoDigit);
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < kDigits.size(); ++i) table[static_cast<uint8_t>(kDigits[i])] = static_cast<uint8_t>(i);
  return table;
}

constexpr auto kDigitOf = digitTable();
constexpr int64_t kMaxPosition = INT32_MAX;  // line and column are 32 bits in every consumer

class MappingReader {
 public:
  MappingReader(std::string_view text, MappingBounds bounds, LineColumn offset, std::vector<PositionEntry>& out)
      : text_(text), bounds_(bounds), line_(offset.line), firstColumn_(offset.column), out_(out) {}

  bool read() {
    while (at_ < text_.size()) {
      if (text_[at_] == ';') {
        startLine();
      } else if (text_[at_] == ',') {
        ++at_;
      } else if (!readSegment()) {
        return false;
      }
      if (line_ > kMaxPosition) return false;
    }
    return true;
  }

 private:
  void startLine() {
    ++at_;
    ++line_;
    firstColumn_ = 1;
    column_ = 0;
  }

  [[nodiscard]] bool atSegmentEnd() const { return at_ == text_.size() || text_[at_] == ',' || text_[at_] == ';'; }

  // Adds a VLQ number to `total`, which must stay a position.
  bool add(int64_t& total) {
    int64_t value = 0;
    for (int shift = 0;; shift += 5) {
      if (at_ == text_.size() || shift > 30) return false;
      uint8_t digit = kDigitOf[static_cast<uint8_t>(text_[at_])];
      if (digit == kNoDigit) return false;
      ++at_;
      value |= static_cast<int64_t>(digit & 31) << shift;
      if (!(digit & 32)) break;
    }
    total += (value & 1) ? -(value >> 1) : value >> 1;
    return total >= 0 && total < kMaxPosition;
  }

  bool readSegment() {
    if (!add(column_)) return false;
    PositionEntry entry;
    entry.generated = {static_cast<uint32_t>(line_), static_cast<uint32_t>(firstColumn_ + column_)};
    if (!atSegmentEnd()) {
      if (!add(source_) || !add(originalLine_) || !add(originalColumn_) || source_ >= bounds_.sources) return false;
      entry.source = static_cast<uint32_t>(source_);
      entry.original = {static_cast<uint32_t>(originalLine_ + 1), static_cast<uint32_t>(originalColumn_ + 1)};
      if (!atSegmentEnd()) {
        if (!add(name_) || name_ >= bounds_.names) return false;
        entry.name = static_cast<uint32_t>(name_);
      }
    }
    if (!atSegmentEnd()) return false;
    out_.push_back(entry);
    return true;
  }

  std::string_view text_;
  MappingBounds bounds_;
  size_t at_ = 0;
  int64_t line_;
  int64_t firstColumn_;
  int64_t column_ = 0, source_ = 0, originalLine_ = 0, originalColumn_ = 0, name_ = 0;
  std::vector<PositionEntry>& out_;
};

}  // namespace

bool readMappings(std::string_view mappings, MappingBounds bounds, LineColumn offset, std::vector<PositionEntry>& out) {
  return MappingReader(mappings, bounds, offset, out).read();
}

}  // namespace weft::syntax
