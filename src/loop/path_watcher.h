#pragma once
// Tells which of many files, and of what is in whole folders, have changed: for whoever polls descriptors and has no
// loop. Through inotify, which needs no thread.

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace weft::loop {

class PathWatcher {
 public:
  PathWatcher();
  ~PathWatcher();
  PathWatcher(const PathWatcher&) = delete;
  PathWatcher& operator=(const PathWatcher&) = delete;

  /// Readable when something has happened.
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// A file that is there, or that may appear: then what is missing of its path is watched from the nearest folder.
  void add(const std::string& path);
  /// A file, or a folder with all that is in it; links to folders are not followed. `entersFolder` (of a name) leaves
  /// out what lies in others; empty: all are entered.
  void addTree(const std::string& path, std::function<bool(const std::string& name)> entersFolder = {});

  /// What has changed since the last call, each path once. Where too much happened to know, "" is among them.
  [[nodiscard]] std::vector<std::string> changes();

 private:
  void addTreeFolder(const std::string& folder);
  void enter(const std::string& root);

  int descriptor_;
  std::function<bool(const std::string&)> entersFolder_;
  std::unordered_set<int> treeFolders_;  // watches of which everything counts
  std::unordered_set<std::string> files_;
  std::unordered_set<std::string> folders_;
  std::unordered_map<int, std::string> folderOf_;
};

}  // namespace weft::loop
