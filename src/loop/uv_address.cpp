#include "loop/uv_address.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <cerrno>
#include <cstring>

namespace weft::loop {

namespace {

/// An address without its zone, and the zone.
struct Zoned {
  std::string address;
  std::string_view zone;
  bool hasZone = false;
};

Zoned splitZone(std::string_view text) {
  size_t at = text.find('%');
  if (at == std::string_view::npos) return {std::string(text), {}, false};
  return {std::string(text.substr(0, at)), text.substr(at + 1), true};
}

bool isZone(std::string_view zone) {
  if (zone.empty()) return false;
  for (char c : zone) {
    bool isWord = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!isWord && c != '-' && c != '.' && c != ':') return false;
  }
  return true;
}

}  // namespace

int ipVersion(std::string_view text) {
  // Longer than any address; and what is no text for C.
  if (text.size() > 256 || text.find('\0') != std::string_view::npos) return 0;
  in6_addr bytes;
  Zoned parts = splitZone(text);
  if (!parts.hasZone && inet_pton(AF_INET, parts.address.c_str(), &bytes) == 1) return 4;
  if (parts.hasZone && !isZone(parts.zone)) return 0;
  return inet_pton(AF_INET6, parts.address.c_str(), &bytes) == 1 ? 6 : 0;
}

std::optional<std::string> ipBytes(std::string_view text) {
  int version = ipVersion(text);
  if (version == 0) return std::nullopt;
  std::string bytes(16, '\0');
  if (version == 6) {
    inet_pton(AF_INET6, splitZone(text).address.c_str(), bytes.data());
  } else {
    bytes[10] = bytes[11] = '\xff';
    inet_pton(AF_INET, std::string(text).c_str(), bytes.data() + 12);
  }
  return bytes;
}

std::optional<std::string> canonicalIp(std::string_view text) {
  int version = ipVersion(text);
  if (version == 0) return std::nullopt;
  if (version == 4) return std::string(text);
  Zoned parts = splitZone(text);
  in6_addr bytes;
  char shortest[INET6_ADDRSTRLEN];
  inet_pton(AF_INET6, parts.address.c_str(), &bytes);
  uv_inet_ntop(AF_INET6, &bytes, shortest, sizeof shortest);
  return parts.hasZone ? std::string(shortest) + "%" + std::string(parts.zone) : std::string(shortest);
}

Result<SystemAddress, SysError> toSystem(const Endpoint& endpoint, const char* syscall) {
  SystemAddress out;
  int version = ipVersion(endpoint.address);
  if (version == 4) {
    uv_ip4_addr(endpoint.address.c_str(), endpoint.port, &out.v4);
    out.size = sizeof out.v4;
    return out;
  }
  if (version == 6) {
    Zoned parts = splitZone(endpoint.address);
    uv_ip6_addr(parts.address.c_str(), endpoint.port, &out.v6);
    if (parts.hasZone) out.v6.sin6_scope_id = if_nametoindex(std::string(parts.zone).c_str());
    if (parts.hasZone && out.v6.sin6_scope_id == 0)
      out.v6.sin6_scope_id = static_cast<uint32_t>(strtoul(std::string(parts.zone).c_str(), nullptr, 10));
    out.size = sizeof out.v6;
    return out;
  }
  return fail(SysError{EINVAL, syscall, {}, {}});
}

Result<SystemAddress, SysError> toSystem(std::string_view path, const char* syscall) {
  SystemAddress out;
  bool isAbstract = !path.empty() && path[0] == '\0';
  // A path ends in a zero byte, and has no other; a name in the abstract namespace is as long as it is.
  if (path.empty() || path.size() > sizeof out.path.sun_path - (isAbstract ? 0 : 1) ||
      (!isAbstract && path.find('\0') != std::string_view::npos))
    return fail(SysError{EINVAL, syscall, {}, {}});
  out.path.sun_family = AF_UNIX;
  memcpy(out.path.sun_path, path.data(), path.size());
  out.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (isAbstract ? 0 : 1));
  return out;
}

Endpoint fromSystem(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address->sa_family == AF_INET) {
    auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    uv_inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    return {text, ntohs(v4->sin_port), false};
  }
  if (address->sa_family != AF_INET6) return {};
  auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
  uv_inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
  Endpoint out{text, ntohs(v6->sin6_port), true};
  if (IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) && v6->sin6_scope_id > 0) {
    char zone[UV_IF_NAMESIZE];
    size_t size = sizeof zone;
    if (uv_if_indextoiid(v6->sin6_scope_id, zone, &size) == 0) out.address += "%" + std::string(zone, size);
  }
  return out;
}

}  // namespace weft::loop
