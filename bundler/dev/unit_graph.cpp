#include "dev/unit_graph.h"

#include <algorithm>
#include <deque>

namespace weft::dev {

namespace {

bool isNeededAtOnce(const Edge& edge) {
  return edge.kind == EdgeKind::Static || edge.kind == EdgeKind::Require;
}

bool asksForTheSame(const Unit& a, const Unit& b) {
  auto sameEdge = [](const Edge& x, const Edge& y) { return x.id == y.id && x.kind == y.kind; };
  return std::ranges::equal(a.edges, b.edges, sameEdge);
}

/// Problems are compared by what they say.
bool isSame(const Unit& a, const Unit& b) {
  auto sameProblem = [](const Problem& x, const Problem& y) {
    return x.message == y.message && x.line == y.line && x.column == y.column && x.frame == y.frame;
  };
  auto sameExport = [](const ExportedName& x, const ExportedName& y) {
    return x.name == y.name && x.edge == y.edge && x.imported == y.imported;
  };
  return a.factory == b.factory && std::ranges::equal(a.problems, b.problems, sameProblem) && asksForTheSame(a, b) &&
         std::ranges::equal(a.exports, b.exports, sameExport);
}

}  // namespace

Unit* UnitGraph::find(std::string_view id) {
  auto found = units_.find(id);
  return found == units_.end() ? nullptr : found->second.get();
}

const Unit* UnitGraph::find(std::string_view id) const {
  auto found = units_.find(id);
  return found == units_.end() ? nullptr : found->second.get();
}

void UnitGraph::connect(const Unit& unit) {
  for (const Edge& edge : unit.edges) importers_[edge.id].insert(unit.id);
  if (unit.job->location.type == graph::ResolvedType::File) files_[unit.job->location.path].insert(unit.id);
  for (const std::string& path : unit.files) files_[path].insert(unit.id);
}

void UnitGraph::disconnect(const Unit& unit) {
  auto erase = [&](Map<std::unordered_set<std::string>>& map, const std::string& key) {
    auto found = map.find(key);
    if (found == map.end()) return;
    found->second.erase(unit.id);
    if (found->second.empty()) map.erase(found);
  };
  for (const Edge& edge : unit.edges) erase(importers_, edge.id);
  erase(files_, unit.job->location.path);
  for (const std::string& path : unit.files) erase(files_, path);
}

void UnitGraph::noteProblems(const Unit& unit) {
  if (unit.problems.empty() && unit.linkProblems.empty())
    faulty_.erase(unit.id);
  else
    faulty_.insert(unit.id);
}

void UnitGraph::noteChange(const Unit& unit) {
  recent_.emplace_back(unit.version, unit.id);
  while (recent_.size() > kMostRecent) {
    forgotten_ = std::max(forgotten_, recent_.front().first);
    recent_.pop_front();
  }
}

void UnitGraph::setLinkProblems(Unit& unit, std::vector<Problem> problems) {
  unit.linkProblems = std::move(problems);
  noteProblems(unit);
}

std::vector<const Unit*> UnitGraph::faulty() const {
  std::vector<const Unit*> out;
  for (const std::string& id : faulty_) out.push_back(find(id));
  return out;
}

std::vector<const Unit*> UnitGraph::changedSince(uint64_t from, uint64_t to) const {
  std::vector<const Unit*> out;
  auto add = [&](const Unit* unit) {
    if (unit && unit->version > from && unit->version <= to) out.push_back(unit);
  };
  if (from < forgotten_) {
    for (const auto& [id, unit] : units_) add(unit.get());
  } else {
    for (auto it = recent_.rbegin(); it != recent_.rend() && it->first > from; ++it) add(find(it->second));
  }
  std::ranges::sort(out, {}, &Unit::id);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

void UnitGraph::join(Unit made, uint64_t version, std::vector<std::string>& changed) {
  std::unique_ptr<Unit>& slot = units_[made.id];
  made.version = version;
  bool isNew = !slot;
  bool isOther = isNew || !isSame(*slot, made);
  if (isNew || made.files != slot->files || !asksForTheSame(made, *slot)) ++revision_;
  if (isNew) {
    slot = std::make_unique<Unit>(std::move(made));
  } else {
    if (!isOther) {
      made.version = slot->version;
      made.linkProblems = std::move(slot->linkProblems);
    }
    disconnect(*slot);
    *slot = std::move(made);
  }
  connect(*slot);
  noteProblems(*slot);
  if (!isOther) return;
  changed.push_back(slot->id);
  noteChange(*slot);
}

void UnitGraph::make(Jobs jobs, uint64_t version, std::vector<std::string>& changed) {
  constexpr size_t kParallelFrom = 1;
  using Job = std::shared_ptr<const bundler::ScanJob>;
  Worklist<Job, Unit> worklist(pool_, kParallelFrom, [this](Job& job) { return reader_.read(job); });
  std::unordered_set<std::string> scheduled;
  for (Job& job : jobs)
    if (scheduled.insert(reader_.idOf(*job)).second) worklist.push(std::move(job));
  worklist.drain([&](const Job&, Unit unit) {
    for (const Edge& edge : unit.edges)
      if (isNeededAtOnce(edge) && !find(edge.id) && scheduled.insert(edge.id).second) worklist.push(edge.job);
    join(std::move(unit), version, changed);
  });
}

void UnitGraph::load(const Jobs& jobs, uint64_t version) {
  Jobs missing;
  for (const auto& job : jobs)
    if (!find(reader_.idOf(*job))) missing.push_back(job);
  std::vector<std::string> made;
  if (!missing.empty()) make(std::move(missing), version, made);
}

void UnitGraph::replace(std::shared_ptr<const bundler::ScanJob> job, uint64_t version) {
  std::vector<std::string> changed;
  make({std::move(job)}, version, changed);
}

std::vector<std::string> UnitGraph::reload(std::span<const std::string> ids, uint64_t version) {
  Jobs jobs;
  for (const std::string& id : ids)
    if (const Unit* unit = find(id)) jobs.push_back(unit->job);
  std::vector<std::string> changed;
  make(std::move(jobs), version, changed);
  return changed;
}

std::vector<const Unit*> UnitGraph::closure(std::span<const std::string> ids) const {
  struct Visit {
    const Unit* unit;
    size_t next = 0;
  };
  std::vector<const Unit*> out;
  std::unordered_set<const Unit*> seen;
  std::vector<Visit> path;
  auto enter = [&](std::string_view id) {
    const Unit* unit = find(id);
    if (unit && seen.insert(unit).second) path.push_back({unit});
  };
  for (const std::string& id : ids) {
    enter(id);
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.next == visit.unit->edges.size()) {
        out.push_back(visit.unit);
        path.pop_back();
        continue;
      }
      const Edge& edge = visit.unit->edges[visit.next++];
      if (isNeededAtOnce(edge)) enter(edge.id);
    }
  }
  return out;
}

