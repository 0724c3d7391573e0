#pragma once

// What is known of a module from its own bytes: immutable, and dependent on the bytes and `kind` alone, never on
// another file, so that it can live in a cache.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/position_table.h"
#include "base/source_text.h"
#include "data/document.h"
#include "graph/module_kind.h"
#include "syntax/module_scan.h"

namespace weft::graph {

/// A file as it was when it was read.
struct FileStamp {
  uint64_t size = 0;
  int64_t modifiedNanoseconds = 0;
  int64_t changedNanoseconds = 0;  // of the inode: an edit that sets the time of the file back changes this
  uint64_t inode = 0;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// What a module's text was made from.
struct Origin {
  std::string written;                             // what the file holds; empty: the text itself, or see isInFile
  bool isInFile = false;                           // what was written is read from the file when it is to be shown
  std::shared_ptr<const PositionTable> positions;  // from the text to `written`; null: places are the same in both
  std::optional<Hash128> hash = {};                // of the bytes as read, where `written` is not these
};

/// Where the cache on disk keeps a file's artifact, and the file as it was when it was read.
struct CacheTicket {
  Hash128 key;
  FileStamp stamp;
};

/// What the engine made of a module's text the last time; only the engine can read it.
struct CompiledCode {
  std::string_view whole;     // the text with what the engine runs around it; empty if that is nothing, or not known
  std::string_view record;    // imports, exports, names: what linking asks of an ES module
  std::string_view bytecode;  // aligned to 16
  uint32_t textHash = 0;      // the engine's own hash of the text
};

class Artifact {
 public:
  template <typename Text>
  Artifact(std::string path, Text text, Hash128 sourceHash, ModuleKind kind, syntax::ModuleScan scan, bool isAscii,
           Origin origin = {}, std::optional<CacheTicket> ticket = {}, CompiledCode compiled = {},
           std::shared_ptr<const data::Document> document = nullptr)
      : source(std::move(path), std::move(text)),
        origin(std::move(origin)),
        sourceHash(sourceHash),
        kind(kind),
        isAscii(isAscii),
        scan(std::move(scan)),
        ticket(ticket),
        compiled(std::move(compiled)),
        document(std::move(document)) {}

  /// Path and text. The text is valid UTF-8 without a byte order mark (malformed bytes became U+FFFD);
  /// for Wasm it is the bytes as they are, for Addon it is empty.
  const SourceText source;
  const Origin origin;
  const Hash128 sourceHash;  // of the bytes as read
  const ModuleKind kind;
  const bool isAscii;                                    // the text is Latin-1 as it stands
  const syntax::ModuleScan scan;                         // empty unless EsModule or CommonJs
  const std::optional<CacheTicket> ticket;               // of files, where there is a cache
  const CompiledCode compiled;                           // empty unless it came from the cache
  const std::shared_ptr<const data::Document> document;  // of data files: what the text says

  [[nodiscard]] std::string_view text() const { return source.text(); }
  /// Where a byte of the text was written in the file.
  [[nodiscard]] LineColumn placeOf(uint32_t offset) const;
  /// What to show of the file. Parallel.
  [[nodiscard]] std::string_view shownText() const;

 private:
  mutable std::once_flag shownOnce_;
  mutable std::string shown_;
};

/// Whether calls that replace modules come before imports, as in tests (syntax/hoist_mocks.h).
enum class HoistsMocks : uint8_t { No, Yes };

/// How the kind of a file is to be found (module_kind.h): fixed, or by syntax.
enum class KindHint : uint8_t {
  EsModule,
  CommonJs,
  Json,
  Text,
  Wasm,
  Addon,
  BySyntax,
  BySyntaxOrWasm,
  Json5,
  Toml,
  Yaml,
};

/// Pure: takes the bytes as read; or JavaScript, and what it was made from. Not for data files, which may have faults
/// (data_module.h). Parallel, reads only.
[[nodiscard]] std::shared_ptr<const Artifact> makeArtifact(std::string path, std::string bytes, KindHint hint,
                                                           Origin origin = {}, std::optional<CacheTicket> ticket = {});

/// True when the first bytes have a NUL: an image or an executable rather than source.
[[nodiscard]] bool looksBinary(std::string_view bytes);

}  // namespace weft::graph
