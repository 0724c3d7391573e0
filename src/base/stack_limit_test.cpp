#include "base/stack_limit.h"

#include <pthread.h>

#include <catch2/catch.hpp>

using namespace weft;

namespace {

/// Bytes of stack used until the limit says stop.
__attribute__((noinline)) size_t descend(const StackLimit& limit, uintptr_t top) {
  volatile char frame[1024];
  frame[0] = 1;
  if (limit.isReached()) return top - reinterpret_cast<uintptr_t>(&frame[0]);
  size_t used = descend(limit, top);
  return frame[0] ? used : 0;
}

size_t usable(size_t wanted) {
  StackLimit limit(wanted);
  return descend(limit, reinterpret_cast<uintptr_t>(__builtin_frame_address(0)));
}

size_t usableInThread(size_t stack, size_t wanted) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack);
  struct Task {
    size_t wanted;
    size_t used = 0;
  } task{wanted};
  pthread_t thread{};
  auto run = [](void* data) -> void* {
    auto* it = static_cast<Task*>(data);
    it->used = usable(it->wanted);
    return nullptr;
  };
  REQUIRE(pthread_create(&thread, &attributes, run, &task) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return task.used;
}

}  // namespace

TEST_CASE("a share of the stack is what was asked for") {
  CHECK(usable(size_t{1} << 20) >= size_t{1} << 20);
  CHECK(usable(size_t{1} << 20) < (size_t{1} << 20) + (size_t{64} << 10));
  CHECK(usableInThread(size_t{8} << 20, size_t{1} << 20) >= size_t{1} << 20);
}

TEST_CASE("a small stack ends the share") {
  size_t used = usableInThread(size_t{1} << 20, size_t{6} << 20);
  CHECK(used > size_t{512} << 10);
  CHECK(used < size_t{1} << 20);
  CHECK(usableInThread(size_t{160} << 10, size_t{6} << 20) < size_t{64} << 10);
}
