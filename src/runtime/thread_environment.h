#pragma once
// An environment that is not the process's: of a worker that was given one of its own, and of those that it shares it
// with. From any thread.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft::runtime {

class ThreadEnvironment {
 public:
  ThreadEnvironment() = default;
  explicit ThreadEnvironment(const std::vector<std::pair<std::string, std::string>>& variables)
      : variables_(variables.begin(), variables.end()) {}
  std::optional<std::string> get(const std::string& name) const {
    std::lock_guard lock(mutex_);
    auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }
  void set(std::string name, std::string value) {
    std::lock_guard lock(mutex_);
    variables_.insert_or_assign(std::move(name), std::move(value));
  }
  void unset(const std::string& name) {
    std::lock_guard lock(mutex_);
    variables_.erase(name);
  }
  std::vector<std::pair<std::string, std::string>> list() const {
    std::lock_guard lock(mutex_);
    return {variables_.begin(), variables_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> variables_;
};

}  // namespace weft::runtime
