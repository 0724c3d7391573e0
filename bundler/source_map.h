#pragma once

// The source map of an output: its text's places as the modules' files have them, or, where a file brings a map of its
// own, as the files have them that it was made of.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "bundler/scan.h"
#include "syntax/printer.h"

namespace weft::bundler {

/// A piece of an output that was printed from a module's tree.
struct Piece {
  ModuleId module = kNoModule;
  size_t begin = 0;  // in the output
  size_t end = 0;
  syntax::Mappings mappings;  // from `begin`
};

/// A text that pieces were printed from.
struct MapSource {
  const SourceText* text = nullptr;             // the file
  const graph::WrittenText* written = nullptr;  // of a module whose tree has another text
  std::string_view mapUrl = {};                 // of the map that the file brings along; empty: none
};

/// As JSON. `pieces` name `sources` by number.
[[nodiscard]] std::string sourceMapOf(std::span<const MapSource> sources, std::string_view text,
                                      std::span<const Piece> pieces, std::string_view outfile);

/// As JSON. `pieces` are in the order of `text`; `outfile` is the absolute path that it will have.
[[nodiscard]] std::string sourceMapOf(const Modules& modules, std::string_view text, std::span<const Piece> pieces,
                                      std::string_view outfile);

/// `//# sourceMappingURL=file.map` for a map beside the output.
[[nodiscard]] std::string sourceMapComment(std::string_view outfile);

}  // namespace weft::bundler
