#pragma once

// What resolution has seen of the file system: kinds, real paths, package.json files. Parallel: any thread may
// ask. What exists is remembered for good, as Node remembers it; what was missing until `forgetMisses`.
// One lstat a path; the real path of a file is its folder's, known once a folder, and its name.

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "graph/file_trace.h"
#include "graph/package_json.h"
#include "graph/ts_config.h"

namespace weft::graph {

/// A package.json as found: absent, malformed (`error`), or read.
struct PackageEntry {
  std::optional<PackageJson> package;
  std::string error;  // of a malformed one
  std::string path;
};

/// A tsconfig.json as found: malformed (`error`), or read.
struct TsConfigEntry {
  std::shared_ptr<const TsConfig> config;
  TsConfigError error;
};

class FileCache {
 public:
  /// `packageFields`: what is read of package.json files beside the fields of Node.
  explicit FileCache(std::vector<std::string> packageFields = {}) : packageFields_(std::move(packageFields)) {}

  /// What is at an absolute, normalised path; links followed.
  [[nodiscard]] FileKind kind(const std::string& path);
  [[nodiscard]] bool isFile(const std::string& path) {
    FileKind found = kind(path);
    return found == FileKind::File || found == FileKind::Other;
  }
  [[nodiscard]] bool isDirectory(const std::string& path) { return kind(path) == FileKind::Directory; }
  /// The path without links, for a path that exists; itself when it vanished meanwhile.
  [[nodiscard]] std::string realPathOf(const std::string& path);
  /// The package.json in a folder. Never null; lives as long as the cache.
  [[nodiscard]] const PackageEntry* packageIn(std::string_view directory);
  /// The nearest package.json from a folder upward, not past node_modules; null if there is none.
  [[nodiscard]] const PackageEntry* scopeOf(std::string_view directory);
  /// The nearest package.json with a map in `browser`, from a folder upward; null if there is none. A package inside
  /// of another that has no map of its own is under that of the other.
  [[nodiscard]] const PackageJson* browserScopeOf(std::string_view directory);

  /// The nearest tsconfig.json, else jsconfig.json, from a folder upward; null if there is none, or in node_modules.
  [[nodiscard]] const TsConfigEntry* tsConfigOf(std::string_view directory);

  /// From now on, what is forgotten is kept in mind for visit().
  void trace() { isTraced_ = true; }
  /// Every path that was asked for since the beginning, or trace(). No other thread may be asking.
  void visit(const FileVisitor& visitor) const;
  /// A file that was read, or a folder that was listed, for something else than its package.
  void noteRead(const std::string& path);

  void forgetMisses();
  /// No other thread may be asking.
  void clear();

 private:
  struct Entry {
    FileKind kind = FileKind::Missing;
    bool isSymbolicLink = false;
    bool hasRealPath = false;
    std::string realPath;  // empty with hasRealPath: the path itself
  };
  template <typename Value>
  using Map = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

  struct Shard {
    std::mutex mutex;
    Map<Entry> entries;
    Map<std::unique_ptr<PackageEntry>> packages;
    Map<const PackageEntry*> scopes;
    Map<std::unique_ptr<TsConfigEntry>> configs;  // by path
    Map<const TsConfigEntry*> configScopes;       // by folder
    Map<FileSeen> noted;                          // while it is traced: read, or missing and forgotten
  };

  static constexpr size_t kShards = 16;

  Shard& shardOf(std::string_view path) { return shards_[StringHash{}(path) % kShards]; }
  Entry look(const std::string& path);
  const TsConfigEntry* configAt(const std::string& path);
  const PackageEntry* knownScope(std::string_view directory, bool& isKnown);

  const std::vector<std::string> packageFields_;
  bool isTraced_ = false;
  std::array<Shard, kShards> shards_;
};

}  // namespace weft::graph
