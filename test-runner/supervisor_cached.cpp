// --cached: which results of the last run stand for this one, and the plan that a configuration made then.

#include <algorithm>

#include "base/paths.h"
#include "test-runner/report/text.h"
#include "test-runner/supervisor.h"
#include "test-runner/surroundings.h"

namespace weft::test {

namespace {

constexpr int kWaitMilliseconds = 100, kMostWaits = 20;

}  // namespace

/// Once it is known where the project is, before its configuration is read.
void Supervisor::openCache() {
  if (!options_.isCached || cache_) return;
  if (options_.cacheFolder.empty() || options_.build.empty())
    return say("--cached has no effect: there is no cache to keep results in");
  cache_ = std::make_unique<ResultCache>(ResultCache::Options{options_.cacheFolder + "/test", options_.build,
                                                              project_.root, describeSurroundings(options_.here)});
}

/// When the plan is known: whether results can be kept at all.
void Supervisor::checkCache() {
  if (!cache_) return;
  const char* obstacle = !isIsolated()         ? "files that share a realm see what the others have left"
                         : options_.isRandom   ? "a random order is another one each time"
                         : plan_.coverage.isOn ? "what does not run covers nothing"
                                               : nullptr;
  if (!obstacle) {
    reporters_.push_back(std::make_unique<ResultKeeper>(*cache_));
    return;
  }
  say(std::string("--cached has no effect: ") + obstacle);
  cache_.reset();
}

std::vector<std::string> Supervisor::cacheInputs(const ProjectPlan& project) const {
  std::vector<std::string> inputs = plan_.inputs;
  inputs.insert(inputs.end(), project.setupFiles.begin(), project.setupFiles.end());
  return inputs;
}

void Supervisor::replay(Dispatcher& dispatcher, RunResult& run) {
  if (!cache_) return;
  for (FileResult& file : run.files) {
    if (file.checksTypes) continue;
    // What a global set-up does is not known.
    bool isOpen = plan_.projects[file.project].hasGlobalSetup;
    ResultCache::Found found = isOpen ? ResultCache::Found{{}, "its project has a global set-up"} : cache_->find(file);
    bool isReplayed = !found.events.empty();
    if (options_.explains)
      console_->report(file.shownPath + (isReplayed ? " does not run: " : " runs: ") + found.why + "\n");
    if (isReplayed && !dispatcher.replay(file.number, std::move(found.events)))
      file.faults.push_back(
          {"Error", "what was kept of its result makes no sense; weft cache clean removes it", "", {}, ""});
  }
  console_->flush();
}

// ---- the plan: kept as if it were what a test file had printed

namespace {

FileResult planFile(const std::string& root) {
  FileResult file;
  file.path = file.shownPath = paths::join({root, "package.json"});
  file.projectName = "the plan";
  return file;
}

}  // namespace

/// What the configuration made the last time, if it would make the same now.
std::optional<Plan> Supervisor::keptPlan() {
  if (!cache_) return std::nullopt;
  cache_->begin();
  cache_->setSettings(0, planRequest(), {});
  for (const Event& event : cache_->find(planFile(project_.root)).events) {
    auto* output = std::get_if<Output>(&event);
    if (!output) continue;
    if (auto plan = parsePlan(output->text)) return std::move(*plan);
  }
  return std::nullopt;
}

/// The host has just read the configuration.
void Supervisor::keepPlan(const std::string& json, double askedAt) {
  if (!cache_) return;
  setupTrace_.reset();
  host_.send(TellSetup{});
  // (A configuration that has left something running may keep it from answering.)
  for (int waits = 0; !setupTrace_ && !interruption_ && waits < kMostWaits; ++waits) {
    Wake wake = wait(kWaitMilliseconds);
    while (auto event = host_.next()) (void)onOther(*event);
    console_->flush();
    if (wake == Wake::HostEnded || host_.isBroken()) return;
  }
  if (!setupTrace_) return;
  FileResult file = planFile(project_.root);
  file.isStarted = file.isEnded = true;
  file.sentAt = askedAt;
  file.inputs = std::move(setupTrace_->inputs);
  file.missing = std::move(setupTrace_->missing);
  file.stamps = std::move(setupTrace_->stamps);
  file.present = std::move(setupTrace_->present);
  file.variables = std::move(setupTrace_->variables);
  file.untraced = std::move(setupTrace_->untraced);
  file.output.push_back({1, json});
  cache_->keep(file);
}

/// For what the host does with the configuration, beside what the plan says: reporters, global set-up.
bool Supervisor::loadPlanAgain() {
  if (plan_.file.empty() || (isPlanLoaded_ && host_.isRunning())) return true;
  bool isNeeded = std::ranges::any_of(plan_.projects, &ProjectPlan::hasGlobalSetup) ||
                  std::ranges::any_of(plan_.reporters, [](const ReporterPlan& plan) { return plan.index >= 0; });
  if (!isNeeded) return true;
  Answer answer = ask("test_config", "load", planRequest());
  isPlanLoaded_ = !answer.fault;
  if (answer.fault) console_->report(faultText(*answer.fault, project_.root, "", Frame::With, console_->isColoured()));
  return isPlanLoaded_;
}

}  // namespace weft::test
