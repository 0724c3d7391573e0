#pragma once

// Artifacts as bytes, for the cache on disk.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/hash.h"
#include "graph/artifact.h"

namespace weft::graph {

[[nodiscard]] inline FileStamp stampOf(const FileStat& stat) {
  return {stat.size, stat.modifiedNanoseconds, stat.inode};
}

/// What is stored of a module: an artifact without the text that its file holds.
struct StoredArtifact {
  FileStamp stamp;
  Hash128 sourceHash;
  ModuleKind kind = ModuleKind::EsModule;
  bool isAscii = false;
  std::optional<std::string_view> text;  // where it was made from what the file holds
  std::shared_ptr<const PositionTable> positions;
  syntax::ModuleScan scan;
  CompiledCode compiled;
};

[[nodiscard]] std::string encodeArtifact(const Artifact& artifact, const FileStamp& stamp,
                                         const CompiledCode& compiled);
/// Borrows from `bytes`, which must be aligned to 16. Nothing where they are malformed.
[[nodiscard]] std::optional<StoredArtifact> decodeArtifact(std::string_view bytes);

}  // namespace weft::graph
