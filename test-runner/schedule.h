#pragma once

// In which order files run, which of them are a shard's, and how long each took last time.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "test-runner/options.h"

namespace weft::test {

/// Milliseconds of files, by path; and which have failed. Kept in a file of lines that may be missing or damaged.
class Timings {
 public:
  struct Entry {
    double milliseconds = 0;
    bool hasFailed = false;
  };
  /// Paths in the file are relative to `root`.
  Timings(std::string file, std::string root);
  [[nodiscard]] const Entry* find(const std::string& path) const;
  void record(const std::string& path, Entry entry);
  /// With what others have written meanwhile. False if it could not be written.
  bool save();

 private:
  using Entries = std::unordered_map<std::string, Entry, StringHash, std::equal_to<>>;
  [[nodiscard]] Entries read() const;
  [[nodiscard]] std::string keyOf(const std::string& path) const;
  std::string file_, root_;
  Entries entries_, news_;
};

/// Those of the shard, in the order of `paths`. Each file is in one shard, the same on every machine that has the same
/// files and timings: without a record of any, files weigh what their bytes are.
[[nodiscard]] std::vector<std::string> shardOf(const std::vector<std::string>& paths, const Timings* timings,
                                               Shard shard);

/// What failed last time first, then what takes longest; files without a record among those by their size.
void sortForSpeed(std::vector<std::string>& paths, const Timings& timings);
/// An order that the seed and the paths below `root` decide.
void shuffle(std::vector<std::string>& paths, const std::string& root, uint32_t seed);

}  // namespace weft::test
