#pragma once

// Which files an output is made of, and which modules stand in each. An entry, given or asked for by import(), has a
// file of its own; what several entries need stands together with what just the same entries need. So whoever loads a
// file needs all of it, and files never import each other in circles. Serial.
//
//     a.js → shared.js, only-a.js     b.js → shared.js     gives     a.js (with only-a.js), b.js, chunk (shared.js)

#include <cstdint>
#include <set>
#include <vector>

#include "bundler/link.h"

namespace weft::bundler {

inline constexpr uint32_t kNoChunk = UINT32_MAX;

/// What one file may take from another: a variable of a module, or what the linker makes of all of the module.
struct Reference {
  static constexpr uint32_t kExports = UINT32_MAX - 1;  // the namespace object
  static constexpr uint32_t kView = UINT32_MAX - 2;     // of CommonJS: what import sees of it
  static constexpr uint32_t kInit = UINT32_MAX - 3;     // the function that evaluates it
  static constexpr uint32_t kRequire = UINT32_MAX - 4;  // of CommonJS: the function that gives module.exports

  ModuleId module = kNoModule;
  uint32_t what = kNoSymbol;  // a symbol, or one of the above

  friend auto operator<=>(const Reference&, const Reference&) = default;
};

struct Chunk {
  ModuleId entry = kNoModule;     // whose exports are the file's
  bool isGiven = false;           // the entry is one that was asked for on the command line
  std::vector<ModuleId> modules;  // that stand in it, by ModuleId
  /// What happens when the file is evaluated, in order: a module's statements, or the call that evaluates a wrapped
  /// one.
  std::vector<ModuleId> steps;
  std::vector<uint32_t> imports;  // of other chunks, in the order in which they are to be evaluated
  std::set<Reference> takes;      // from other chunks
  std::set<Reference> gives;      // to other chunks
};

struct Chunks {
  std::vector<Chunk> list;          // those of entries first, in their order
  std::vector<uint32_t> chunkOf;    // by ModuleId; kNoChunk where it is left out
  std::vector<ModuleId> roots;      // entries, each with the chunk of the same index
  std::vector<uint32_t> firstRoot;  // by chunk: an entry that needs it
};

/// `splits`: what import() asks for gets files of its own. Otherwise there must be one entry, and all is one chunk.
[[nodiscard]] Chunks divide(const Modules& modules, const Linked& linked, bool splits);

/// What the files take from each other, once it is known what is evaluated when. Fills in `takes` and `gives`, and adds
/// to `imports` what is imported for its variables alone.
void connect(const Modules& modules, Linker& linker, const Linked& linked, bool isEsModule, Chunks& chunks);

}  // namespace weft::bundler
