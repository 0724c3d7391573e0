#pragma once

// The files that a build has read, or looked for: whoever watches builds again when one of them changes. Any thread.

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace weft::bundler {

class InputFiles {
 public:
  void add(const std::string& path) {
    std::lock_guard lock(mutex_);
    list_.push_back(path);
  }
  [[nodiscard]] std::vector<std::string> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(list_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> list_;
};

}  // namespace weft::bundler
