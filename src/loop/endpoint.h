#pragma once
// One end of a connection over IP, as text and number.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weft::loop {

struct Endpoint {
  std::string address;  // numeric; with its zone if there is one: "fe80::1%eth0"
  uint16_t port = 0;
  bool isIPv6 = false;
};

/// 4 or 6 for a numeric address, with or without a zone; 0 for anything else.
[[nodiscard]] int ipVersion(std::string_view text);
/// The 16 bytes of an address; IPv4 is mapped into IPv6 (::ffff:a.b.c.d). The zone is left out.
[[nodiscard]] std::optional<std::string> ipBytes(std::string_view text);
/// The text of an address in its shortest form, with its zone: "::1" for "0:0:0:0:0:0:0:1"; none if it is no address.
[[nodiscard]] std::optional<std::string> canonicalIp(std::string_view text);

}  // namespace weft::loop
