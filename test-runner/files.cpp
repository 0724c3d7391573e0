#include "test-runner/files.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/paths.h"

namespace weft::test {

void makeFolders(const std::string& folder) {
  if (folder.size() < 2 || mkdir(folder.c_str(), 0777) == 0 || errno != ENOENT) return;
  makeFolders(std::string(paths::dirname(folder)));
  mkdir(folder.c_str(), 0777);
}

Result<void, SysError> replaceFile(const std::string& path, std::string_view bytes) {
  makeFolders(std::string(paths::dirname(path)));
  std::string draft = path + ".weft-" + std::to_string(getpid());
  auto written = writeFile(draft, bytes);
  if (written && ::rename(draft.c_str(), path.c_str()) != 0)
    written = std::unexpected(SysError{errno, "rename", draft, path});
  if (!written) ::unlink(draft.c_str());
  return written;
}

}  // namespace weft::test
