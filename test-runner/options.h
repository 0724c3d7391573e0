#pragma once

// What the command line of `weft test` asks for.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/resolver.h"
#include "test-runner/report/reporter.h"

namespace weft::test {

struct Shard {
  uint32_t index = 1, count = 1;  // from 1
};

struct Options {
  std::string here;           // the working directory
  std::string root;           // of the project; empty: where package.json or a configuration is
  std::string configuration;  // its file; empty: looked for
  bool usesConfiguration = true;

  // ---- which files
  std::vector<std::string> filters;          // files, folders, parts of paths
  std::vector<std::string> pathPatterns;     // regular expressions of paths
  std::vector<std::string> ignoredPatterns;  // likewise, of those that are left out
  std::vector<std::string> testMatch;        // globs in place of the usual names
  std::vector<std::string> excluded;         // globs
  std::vector<std::string> projects;         // names; empty: all
  std::optional<std::string> changedSince;   // a commit; empty: HEAD
  std::vector<std::string> related;          // to these files
  bool onlyRelated = false;
  bool onlyFailures = false;  // files that failed last time
  Shard shard;
  std::string timingsFile;  // absolute; in place of what the cache has

  // ---- how they run
  /// Of the settings in builtins/internal/test_settings.ts: those that the command line says, as JSON.
  std::map<std::string, std::string> settings;
  uint32_t workers = 1;
  std::optional<bool> isIsolated;  // each file has a realm of its own
  uint32_t bail = 0;
  bool isRandom = false;
  std::optional<uint32_t> seed;
  bool isCi = false;

  // ---- types
  bool checksTypes = false;
  bool onlyTypes = false;         // and runs nothing
  std::string typeConfiguration;  // tsconfig.json, absolute; empty: looked for

  // ---- what is shown
  std::vector<ReporterRequest> reporters;
  bool isSilent = false;  // without what tests write
  bool listsFiles = false;
  bool passesWithoutTests = false;
  bool isWatching = false;
  bool watchesAll = false;  // runs all, not what is related to changes
  bool isColoured = false;

  // ---- coverage, over what a configuration says
  std::optional<bool> measuresCoverage;  // otherwise as the configuration says
  std::vector<std::string> coverageReporters, coverageInclude, coverageExclude;
  std::string coverageDirectory;  // absolute

  // ---- results that need no run
  bool isCached = false;
  bool explains = false;

  std::string cacheFolder;  // absolute; empty: nothing is kept
  std::string build;        // of this weft
  graph::ResolverOptions resolver;
};

}  // namespace weft::test
