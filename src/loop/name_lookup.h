#pragma once
// Names to addresses and back as the system does it (getaddrinfo(3), getnameinfo(3)), on the thread pool: /etc/hosts
// and whatever else nsswitch.conf names count, unlike with DnsResolver.

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "loop/endpoint.h"

namespace weft::loop {

class Loop;

enum class AddressFamily : uint8_t { Any, IPv4, IPv6 };

/// libuv's number of a failure, negative: UV_EAI_NONAME and its kin have no errno. 0: none.
using LookupStatus = int;

/// The addresses in the system's order. `hints` are AI_ flags. Keeps the loop alive until it calls back; a status
/// other than 0 says that it will not.
[[nodiscard]] LookupStatus lookupName(
    Loop& loop, const std::string& name, AddressFamily family, int hints,
    std::move_only_function<void(LookupStatus, std::vector<std::string> addresses)> done);

[[nodiscard]] LookupStatus lookupService(
    Loop& loop, const Endpoint& endpoint,
    std::move_only_function<void(LookupStatus, std::string host, std::string service)> done);

/// AI_ADDRCONFIG, AI_V4MAPPED, AI_ALL.
struct LookupHints {
  int addressConfigured, v4Mapped, all;
};
[[nodiscard]] LookupHints lookupHints();

}  // namespace weft::loop
