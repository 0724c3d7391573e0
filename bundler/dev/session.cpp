#include "dev/session.h"

#include <algorithm>
#include <random>

#include "base/file.h"
#include "base/hash.h"
#include "base/paths.h"
#include "dev/problems.h"
#include "dev/session_state.h"
#include "graph/json.h"

namespace weft::dev {

namespace {

std::string randomId() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 4; ++i) out += std::to_string(device());
  constexpr size_t kDigits = 16;
  return hash128(out).hex().substr(0, kDigits);
}

}  // namespace

double millisecondsSince(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

std::string quoted(std::string_view text) {
  std::string out;
  graph::appendJsonString(out, text);
  return out;
}

bool isError(const Problem& problem) {
  return problem.severity == "error";
}

Session::State::State(SessionOptions options, ThreadPool* pool) : id(randomId()), pool_(pool) {
  apply(std::move(options));
}

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
  std::vector<const Unit*> faulty = graph_->faulty();
  if (faulty.empty()) return out;
  auto alive = graph_->alive(roots_, asked_);
  for (const Unit* unit : faulty)
    if (alive.contains(unit)) addProblems(*unit, out);
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
