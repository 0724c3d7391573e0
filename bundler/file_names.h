#pragma once

// What the files of an output are called: by templates of [dir], [name], [hash] and [ext]. A file's hash is known when
// its text is, and the texts name other files: until then a mark of the same length stands where the hash will be.
//
//     chunk-names "[name]-[hash]"   "./util-@wa00001.js"   becomes   "./util-K3MJ2QXA.js"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "bundler/chunks.h"
#include "bundler/options.h"

namespace weft::bundler {

class FileNames {
 public:
  FileNames(const Modules& modules, const Chunks& chunks, const OutputOptions& options);

  /// One more file of its own, that no module stands in.
  uint32_t addChunk();
  /// From the output's folder; with a mark where the hash will be.
  [[nodiscard]] const std::string& pathOf(uint32_t chunk) const { return paths_[chunk]; }
  /// How one file names another.
  [[nodiscard]] std::string specifier(uint32_t from, uint32_t to) const;
  /// From the output's folder.
  [[nodiscard]] std::string pathOf(const Asset& asset) const;
  [[nodiscard]] std::string specifier(uint32_t from, const Asset& asset) const;
  /// Puts the hashes into texts, by chunk, and into the paths. A file's hash depends on its text and on all files
  /// that it names, and that these name.
  void putHashes(std::span<std::string*> texts);

 private:
  void addPath(std::string_view pattern, std::string_view folder, std::string_view name);
  [[nodiscard]] std::string specifierOf(uint32_t from, const std::string& path) const;
  [[nodiscard]] std::string mark(uint32_t chunk) const;
  void findUnusedPrefix(const Modules& modules);
  void replaceMarks(std::string& text, const std::vector<std::string>& hashes) const;
  [[nodiscard]] static std::string closureOf(uint32_t first, const std::vector<std::vector<uint32_t>>& named,
                                             const std::vector<std::string>& own);
  [[nodiscard]] std::vector<uint32_t> marksIn(std::string_view text) const;

  const OutputOptions& options_;
  std::string base_;    // what [dir] is relative to
  std::string prefix_;  // of marks; no source has it
  std::vector<std::string> paths_;
};

/// Where a copy of a file goes, from the output's folder. `base`: what [dir] is relative to.
[[nodiscard]] std::string assetPath(const OutputOptions& options, const std::string& base, const Asset& asset);
/// "[dir]/[name]-[hash]" with an extension. `bytes`: what is hashed.
[[nodiscard]] std::string fillPattern(std::string_view pattern, std::string_view dir, std::string_view name,
                                      std::string_view extension, std::string_view bytes);
/// A folder's path from `base`; inside of the output even where it is not inside of `base`.
[[nodiscard]] std::string folderInside(const std::string& base, std::string_view folder);
/// "/a/b.js" → "b"
[[nodiscard]] std::string_view nameOfFile(std::string_view path);
/// "data:image/png;base64,…"
[[nodiscard]] std::string dataUrlOf(const Asset& asset);
/// How a file of the output, from its folder, names another one.
[[nodiscard]] std::string addressFrom(const OutputOptions& options, std::string_view from, const std::string& to);

/// The deepest folder that all of these files are in; what [dir] is relative to unless it is given.
[[nodiscard]] std::string commonFolder(std::span<const std::string> files);

}  // namespace weft::bundler
