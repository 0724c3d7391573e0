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
  return {stat.size, stat.modifiedNanoseconds, stat.changedNanoseconds, stat.inode};
}

/// What is stored of a module.
struct StoredArtifact {
  FileStamp stamp;
  Hash128 sourceHash;
  ModuleKind kind = ModuleKind::EsModule;
  bool isAscii = false;
  bool isMade = false;  // the text was made from what the file holds
  std::string_view text;
  std::shared_ptr<const PositionTable> positions;
  syntax::ModuleScan scan;
  CompiledCode compiled;
};

/// `wrapper`: what the engine runs before and after the text.
struct TextWrapper {
  std::string_view before;
  std::string_view after;
};

[[nodiscard]] std::string encodeArtifact(const Artifact& artifact, const FileStamp& stamp, const CompiledCode& compiled,
                                         const TextWrapper& wrapper);
/// Borrows from `bytes`, which must be aligned to 16. Nothing where they are malformed.
[[nodiscard]] std::optional<StoredArtifact> decodeArtifact(std::string_view bytes);

}  // namespace weft::graph
