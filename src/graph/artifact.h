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

/// What a module's text was made from.
struct Origin {
  std::string written;                             // what the file holds; empty: the text itself
  std::shared_ptr<const PositionTable> positions;  // from the text to `written`; null: places are the same in both
};

class Artifact {
 public:
  Artifact(std::string path, std::string text, Hash128 sourceHash, ModuleKind kind, syntax::ModuleScan scan,
           bool isAscii, Origin origin = {})
      : source(std::move(path), std::move(text)),
        origin(std::move(origin)),
        sourceHash(sourceHash),
        kind(kind),
        isAscii(isAscii),
        scan(std::move(scan)) {}

  /// Path and text. The text is valid UTF-8 without a byte order mark (malformed bytes became U+FFFD);
  /// for Wasm it is the bytes as they are, for Addon it is empty.
  const SourceText source;
  const Origin origin;
  const Hash128 sourceHash;  // of the bytes as read
  const ModuleKind kind;
  const bool isAscii;             // the text is Latin-1 as it stands
  const syntax::ModuleScan scan;  // empty unless EsModule or CommonJs

  [[nodiscard]] const std::string& text() const { return source.text(); }
  /// Where a byte of the text was written in the file.
  [[nodiscard]] LineColumn placeOf(uint32_t offset) const;
  /// What to show of the file.
  [[nodiscard]] const std::string& shownText() const { return origin.written.empty() ? source.text() : origin.written; }
};

/// How the kind of a file is to be found (module_kind.h): fixed, or by syntax.
enum class KindHint : uint8_t { EsModule, CommonJs, Json, Text, Wasm, Addon, BySyntax, BySyntaxOrWasm };

/// Pure: takes the bytes as read; or JavaScript, and what it was made from. Parallel, reads only.
[[nodiscard]] std::shared_ptr<const Artifact> makeArtifact(std::string path, std::string bytes, KindHint hint,
                                                           Origin origin = {});

/// True when the first bytes have a NUL: an image or an executable rather than source.
[[nodiscard]] bool looksBinary(std::string_view bytes);

}  // namespace weft::graph
