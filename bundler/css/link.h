#pragma once

// Many style sheets as one: @import takes the place of what it names, under its conditions. As browsers have it, of a
// sheet that is imported more than once the last time counts; cycles end where they close. Serial.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "css/tree.h"
#include "syntax/printer.h"

namespace weft::css {

using FileId = uint32_t;
inline constexpr FileId kNoFile = UINT32_MAX;

/// What stands behind the address of an @import.
struct Condition {
  bool hasLayer = false;
  std::string_view layer = {};  // empty: one without a name
  Values supports = {};
  Values media = {};

  [[nodiscard]] bool isNone() const { return !hasLayer && supports.empty() && media.empty(); }
};

struct Import {
  std::string address;
  ByteRange range;
  Condition condition;

  // After resolution: a sheet of the bundle, or an address that stays in the output.
  FileId target = kNoFile;
  std::string external = {};
};

/// A url(…) of a file.
struct Reference {
  Value* value = nullptr;
  std::string address;
  ByteRange range;
};

struct File {
  std::string path;
  std::string shownPath;
  std::unique_ptr<SourceText> source = {};
  std::unique_ptr<Sheet> sheet = {};
  std::vector<Import> imports = {};
  std::vector<Reference> references = {};
};

/// Takes the @import rules (and @charset) out of the sheet, and finds what else it names. Misplaced ones are told of.
void findImports(File& file, Log& log);
void findReferences(File& file);

/// A part of the output that was made of one file.
struct Piece {
  FileId file = kNoFile;
  size_t begin = 0;  // in the output
  size_t end = 0;
  syntax::Mappings mappings;  // from `begin`
};

struct LinkOptions {
  bool minifyWhitespace = false;
  bool wantsMappings = false;
  const std::vector<std::string>* references = nullptr;  // by number
};

struct Linked {
  std::string text;
  std::vector<Piece> pieces;
};

/// `entries` in their order: of what is in more than one, the last counts.
[[nodiscard]] Linked link(const std::vector<File>& files, const std::vector<FileId>& entries,
                          const LinkOptions& options);

}  // namespace weft::css
