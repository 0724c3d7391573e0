#pragma once
// What is in a realm at a moment, so that the realm can be made so again: a further program then finds it as the first
// one did, at a small part of what a new realm costs.
//
// Everything that JavaScript in the realm can reach, or that builtins keep for it, is written down: objects with their
// properties, elements and inner slots, variables of functions. restore() compares, and writes back what differs. Where
// something has changed that it does not know how to write back, it says so, and the realm is to be given up. What the
// program made is reached from nowhere then, and is garbage.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vm.h"

namespace weft::js {

class RealmState {
 public:
  /// Of a realm in which nothing runs but the caller's JavaScript. Null: it has something that cannot be written down.
  static std::unique_ptr<RealmState> take(Realm&);
  ~RealmState();
  RealmState(const RealmState&) = delete;

  /// Nothing of the realm runs, and nobody outside of it keeps anything of it that was not there before. False: the
  /// realm must not be used again. Natives that are not the realm's from before are destroyed in either case.
  [[nodiscard]] bool restore();
  /// After restore() gave false: why. For those who look for what is slow.
  const std::string& obstacle() const { return obstacle_; }
  /// Builtins that were run since: a realm that has them from the beginning can be restored.
  std::vector<std::string> builtinsSince() const;

 private:
  struct Contents;
  RealmState(Realm&, std::unique_ptr<Contents>);
  bool fail(std::string obstacle);

  Realm& realm_;
  std::unique_ptr<Contents> contents_;
  std::string obstacle_;
};

}  // namespace weft::js
