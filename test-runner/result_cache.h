#pragma once

// Results of test files that passed, and everything they came from: they stand for a run as long as every input is what
// it was. Whatever is in doubt runs: a result is kept only if nothing that was read changed while the file ran, and
// given back only if every file, every folder, every name that was looked for in vain and every variable is the same.

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/byte_stream.h"
#include "base/hash.h"
#include "graph/artifact.h"
#include "graph/disk_cache.h"
#include "test-runner/report/reporter.h"
#include "test-runner/results.h"

namespace weft::test {

class ResultCache {
 public:
  struct Options {
    std::string directory;
    std::string build;  // of weft: no other one's results are used
    std::string root;
    std::string surroundings;  // what else results depend on: the machine, the terminal, the working directory
  };
  explicit ResultCache(Options options);

  /// A run begins: what is in the file system is looked at anew.
  void begin() { seen_.clear(); }
  /// All that is not an input that can be read: settings as they are sent to the host.
  void setSettings(uint32_t project, std::string json, std::vector<std::string> inputs);

  struct Found {
    std::vector<Event> events;  // empty: it has to run
    std::string why;            // why it does or does not: the end of a sentence
  };
  [[nodiscard]] Found find(const FileResult& file);
  /// Keeps the result, or why it is none to be kept. Before `output` is let go.
  void keep(const FileResult& file);
  void flush() { disk_.flush(); }

 private:
  /// What counts of a path, as its traces in FileEnded have it.
  enum class Look : uint8_t { Contents, Stamp, Present };
  struct Seen {
    graph::FileStamp stamp;
    std::optional<Hash128> hashes[3];  // by Look, once they were asked for; none of what cannot be read
    bool isThere = false;
  };
  struct Inputs {
    std::vector<std::string> paths[3];  // by Look
    std::vector<std::string> missing;
  };
  [[nodiscard]] Hash128 keyOf(const FileResult& file) const;
  [[nodiscard]] const Seen& look(const std::string& path);
  [[nodiscard]] const Seen& look(const std::string& path, Look look);
  /// Why it must run; empty: it need not.
  [[nodiscard]] std::string change(ByteReader& in);
  /// Why the result must not be kept; empty: it may be.
  [[nodiscard]] std::string objection(const FileResult& file, const Inputs& inputs);
  [[nodiscard]] Inputs inputsOf(const FileResult& file) const;
  [[nodiscard]] static std::string shown(const std::string& path, const std::string& root);

  Options options_;
  graph::DiskCache disk_;
  struct Project {
    std::string settings;
    std::vector<std::string> inputs;
  };
  std::vector<Project> projects_;
  std::unordered_map<std::string, Seen> seen_;
};

/// Hands every file that has run to the cache.
class ResultKeeper : public Reporter {
 public:
  explicit ResultKeeper(ResultCache& cache) : cache_(cache) {}
  void fileEnded(const FileResult& file) override {
    if (!file.isReplayed && !file.checksTypes) cache_.keep(file);
  }

 private:
  ResultCache& cache_;
};

}  // namespace weft::test
