#include "dev/session.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <random>

#include "base/file.h"
#include "base/hash.h"
#include "base/paths.h"
#include "dev/client_script.h"
#include "dev/explain.h"
#include "dev/link_check.h"
#include "dev/page.h"
#include "dev/problems.h"
#include "dev/query.h"
#include "dev/scripts.h"
#include "dev/session_settings.h"
#include "dev/unit_graph.h"
#include "graph/json.h"
#include "graph/resolver.h"

namespace weft::dev {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

std::string randomId() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 4; ++i) out += std::to_string(device());
  constexpr size_t kDigits = 16;
  return hash128(out).hex().substr(0, kDigits);
}

constexpr std::string_view kScript = "text/javascript; charset=utf-8";

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

bool isError(const Problem& problem) {
  return problem.severity == "error";
}

/// A page that was asked for.
struct KnownPage {
  std::string path;
  std::string url;
  std::vector<std::string> modules;  // ids, in the order of the page
  std::vector<std::string> styles;   // of <link>
};

}  // namespace

class Session::State {
 public:
  State(SessionOptions options, ThreadPool* pool) : pool_(pool) { apply(std::move(options)); }

  std::optional<Page> page(const std::string& path, std::string_view url);
  std::optional<Resource> read(std::string_view url);
  Update changed(const std::vector<std::string>& paths);
  Update since(uint64_t version);
  Update configure(SessionOptions options, std::string reason);
  std::vector<std::string> watched() const;
  std::string explain() const;
  std::optional<Place> locate(std::string_view url, uint32_t line, uint32_t column);
  std::vector<Problem> problems() const;

  const std::string id = randomId();
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

void Session::State::apply(SessionOptions options) {
  options_ = std::move(options);
  places_ = {options_.root, options_.publicFolder, options_.base};
  scan_ = scanOptionsOf(options_);
  resolver_ = std::make_unique<graph::Resolver>(resolverOptionsOf(options_));
  reader_ = std::make_unique<UnitReader>(*resolver_, scan_, places_, options_.refresh);
  graph_ = std::make_unique<UnitGraph>(*reader_, pool_);
  scripts_ = std::make_unique<Scripts>(*reader_, *graph_, pool_, places_);
  forgetPages();
}

void Session::State::forgetPages() {
  pages_.clear();
  roots_.clear();
  asked_.clear();
  workers_.clear();
}

std::string Session::State::shownOf(const std::string& id) const {
  const Unit* unit = graph_->find(id);
  return unit ? places_.shown(unit->job->location.path) : id.starts_with('/') ? id.substr(1) : id;
}

// --- Pages.

std::string Session::State::nameOf(const KnownPage& page) const {
  constexpr size_t kDigits = 8;
  return std::string(paths::basename(page.path)) + "-" + hash128(page.path).hex().substr(0, kDigits);
}

std::optional<Page> Session::State::page(const std::string& path, std::string_view url) {
  auto html = weft::readFile(path);
  if (!html) return std::nullopt;
  auto begun = Clock::now();
  KnownPage page{path, std::string(url), {}, {}};
  Page out;
  PageText text = readPage(path, *html, places_);
  UnitGraph::Jobs jobs;
  std::vector<std::string> inlineIds;
  for (const PageEntry& entry : text.entries) {
    Log log;
    std::optional<bundler::ScanJob> job;
    if (entry.contents) {
      job.emplace();
      job->location.path = path;
      job->location.suffix = "?script=" + std::to_string(entry.index);
      job->key = path + job->location.suffix;
      job->contents = entry.contents;
    } else {
      job = reader_->entry(entry.path, log);
    }
    if (!job) {
      for (const Diagnostic& it : log.diagnostics()) out.problems.push_back(problemOf(it, places_));
      continue;
    }
    std::string id = reader_->idOf(*job);
    (entry.isStyle ? page.styles : page.modules).push_back(id);
    if (entry.contents) inlineIds.push_back(id);
    roots_.insert(id);
    jobs.push_back(std::make_shared<const bundler::ScanJob>(std::move(*job)));
  }
  std::string name = nameOf(page);
  // Scripts within the page are what the page says now.
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (!jobs[i]->contents) continue;
    const Unit* known = graph_->find(reader_->idOf(*jobs[i]));
    if (known && *known->job->contents != *jobs[i]->contents) graph_->replace(jobs[i], version);
  }
  size_t before = graph_->size();
  graph_->load(jobs, version);
  if (graph_->size() != before) checkAll();
  history_.load(millisecondsSince(begun), graph_->size());
  std::vector<std::string> roots = page.modules;
  roots.insert(roots.end(), page.styles.begin(), page.styles.end());
  std::vector<const Unit*> units = graph_->closure(roots);
  for (Problem& it : problemsOf(units)) out.problems.push_back(std::move(it));
  bool hasVendor = std::ranges::any_of(units, [](const Unit* unit) { return isOfPackage(unit->id); });
  hadProblems_ |= std::ranges::any_of(out.problems, isError);

