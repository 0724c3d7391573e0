#pragma once
// Private to src/loop: starts a program without a copy of this process's address space, whose page tables alone take
// milliseconds to copy (libuv's fork). The child runs in the parent's memory until it has become the program.

#include <span>

#include "loop/child_process.h"

namespace weft::loop {

/// Whether a program can be started in this way, and be waited for (exit_watch.h).
bool canSpawnDirectly(const SpawnOptions& options);

/// `sources`: what the child has as its descriptors 0, 1, …; -1: /dev/null for the first three, else nothing. 0 and the
/// number of the process, or a negative error number.
int spawnDirectly(const SpawnOptions& options, std::span<const int> sources, int* pid);

}  // namespace weft::loop
