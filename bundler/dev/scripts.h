#pragma once

// Scripts of units for pages, and where in them each unit stands, for source maps and stacks. A map is made when it is
// asked for: the units are read again then, and those that have changed since are left out.

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dev/session.h"
#include "dev/unit_graph.h"

namespace weft::dev {

struct Layout {
  struct Entry {
    std::string id;
    uint32_t line = 0;  // from 0
    uint64_t version = 0;
  };
  std::vector<Entry> entries;  // in the order of lines
};

class Scripts {
 public:
  Scripts(UnitReader& reader, const UnitGraph& graph, ThreadPool* pool, const Places& places)
      : reader_(reader), graph_(graph), pool_(pool), places_(places) {}

  /// `before`, `__weft.define(version, { … });` of the units, `after`, and where the map is. `url`: what the script is
  /// called in stacks.
  [[nodiscard]] std::string define(std::span<const Unit* const> units, uint64_t version, std::string_view after,
                                   const std::string& url, std::string_view before = {});
  /// Of a script that define() gave, by the name in its sourceMappingURL; nothing where that is long ago.
  [[nodiscard]] std::optional<std::string> map(std::string_view name);
  [[nodiscard]] std::optional<Place> locate(const std::string& url, uint32_t line, uint32_t column);

 private:
  static constexpr size_t kMostEntries = 100000;

  void remember(const std::string& url, const std::string& name, Layout layout);
  [[nodiscard]] std::string section(const Layout::Entry& entry) const;

  UnitReader& reader_;
  const UnitGraph& graph_;
  ThreadPool* pool_;
  const Places& places_;
  std::unordered_map<std::string, std::shared_ptr<const Layout>> byName_;
  std::unordered_map<std::string, std::shared_ptr<const Layout>> byUrl_;
  std::deque<std::pair<std::string, std::string>> order_;  // url, name; the oldest first
  size_t entries_ = 0;
};

}  // namespace weft::dev
