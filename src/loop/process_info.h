#pragma once
// Facts about this process that libuv keeps: its title, memory and resource use.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weft::loop {

/// Once, first thing in main: makes room for the title. Use the returned arguments from then on.
[[nodiscard]] char** prepareArguments(int count, char** arguments);
[[nodiscard]] std::string processTitle();
/// Longer titles are cut to the room that the arguments took.
void setProcessTitle(std::string_view title);

/// Bytes of memory resident.
[[nodiscard]] Result<uint64_t, SysError> residentMemory();

/// As getrusage(2) tells; times in microseconds, maxRss in kilobytes.
struct ResourceUsage {
  double userTime, systemTime;
  uint64_t maxRss, sharedMemory, unsharedData, unsharedStack, minorFaults, majorFaults, swaps, blocksRead,
      blocksWritten, messagesSent, messagesReceived, signals, voluntarySwitches, involuntarySwitches;
};
[[nodiscard]] Result<ResourceUsage, SysError> resourceUsage();

/// libuv's version: "1.44.2".
[[nodiscard]] std::string libuvVersion();

}  // namespace weft::loop