std::unordered_set<const Unit*> UnitGraph::alive(const std::unordered_set<std::string>& roots,
                                                 const std::unordered_set<std::string>& asked) const {
  std::unordered_set<const Unit*> alive;
  std::vector<const Unit*> waiting;
  auto meet = [&](std::string_view id) {
    const Unit* unit = find(id);
    if (unit && alive.insert(unit).second) waiting.push_back(unit);
  };
  for (const std::string& id : roots) meet(id);
  while (!waiting.empty()) {
    const Unit* unit = waiting.back();
    waiting.pop_back();
    for (const Edge& edge : unit->edges)
      if (isNeededAtOnce(edge) || asked.contains(edge.id)) meet(edge.id);
  }
  return alive;
}

void UnitGraph::sweep(const std::unordered_set<const Unit*>& alive) {
  std::vector<std::string> gone;
  for (const auto& [id, unit] : units_)
    if (!alive.contains(unit.get())) gone.push_back(id);
  for (const std::string& id : gone) {
    disconnect(*units_[id]);
    units_.erase(id);
    faulty_.erase(id);
    ++revision_;
  }
}

std::vector<std::string> UnitGraph::importersOf(std::string_view id) const {
  auto found = importers_.find(id);
  if (found == importers_.end()) return {};
  std::vector<std::string> out(found->second.begin(), found->second.end());
  std::ranges::sort(out);
  return out;
}

std::vector<std::string> UnitGraph::wayToRoot(std::string_view id, const std::unordered_set<std::string>& roots) const {
  std::unordered_map<std::string, std::string> from;  // who was met, and by whom
  std::deque<std::string> waiting = {std::string(id)};
  from.emplace(id, std::string());
  while (!waiting.empty()) {
    std::string at = std::move(waiting.front());
    waiting.pop_front();
    if (roots.contains(at)) {
      std::vector<std::string> out;
      for (std::string each = at; !each.empty(); each = from[each]) out.push_back(each);
      std::ranges::reverse(out);
      return out;
    }
    for (std::string& importer : importersOf(at))
      if (from.emplace(importer, at).second) waiting.push_back(std::move(importer));
  }
  return {std::string(id)};
}

void UnitGraph::forEach(const std::function<void(Unit&)>& visit) {
  for (auto& [id, unit] : units_) visit(*unit);
}

void UnitGraph::forEach(const std::function<void(const Unit&)>& visit) const {
  for (const auto& [id, unit] : units_) visit(*unit);
}

std::vector<std::string> UnitGraph::madeOf(const std::string& path) const {
  auto found = files_.find(path);
  return found == files_.end() ? std::vector<std::string>()
                               : std::vector<std::string>(found->second.begin(), found->second.end());
}

std::vector<std::string> UnitGraph::madeIn(const std::string& folder) const {
  std::vector<std::string> out;
  for (const auto& [path, ids] : files_)
    if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/')
      out.insert(out.end(), ids.begin(), ids.end());
  return out;
}

}  // namespace weft::dev
