#include "loop/path_watcher.h"

#include <dirent.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace weft::loop {

namespace {

constexpr uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ONLYDIR;

bool isFolder(const std::string& path) {
  struct stat status;
  return lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

PathWatcher::PathWatcher() : descriptor_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

PathWatcher::~PathWatcher() {
  if (descriptor_ >= 0) close(descriptor_);
}

void PathWatcher::add(const std::string& path) {
  if (!paths::isAbsolute(path)) return;
  files_.insert(path);
  std::string folder(paths::dirname(path));
  while (folder != "/" && fileKind(folder) != FileKind::Directory) {
    files_.insert(folder);
    folder = paths::dirname(folder);
  }
  if (!folders_.insert(folder).second) return;
  int watch = inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (watch >= 0) folderOf_[watch] = folder;
}

void PathWatcher::addTree(const std::string& path, std::function<bool(const std::string&)> entersFolder) {
  entersFolder_ = std::move(entersFolder);
  if (fileKind(path) != FileKind::Directory) return add(path);
  enter(path);
}

void PathWatcher::enter(const std::string& root) {
  std::vector<std::string> waiting{root};
  while (!waiting.empty()) {
    std::string folder = std::move(waiting.back());
    waiting.pop_back();
    addTreeFolder(folder);
    DIR* stream = opendir(folder.c_str());
    if (!stream) continue;
    while (const dirent* entry = readdir(stream)) {
      std::string name = entry->d_name;
      bool mayBeFolder = entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN;
      if (!mayBeFolder || name == "." || name == ".." || (entersFolder_ && !entersFolder_(name))) continue;
      std::string inner = folder + "/" + name;
      if (isFolder(inner)) waiting.push_back(std::move(inner));
    }
    closedir(stream);
  }
}

void PathWatcher::addTreeFolder(const std::string& folder) {
  int watch = inotify_add_watch(descriptor_, folder.c_str(), kEvents);
  if (watch < 0) return;
  folderOf_[watch] = folder;
  treeFolders_.insert(watch);
}

std::vector<std::string> PathWatcher::changes() {
  std::vector<std::string> changed;
  auto note = [&](const std::string& path) {
    if (std::ranges::find(changed, path) == changed.end()) changed.push_back(path);
  };
  alignas(inotify_event) char buffer[16384];
  for (;;) {
    ssize_t size = read(descriptor_, buffer, sizeof buffer);
    if (size <= 0) return changed;
    for (char* at = buffer; at < buffer + size;) {
      auto* event = reinterpret_cast<inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      auto folder = folderOf_.find(event->wd);
      if (event->mask & IN_Q_OVERFLOW) note("");
      if (folder == folderOf_.end() || event->len == 0) continue;
      std::string path = (folder->second == "/" ? "/" : folder->second + "/") + event->name;
      bool isInTree = treeFolders_.contains(event->wd);
      bool isFolder = event->mask & IN_ISDIR;
      if (isInTree && isFolder) {
        if (entersFolder_ && !entersFolder_(event->name)) continue;
        if (event->mask & (IN_CREATE | IN_MOVED_TO)) enter(path);
      }
      // A file that was only just created is not written yet.
      bool isWritten = !(event->mask & IN_CREATE) || isFolder;
      if (isWritten && (isInTree || files_.contains(path))) note(path);
    }
  }
}

}  // namespace weft::loop
