#pragma once

// Artifacts of files on disk (disk_cache.h): found by path, how the file is read and the settings that count, and
// taken if the file is as it was then, or holds what it held. Parallel.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/artifact.h"
#include "graph/artifact_codec.h"
#include "graph/disk_cache.h"
#include "syntax/lower.h"

namespace weft::graph {

class ArtifactCache {
 public:
  explicit ArtifactCache(DiskCacheOptions options) : disk_(std::move(options)) {}

  /// The place of a file's artifact. `lower` is null for plain JavaScript. Nothing where the file cannot be asked for.
  [[nodiscard]] std::optional<CacheTicket> ticketFor(const std::string& path, KindHint hint,
                                                     const syntax::LowerOptions* lower,
                                                     HoistsMocks hoists = HoistsMocks::No) const;
  /// Likewise of what is made of the file in a way that has a name.
  [[nodiscard]] std::optional<CacheTicket> ticketFor(const std::string& path, std::string_view way) const;
  [[nodiscard]] std::shared_ptr<const Artifact> load(const std::string& path, const CacheTicket& ticket);
  /// Keeps an artifact that has a ticket, with what the engine made of it, for flush().
  void store(const Artifact& artifact, const CompiledCode& compiled, const TextWrapper& wrapper);
  void flush();

 private:
  DiskCache disk_;
  std::mutex mutex_;
  std::vector<std::pair<CacheTicket, std::string_view>> moved_;  // found by what the file holds: its stamp has changed
};

}  // namespace weft::graph
