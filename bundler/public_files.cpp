#include "bundler/public_files.h"

#include <dirent.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/file.h"
#include "base/paths.h"

namespace weft::bundler {

namespace {

class Lister {
 public:
  explicit Lister(const std::string& folder) : folder_(folder) {}

  std::vector<std::string> run() {
    visit("");
    std::ranges::sort(files_);
    return std::move(files_);
  }

 private:
  static constexpr size_t kDeepest = 64;

  // NOLINTNEXTLINE(misc-no-recursion): not deeper than kDeepest
  void visit(const std::string& inside) {
    std::string folder = inside.empty() ? folder_ : folder_ + "/" + inside;
    auto real = realPath(folder);
    if (!real || open_.size() > kDeepest || !open_.insert(*real).second) return;
    std::unique_ptr<DIR, decltype(&::closedir)> directory(::opendir(folder.c_str()), &::closedir);
    while (dirent* entry = directory ? ::readdir(directory.get()) : nullptr) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      std::string path = inside.empty() ? name : inside + "/" + name;
      FileKind kind = fileKind(folder_ + "/" + path);
      if (kind == FileKind::File) files_.push_back(path);
      if (kind == FileKind::Directory) visit(path);
    }
    open_.erase(*real);
  }

  const std::string& folder_;
  std::set<std::string> open_;
  std::vector<std::string> files_;
};

}  // namespace

std::vector<std::string> filesBelow(const std::string& folder) {
  return Lister(folder).run();
}

PageFolders pageFoldersOf(const std::string& root, const std::string& workingDirectory,
                          const std::optional<std::string>& given, Log& log) {
  PageFolders out;
  out.roots.push_back(root);
  if (root.starts_with(workingDirectory + "/")) out.roots.push_back(workingDirectory);
  if (given && *given == "none") return out;
  if (given) {
    out.publicFolder = paths::resolve(workingDirectory, *given);
    if (fileKind(out.publicFolder) != FileKind::Directory)
      log.add({Severity::Error, "no-public-folder", {}, {}, "There is no folder " + out.publicFolder, {}, {}});
    return out;
  }
  for (const std::string& folder : out.roots) {
    std::string path = paths::join({folder, "public"});
    if (fileKind(path) != FileKind::Directory) continue;
    out.publicFolder = std::move(path);
    break;
  }
  return out;
}

}  // namespace weft::bundler
