#pragma once
// The check phase, right after the poll, where setImmediate's callbacks run.

#include <cstdint>
#include <functional>

namespace weft::loop {

class Loop;

class CheckPhase {
 public:
  /// What waits for the check phase.
  enum class Demand : uint8_t {
    None,
    Background,  // runs if the loop turns for another reason
    Urgent,      // keeps the loop alive, and the poll from waiting
  };

  /// `callback` runs in each check phase while there is demand.
  CheckPhase(Loop& loop, std::function<void()> callback);
  ~CheckPhase();
  CheckPhase(const CheckPhase&) = delete;
  CheckPhase& operator=(const CheckPhase&) = delete;

  void setDemand(Demand demand);

 private:
  struct Check;
  struct Idle;
  Check* check_;
  Idle* idle_;
};

}  // namespace weft::loop
