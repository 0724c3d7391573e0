#pragma once

// From entries to all modules that a bundle is made of: read, parsed and looked through in parallel, numbered by a walk
// from the entries, so that nothing depends on timing.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/input_files.h"
#include "bundler/loaders.h"
#include "bundler/module.h"
#include "bundler/page_resolver.h"
#include "bundler/plugins.h"
#include "graph/tree_source.h"

namespace weft::bundler {

/// A module whose text no file holds by itself: a script of a page. Its name is the page's path with a suffix.
struct GivenText {
  std::string text;
  Loader loader = Loader::Js;
};
using GivenTexts = std::map<std::string, GivenText, std::less<>>;
/// An entry that no file holds.
struct GivenEntry {
  std::string path;  // what it is called
  std::string text;
  std::string resolveDir;        // that its imports are seen from; empty: the folder of its path
  std::optional<Loader> loader;  // nothing: what its name says
};
/// How entries name it.
inline constexpr std::string_view kGivenEntry = "<stdin>";

struct ScanOptions {
  graph::TreeOptions tree;
  /// Names that stay imports of the output: a package with its paths ("react"), or a pattern with one `*`.
  std::vector<std::string> externals;
  /// What is asked for in place of a name: a package with its paths.
  std::vector<std::pair<std::string, std::string>> aliases;
  Loaders loaders;                    // for other readers than those of a program that runs
  bool followsWorkers = false;        // the programs of workers are entries of their own
  bool packagesAreExternal = false;   // every name that is neither a path nor of `#imports`
  std::vector<std::string> webRoots;  // folders where "/x" is looked for, as the page's URL would be
  bool everythingIsExternal = false;  // each entry by itself
  std::optional<GivenEntry> given;
  std::string workingDirectory;
  GivenTexts texts;                      // scripts of pages, that are entries, or asked for by them
  const PageFolders* folders = nullptr;  // of a build with pages: where addresses from their root lead
  Plugins* plugins = nullptr;            // none: null
  InputFiles* inputs = nullptr;          // null: nobody wants to know
  void (*onThread)() = nullptr;          // called before work on any thread
};

/// A style sheet whose text is not that of its file, or whose name does not say what it is.
struct GivenSheet {
  std::string text;
  bool isLocal = false;  // its names are its own
  std::string resolveDir;
};
using GivenSheets = std::map<std::string, GivenSheet, std::less<>>;  // by Module::location.path

/// A module to be read: which file, and as what.
struct ScanJob {
  std::string key;  // the same for the same module
  graph::Resolution location;
  graph::AttributeType type = graph::AttributeType::None;
  std::optional<Loader> loader = {};
  ModulePlace place = {};  // as plugins name it
  std::vector<syntax::ImportAttribute> attributes = {};
  bool hasSideEffects = true;  // no plugin says otherwise
  PluginData data = 0;
  std::optional<LoadAnswer> given = {};              // what plugins say that it holds
  std::shared_ptr<const std::string> contents = {};  // of an ES module: what is read instead of the file
  bool isOfPage = false;                             // a script of a page: a module, whatever its syntax
};

/// A module with where its requests lead: by request, a job or nothing.
struct ScannedModule {
  Module module;
  std::vector<std::optional<ScanJob>> targets;
  Log log;
  std::optional<GivenSheet> sheet = {};
  bool isToBeGiven = false;        // nothing is read: plugins are asked what it holds first
  std::vector<size_t> asked = {};  // requests that plugins are asked about
  ModulePlace place = {};
  std::string resolveDir = {};
  PluginData data = 0;
};

/// Reads modules one at a time, for whoever keeps them; plugins are not asked. Parallel: sees nothing but the resolver.
/// All that it is given must outlive it.
class ModuleReader {
 public:
  ModuleReader(graph::Resolver& resolver, const ScanOptions& options);
  ~ModuleReader();
  ModuleReader(const ModuleReader&) = delete;
  ModuleReader& operator=(const ModuleReader&) = delete;

  /// An entry is a path as a command line names it. Nothing: the fault is in `log`.
  [[nodiscard]] std::optional<ScanJob> entry(const std::string& path, Log& log);
  [[nodiscard]] ScannedModule read(const ScanJob& job);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

struct Modules {
  std::deque<Module> list;  // by ModuleId
  GivenSheets sheets;
  std::vector<ModuleId> entries;
  std::set<ModuleId> pageScripts;  // entries that only pages ask for

  [[nodiscard]] Module& operator[](ModuleId id) { return list[id]; }
  [[nodiscard]] const Module& operator[](ModuleId id) const { return list[id]; }
  [[nodiscard]] size_t size() const { return list.size(); }
};

/// Entries are paths as a command line names them. Faults are in `log`; the result is of no use then. `pool` may be
/// null.
[[nodiscard]] Modules scanModules(graph::Resolver& resolver, const std::vector<std::string>& entries,
                                  const ScanOptions& options, ThreadPool* pool, Log& log);

}  // namespace weft::bundler
