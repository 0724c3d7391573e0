#include "bundler/write_files.h"

#include <unistd.h>

#include <cstdio>

#include "base/file.h"
#include "base/paths.h"

namespace weft::bundler {

namespace {

/// Files that are written, and not yet where they go.
class Drafts {
 public:
  ~Drafts() {
    for (const std::string& draft : drafts_) ::unlink(draft.c_str());
  }

  Result<void, SysError> add(const OutputFile& file) {
    if (auto made = makeDirectories(std::string(paths::dirname(file.path))); !made) return made;
    if (fileKind(file.path) == FileKind::Directory) return std::unexpected(SysError{EISDIR, "open", file.path, {}});
    drafts_.push_back(file.path + ".weft-" + std::to_string(getpid()));
    return writeFile(drafts_.back(), file.contents);
  }

  Result<void, SysError> place(std::span<const OutputFile> files) {
    for (size_t i = 0; i < files.size(); ++i)
      if (::rename(drafts_[i].c_str(), files[i].path.c_str()) != 0)
        return std::unexpected(SysError{errno, "rename", drafts_[i], files[i].path});
    drafts_.clear();
    return {};
  }

 private:
  std::vector<std::string> drafts_;
};

}  // namespace

Result<void, SysError> writeFiles(std::span<const OutputFile> files) {
  Drafts drafts;
  for (const OutputFile& file : files)
    if (auto written = drafts.add(file); !written) return written;
  return drafts.place(files);
}

}  // namespace weft::bundler
