#pragma once

// What has happened in a session, and what it holds now, for /__weft.

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dev/session.h"
#include "dev/unit_graph.h"
#include "dev/urls.h"

namespace weft::dev {

class History {
 public:
  struct Span {
    uint64_t from = 0;
    uint64_t to = 0;
  };

  void load(double milliseconds, size_t modules);
  void change(const Update& update, std::span<const std::string> ids, const UnitGraph& graph);
  /// Updates that pages may ask for again.
  void addUpdate(uint64_t from, uint64_t to);
  /// "3-4".
  [[nodiscard]] std::optional<Span> updateNamed(std::string_view name) const;
  /// Pages of earlier versions cannot be told what they lack.
  void forget(uint64_t oldest) { oldest_ = oldest; }
  [[nodiscard]] uint64_t oldest() const { return oldest_; }
  /// `"load":{…},"last":{…}`, without braces around.
  [[nodiscard]] std::string json() const;

 private:
  static constexpr size_t kMostUpdates = 200;

  std::deque<Span> updates_;
  uint64_t oldest_ = 0;
  double loadMilliseconds_ = 0;
  size_t loadedModules_ = 0;
  std::string last_ = "null";
};

/// An array of the units: id, bytes, what each took, who asks for it.
void appendModules(std::string& out, const UnitGraph& graph, const Places& places);

}  // namespace weft::dev
