// Supervisor: coverage of a run.

#include <algorithm>

#include "base/paths.h"
#include "test-runner/coverage_run.h"
#include "test-runner/supervisor.h"

namespace weft::test {

/// The command line over the configuration, and what is so where neither says it.
void Supervisor::settleCoverage() {
  CoverageRequest& request = plan_.coverage;
  request.isOn = options_.measuresCoverage.value_or(request.isOn);
  if (!options_.coverageInclude.empty()) request.include = options_.coverageInclude;
  request.exclude.insert(request.exclude.end(), options_.coverageExclude.begin(), options_.coverageExclude.end());
  if (!options_.coverageReporters.empty()) request.reporters = options_.coverageReporters;
  if (request.reporters.empty()) request.reporters.push_back("text");
  if (!options_.coverageDirectory.empty()) request.directory = options_.coverageDirectory;
  if (request.directory.empty()) request.directory = paths::join({project_.root, "coverage"});
}

void Supervisor::tellCoverage(RunResult& run, const std::vector<Target>& targets) {
  if (interruption_ || !host_.isRunning()) return;
  if (run.hasFailed() && !plan_.coverage.reportsFailedRuns) return;
  std::vector<std::string> tests;
  for (const Target& target : targets) tests.push_back(target.path);
  for (const ProjectPlan& project : plan_.projects)
    tests.insert(tests.end(), project.setupFiles.begin(), project.setupFiles.end());
  std::ranges::sort(tests);
  CoverageRun coverage(plan_.coverage, plan_.rootDir, [&](const std::string& path) {
    return std::ranges::binary_search(tests, path) || hasUsualTestName(path) ||
           std::ranges::find(plan_.inputs, path) != plan_.inputs.end();
  });
  host_.send(TellCoverage{});
  for (bool isLast = false; !isLast;) {
    Wake wake = wait(-1);
    while (auto event = host_.next()) {
      auto* covered = std::get_if<Covered>(&*event);
      if (!covered) continue;
      coverage.add(covered->files);
      isLast |= covered->isLast;
    }
    if (interruption_) return;
    if (isLast || (wake != Wake::HostEnded && !host_.isBroken())) continue;
    if (host_.isBroken()) host_.kill();
    run.faults.push_back({"Coverage", "the process that ran the tests " + host_.reap(), "", {}, ""});
    return;
  }
  auto withoutIgnored = [&](const std::vector<std::string>& patterns, std::vector<std::string>& paths) {
    return keepSelected(patterns, false, paths);
  };
  if (!coverage.complete(withoutIgnored)) {
    run.faults.push_back({"Coverage", "coveragePathIgnorePatterns cannot be read", "", {}, ""});
    return;
  }
  auto report = coverage.report(console_->isColoured(), console_->columns());
  if (report)
    console_->report(*report);
  else
    run.faults.push_back({"Coverage", report.error(), "", {}, ""});
  for (std::string& sentence : coverage.missed()) run.faults.push_back({"Coverage", std::move(sentence), "", {}, ""});
}

}  // namespace weft::test