  PageScripts scripts;
  auto tag = [&](const std::string& path, std::string_view attributes) {
    return "<script " + std::string(attributes) + "src=\"" + options_.base + "@weft/" + escapePath(path) +
           "\"></script>\n";
  };
  scripts.first = "\n" + tag("client.js", "");
  scripts.last =
      (hasVendor ? tag("vendor/" + name + ".js", "defer ") : std::string()) + tag("page/" + name + ".js", "defer ");
  if (scripts.last.ends_with('\n')) scripts.last.pop_back();
  auto styleId = [&](const std::string& file) {
    Log log;
    std::optional<bundler::ScanJob> job = reader_->entry(file, log);
    return job ? reader_->idOf(*job) : std::string();
  };
  scripts.styleId = styleId;
  scripts.styleUrl = [&](const std::string& file) {
    std::string id = styleId(file);
    const Unit* unit = graph_->find(id);
    return options_.base + "@weft/style/x.css?id=" + escapeQuery(id) +
           "&v=" + std::to_string(unit ? unit->version : version);
  };
  out.html = writePage(path, *html, places_, scripts);
  std::string failure;
  for (const Problem& it : out.problems)
    if (it.id == "cannot-resolve-entry") failure = it.message;
  if (failure.empty())
    failedEntries_.erase(name);
  else
    failedEntries_[name] = failure;
  pages_.insert_or_assign(std::move(name), std::move(page));
  return out;
}

// --- Scripts.

std::string Session::State::clientOptions() const {
  std::string out = "{\"session\":" + quoted(id) + ",\"base\":" + quoted(options_.base) +
                    ",\"overlay\":" + (options_.overlay ? "true" : "false") +
                    ",\"forwardsConsole\":" + (options_.forwardsConsole ? "true" : "false") +
                    ",\"root\":" + quoted(options_.root) + ",\"env\":{";
  for (const auto& [name, value] : options_.environment) {
    if (out.back() != '{') out += ',';
    out.append(quoted(name)).append(":").append(value);
  }
  return out + "}}";
}

Resource Session::State::script(std::string text) const {
  constexpr size_t kDigits = 16;
  Resource out;
  out.mediaType = kScript;
  out.tag = hash128(text).hex().substr(0, kDigits);
  out.text = std::move(text);
  return out;
}

std::vector<const Unit*> Session::State::neededBy(std::span<const std::string> ids) {
  return graph_->closure(ids);
}

std::vector<Problem> Session::State::problemsOf(std::span<const Unit* const> units) const {
  std::vector<Problem> out;
  for (const Unit* unit : units) addProblems(*unit, out);
  return out;
}

void Session::State::addProblems(const Unit& unit, std::vector<Problem>& out) const {
  if (unit.problems.empty() && unit.linkProblems.empty()) return;
  std::vector<std::string> chain;
  for (const std::string& id : graph_->wayToRoot(unit.id, roots_)) chain.push_back(shownOf(id));
  for (const auto* list : {&unit.problems, &unit.linkProblems}) {
    for (const Problem& problem : *list) {
      out.push_back(problem);
      out.back().chain = chain;
    }
  }
}

std::string Session::State::failure(std::span<const Problem> problems, std::optional<std::string_view> page) const {
  return "__weft.fail(" + std::to_string(version) + "," + toJson(problems) + (page ? "," + quoted(*page) : "") + ");\n";
}

std::optional<Resource> Session::State::readPageScript(std::string_view name, bool isVendor) {
  auto found = pages_.find(name);
  if (found == pages_.end()) return std::nullopt;
  const KnownPage& page = found->second;
  std::vector<const Unit*> units = neededBy(page.modules);
  std::vector<Problem> problems = problemsOf(units);
  if (auto failed = failedEntries_.find(std::string(name)); failed != failedEntries_.end()) {
    Problem problem;
    problem.id = "cannot-resolve-entry";
    problem.message = failed->second;
    problem.path = page.path;
    problem.shownPath = places_.shown(page.path);
    problems.push_back(std::move(problem));
  }
  bool isBroken = std::ranges::any_of(problems, isError);
  if (isBroken) return script(isVendor ? std::string() : failure(problems, name));
  std::erase_if(units, [&](const Unit* unit) { return isOfPackage(unit->id) != isVendor; });
  std::string url = options_.base + "@weft/" + (isVendor ? "vendor/" : "page/") + escapePath(name) + ".js";
  std::string after;
  if (!isVendor) {
    after = "__weft.start({\"page\":" + quoted(name) + ",\"modules\":[";
    for (const std::string& id : page.modules) {
      if (after.back() != '[') after += ',';
      after += quoted(id);
    }
    after += "]});\n";
  }
  return script(scripts_->define(units, version, after, url));
}

