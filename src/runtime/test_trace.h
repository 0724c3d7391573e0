#pragma once
// What the program of a test file has asked of the system, so that its result can stand for a run as long as the
// answers would be the same (test-runner/result_cache.h). What counts is how a path was when the program first asked
// for it: what the program itself has made since is its own. Serial: the file's thread.

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/value.h"
#include "graph/graph.h"
#include "test-runner/protocol.h"

namespace weft::runtime {

class TestTrace {
 public:
  /// How much of what is at a path counts. Each includes the ones before it.
  enum class Look : uint8_t { Present, Stamp, Contents };

  // ---- before the system is asked; paths are absolute

  void looks(const std::string& path, Look look);
  /// Every folder below, too.
  void lists(const std::string& path);
  /// The file is written or changed, or something comes to be there.
  void makes(const std::string& path);
  void removes(const std::string& path);
  /// The system makes up a name that begins so.
  void makesUnique(const std::string& prefix);
  void links(const std::string& target, const std::string& path);

  /// `name` of an environment variable; "*": all of them.
  void reads(std::string variable) { variables_.insert(std::move(variable)); }

  // ---- the network: who talks to itself hears nothing new
  void listens(uint16_t port) { ports_.insert(port); }
  void connects(const std::string& address, uint16_t port);
  void connects(const std::string& path);
  void resolves(const std::string& name);

  /// Something that has inputs nobody can name.
  void untraced(std::string what);

  /// All that is told at the end of the file, with what its modules are.
  void fill(test::FileEnded& end, graph::ModuleGraph& graph);

 private:
  struct Known {
    bool isThere = false;
    Look look = Look::Present;
  };
  [[nodiscard]] bool isOwn(std::string_view path) const;
  Known& know(const std::string& path, Look look);
  void listBelow(const std::string& path, size_t depth);

  std::unordered_map<std::string, Known> known_;
  std::unordered_set<std::string> own_;      // with all below
  std::vector<std::string> uniquePrefixes_;  // likewise what the system has named
  std::unordered_set<std::string> variables_;
  std::unordered_set<uint16_t> ports_;
  std::vector<std::string> untraced_;
};

/// Of the test file whose program this is; null if nobody wants to know.
[[nodiscard]] TestTrace* traceOf(js::Realm& realm);
/// The program does something that has inputs nobody can name: "a child process".
void noteUntraced(js::Realm& realm, const char* what);

}  // namespace weft::runtime
