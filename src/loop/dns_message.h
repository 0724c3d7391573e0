#pragma once
// The answers of a DNS message (RFC 1035), as plain data. Hostile bytes give an error, never a fault.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace weft::loop {

enum class DnsType : uint16_t {
  A = 1,
  Ns = 2,
  Cname = 5,
  Soa = 6,
  Ptr = 12,
  Mx = 15,
  Txt = 16,
  Aaaa = 28,
  Srv = 33,
  Naptr = 35,
  Tlsa = 52,
  Any = 255,
  Caa = 257,
};

/// A record, its data in the order in which the message has it: numbers, and texts or names. Addresses are text.
struct DnsRecord {
  DnsType type;
  uint32_t ttl = 0;
  std::vector<uint32_t> numbers;
  std::vector<std::string> texts;
};

/// The records of the types above in the answer section; others are left out. None for a malformed message.
[[nodiscard]] std::optional<std::vector<DnsRecord>> parseDnsAnswers(std::span<const uint8_t> message);

}  // namespace weft::loop
