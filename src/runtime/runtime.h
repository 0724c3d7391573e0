#pragma once
// One JavaScript program: a VM with its realm, its loop, its module graph, and what happens between
// them: ticks and microtasks after every callback, rejections, uncaught errors, the end.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/thread_pool.h"
#include "engine/module_loader.h"
#include "engine/promise.h"
#include "engine/vm.h"
#include "graph/graph.h"
#include "loop/loop.h"
#include "runtime/thread_environment.h"

namespace weft::runtime {

class TestRealm;
class WorkerThread;

struct RuntimeOptions {
  std::string execPath;               // process.execPath
  std::vector<std::string> execArgv;  // options before the file
  std::vector<std::string> argv;      // what process.argv holds after execPath
  std::string argv0;
  std::vector<std::string> conditions;              // --conditions
  std::vector<std::string> importedFirst;           // --import
  std::vector<std::string> loaders;                 // --experimental-loader
  bool sourceMaps = false;                          // --enable-source-maps
  graph::FileReporter onFile;                       // told of files that are loaded, or looked for in vain
  std::optional<graph::DiskCacheOptions> cache;     // nothing: --no-cache
  std::shared_ptr<graph::ArtifactCache> artifacts;  // of the thread that made this one, in place of `cache`
  std::shared_ptr<ThreadEnvironment> environment;   // null: the process's
  WorkerThread* thread = nullptr;                   // that runs the program; null: the process's main thread
  TestRealm* test = nullptr;                        // of Program::Type::Test; such a program never ends the process
};

/// How the program is given.
struct Program {
  /// Worker: builtins/internal/worker_main.ts knows what it is to run. Test: a file of `weft test`, as
  /// RuntimeOptions::test has it; internal/test_main.ts runs it.
  enum class Type : uint8_t { File, Eval, Print, Stdin, Repl, Worker, Test };
  Type type = Type::File;
  std::string text;  // a path, or source
};

/// When what had come to be, in nanoseconds of loop::Loop::hrtime().
struct Milestones {
  uint64_t runtime = 0;      // work on it began
  uint64_t engine = 0;       // the engine began to start
  uint64_t environment = 0;  // realm, loop and graph were there
  uint64_t program = 0;      // the program was about to run
};

/// What other threads may wake through the loop: told, on the loop's thread, before the loop goes.
class LoopUser {
 public:
  virtual ~LoopUser() = default;
  /// Before the first loopEnds(): whatever takes its time may begin to end.
  virtual void loopStops() {}
  virtual void loopEnds() = 0;
};

class Runtime final : public js::RealmHost, public loop::LoopClient {
 public:
  /// A loop of this thread, if there is one already. A VM that is given is used, and outlives the program: whatever of
  /// the program is left in its heap holds nothing outside of it, and is garbage.
  explicit Runtime(RuntimeOptions, std::unique_ptr<loop::Loop> = nullptr, js::VM* = nullptr);
  ~Runtime() override;
  static Runtime& of(js::Realm& realm) { return realm.state<Runtime>(); }

  /// Runs the program and its loop to the end; the exit code.
  int run(const Program&);
  bool isMainThread() const { return !options_.thread; }

  /// Of Program::Type::Test: loads what nearly every file needs, before it is known which one will run.
  void prepareTest();

  /// Writes what was compiled to the cache on disk. The program is at its end.
  void saveCompiled();

  const RuntimeOptions& options() const { return options_; }
  const std::shared_ptr<ThreadEnvironment>& environment() const { return options_.environment; }
  /// What process.argv is to hold after execPath: before the program looks.
  void setArguments(std::vector<std::string> arguments) { options_.argv = std::move(arguments); }
  void setEnvironment(std::shared_ptr<ThreadEnvironment> environment) { options_.environment = std::move(environment); }
  /// The file that the program began with; for a text, one in the working directory that would hold it.
  const std::string& mainPath() const { return mainPath_; }
  js::VM& vm() { return *vm_; }
  js::Realm& realm() { return *realm_; }
  loop::Loop& loop() { return *loop_; }
  graph::ModuleGraph& graph() { return *graph_; }
  js::ModuleLoader& modules() { return *modules_; }
  const Milestones& milestones() const { return milestones_; }
  /// The process's: another thread may have changed it.
  const std::string& workingDirectory();
  /// process.chdir has.
  void workingDirectoryChanged();
  /// Descriptors that are closed at the end of a worker, unless it has.
  void noteDescriptor(int fd, bool isOpen) {
    if (isOpen)
      descriptors_.insert(fd);
    else
      descriptors_.erase(fd);
  }
  void addLoopUser(LoopUser& user) { loopUsers_.insert(&user); }
  void removeLoopUser(LoopUser& user) { loopUsers_.erase(&user); }

