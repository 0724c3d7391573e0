#include "loop/dns_message.h"

#include <arpa/inet.h>

namespace weft::loop {

namespace {

constexpr uint16_t kClassInternet = 1;
constexpr size_t kLongestName = 255;  // in bytes of the message, RFC 1035 section 2.3.4

/// Reads through a part of a message. After a read past its end everything is zero, and `failed` is set.
class Reader {
 public:
  Reader(std::span<const uint8_t> message, size_t at, size_t end) : message_(message), at_(at), end_(end) {}

  bool failed = false;
  size_t position() const { return at_; }
  size_t left() const { return failed ? 0 : end_ - at_; }

  uint32_t number(int bytes) {
    uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8 | byte();
    return value;
  }
  std::string bytes(size_t count) {
    if (count > left()) {
      failed = true;
      return {};
    }
    std::string out(reinterpret_cast<const char*>(message_.data()) + at_, count);
    at_ += count;
    return out;
  }
  /// A length and so many bytes.
  std::string text() { return bytes(byte()); }
  std::string name();

 private:
  uint8_t byte() {
    if (left() == 0) {
      failed = true;
      return 0;
    }
    return message_[at_++];
  }

  std::span<const uint8_t> message_;
  size_t at_, end_;
};

/// As master files write it: what would read otherwise is escaped.
void appendLabel(std::string& name, std::string_view label) {
  for (char c : label) {
    auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7f) {
      name += '\\';
      name += static_cast<char>('0' + byte / 100);
      name += static_cast<char>('0' + byte / 10 % 10);
      name += static_cast<char>('0' + byte % 10);
      continue;
    }
    if (std::string_view("\".;\\()@$").find(c) != std::string_view::npos) name += '\\';
    name += c;
  }
}

/// Labels, of which the last may point to others that came before; each pointer must lead further back, so the walk
/// ends.
std::string Reader::name() {
  std::string out;
  size_t at = at_, end = end_, before = at_, size = 0;
  bool jumped = false;
  for (;;) {
    if (failed || at >= end) break;
    uint8_t length = message_[at++];
    if (length >= 0xc0) {
      if (at >= end) break;
      size_t target = size_t(length & 0x3f) << 8 | message_[at++];
      if (!jumped) at_ = at;
      jumped = true;
      if (target >= before) break;
      before = at = target;
      end = message_.size();
      continue;
    }
    if (length > 63 || length > end - at) break;
    size += length + size_t{1};
    if (size > kLongestName) break;
    if (length == 0) {
      if (!jumped) at_ = at;
      return out;
    }
    if (!out.empty()) out += '.';
    appendLabel(out, {reinterpret_cast<const char*>(message_.data()) + at, length});
    at += length;
  }
  failed = true;
  return {};
}

std::string addressText(int family, const std::string& bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, bytes.data(), text, sizeof text);
  return text;
}

/// Takes the data of a record that has `n` numbers of `width` bytes before what follows.
void takeNumbers(Reader& data, DnsRecord& record, int count, int width) {
  for (int i = 0; i < count; ++i) record.numbers.push_back(data.number(width));
}

/// False for a type that is not known.
bool readData(Reader& data, DnsRecord& record) {
  switch (record.type) {
    case DnsType::A:
    case DnsType::Aaaa: {
      bool isIPv6 = record.type == DnsType::Aaaa;
      std::string bytes = data.bytes(isIPv6 ? 16 : 4);
      if (!data.failed) record.texts.push_back(addressText(isIPv6 ? AF_INET6 : AF_INET, bytes));
      return true;
    }
    case DnsType::Ns:
    case DnsType::Cname:
    case DnsType::Ptr:
      record.texts.push_back(data.name());
      return true;
    case DnsType::Soa:
      record.texts.push_back(data.name());
      record.texts.push_back(data.name());
      takeNumbers(data, record, 5, 4);
      return true;
    case DnsType::Mx:
      takeNumbers(data, record, 1, 2);
      record.texts.push_back(data.name());
      return true;
    case DnsType::Txt:
      while (data.left() > 0) record.texts.push_back(data.text());
      return true;
    case DnsType::Srv:
      takeNumbers(data, record, 3, 2);
      record.texts.push_back(data.name());
      return true;
    case DnsType::Naptr:
      takeNumbers(data, record, 2, 2);
      for (int i = 0; i < 3; ++i) record.texts.push_back(data.text());
      record.texts.push_back(data.name());
      return true;
    case DnsType::Tlsa:
      takeNumbers(data, record, 3, 1);
      record.texts.push_back(data.bytes(data.left()));
      return true;
    case DnsType::Caa:
      takeNumbers(data, record, 1, 1);
      record.texts.push_back(data.text());
      record.texts.push_back(data.bytes(data.left()));
      return true;
    case DnsType::Any:
      break;
  }
  return false;
}

}  // namespace

std::optional<std::vector<DnsRecord>> parseDnsAnswers(std::span<const uint8_t> message) {
  Reader reader(message, 0, message.size());
  reader.number(4);  // identifier and flags
  uint32_t questions = reader.number(2), answers = reader.number(2);
  reader.number(4);  // authorities and additional records
  for (uint32_t i = 0; i < questions && !reader.failed; ++i) {
    reader.name();
    reader.number(4);
  }
  std::vector<DnsRecord> records;
  for (uint32_t i = 0; i < answers && !reader.failed; ++i) {
    reader.name();
    DnsRecord record{DnsType(reader.number(2))};
    uint32_t recordClass = reader.number(2);
    record.ttl = reader.number(4);
    uint32_t size = reader.number(2);
    size_t start = reader.position();
    reader.bytes(size);
    if (reader.failed) break;
    if (recordClass != kClassInternet) continue;
    Reader data(message, start, start + size);
    bool known = readData(data, record);
    if (data.failed) return std::nullopt;
    if (known) records.push_back(std::move(record));
  }
  if (reader.failed) return std::nullopt;
  return records;
}

}  // namespace weft::loop
