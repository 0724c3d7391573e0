#pragma once

// Hands the files of a run out to the host, keeps what comes back, and tells the reporters. What the host does not
// survive is found here: the test that ran when it died has failed, and what is left of its file runs again. Where
// several files ran then, each runs again alone: nobody is blamed for what a neighbour did.

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "test-runner/protocol.h"
#include "test-runner/report/reporter.h"
#include "test-runner/results.h"

namespace weft::test {

struct DispatchLimits {
  uint32_t threads = 1;
  uint32_t bail = 0;  // failures after which nothing more is handed out; 0: none
  bool keepsOutput = true;
  std::vector<bool> isSerial = {};  // by project: its files run one after another
};

class Dispatcher {
 public:
  /// `order`: numbers of files of `run`, first to be run first.
  Dispatcher(RunResult& run, std::vector<Reporter*> reporters, const std::vector<uint32_t>& order,
             DispatchLimits limits);

  /// Gives the host as much as it can use.
  void handOut(const std::function<void(const Order&)>& send);
  /// All that is to be said of a file that the host does not run. False if that makes no sense.
  [[nodiscard]] bool tell(uint32_t number, std::vector<Event> events);
  /// Likewise what was told of it before, which stands for its run.
  [[nodiscard]] bool replay(uint32_t number, std::vector<Event> events);
  /// False if the event makes no sense: then the host is not to be trusted.
  [[nodiscard]] bool handle(Event event);
  /// The host is gone, with all that it had. `how`: "crashed (SIGSEGV)".
  void hostEnded(const std::string& how);
  [[nodiscard]] bool isDone() const;
  /// Nothing more runs; what is in flight is lost.
  void abandon(RunEnd end);
  /// When it is done: what remains to be said of the run.
  void finish() { noteUnexplained(); }
  /// A host has been lost before any file ran, again and again.
  [[nodiscard]] bool isHopeless() const { return isHopeless_; }

 private:
  struct Flight {
    bool isStarted = false;
    size_t endedBefore = 0;  // tests that had ended when it was handed out
  };

  [[nodiscard]] std::deque<uint32_t>::iterator nextWaiting();
  void send(uint32_t number, const std::function<void(const Order&)>& send);
  void blame(FileResult& file, const std::string& name, const std::string& what);
  void endTest(FileResult& file, TestResult& test);
  void endFile(FileResult& file);
  void failed(size_t count);
  void noteUnexplained();
  template <typename Call>
  void tell(Call&& call);

  bool on(FileStarted& event, FileResult& file);
  bool on(Collected& event, FileResult& file);
  bool on(TestStarted& event, FileResult& file);
  bool on(TestEnded& event, FileResult& file);
  bool on(Output& event, FileResult& file);
  bool on(FileEnded& event, FileResult& file);
  bool on(FileStopped& event, FileResult& file);

  RunResult& run_;
  std::vector<Reporter*> reporters_;
  DispatchLimits limits_;
  std::deque<uint32_t> waiting_;
  std::deque<uint32_t> suspects_;  // ran when the host died: one at a time, and nothing beside it
  std::unordered_map<uint32_t, Flight> inFlight_;
  std::string unexplained_;  // what the host died of, and nobody has done again
  std::vector<std::string> unexplainedFiles_;
  size_t failures_ = 0;
  unsigned vainHosts_ = 0;
  bool isHopeless_ = false;
};

}  // namespace weft::test
