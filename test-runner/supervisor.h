#pragma once

// The parent process of `weft test`: starts the host, finds the files, runs them, reports. Knows no engine and has no
// threads, so that whatever tests do to the host, someone is there to say so.

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "test-runner/dispatcher.h"
#include "test-runner/host_process.h"
#include "test-runner/options.h"
#include "test-runner/plan.h"
#include "test-runner/related.h"
#include "test-runner/report/reporter.h"
#include "test-runner/result_cache.h"
#include "test-runner/schedule.h"
#include "test-runner/signals.h"

namespace weft::test {

/// A test file of a project.
struct Target {
  std::string path;
  uint32_t project = 0;
  bool checksTypes = false;
};

class Supervisor {
 public:
  /// `host` runs in the child.
  Supervisor(Options options, HostMain host);
  ~Supervisor();
  /// Gives the exit code.
  [[nodiscard]] int run();

 private:
  // ---- the host
  bool startHost();
  [[nodiscard]] bool isIsolated() const;
  bool prepareHost();
  Answer ask(std::string module, std::string name, std::string argument);
  enum class Wake : uint8_t { Events, HostEnded };
  Wake wait(int milliseconds);
  void onSignal(int signal);

  // ---- the plan and the files
  bool makePlan();
  [[nodiscard]] bool loadPlan();
  [[nodiscard]] std::string planRequest() const;
  bool setUp();
  void tearDown();
  [[nodiscard]] bool discover(std::vector<Target>& targets);
  [[nodiscard]] bool discover(uint32_t project, std::vector<Target>& targets);
  [[nodiscard]] bool keepSelected(const std::vector<std::string>& patterns, bool wanted,
                                  std::vector<std::string>& paths);
  [[nodiscard]] bool narrow(std::vector<Target>& targets);
  [[nodiscard]] bool keepAffected(std::vector<Target>& targets);
  void keepAffected(std::vector<Target>& targets, const Change& change) const;
  [[nodiscard]] int list(const std::vector<Target>& targets);
  [[nodiscard]] int withoutFiles();

  // ---- a run
  [[nodiscard]] bool makeReporters();
  [[nodiscard]] bool loadOwnModules();
  void addOwnReporter(int index, const std::string& module);
  void onAnswer(const Answer& answer);
  bool onOther(const Event& event);
  void reviveReporters();
  void releaseCalls();
  void awaitReporters();
  [[nodiscard]] int runTargets(const std::vector<Target>& targets);
  [[nodiscard]] std::vector<uint32_t> orderOf(const RunResult& run);
  void dispatch(Dispatcher& dispatcher, RunResult& run);
  [[nodiscard]] int exitCode(const RunResult& run) const;
  void keepTimings(const RunResult& run);
  void remember(RunResult& run);
  void settleCoverage();
  void tellCoverage(RunResult& run, const std::vector<Target>& targets);

  // ---- results that are kept (supervisor_cached.cpp)
  void openCache();
  void checkCache();
  void replay(Dispatcher& dispatcher, RunResult& run);
  [[nodiscard]] std::vector<std::string> cacheInputs(const ProjectPlan& project) const;
  [[nodiscard]] std::optional<Plan> keptPlan();
  void keepPlan(const std::string& json, double askedAt);
  [[nodiscard]] bool loadPlanAgain();

  // ---- types (supervisor_types.cpp)
  void addTypeTargets(std::vector<Target>& targets) const;
  void startTypeCheck(const RunResult& run);
  void askForTypes();
  void finishTypeCheck(Dispatcher& dispatcher, RunResult& run);

  // ---- run after run (supervisor_watch.cpp)
  struct Watch;
  [[nodiscard]] int watch(std::vector<Target> targets);
  [[nodiscard]] std::optional<std::vector<Target>> waitForWork(Watch& watch, std::vector<Target>& targets);
  [[nodiscard]] std::optional<std::vector<Target>> afterChange(Watch& watch, std::vector<Target>& targets);
  [[nodiscard]] std::optional<std::vector<Target>> afterKey(Watch& watch, char key, std::vector<Target>& targets);
  [[nodiscard]] std::vector<Target> affectedBy(const std::vector<std::string>& changed, std::vector<Target> targets);
  void setSetting(const std::string& name, const std::string& json);
  void startScreen() const;

  void say(const std::string& text);
  [[nodiscard]] std::string shownPath(const std::string& path) const;
  [[nodiscard]] std::vector<Reporter*> listeners() const;

  Options options_;
  HostMain hostMain_;
  Signals signals_;
  HostProcess host_;
  std::unique_ptr<Console> console_;
  std::vector<std::unique_ptr<Reporter>> reporters_;
  /// Reporters of one's own that the command line names, and their numbers in the host.
  struct OwnModule {
    std::string module, outputFile;
    int index = -1;
  };
  std::vector<OwnModule> ownModules_;
  /// Of own reporters, while there is no host: what they are to be told, and what that is called.
  std::vector<std::pair<Ask, std::string>> heldCalls_;
  ProjectFolder project_;
  Plan plan_;
  std::vector<std::string> provided_;  // JSON by project, of the global set-up
  bool isSetUp_ = false;
  std::unique_ptr<Timings> timings_;
  std::unique_ptr<ResultCache> cache_;  // null without --cached
  bool isPlanLoaded_ = false;           // the host has read the configuration
  std::optional<FileEnded> setupTrace_;
  std::vector<Fault> setupFaults_;
  uint32_t questions_ = 0;
  std::unordered_map<uint32_t, std::string> calls_;  // of reporters, that have no answer yet: what is called
  std::string typeRequest_;                          // of this run; empty: none
  uint32_t typeQuestion_ = 0;
  std::optional<Answer> typeAnswer_;
  bool isConfigured_ = false;  // the host knows the settings as they are
  /// Of files as they ran last, sorted.
  struct Inputs {
    std::vector<std::string> files, missing;
  };
  std::unordered_map<std::string, Inputs> inputs_;
  std::unordered_set<std::string> failed_;
  std::unordered_set<std::string> ownWriting_;  // of the last run
  bool duringRun_ = false;                      // what has changed did so while tests ran
  bool isOver_ = false;
  int interruption_ = 0;  // the signal
};

}  // namespace weft::test
