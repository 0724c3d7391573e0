#pragma once

// The units of a session and how they hang together. Units are made by a pool of threads, and joined here; what is
// reached by import() is made when a page asks for it.

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/thread_pool.h"
#include "dev/unit.h"
#include "dev/unit_reader.h"

namespace weft::dev {

class UnitGraph {
 public:
  using Jobs = std::vector<std::shared_ptr<const bundler::ScanJob>>;

  UnitGraph(UnitReader& reader, ThreadPool* pool) : reader_(reader), pool_(pool) {}

  /// Null: there is none.
  [[nodiscard]] Unit* find(std::string_view id);
  [[nodiscard]] const Unit* find(std::string_view id) const;
  [[nodiscard]] size_t size() const { return units_.size(); }
  /// Another number when units or their files came or went, or somebody asks for something else.
  [[nodiscard]] uint64_t revision() const { return revision_; }
  /// Those with problems, by id.
  [[nodiscard]] std::vector<const Unit*> faulty() const;
  /// Those that changed after version `from`, up to `to`, by id.
  [[nodiscard]] std::vector<const Unit*> changedSince(uint64_t from, uint64_t to) const;
  void setLinkProblems(Unit& unit, std::vector<Problem> problems);

  /// Makes these, and all that they need at once and that is not there yet.
  void load(const Jobs& jobs, uint64_t version);
  /// A script within a page, that has other contents now.
  void replace(std::shared_ptr<const bundler::ScanJob> job, uint64_t version);
  /// Makes units again, and what they need that is not there yet. The ids of those that are others than before, and of
  /// new ones, in no order.
  [[nodiscard]] std::vector<std::string> reload(std::span<const std::string> ids, uint64_t version);

  /// What they need at once, themselves included: each after what it needs, but for cycles.
  [[nodiscard]] std::vector<const Unit*> closure(std::span<const std::string> ids) const;
  /// What roots need; import() and workers count where they have been asked for.
  [[nodiscard]] std::unordered_set<const Unit*> alive(const std::unordered_set<std::string>& roots,
                                                      const std::unordered_set<std::string>& asked) const;
  /// Takes away all others.
  void sweep(const std::unordered_set<const Unit*>& alive);
  /// Ids of those that ask for this one.
  [[nodiscard]] std::vector<std::string> importersOf(std::string_view id) const;
  /// Ids, from one to a root.
  [[nodiscard]] std::vector<std::string> wayToRoot(std::string_view id,
                                                   const std::unordered_set<std::string>& roots) const;
  void forEach(const std::function<void(Unit&)>& visit);
  void forEach(const std::function<void(const Unit&)>& visit) const;
  /// Ids of units that were made of a file, or name it.
  [[nodiscard]] std::vector<std::string> madeOf(const std::string& path) const;
  /// Of files in a folder, at any depth.
  [[nodiscard]] std::vector<std::string> madeIn(const std::string& folder) const;

 private:
  template <typename Value>
  using Map = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

  static constexpr size_t kMostRecent = 10000;

  void noteProblems(const Unit& unit);
  void noteChange(const Unit& unit);
  void join(Unit made, uint64_t version, std::vector<std::string>& changed);
  void connect(const Unit& unit);
  void disconnect(const Unit& unit);
  void make(Jobs jobs, uint64_t version, std::vector<std::string>& changed);

  UnitReader& reader_;
  ThreadPool* pool_;
  Map<std::unique_ptr<Unit>> units_;
  Map<std::unordered_set<std::string>> importers_;       // by id
  Map<std::unordered_set<std::string>> files_;           // by path
  std::set<std::string> faulty_;                         // ids
  std::deque<std::pair<uint64_t, std::string>> recent_;  // versions and ids, as they changed
  uint64_t forgotten_ = 0;                               // versions up to this are not in recent_
  uint64_t revision_ = 0;
};

}  // namespace weft::dev
