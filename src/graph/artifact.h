#pragma once

// What is known of a module from its own bytes: immutable, and dependent on the bytes and `kind` alone, never on
// another file, so that it can live in a cache.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/position_table.h"
#include "base/source_text.h"
#include "graph/module_kind.h"
#include "syntax/module_scan.h"

namespace weft::graph {

class Artifact {
 public:
  Artifact(std::string path, std::string text, Hash128 sourceHash, ModuleKind kind, syntax::ModuleScan scan,
           bool isAscii, std::string written = {}, std::shared_ptr<const PositionTable> positions = nullptr)
      : source(std::move(path), std::move(text)),
        written(std::move(written)),
        sourceHash(sourceHash),
        kind(kind),
        isAscii(isAscii),
        positions(std::move(positions)),
        scan(std::move(scan)) {}

  /// Path and text. The text is valid UTF-8 without a byte order mark (malformed bytes became U+FFFD);
  /// for Wasm it is the bytes as they are, for Addon it is empty.
  const SourceText source;
  const std::string written;  // what the file holds where `source` was made from it
  const Hash128 sourceHash;   // of the bytes as read
  const ModuleKind kind;
  const bool isAscii;  // the text is Latin-1 as it stands
  // Where the text of `source` stands in `written`; null: in the same lines and columns.
  const std::shared_ptr<const PositionTable> positions;
  const syntax::ModuleScan scan;  // empty unless EsModule or CommonJs

  [[nodiscard]] const std::string& text() const { return source.text(); }
  /// Where a byte of the text was written: as people see the file.
  [[nodiscard]] LineColumn placeAt(uint32_t offset) const;
  /// What to show of the file.
  [[nodiscard]] const std::string& shownText() const { return written.empty() ? source.text() : written; }
};

/// How the kind of a file is to be found (module_kind.h): fixed, or by syntax.
enum class KindHint : uint8_t { EsModule, CommonJs, Json, Text, Wasm, Addon, BySyntax, BySyntaxOrWasm };

/// Pure: takes the bytes as read; or JavaScript, what it was made from as `written`, and which place of that each of
/// its own stands for (null: the same). Parallel, reads only.
[[nodiscard]] std::shared_ptr<const Artifact> makeArtifact(std::string path, std::string bytes, KindHint hint,
                                                           std::string written = {},
                                                           std::shared_ptr<const PositionTable> positions = nullptr);

/// True when the first bytes have a NUL: an image or an executable rather than source.
[[nodiscard]] bool looksBinary(std::string_view bytes);

}  // namespace weft::graph
