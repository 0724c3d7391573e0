#pragma once
// The host of `weft test`: runs test files, each in a realm of its own, on threads with a VM each, as the supervisor
// orders through a socket (test-runner/protocol.h). It was forked by the supervisor, and ends with the process.

#include <cstddef>

#include "runtime/runtime.h"

namespace weft::runtime {

struct TestHostOptions {
  RuntimeOptions runtime;  // of every file; its `cache` is shared by them
  unsigned threads = 1;
  size_t heapBytes = 0;  // of a thread; 0: a share of the machine's memory
};

/// Until Quit, or the end of the supervisor: the exit code of the process.
int runTestHost(int socket, TestHostOptions);

/// For a handler of fatal signals: what the files have told by now goes out.
void flushTestHostInCrash();

}  // namespace weft::runtime
