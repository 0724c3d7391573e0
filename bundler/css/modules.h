#pragma once

// CSS modules: classes, ids, keyframes, containers and grid areas get names that no other file has; what a class
// composes is told to whoever uses it from JavaScript.
//
//     .a { color: red }  .b { composes: a; composes: c from "./d.css" }
//     → .a_x1Yz2 { color: red }    a: "a_x1Yz2", b: "b_x1Yz2 a_x1Yz2 …"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "css/link.h"

namespace weft::css {

/// Whether names are the file's own unless they are in :global(), or the other way round.
enum class NameScope : uint8_t { Local, Global };

struct Composition {
  enum class From : uint8_t { Own, File, Global };
  From from = From::Own;
  std::string name;
  uint32_t import = 0;  // of ModuleNames::imports
};

struct ModuleExport {
  std::string name;       // as it was written
  std::string generated;  // as it is in the output
  std::vector<Composition> composes;
};

/// A file that something is composed from.
struct ComposedFile {
  std::string address;
  ByteRange range;
  FileId target = kNoFile;
};

struct ModuleNames {
  std::vector<ModuleExport> exports;  // in the order of the file
  std::vector<ComposedFile> imports;

  [[nodiscard]] const ModuleExport* find(std::string_view name) const;
};

struct ModuleOptions {
  NameScope scope = NameScope::Local;
  /// [local], [hash] (of the path), [name] (of the file).
  std::string pattern = "[local]_[hash]";
  /// What the hash is made of: the same on every machine.
  std::string path;
};

/// Renames in the sheet. Before it is lowered.
[[nodiscard]] ModuleNames scopeNames(File& file, const ModuleOptions& options, Log& log);

/// An export as JavaScript has it: its name and all that it composes, apart by blanks. `names` by FileId; what is not
/// there is told of.
[[nodiscard]] std::string composedValue(const std::vector<ModuleNames>& names, FileId file, const ModuleExport& it);

}  // namespace weft::css
