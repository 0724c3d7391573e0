#pragma once
// What the two processes of `weft test` say to each other. The supervisor (this room) knows no engine: it finds the
// files, hands them out, prints, and outlives a crash. The host (src/runtime/test_host.h) is a child of it that runs
// test files, each in a realm of its own, on a pool of VM threads.
//
// On a stream socket, each way: a frame is a u32 length (little endian, of what follows), a u8 kind and the
// message's fields in the order in which they stand here. Numbers are little endian; a text is its u32 length and
// its bytes (UTF-8); a list is its u32 length and its items.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weft::test {

// ---- supervisor → host

/// The settings of a project, as JSON: what builtins/internal/test_settings.ts documents. Before its first Run.
struct Configure {
  uint32_t project = 0;
  std::string json;
};

/// A test file to run. `reported`: indices of tests that an earlier attempt at this file has told the end of (it
/// crashed, or was stopped in an endless loop): they are not run again.
struct Run {
  uint32_t file = 0;  // the supervisor's number of it, in each answer
  uint32_t project = 0;
  std::string path;  // absolute
  std::vector<uint32_t> reported;
};

/// Asks builtins/internal/<module>.ts (in the setup realm, which lives as long as the host) for `name(argument)`;
/// both ends are JSON. Reading of configuration files, global set-up and tear-down, reporters of one's own.
struct Ask {
  uint32_t question = 0;
  std::string module, name, argument;
};

/// Ends what runs and the host.
struct Quit {};

/// Count what runs of the files below a folder, but for node_modules. Before the first Run.
struct StartCoverage {
  std::string root;
};
/// Tell what has run since the last time, when no file runs.
struct TellCoverage {};
/// From now on FileEnded is to say what a file has read. Before the first Run.
struct Trace {};
/// Say, by a FileEnded of kSetupFile, what the setup realm has read. Behind Trace, and an Ask.
struct TellSetup {};
/// From now on, the files of a project that a thread runs share a realm; none with those that ran before this order.
struct ShareRealms {};

using Order = std::variant<Configure, Run, Ask, Quit, StartCoverage, TellCoverage, Trace, TellSetup, ShareRealms>;

// ---- host → supervisor

/// Where something is in the file as it was written. Line and column from 1; 0: not known.
struct Place {
  std::string path;
  uint32_t line = 0, column = 0;
};

/// An error as it is shown. `message` may hold colours (ANSI), if the settings asked for them; what shows no colours
/// takes them out.
struct Fault {
  std::string name;     // "Error", "AssertionError", "Timeout"
  std::string message;  // with the matcher's diff; without `name`
  std::string stack;    // the frames alone, a line each, without those of weft itself
  Place place;          // of the first frame in a file of the user's: for the code frame
  std::string cause;    // the cause and the errors of an AggregateError, rendered; empty without
};

enum class Mode : uint8_t { Run, Skip, Todo };
enum class Status : uint8_t { Passed, Failed, Skipped, Todo };

/// A test as it was registered. Its index is its place in the list.
struct TestInfo {
  std::vector<std::string> names;  // describe blocks from outside in, the test's own last
  Mode mode = Mode::Run;           // Skip too if `only` or a pattern leaves it out
  Place place;
};

/// The file's realm exists and its code is about to run.
struct FileStarted {
  uint32_t file = 0;
  uint32_t thread = 0;
};
/// The file has registered its tests.
struct Collected {
  uint32_t file = 0;
  std::vector<TestInfo> tests;
};
struct TestStarted {
  uint32_t file = 0;
  uint32_t test = 0;
};
struct TestEnded {
  uint32_t file = 0;
  uint32_t test = 0;
  Status status = Status::Passed;
  double milliseconds = 0;
  uint32_t attempts = 1;  // more than one: it was tried again
  std::vector<Fault> faults;
  std::string note;  // why it was skipped; of an expected failure; empty without
};
/// In place of a file's number: the setup realm.
inline constexpr uint32_t kSetupFile = UINT32_MAX;

/// What the file wrote with console and process.stdout (1) or process.stderr (2), in whole writes.
struct Output {
  uint32_t file = 0;
  uint8_t descriptor = 1;
  std::string text;
};
struct SnapshotCounts {
  uint32_t added = 0, matched = 0, unmatched = 0, updated = 0, removed = 0;
  bool fileRemoved = false, fileWritten = false;
  std::vector<std::string> obsolete;  // keys that no test asked for
};
/// The last of a file. `faults`: of the file's own code, of hooks outside any test, what was thrown after its test.
struct FileEnded {
  uint32_t file = 0;
  double milliseconds = 0;  // from FileStarted on
  std::vector<Fault> faults;
  SnapshotCounts snapshots;
  // What follows, but for what was left open, is there if the order Trace was given. Paths are absolute.
  /// Files that the realm's graph holds or that its program has read, folders that were listed; what was looked for in
  /// vain.
  std::vector<std::string> inputs, missing;
  /// Those of which size, times and mode count; those that were there, which is all that counts.
  std::vector<std::string> stamps, present;
  /// Names of environment variables that were read; "*": all of them.
  std::vector<std::string> variables;
  /// Left open when the file was at its end: "Timeout", "TCPServer", … as process.getActiveResourcesInfo() has it.
  std::vector<std::string> leftOpen;
  /// What the file did that has inputs nobody can name: "a child process", "the network", "a native addon"; its result
  /// is not kept.
  std::vector<std::string> untraced;
};
/// The file's thread was stopped: an endless loop, or its heap was full. The supervisor may run what is left again.
struct FileStopped {
  uint32_t file = 0;
  std::string reason;  // a sentence: "did not come back within 15 s"
};
struct Answer {
  uint32_t question = 0;
  std::string json;            // undefined is empty
  std::optional<Fault> fault;  // the function threw
};

/// What has run on one thread, as coverage::pack() makes it.
struct Covered {
  std::string files;
  bool isLast = false;  // of the threads
};

using Event =
    std::variant<FileStarted, Collected, TestStarted, TestEnded, Output, FileEnded, FileStopped, Answer, Covered>;

// ---- frames

/// A whole frame, ready to be written.
[[nodiscard]] std::string encode(const Order&);
[[nodiscard]] std::string encode(const Event&);

/// Takes frames apart as their bytes arrive. A frame that is malformed ends the stream: `isBroken`.
class FrameReader {
 public:
  void append(std::string_view bytes);
  [[nodiscard]] std::optional<Order> nextOrder();
  [[nodiscard]] std::optional<Event> nextEvent();
  [[nodiscard]] bool isBroken() const { return isBroken_; }

 private:
  std::optional<std::string_view> nextFrame();
  std::string bytes_;
  size_t read_ = 0;
  bool isBroken_ = false;
};

}  // namespace weft::test
