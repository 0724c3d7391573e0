#pragma once
// Facts about the machine and the user, for node:os.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace weft::loop {

struct CpuInfo {
  std::string model;
  int speedMhz;
  uint64_t user, nice, sys, idle, irq;  // milliseconds since the machine started
};
[[nodiscard]] Result<std::vector<CpuInfo>, SysError> cpus();
/// How many threads can usefully run at once in this process: its CPU affinity counts.
[[nodiscard]] unsigned availableParallelism();

struct NetworkInterface {
  std::string name, address, netmask, mac;
  bool isIPv6, isInternal;
  uint32_t scopeId;  // of an IPv6 address
  int prefixLength;  // -1: the netmask is not contiguous
};
[[nodiscard]] Result<std::vector<NetworkInterface>, SysError> networkInterfaces();

struct UserInfo {
  std::string name, shell, home;
  long uid, gid;
};
[[nodiscard]] Result<UserInfo, SysError> userInfo();

struct SystemName {
  std::string sysname, release, version, machine;
};
[[nodiscard]] Result<SystemName, SysError> systemName();

[[nodiscard]] Result<std::string, SysError> hostname();
[[nodiscard]] Result<std::string, SysError> homeDirectory();
/// Seconds since the machine started.
[[nodiscard]] Result<double, SysError> systemUptime();
[[nodiscard]] std::array<double, 3> loadAverage();

/// Bytes. `constrained` is the limit of the process's control group, 0 without one.
struct Memory {
  uint64_t total, free, constrained;
};
[[nodiscard]] Memory memory();

[[nodiscard]] Result<int, SysError> priority(int pid);
[[nodiscard]] Result<void, SysError> setPriority(int pid, int priority);

}  // namespace weft::loop
