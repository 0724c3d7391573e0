#include "base/stack_limit.h"

#include <pthread.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace weft {

namespace {

/// For what the last of the recursive calls calls itself, and for signal handlers.
constexpr size_t kReserve = size_t{128} << 10;

/// The main thread's stack grows until the limit that holds now; pthread_getattr_np would read /proc for it.
uintptr_t mainThreadEnd(uintptr_t here) {
  constexpr size_t kMost = size_t{64} << 20;
  rlimit limit{};
  if (getrlimit(RLIMIT_STACK, &limit) != 0) limit.rlim_cur = size_t{8} << 20;
  size_t size = std::min<size_t>(limit.rlim_cur, kMost);
  // The program's name lies on the stack, above arguments and environment, which count too.
  uintptr_t top = std::max<uintptr_t>(getauxval(AT_EXECFN), here);
  return top > size ? top - size : 0;
}

uintptr_t threadEnd(uintptr_t here) {
  if (getpid() == gettid()) return mainThreadEnd(here);
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return here;
  void* lowest = nullptr;
  size_t size = 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(lowest);
}

}  // namespace

StackLimit::StackLimit(size_t bytes) {
  auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  thread_local const uintptr_t end = threadEnd(here);
  lowest_ = std::max(here - std::min<uintptr_t>(bytes, here), end + kReserve);
}

}  // namespace weft
