#pragma once

// Files that are part of the executable: the program that `weft build --compile` made of weft. They are below "/$weft",
// read only, and whoever asks for files (base/file.h, node:fs) finds them there. A plain weft has none, which one
// comparison tells. Installed once, before anything asks; then parallel, reads only.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace weft::embedded {

inline constexpr std::string_view kRoot = "/$weft";

struct File {
  std::string_view bytes;
  std::string_view compiled;  // the artifact of a module (graph/artifact_codec.h), aligned to 16; empty: there is none
  uint64_t inode = 0;
};

/// What is put into an executable.
struct Program {
  struct Entry {
    std::string path;  // absolute, below kRoot
    std::string bytes;
    std::string compiled = {};
  };
  std::string entry;                   // the path that runs
  std::vector<std::string> arguments;  // before it, as of weft's command line
  std::vector<Entry> files;
};

/// What was found in the running executable.
struct Found {
  bool isProgram = false;
  std::string fault = {};  // why it cannot run: something has been cut off
  std::string entry = {};
  std::vector<std::string> arguments = {};
};

/// A copy of weft's binary with a program in it. The error says why there is none.
[[nodiscard]] Result<std::string, std::string> withProgram(std::string weft, const Program& program);
/// Looks into the running executable, and installs what it has.
[[nodiscard]] Found installProgram();
/// Installs files without an executable, for whoever compiles them.
void install(const Program& program);

/// Whether a path is below kRoot, and there are embedded files.
[[nodiscard]] bool isInside(std::string_view path);
[[nodiscard]] const File* find(std::string_view path);
/// Missing, too, where nothing is installed.
[[nodiscard]] FileKind kindOf(std::string_view path);
/// What is directly in a folder, sorted, with what it is.
[[nodiscard]] std::vector<std::pair<std::string, FileKind>> list(std::string_view folder);
[[nodiscard]] Result<FileStat, SysError> stat(std::string_view path);
/// A descriptor to read the file from, as open(2) gives; -1 with errno.
[[nodiscard]] int open(std::string_view path, int flags);

}  // namespace weft::embedded
