#pragma once
// Runs a program to its end while everything else waits, on a loop of its own.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "loop/child_process.h"

namespace weft::loop {

struct SyncSpawnOptions {
  SpawnOptions spawn;
  /// What the child reads from each of its pipes; may be shorter than the list of descriptors.
  std::vector<std::vector<uint8_t>> inputs;
  uint64_t timeout = 0;  // in milliseconds; 0: none
  double maxBuffer = 0;  // bytes of output, of all pipes together; 0: any number
  int killSignal = 15;
};

struct SyncSpawnResult {
  int error = 0;  // why it could not be started, or was stopped: ETIMEDOUT, ENOBUFS
  int pid = 0;    // 0: it was not started
  std::optional<ChildProcess::Exit> exit;
  /// What the child wrote to each of its pipes; none for what is no pipe.
  std::vector<std::optional<std::vector<uint8_t>>> outputs;
};

/// Returns when the process has ended and nobody holds its pipes any more.
[[nodiscard]] SyncSpawnResult spawnSync(const SyncSpawnOptions& options);

}  // namespace weft::loop
