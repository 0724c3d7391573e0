#pragma once
// The realm of `weft test` that reads configuration files, and runs global set-up and tear-down and reporters: on a
// thread of its own, from the first question until the process ends.

#include <deque>
#include <mutex>

#include "runtime/runtime.h"
#include "runtime/test_channel.h"
#include "runtime/test_realm.h"

namespace weft::runtime {

class TestSetup {
 public:
  TestSetup(TestChannel&, RuntimeOptions);
  TestSetup(const TestSetup&) = delete;

  /// Its answer goes out when there is one; several questions may be under way. With the first of them it is settled
  /// whether the realm is traced.
  void ask(test::Ask, bool isTraced);
  /// What the realm has read, if it is traced.
  void tell();

 private:
  static void* main(void*);
  void run();
  void answerWaiting();
  void answer(const test::Ask&);
  js::Result<js::Value> call(const test::Ask&);
  void reply(uint32_t question, js::Value);
  void replyFault(uint32_t question, js::Value error);

  TestChannel::Gathered& out_;
  const RuntimeOptions options_;
  TestWatch watch_;
  CompiledClaims claims_;
  std::mutex mutex_;
  bool isStarted_ = false;
  bool isTraced_ = false;
  Runtime* runtime_ = nullptr;     // set under the mutex, when the realm is there
  std::deque<test::Ask> waiting_;  // under the mutex
};

}  // namespace weft::runtime
