#pragma once

// A store of bytes on disk, by key, for many processes at once. It may lose entries and never gives a wrong one: each
// is checked against its key and its checksum when it is asked for, and what does not fit is not there.
//
// A folder holds one folder a build of weft, and that holds three files: `data`, entries one after another, only ever
// appended to; `index`, a hash table of where they are; `lock`, held while one writes. Readers take no lock. When
// `data` grows too large, files with its newer half take the places of the old.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/file.h"
#include "base/hash.h"
#include "base/result.h"

namespace weft::graph {

struct DiskCacheOptions {
  std::string directory;                        // absolute; made when something is written
  std::string build;                            // names the folder of this binary's entries: [0-9a-f]+
  uint64_t maximumBytes = uint64_t{512} << 20;  // of one build's data
};

/// What `weft cache stats` tells.
struct DiskCacheStats {
  uint64_t entries = 0;
  uint64_t bytes = 0;       // of this build
  uint64_t otherBytes = 0;  // of other builds
};

class DiskCache {
 public:
  /// Opens nothing yet.
  explicit DiskCache(DiskCacheOptions options);
  ~DiskCache();
  DiskCache(const DiskCache&) = delete;
  DiskCache& operator=(const DiskCache&) = delete;

  /// The entry's bytes, aligned to 16; valid as long as the process lives. Parallel.
  [[nodiscard]] std::optional<std::string_view> find(const Hash128& key);
  /// Keeps an entry for flush(); a later one of the same key takes its place. Parallel.
  void put(const Hash128& key, std::string bytes);
  /// Writes what was put; nothing happens where the folder cannot be written, or others write for seconds.
  void flush();
  [[nodiscard]] bool hasNews() const { return !news_.empty(); }

  [[nodiscard]] DiskCacheStats stats();
  /// Removes everything, of all builds.
  [[nodiscard]] Result<void, SysError> clean();

 private:
  struct Files;
  struct KeyHash {
    size_t operator()(const Hash128& key) const { return key.low; }
  };

  [[nodiscard]] const Files* files();

  DiskCacheOptions options_;
  std::once_flag opened_;
  std::unique_ptr<Files> files_;  // as they were when first asked
  std::mutex mutex_;              // of news_
  std::unordered_map<Hash128, std::string, KeyHash> news_;
};

}  // namespace weft::graph
