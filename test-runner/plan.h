#pragma once

// What a run is made of, as builtins/internal/test_plan.ts describes it: projects with their settings and the files
// that are theirs. Without a configuration it is known here, and nobody is asked.

#include <string>
#include <vector>

#include "base/result.h"
#include "graph/json.h"
#include "test-runner/coverage/thresholds.h"
#include "test-runner/discovery.h"
#include "test-runner/options.h"

namespace weft::test {

struct ProjectPlan {
  std::string name;
  graph::JsonValue settings;
  std::string rootDir;
  std::vector<std::string> roots;
  bool isUsual = false;  // what hasUsualTestName says, in place of `match`
  GlobList match;
  std::vector<std::string> regex, ignore;  // JavaScript patterns of absolute paths
  GlobList exclude, source;
  Dots dots = Dots::Without;
  std::vector<std::string> setupFiles;  // absolute: loaded before each test file
  bool hasGlobalSetup = false;
  double order = 0;
  bool isSerial = false;
};

struct ReporterPlan {
  std::string name, module, outputFile;
  int index = -1;  // of one's own
};

/// What to measure and to make of it (`CoveragePlan` there).
struct CoverageRequest {
  bool isOn = false;
  std::string directory;                      // absolute
  std::vector<std::string> include, exclude;  // globs relative to the root
  std::vector<std::string> ignore;            // JavaScript patterns of absolute paths
  std::vector<std::string> reporters;
  std::vector<coverage::Threshold> thresholds;  // without their files
  bool reportsFailedRuns = true;
  bool includesTests = false;
};

struct Plan {
  std::string file;
  std::string rootDir;
  std::vector<std::string> inputs, warnings;
  std::vector<ProjectPlan> projects;
  std::vector<ReporterPlan> reporters;
  uint32_t maxWorkers = 0, bail = 0, seed = 0;
  bool isVerbose = false, isSilent = false, passesWithoutTests = false, isRandom = false, isIsolated = true;
  int failureExitCode = 1;
  CoverageRequest coverage;
};

/// Of a project without a configuration.
[[nodiscard]] Plan plainPlan(const Options& options, const std::string& root);
/// Of what `internal/test_config` answered.
[[nodiscard]] Result<Plan, std::string> parsePlan(std::string_view json);
/// What to ask it.
[[nodiscard]] std::string loadRequest(const Options& options, const std::string& root);

struct ProjectFolder {
  std::string root;               // the nearest folder with a package.json or a configuration; else where we are
  bool hasConfiguration = false;  // something there may be one
};
[[nodiscard]] ProjectFolder findProject(const std::string& here);

}  // namespace weft::test
