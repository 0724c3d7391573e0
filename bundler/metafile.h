#pragma once

// What went into an output and what came of it, as JSON in esbuild's form, for tools that show it.

#include <string>
#include <vector>

#include "bundler/chunks.h"
#include "bundler/emit.h"

namespace weft::bundler {

class Metafile {
 public:
  /// Paths are shown from here.
  explicit Metafile(std::string workingDirectory) : base_(std::move(workingDirectory)) {}

  void addModules(const Modules& modules);
  /// `paths`: of the outputs, by chunk, absolute. `bytes`: of the text of the output.
  void addOutput(const Modules& modules, const Chunks& chunks, const std::vector<std::string>& paths, uint32_t chunk,
                 const Emitted& emitted, size_t bytes);
  /// A file that comes of no modules: a source map, an asset.
  void addFile(const std::string& path, size_t bytes);
  [[nodiscard]] std::string json() const;

 private:
  std::string base_;
  std::map<std::string, std::string> inputs_;
  std::map<std::string, std::string> outputs_;
};

}  // namespace weft::bundler
