#pragma once

// The source map of an output: its text's places as the modules' files have them, or, where a file brings a map of its
// own, as the files have them that it was made of. What each module says is encoded beside the others (parallel, reads
// only); joining adds what depends on what stands before (serial).

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bundler/scan.h"
#include "syntax/printer.h"

namespace weft::bundler {

/// A text that pieces were printed from.
struct MapSource {
  const SourceText* text = nullptr;             // the file
  const graph::WrittenText* written = nullptr;  // of a module whose tree has another text
  std::string_view mapUrl = {};                 // of the map that the file brings along; empty: none
};

[[nodiscard]] MapSource mapSourceOf(const Module& module);

struct MapOptions {
  bool hasContents = true;  // the sources' texts go along
  std::string root = {};    // what sources are relative to, for who reads the map; empty: the map's own folder
};

/// The files that a text was made of, by their number in a MapPart.
struct MapFiles {
  std::vector<std::string> sources;   // absolute paths, or what a map calls them
  std::vector<std::string> contents;  // as JSON
};

/// The map of a piece of text by itself: segments that are encoded as differences to each other, but the first.
struct MapPart {
  struct Place {
    uint32_t source = 0;
    LineColumn at;
  };
  static constexpr uint32_t kNoName = UINT32_MAX;

  std::optional<LineColumn> nothingAt;  // in the piece: it begins with what is of no file
  std::optional<Place> firstPlace;      // nothing: there are no segments
  LineColumn firstAt;                   // in the piece
  uint32_t firstName = kNoName;
  std::string rest;   // the segments after it
  size_t nameAt = 0;  // in `rest`: the first name, which is the difference to 0; none where nameLength is 0
  size_t nameLength = 0;
  uint32_t nameNumber = 0;
  LineColumn lastAt;            // the last segment
  Place lastPlace;              // of the last segment that has one
  uint32_t lastName = kNoName;  // likewise
  bool isInside = false;        // the text after the last segment is of a file
  LineColumn end;               // of the text
  std::string names;            // as items of JSON
  uint32_t nameCount = 0;
};

/// A piece of an output that was printed from a module's tree.
struct Piece {
  uint32_t module = kNoModule;
  size_t begin = 0;  // in the output
  size_t end = 0;
  MapPart map = {};
  MapFiles files = {};  // of the module's first piece
};

/// Makes the parts of one module.
class ModuleMapper {
 public:
  ModuleMapper(const MapSource& source, const MapOptions& options);
  ~ModuleMapper();

  /// `mappings` are from `text`, a piece of the output.
  [[nodiscard]] MapPart partOf(std::string_view text, const syntax::Mappings& mappings);
  /// What the parts' places are in.
  [[nodiscard]] MapFiles takeFiles();

 private:
  class Origin;

  const MapOptions& options_;
  std::unique_ptr<Origin> origin_;
};

/// As JSON. `pieces` are in the order of `text`, and used up; `outfile` is the absolute path that it will have.
[[nodiscard]] std::string sourceMapOf(std::string_view text, std::span<Piece> pieces, std::string_view outfile,
                                      const MapOptions& options);

/// Likewise, where text[begin, end) was printed from one tree, and nothing else was.
[[nodiscard]] std::string sourceMapOf(std::string_view text, size_t begin, size_t end, const MapSource& source,
                                      const syntax::Mappings& mappings, std::string_view outfile,
                                      const MapOptions& options = {});

/// `//# sourceMappingURL=file.map` for a map beside the output.
[[nodiscard]] std::string sourceMapComment(std::string_view outfile);

}  // namespace weft::bundler
