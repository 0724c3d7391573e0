#pragma once

// What a session is made of, for the files that carry it out: session.cpp (settings, what it holds), session_pages.cpp
// (what pages ask for), session_changes.cpp.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dev/explain.h"
#include "dev/query.h"
#include "dev/scripts.h"
#include "dev/session.h"
#include "dev/session_settings.h"
#include "dev/unit_graph.h"
#include "graph/resolver.h"

namespace weft::dev {

using Clock = std::chrono::steady_clock;

[[nodiscard]] double millisecondsSince(Clock::time_point begun);
/// As a JSON string.
[[nodiscard]] std::string quoted(std::string_view text);
[[nodiscard]] bool isError(const Problem& problem);

/// A page that was asked for.
struct KnownPage {
  std::string path;
  std::string url;
  std::vector<std::string> modules;  // ids, in the order of the page
  std::vector<std::string> styles;   // of <link>
};

class Session::State {
 public:
  State(SessionOptions options, ThreadPool* pool);

  std::optional<Page> page(const std::string& path, std::string_view url);
  std::optional<Resource> read(std::string_view url);
  Update changed(const std::vector<std::string>& paths);
  Update since(uint64_t version);
  Update configure(SessionOptions options, std::string reason);
  std::vector<std::string> watched() const;
  std::string explain() const;
  std::optional<Place> locate(std::string_view url, uint32_t line, uint32_t column);
  std::vector<Problem> problems() const;

  const std::string id;
  uint64_t version = 1;

 private:
  void apply(SessionOptions options);
  void forgetPages();

  // --- Scripts.
  std::string clientOptions() const;
  Resource script(std::string text) const;
  std::string nameOf(const KnownPage& page) const;
  std::optional<Resource> readPageScript(std::string_view name, bool isVendor);
  std::optional<Resource> readLoaded(const Query& query);
  std::optional<Resource> readWorker(const Query& query);
  std::optional<Resource> readUpdate(std::string_view name);
  std::optional<Resource> readStyle(const Query& query);
  std::optional<Resource> readFile(std::string_view path) const;
  std::string failure(std::span<const Problem> problems, std::optional<std::string_view> page = {}) const;
  std::vector<const Unit*> neededBy(std::span<const std::string> ids);
  /// Errors among what these need.
  std::vector<Problem> problemsOf(std::span<const Unit* const> units) const;

  // --- Changes.
  void check(std::span<const std::string> changedIds);
  void checkAll();
  std::vector<std::string> affectedBy(const std::vector<std::string>& paths, bool& isNew);
  Update reload(std::string reason, std::string path = {});
  Update updateOf(uint64_t from, std::span<const std::string> changedIds);
  std::string updateScript(uint64_t from, uint64_t to, std::vector<std::string>* ids);
  bool isOfWorker(const std::string& id) const;
  std::string shownOf(const std::string& id) const;
  void addProblems(const Unit& unit, std::vector<Problem>& out) const;
  bool hasErrors(const std::unordered_set<const Unit*>& alive) const;
  void finish(Update& update, Clock::time_point begun);

  ThreadPool* pool_;
  SessionOptions options_;
  Places places_;
  bundler::ScanOptions scan_;
  std::unique_ptr<graph::Resolver> resolver_;
  std::unique_ptr<UnitReader> reader_;
  std::unique_ptr<UnitGraph> graph_;
  std::unique_ptr<Scripts> scripts_;
  std::map<std::string, KnownPage, std::less<>> pages_;         // by name
  std::unordered_set<std::string> roots_;                       // ids
  std::unordered_set<std::string> asked_;                       // ids: by import(), and of workers
  std::unordered_set<std::string> workers_;                     // ids: of those that are workers' programs
  std::unordered_map<std::string, std::string> failedEntries_;  // pages' names: why an entry could not be found
  uint64_t lastGood_ = 1;                                       // the version that pages were last told of
  bool hadProblems_ = false;
  uint64_t watchedRevision_ = 0;  // of the graph, when watched() was last said to be another
  History history_;
};

}  // namespace weft::dev
