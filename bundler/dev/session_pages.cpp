// What pages ask a session for: HTML, scripts, style sheets, maps.

#include <algorithm>

#include "base/file.h"
#include "base/hash.h"
#include "base/paths.h"
#include "dev/client_script.h"
#include "dev/page.h"
#include "dev/problems.h"
#include "dev/session_state.h"

namespace weft::dev {

namespace {

constexpr std::string_view kScript = "text/javascript; charset=utf-8";

}  // namespace

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
    jobs.push_back(std::make_shared<const bundler::ScanJob>(std::move(*job)));
  }
  std::string name = nameOf(page);
  // What a page no longer begins with is no root any more.
  pages_.insert_or_assign(name, page);
  roots_.clear();
  for (const auto& [each, known] : pages_) {
    roots_.insert(known.modules.begin(), known.modules.end());
    roots_.insert(known.styles.begin(), known.styles.end());
  }
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

}  // namespace weft::dev
