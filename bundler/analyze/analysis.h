#pragma once

// What an output is made of, and why: of each file its parts, with their sizes as written, as they stand in the output
// and compressed; of each part the imports that lead to it from an entry; packages that are there in several versions.
// Made of the metafile (bundler/metafile.h) and the texts of the output.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::analyze {

struct Sizes {
  size_t bytes = 0;
  size_t gzip = 0;
  size_t brotli = 0;
};

/// What an output file has of one module.
struct AnalyzedPart {
  std::string module;  // as the metafile names it
  size_t source = 0;   // bytes of the module's file
  Sizes sizes = {};    // of its text in the output; compressed by itself
};

struct AnalyzedFile {
  std::string path;
  std::string entry = {};  // the module that it is the entry of; empty: it is shared, or no program
  Sizes sizes = {};
  std::vector<AnalyzedPart> parts = {};  // the largest first
  bool isProgram = false;                // of modules
};

/// A way in: the module, and how the one before it asks for it.
struct ChainLink {
  std::string module;
  std::string kind;  // "import-statement", "dynamic-import", "require-call"; of the first: "entry-point"
};

struct PackageCopy {
  std::string folder;
  std::string version;
  size_t bytes = 0;  // in the output
};

struct DuplicatePackage {
  std::string name;
  std::vector<PackageCopy> copies;
};

struct Analysis {
  std::vector<AnalyzedFile> files;                       // programs first, the largest of each first
  std::map<std::string, std::vector<ChainLink>> chains;  // by module: the shortest, from an entry to it
  std::vector<DuplicatePackage> duplicates;              // by what they cost
};

/// A text of the output, and where modules stand in it.
struct AnalyzedText {
  struct Piece {
    std::string_view module;
    size_t begin = 0;
    size_t end = 0;
  };
  std::string path;  // as the metafile names it
  std::string_view text;
  std::vector<Piece> pieces = {};
};

/// `folder`: what the metafile's paths are seen from; packages' versions are read there. Nothing where the metafile is
/// none.
[[nodiscard]] std::optional<Analysis> analyze(std::string_view metafile, const std::vector<AnalyzedText>& texts,
                                              const std::string& folder);

/// For a terminal.
[[nodiscard]] std::string analysisText(const Analysis& analysis);
/// A page that needs nothing else: a treemap, lists, and why each module is there.
[[nodiscard]] std::string analysisPage(const Analysis& analysis);

/// "1.2 kB"
[[nodiscard]] std::string sizeText(size_t bytes);

}  // namespace weft::analyze