std::optional<Resource> Session::State::readLoaded(const Query& query) {
  std::vector<std::string> ids = query.all("id");
  if (ids.empty()) return std::nullopt;
  UnitGraph::Jobs jobs;
  for (const std::string& id : ids) {
    if (graph_->find(id)) continue;
    // Only what a module of the session asks for.
    for (const std::string& importer : graph_->importersOf(id)) {
      const Unit* unit = graph_->find(importer);
      if (!unit) continue;
      auto edge = std::ranges::find(unit->edges, id, &Edge::id);
      if (edge == unit->edges.end()) continue;
      jobs.push_back(edge->job);
      break;
    }
  }
  size_t before = graph_->size();
  graph_->load(jobs, version);
  if (graph_->size() != before) checkAll();
  asked_.insert(ids.begin(), ids.end());
  std::vector<const Unit*> units = neededBy(ids);
  if (units.empty()) return std::nullopt;
  std::vector<Problem> problems = problemsOf(units);
  if (std::ranges::any_of(problems, isError)) {
    hadProblems_ = true;
    return script(failure(problems));
  }
  // The page has what it began with.
  if (auto page = pages_.find(query.first("page")); page != pages_.end()) {
    std::unordered_set<const Unit*> known;
    for (const Unit* unit : neededBy(page->second.modules)) known.insert(unit);
    std::erase_if(
        units, [&](const Unit* unit) { return known.contains(unit) && std::ranges::find(ids, unit->id) == ids.end(); });
  }
  return script(scripts_->define(units, version, {}, query.whole()));
}

std::optional<Resource> Session::State::readWorker(const Query& query) {
  std::string id = query.first("id");
  if (!graph_->find(id)) {
    std::string wanted = id;
    UnitGraph::Jobs jobs;
    for (const std::string& importer : graph_->importersOf(id))
      if (const Unit* unit = graph_->find(importer))
        for (const Edge& edge : unit->edges)
          if (edge.id == id && jobs.empty()) jobs.push_back(edge.job);
    if (jobs.empty()) return std::nullopt;
    graph_->load(jobs, version);
    checkAll();
  }
  asked_.insert(id);
  workers_.insert(id);
  std::vector<std::string> ids = {id};
  std::vector<const Unit*> units = neededBy(ids);
  std::vector<Problem> problems = problemsOf(units);
  std::string text = "self.__weftOptions=" + clientOptions() + ";\n" + std::string(clientScript());
  if (std::ranges::any_of(problems, isError)) return script(text + failure(problems));
  std::string after = "__weft.start({\"page\":\"\",\"modules\":[" + quoted(id) + "]});\n";
  return script(scripts_->define(units, version, after, query.whole(), text));
}

std::optional<Resource> Session::State::readUpdate(std::string_view name) {
  auto number = history_.updateNamed(name);
  if (!number) return std::nullopt;
  return script(updateScript(number->from, number->to, nullptr));
}

std::optional<Resource> Session::State::readStyle(const Query& query) {
  const Unit* unit = graph_->find(query.first("id"));
  if (!unit || !unit->isStyle) return std::nullopt;
  Resource out = script(unit->css);
  out.mediaType = "text/css; charset=utf-8";
  return out;
}

/// A file that a module names, outside of what the server serves of itself.
std::optional<Resource> Session::State::readFile(std::string_view path) const {
  std::string id = paths::percentDecode(places_.underBase(path));
  if (!id.starts_with("/@fs/")) return std::nullopt;
  std::string file = id.substr(std::string_view("/@fs").size());
  if (!paths::isNormalizedAbsolute(file)) return std::nullopt;
  for (const std::string& each : graph_->madeOf(file)) {
    const Unit* unit = graph_->find(each);
    if (!unit || std::ranges::find(unit->files, file) == unit->files.end()) continue;
    Resource out;
    out.mediaType = bundler::mediaTypeOf(file, {});
    out.path = file;
    return out;
  }
  return std::nullopt;
}

