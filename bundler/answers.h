#pragma once

// What plugins have answered and the scan has not taken yet. Plugins put answers in from any thread, also when the scan
// has long ended: then nobody reads them.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <variant>

#include "bundler/plugins.h"

namespace weft::bundler {

class Answers {
 public:
  /// `key` and `request` say what was asked for.
  struct Answer {
    std::string key;
    size_t request = 0;
    std::variant<ResolveAnswer, LoadAnswer> what;
  };

  void put(Answer answer) {
    std::lock_guard lock(mutex_);
    list_.push_back(std::move(answer));
    changed_.notify_one();
  }

  /// What is there now.
  [[nodiscard]] std::deque<Answer> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(list_, {});
  }

  /// Waits until something is there; empty where the build was given up.
  [[nodiscard]] std::deque<Answer> wait(Plugins& plugins) {
    constexpr auto kTurn = std::chrono::milliseconds(100);
    auto tellAt = std::chrono::steady_clock::now() + std::chrono::seconds(kWaitBeforeTelling);
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kTurn, [&] { return !list_.empty(); })) {
      if (plugins.isGivenUp()) return {};
      if (std::chrono::steady_clock::now() < tellAt) continue;
      tellAt = std::chrono::steady_clock::time_point::max();
      plugins.stillWaiting();
    }
    return std::exchange(list_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Answer> list_;
};

}  // namespace weft::bundler
