#include "loop/system_info.h"

#include <arpa/inet.h>
#include <sched.h>
#include <uv.h>

#include <bit>
#include <cerrno>
#include <cstdio>
#include <span>

#include "loop/uv_handle.h"

namespace weft::loop {

namespace {

// 128 bits of an IPv6 netmask or 32 of an IPv4 one, as a prefix length.
int prefixLengthOf(std::span<const uint8_t> mask) {
  int length = 0;
  bool ended = false;
  for (uint8_t byte : mask) {
    int ones = std::countl_one(byte);
    if ((ended && byte != 0) || std::popcount(byte) != ones) return -1;
    length += ones;
    ended = ended || ones < 8;
  }
  return length;
}

std::string macText(const char (&bytes)[6]) {
  char text[18];
  auto at = [&](int i) { return static_cast<unsigned>(static_cast<uint8_t>(bytes[i])); };
  std::snprintf(text, sizeof text, "%02x:%02x:%02x:%02x:%02x:%02x", at(0), at(1), at(2), at(3), at(4), at(5));
  return text;
}

NetworkInterface convert(const uv_interface_address_t& from) {
  NetworkInterface to{from.name, {}, {}, macText(from.phys_addr), false, from.is_internal != 0, 0, -1};
  char text[INET6_ADDRSTRLEN];
  if (from.address.address4.sin_family == AF_INET) {
    uv_ip4_name(&from.address.address4, text, sizeof text);
    to.address = text;
    uv_ip4_name(&from.netmask.netmask4, text, sizeof text);
    to.netmask = text;
    const auto* mask = reinterpret_cast<const uint8_t*>(&from.netmask.netmask4.sin_addr);
    to.prefixLength = prefixLengthOf({mask, 4});
  } else {
    to.isIPv6 = true;
    uv_ip6_name(&from.address.address6, text, sizeof text);
    to.address = text;
    uv_ip6_name(&from.netmask.netmask6, text, sizeof text);
    to.netmask = text;
    to.scopeId = from.address.address6.sin6_scope_id;
    to.prefixLength = prefixLengthOf({from.netmask.netmask6.sin6_addr.s6_addr, 16});
  }
  return to;
}

// Calls one of libuv's functions that fill a buffer, growing it as it asks.
template <class Read>
Result<std::string, SysError> readText(const char* syscall, Read read) {
  std::string text(256, '\0');
  for (;;) {
    size_t size = text.size();
    int status = read(text.data(), &size);
    if (status == 0) {
      text.resize(size);
      return text;
    }
    if (status != UV_ENOBUFS) return fail(uvError(status, syscall));
    text.resize(size + 1);
  }
}

}  // namespace

Result<std::vector<CpuInfo>, SysError> cpus() {
  uv_cpu_info_t* list = nullptr;
  int count = 0;
  if (int status = uv_cpu_info(&list, &count)) return fail(uvError(status, "uv_cpu_info"));
  std::vector<CpuInfo> result;
  for (const uv_cpu_info_t& cpu : std::span(list, static_cast<size_t>(count))) {
    const auto& times = cpu.cpu_times;
    result.push_back({cpu.model ? cpu.model : "", cpu.speed, times.user, times.nice, times.sys, times.idle, times.irq});
  }
  uv_free_cpu_info(list, count);
  return result;
}

unsigned availableParallelism() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    if (int count = CPU_COUNT(&set); count > 0) return static_cast<unsigned>(count);
  return 1;
}

Result<std::vector<NetworkInterface>, SysError> networkInterfaces() {
  uv_interface_address_t* list = nullptr;
  int count = 0;
  if (int status = uv_interface_addresses(&list, &count)) return fail(uvError(status, "uv_interface_addresses"));
  std::vector<NetworkInterface> result;
  for (const uv_interface_address_t& address : std::span(list, static_cast<size_t>(count)))
    result.push_back(convert(address));
  uv_free_interface_addresses(list, count);
  return result;
}

Result<UserInfo, SysError> userInfo() {
  uv_passwd_t entry{};
  if (int status = uv_os_get_passwd(&entry)) return fail(uvError(status, "uv_os_get_passwd"));
  auto text = [](const char* s) { return std::string(s ? s : ""); };
  UserInfo result{text(entry.username), text(entry.shell), text(entry.homedir), static_cast<long>(entry.uid),
                  static_cast<long>(entry.gid)};
  uv_os_free_passwd(&entry);
  return result;
}

Result<SystemName, SysError> systemName() {
  uv_utsname_t name{};
  if (int status = uv_os_uname(&name)) return fail(uvError(status, "uv_os_uname"));
  return SystemName{name.sysname, name.release, name.version, name.machine};
}

Result<std::string, SysError> hostname() {
  return readText("uv_os_gethostname", [](char* into, size_t* size) { return uv_os_gethostname(into, size); });
}

Result<std::string, SysError> homeDirectory() {
  return readText("uv_os_homedir", [](char* into, size_t* size) { return uv_os_homedir(into, size); });
}

Result<double, SysError> systemUptime() {
  double seconds = 0;
  if (int status = uv_uptime(&seconds)) return fail(uvError(status, "uv_uptime"));
  return seconds;
}

std::array<double, 3> loadAverage() {
  std::array<double, 3> result{};
  uv_loadavg(result.data());
  return result;
}

Memory memory() {
  return {uv_get_total_memory(), uv_get_free_memory(), uv_get_constrained_memory()};
}

Result<int, SysError> priority(int pid) {
  int value = 0;
  if (int status = uv_os_getpriority(pid, &value)) return fail(uvError(status, "uv_os_getpriority"));
  return value;
}

Result<void, SysError> setPriority(int pid, int priority) {
  if (int status = uv_os_setpriority(pid, priority)) return fail(uvError(status, "uv_os_setpriority"));
  return {};
}

}  // namespace weft::loop