std::optional<Resource> Session::State::read(std::string_view url) {
  Query query(url);
  std::string path = places_.underBase(query.path());
  auto under = [&](std::string_view folder) { return path.starts_with(folder); };
  auto named = [&](std::string_view folder, std::string_view extension) {
    std::string name = paths::percentDecode(std::string_view(path).substr(folder.size()));
    if (name.ends_with(extension)) name.resize(name.size() - extension.size());
    return name;
  };
  if (!under("/@weft/")) return readFile(query.path());
  if (path == "/@weft/client.js")
    return script("self.__weftOptions=" + clientOptions() + ";\n" + std::string(clientScript()));
  if (under("/@weft/page/")) return readPageScript(named("/@weft/page/", ".js"), false);
  if (under("/@weft/vendor/")) return readPageScript(named("/@weft/vendor/", ".js"), true);
  if (under("/@weft/load/")) return readLoaded(query);
  if (under("/@weft/worker")) return readWorker(query);
  if (under("/@weft/update/")) return readUpdate(named("/@weft/update/", ".js"));
  if (under("/@weft/style/")) return readStyle(query);
  if (!under("/@weft/map/")) return std::nullopt;
  auto map = scripts_->map(named("/@weft/map/", ".map"));
  if (!map) return std::nullopt;
  Resource out = script(std::move(*map));
  out.mediaType = "application/json";
  return out;
}

// --- Changes.

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
  if (graph_->revision() != revision) (void)graph_->sweep(roots_, asked_);
  std::erase_if(changed, [&](const std::string& id) { return !graph_->find(id); });
  check(changed);
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
  if (from > version || from < history_.oldest()) return reload("The page was away for too long");
  std::vector<Problem> all = problems();
  if (std::ranges::any_of(all, isError)) return updateOf(from, {});
  if (from == version) {
    Update none;
    none.version = version;
    return none;
  }
  history_.addUpdate(from, version);
  return updateOf(from, {});
}

Update Session::State::configure(SessionOptions options, std::string reason) {
  auto begun = Clock::now();
  apply(std::move(options));
  history_.forget(version + 1);
  Update out = reload(std::move(reason));
  finish(out, begun);
  return out;
}

std::vector<Problem> Session::State::problems() const {
  std::vector<Problem> out;
  for (const Unit* unit : graph_->faulty()) addProblems(*unit, out);
  return out;
}

std::vector<std::string> Session::State::watched() const {
  std::unordered_set<std::string> folders = {options_.root};
  auto add = [&](std::string_view path) {
    std::string folder(paths::dirname(path));
    size_t package = folder.find("/node_modules");
    if (package != folder.npos) folder.resize(package);
    folders.insert(std::move(folder));
  };
  const UnitGraph& graph = *graph_;
  graph.forEach([&](const Unit& unit) {
    if (unit.job->location.type == graph::ResolvedType::File) add(unit.job->location.path);
    for (const std::string& file : unit.files) add(file);
  });
  for (const auto& [name, page] : pages_) add(page.path);
  std::vector<std::string> out(folders.begin(), folders.end());
  std::string packages = options_.root + "/node_modules";
  if (fileKind(packages) == FileKind::Directory) out.push_back(packages);
  std::ranges::sort(out);
  return out;
}

std::optional<Place> Session::State::locate(std::string_view url, uint32_t line, uint32_t column) {
  return scripts_->locate(std::string(url), line, column);
}

std::string Session::State::explain() const {
  std::string out = "{\"root\":" + quoted(options_.root) + ",\"session\":" + quoted(id) +
                    ",\"version\":" + std::to_string(version) + ",\"pages\":[";
  for (const auto& [name, page] : pages_) {
    if (out.back() != '[') out += ',';
    out.append("{\"path\":").append(quoted(places_.shown(page.path))).append(",\"url\":").append(quoted(page.url));
    out += "}";
  }
  out += "]," + history_.json() + ",\"modules\":";
  appendModules(out, *graph_, places_);
  return out + ",\"problems\":" + toJson(problems()) + "}";
}

// --- The face.

Session::Session(SessionOptions options, ThreadPool* pool)
    : state_(std::make_unique<State>(std::move(options), pool)) {}
Session::~Session() = default;

std::optional<Page> Session::page(const std::string& path, std::string_view url) {
  return state_->page(path, url);
}
std::optional<Resource> Session::read(std::string_view url) {
  return state_->read(url);
}
Update Session::changed(const std::vector<std::string>& paths) {
  return state_->changed(paths);
}
Update Session::since(uint64_t version) {
  return state_->since(version);
}
Update Session::configure(SessionOptions options, std::string reason) {
  return state_->configure(std::move(options), std::move(reason));
}
std::vector<std::string> Session::watched() const {
  return state_->watched();
}
std::string Session::explain() const {
  return state_->explain();
}
std::optional<Place> Session::locate(std::string_view url, uint32_t line, uint32_t column) {
  return state_->locate(url, line, column);
}
const std::string& Session::id() const {
  return state_->id;
}
uint64_t Session::version() const {
  return state_->version;
}
std::vector<Problem> Session::problems() const {
  return state_->problems();
}

}  // namespace weft::dev
