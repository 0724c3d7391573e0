#include "base/thread_pool.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <set>

using namespace weft;

TEST_CASE("what was submitted runs before the pool ends") {
  std::atomic<int> ran = 0;
  {
    ThreadPool pool(3);
    for (int i = 0; i < 100; ++i) pool.submit([&] { ++ran; });
  }
  CHECK(ran == 100);
}

TEST_CASE("a worklist joins every job once, also those that jobs make") {
  ThreadPool pool(3);
  for (ThreadPool* used : {static_cast<ThreadPool*>(nullptr), &pool}) {
    std::set<int> joined;
    Worklist<int, int> list(used, 2, [](int& job) { return job * 2; });
    for (int i = 0; i < 10; ++i) list.push(i);
    list.drain([&](int job, int doubled) {
      CHECK(doubled == job * 2);
      CHECK(joined.insert(job).second);
      if (job < 500) {
        list.push(job * 2 + 10);
        list.push(job * 2 + 11);
      }
    });
    CHECK(joined.size() == 1010);
  }
}

TEST_CASE("a short worklist starts no thread") {
  ThreadPool pool(2);
  auto here = std::this_thread::get_id();
  Worklist<int, bool> list(&pool, 8, [&](int&) { return std::this_thread::get_id() == here; });
  for (int i = 0; i < 8; ++i) list.push(i);
  list.drain([](int, bool ranHere) { CHECK(ranHere); });
}
