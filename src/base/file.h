#pragma once

// Synchronous file access for the stages that have no event loop (graph, caches, tools). Errors are SysError.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weft {

enum class FileKind : uint8_t { Missing, File, Directory, Other };

struct FileStat {
  FileKind kind = FileKind::Missing;
  uint64_t size = 0;
  int64_t modifiedNanoseconds = 0;  // since the epoch
  int64_t changedNanoseconds = 0;   // since the epoch: the last change of the inode (ctime)
  uint64_t device = 0;
  uint64_t inode = 0;
};

/// The whole file. Files without a known size (pipes, /proc) are read to their end.
/// `maximum`: a larger file is EFBIG.
[[nodiscard]] Result<std::string, SysError> readFile(const std::string& path, uint64_t maximum = uint64_t{1} << 40);

/// Makes or empties the file, and writes it whole.
[[nodiscard]] Result<void, SysError> writeFile(const std::string& path, std::string_view bytes);

/// Likewise, with the folders it lies in where they are missing, and through a file beside it: nothing half written
/// takes the place of what was there, and nobody reads half of it.
[[nodiscard]] Result<void, SysError> replaceFile(const std::string& path, std::string_view bytes);
/// The folder and those above it, where they are missing.
[[nodiscard]] Result<void, SysError> makeDirectories(const std::string& path);

/// Follows symbolic links.
[[nodiscard]] Result<FileStat, SysError> statFile(const std::string& path);
/// What is there, links followed; `Missing` for every failure, as module resolution wants it.
[[nodiscard]] FileKind fileKind(const std::string& path);

/// What the path itself is, links not followed: a link has kind Other.
struct LinkKind {
  FileKind kind = FileKind::Missing;
  bool isSymbolicLink = false;
};
[[nodiscard]] LinkKind linkKind(const std::string& path);

[[nodiscard]] Result<std::string, SysError> realPath(const std::string& path);
[[nodiscard]] Result<std::string, SysError> currentDirectory();

}  // namespace weft
