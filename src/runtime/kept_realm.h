#pragma once
// A realm that one test file after another runs in, each finding what the first one found (js::RealmState).

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/realm_state.h"

namespace weft::loop {
class Loop;
}

namespace weft::runtime {

class Runtime;

class KeptRealm {
 public:
  /// Of a realm in which nothing of the file has run yet. What the file is likely to need is loaded before, and the
  /// builtins that others have needed: they then leave nothing of it behind. Null: it cannot be kept.
  static std::unique_ptr<KeptRealm> of(Runtime&, std::span<const std::string> builtins);

  /// A file runs: the realm is not what it was any more.
  void use() { isRestored_ = false; }
  /// The file is done, and its part of the runtime is gone.
  void restore(loop::Loop&);
  bool isRestored() const { return isRestored_; }
  /// Why it was not.
  const std::string& obstacle() const { return obstacle_; }
  /// Builtins that the last file was the first to need.
  const std::vector<std::string>& needed() const { return needed_; }

 private:
  KeptRealm(std::unique_ptr<js::RealmState> state, size_t handles) : state_(std::move(state)), handles_(handles) {}

  std::unique_ptr<js::RealmState> state_;
  size_t handles_;  // of the loop
  bool isRestored_ = false;
  std::string obstacle_ = "something was left open";
  std::vector<std::string> needed_;
};

}  // namespace weft::runtime