  /// The text of a file that the program has loaded, or of the program itself; null if it is neither.
  std::optional<std::string_view> textOf(const std::string& path) const;

  /// process.exitCode, as JavaScript last set it.
  void setExitCode(std::optional<int> code) { exitCode_ = code; }
  /// Asks for drainTicks() after the running callback.
  void requestDrain() { drainRequested_ = true; }
  /// Runs microtasks; true when promises stayed rejected and JavaScript has been told of them.
  bool drainMicrotasks();
  /// An exception that has no caller: the program's handlers, or the end of the process.
  void reportUncaught(js::Value error, std::string_view origin = "uncaughtException");
  /// Prints an error as uncaught and ends with `code`. A worker's parent is told of the error.
  void exitWithError(js::Value error, int code);
  /// Ends the process now: nothing buffered is lost, nothing more runs. In a worker it returns: its JavaScript is
  /// stopped, and its loop ends.
  void exit(int code);

  // js::RealmHost
  void promiseRejection(js::Realm&, js::RejectionOperation, js::Value promise, js::Value reason) override;
  void uncaughtException(js::Realm&, js::Value error) override;
  // loop::LoopClient
  void afterCallback() override;
  void beforeWait() override;
  void afterWait() override;
  void runEngineWork() override;
  std::optional<double> secondsUntilEngineWork() override;
  bool hasPendingEngineWork() override;

 private:
  struct Rejection {
    /// The context is the async context in which the promise was rejected.
    js::Persistent promise, reason, context;
  };

  js::Result<void> startWithPreloads(const Program&);
  js::Result<void> start(const Program&);
  js::Result<void> startFile(const std::string& path);
  js::Result<void> startWithHooks(const std::string& path);
  js::Result<void> startSource(const Program&);
  js::Result<void> runMain(graph::NodeId);
  js::Result<void> evaluateMain(graph::NodeId);
  js::Result<void> startWorker();
  int runTest();
  std::vector<std::string> openResources();
  js::Result<void> evaluateImported(const std::string& url);
  void waitForMain(js::Value promise);
  int finish();
  int emitExit();
  bool isEnded();
  js::Result<void> failWithoutProgram(const graph::ModuleError&);
  js::Result<void> failWithMessage(const std::string& message);
  [[noreturn]] void exitWithMessage(const std::string& message);
  js::Result<js::Value> callBuiltin(std::string_view id, std::string_view name, std::span<const js::Value> args);
  bool processIsLoaded();

  RuntimeOptions options_;
  Milestones milestones_;
  std::string workingDirectory_;
  uint64_t workingDirectoryVersion_ = 0;
  std::unordered_set<int> descriptors_;
  std::unordered_set<LoopUser*> loopUsers_;  // outlives the VM, whose objects take themselves away
  std::unique_ptr<js::VM> ownVm_;            // null: it was given
  js::VM* vm_;
  std::unique_ptr<js::Realm> realm_;
  std::unique_ptr<loop::Loop> loop_;
  std::unique_ptr<ThreadPool> pool_;
  std::unique_ptr<graph::ModuleGraph> graph_;
  std::unique_ptr<js::ModuleLoader> modules_;
  std::optional<js::VM::IdleScope> idle_;
  std::vector<Rejection> rejections_;
  js::Persistent preloadPromise_, mainPromise_, drainTicks_;
  std::string mainPath_;
  graph::NodeId sourceProgram_ = graph::kNoNode;  // of -e, -p and standard input
  std::optional<int> exitCode_;
  std::optional<int> workerExit_;  // that exit() was called with
  bool drainRequested_ = false;
  bool handledLate_ = false;
};

/// As Runtime::reportUncaught, for what a call into JavaScript gave.
void reportUncaught(js::Realm&, const js::JsError&);

}  // namespace weft::runtime
