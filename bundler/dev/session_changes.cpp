// Files change: which modules are made again, and what pages are told.

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/file.h"
#include "dev/link_check.h"
#include "dev/problems.h"
#include "dev/session_state.h"

namespace weft::dev {

namespace {

/// Who writes a file empties it first: what is empty now is looked at again in a moment.
void waitForContents(const std::string& path) {
  constexpr int kTries = 6;
  constexpr auto kPause = std::chrono::milliseconds(4);
  for (int i = 0; i < kTries; ++i) {
    auto stat = statFile(path);
    if (!stat || stat->kind != FileKind::File || stat->size > 0) return;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

void Session::State::check(std::span<const std::string> changedIds) {
  std::unordered_set<std::string> ids(changedIds.begin(), changedIds.end());
  std::vector<std::string> waiting(changedIds.begin(), changedIds.end());
  // What a module passes on is asked for by who imports it, however far away.
  while (!waiting.empty()) {
    std::string id = std::move(waiting.back());
    waiting.pop_back();
    const Unit* unit = graph_->find(id);
    for (std::string& importer : graph_->importersOf(id)) {
      const Unit* asking = graph_->find(importer);
      if (!asking || !asking->isEsModule || !ids.insert(importer).second) continue;
      if (unit && !asking->stars.empty()) waiting.push_back(importer);
    }
  }
  for (const std::string& id : ids)
    if (Unit* unit = graph_->find(id)) graph_->setLinkProblems(*unit, missingExports(*unit, *graph_, places_));
}

void Session::State::checkAll() {
  graph_->forEach([this](Unit& unit) { graph_->setLinkProblems(unit, missingExports(unit, *graph_, places_)); });
}

/// Units that are to be made again. `isNew`: something came or went.
std::vector<std::string> Session::State::affectedBy(const std::vector<std::string>& paths, bool& isNew) {
  std::unordered_set<std::string> ids;
  auto add = [&](const std::vector<std::string>& list) { ids.insert(list.begin(), list.end()); };
  for (const std::string& path : paths) {
    FileKind kind = fileKind(path);
    std::vector<std::string> own = graph_->madeOf(path);
    if (!own.empty() && kind == FileKind::File) waitForContents(path);
    add(own);
    if (kind == FileKind::Missing) {
      isNew = true;
      for (const std::string& id : own) add(graph_->importersOf(id));
    }
    bool isKnown = !own.empty();
    if (!isKnown) isNew = true;
    if (isKnown || (kind != FileKind::Missing && kind != FileKind::Directory)) continue;
    std::vector<std::string> inside = graph_->madeIn(path);
    // Of a folder that stays, the files that change are told of themselves, but for packages that are put in place.
    if (kind == FileKind::Directory && path.find("/node_modules") == path.npos) continue;
    if (kind == FileKind::Directory && (path.ends_with("/node_modules") || inside.size() > 2000)) continue;
    add(inside);
    if (kind == FileKind::Missing)
      for (const std::string& id : inside) add(graph_->importersOf(id));
  }
  for (const Unit* unit : graph_->faulty())
    if (std::ranges::any_of(unit->problems, isError)) ids.insert(unit->id);
  if (isNew) {
    graph_->forEach([&](const Unit& unit) {
      if ((unit.isUnresolved || unit.hasGlobs) && !isOfPackage(unit.id)) ids.insert(unit.id);
    });
  }
  return {ids.begin(), ids.end()};
}

bool Session::State::hasErrors(const std::unordered_set<const Unit*>& alive) const {
  return std::ranges::any_of(graph_->faulty(), [&](const Unit* unit) {
    return alive.contains(unit) &&
           (std::ranges::any_of(unit->problems, isError) || std::ranges::any_of(unit->linkProblems, isError));
  });
}

bool Session::State::isOfWorker(const std::string& id) const {
  if (workers_.empty()) return false;
  std::vector<std::string> roots(workers_.begin(), workers_.end());
  std::vector<const Unit*> units = graph_->closure(roots);
  return std::ranges::any_of(units, [&](const Unit* unit) { return unit->id == id; });
}

Update Session::State::reload(std::string reason, std::string page) {
  Update out;
  out.kind = UpdateKind::Reload;
  out.version = ++version;
  lastGood_ = version;
  hadProblems_ = false;
  out.message = "{\"type\":\"reload\",\"version\":" + std::to_string(version) + ",\"reason\":" + quoted(reason);
  if (!page.empty()) out.message += ",\"page\":" + quoted(page);
  out.message += "}";
  out.reason = std::move(reason);
  return out;
}

std::string Session::State::updateScript(uint64_t from, uint64_t to, std::vector<std::string>* ids) {
  std::vector<const Unit*> units = graph_->changedSince(from, to);
  if (ids)
    for (const Unit* unit : units) ids->push_back(unit->id);
  std::string url = options_.base + "@weft/update/" + std::to_string(from) + "-" + std::to_string(to) + ".js";
  return scripts_->define(units, to, "//# sourceURL=" + url + "\n", url);
}

Update Session::State::updateOf(uint64_t from, std::span<const std::string> changedIds) {
  Update out;
  out.version = version;
  out.problems = problems();
  for (const std::string& id : changedIds) out.changed.push_back(shownOf(id));
  std::ranges::sort(out.changed);
  if (std::ranges::any_of(out.problems, isError)) {
    out.kind = UpdateKind::Problems;
    out.message =
        "{\"type\":\"problems\",\"version\":" + std::to_string(version) + ",\"problems\":" + toJson(out.problems) + "}";
    hadProblems_ = true;
    return out;
  }
  if (from == version && !hadProblems_) return out;
  for (const std::string& id : changedIds)
    if (isOfWorker(id)) return reload(shownOf(id) + " belongs to a worker");
  std::vector<std::string> ids;
  std::string code = updateScript(from, version, &ids);
  out.kind = UpdateKind::Update;
  out.message = "{\"type\":\"update\",\"from\":" + std::to_string(from) + ",\"version\":" + std::to_string(version) +
                ",\"ids\":[";
  for (const std::string& id : ids) {
    if (out.message.back() != '[') out.message += ',';
    out.message += quoted(id);
  }
  out.message += "],\"styles\":{";
  for (const std::string& id : ids) {
    const Unit* unit = graph_->find(id);
    if (!unit->isStyle) continue;
    if (out.message.back() != '{') out.message += ',';
    out.message.append(quoted(id))
        .append(":")
        .append(
            quoted(options_.base + "@weft/style/x.css?id=" + escapeQuery(id) + "&v=" + std::to_string(unit->version)));
  }
  out.message +=
      "},\"problems\":" + toJson(out.problems) + ",\"url\":" +
      quoted(options_.base + "@weft/update/" + std::to_string(from) + "-" + std::to_string(version) + ".js") +
      ",\"code\":" + quoted(code) + "}";
  return out;
}

void Session::State::finish(Update& update, Clock::time_point begun) {
  update.watchesOthers = graph_->revision() != watchedRevision_;
  watchedRevision_ = graph_->revision();
  update.milliseconds = millisecondsSince(begun);
}

Update Session::State::changed(const std::vector<std::string>& paths) {
  auto begun = Clock::now();
  for (const std::string& path : paths) {
    if (!isSettingsPath(path)) continue;
    std::string shown = places_.shown(path);
    return configure(options_, shown + " has changed");
  }
  std::string changedPage;
  for (const auto& [name, page] : pages_)
    if (std::ranges::find(paths, page.path) != paths.end()) changedPage = name;
  bool isNew = false;
  std::vector<std::string> affected = affectedBy(paths, isNew);
  if (isNew) resolver_->forgetFiles();
  if (changedPage.empty() && affected.empty()) {
    Update out;
    out.version = version;
    if (isNew) finish(out, begun);
    return out;
  }
  if (!changedPage.empty()) {
    const KnownPage& page = pages_.find(changedPage)->second;
    std::vector<std::string> own = graph_->madeOf(page.path);
    std::erase_if(affected, [&](const std::string& id) { return std::ranges::find(own, id) != own.end(); });
  }
  uint64_t revision = graph_->revision();
  std::vector<std::string> changed = graph_->reload(affected, version + 1);
  if (!changed.empty()) ++version;
  check(changed);
  // While something is wrong, what nobody needs now may be needed again when it is put right.
  if (graph_->revision() != revision || hadProblems_)
    if (auto alive = graph_->alive(roots_, asked_); !hasErrors(alive)) graph_->sweep(alive);
  std::erase_if(changed, [&](const std::string& id) { return !graph_->find(id); });
  Update out = changedPage.empty()
                   ? updateOf(lastGood_, changed)
                   : reload(places_.shown(pages_.find(changedPage)->second.path) + " has changed", changedPage);
  if (out.kind == UpdateKind::Update) {
    history_.addUpdate(lastGood_, version);
    lastGood_ = version;
    hadProblems_ = false;
  }
  finish(out, begun);
  history_.change(out, changed, *graph_);
  return out;
}

Update Session::State::since(uint64_t from) {
  Update out;
  out.version = version;
  if (from > version || from < history_.oldest()) {
    out.kind = UpdateKind::Reload;
    out.reason = "the page was away for too long";
    out.message =
        "{\"type\":\"reload\",\"version\":" + std::to_string(version) + ",\"reason\":" + quoted(out.reason) + "}";
    return out;
  }
  bool isBroken = std::ranges::any_of(problems(), isError);
  if (from == version && !isBroken) return out;
  if (!isBroken) history_.addUpdate(from, version);
  return updateOf(from, {});
}

}  // namespace weft::dev
