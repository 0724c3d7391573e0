#pragma once

// What is kept alive of an application while it is worked on: its modules, each as the text of a function in the
// registry of the page (module_factory.h), who imports whom, its style sheets and files. Pages are answered from it;
// when files change it reads those again, and nothing else, and says what pages have to know.
//
// A session has a version, which grows by one with each change that pages have to know of. A page says which version it
// has (the WebSocket's `hello`): what it missed is one update.
//
// One call at a time; a call may take long, and uses the threads of the pool.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/thread_pool.h"

namespace weft::dev {

struct SessionOptions {
  std::string root;                     // absolute: URLs are relative to it
  std::string base = "/";               // what the URLs of the application begin with
  std::string publicFolder;             // absolute: its files are served as they are, under `base`; empty: none
  std::vector<std::string> conditions;  // of packages' exports, beside those of browsers
  std::vector<std::pair<std::string, std::string>> defines;      // name, JavaScript
  std::vector<std::pair<std::string, std::string>> aliases;      // a package with its paths → what is asked for instead
  std::vector<std::pair<std::string, std::string>> loaders;      // extension, name (bundler/loaders.h)
  std::vector<std::pair<std::string, std::string>> environment;  // of import.meta.env: name, JSON
  bool refresh = true;                                           // React components keep their state
  bool overlay = true;                                           // errors are shown over the page
  bool forwardsConsole = true;                                   // pages send what they write to the console
};

/// A place in the original source, or what is wrong there.
struct Problem {
  std::string severity = "error";  // "error", "warning"
  std::string id;                  // stable: "cannot-resolve"
  std::string message;
  std::string path;       // absolute; empty: no place
  std::string shownPath;  // relative to the root
  uint32_t line = 0;      // from 1; 0: none
  uint32_t column = 0;    // from 1, in UTF-16 units
  std::string frame;      // the lines around it, marked, without colours
  std::string suggestion;
  std::vector<std::string> chain;  // shown paths: the module, who imports it, … the page's entry
};

/// A page, ready to be sent.
struct Page {
  std::string html;
  std::vector<Problem> problems;  // they are shown by the page's overlay, too
};

/// What an URL of the session's stands for.
struct Resource {
  std::string mediaType;
  std::string text;
  std::string path;        // instead of a text: the file whose bytes these are
  std::string tag;         // of `text`: the same as long as that is the same (an ETag, without quotes)
  bool isForGood = false;  // the URL never means anything else: it may be cached
};

enum class UpdateKind : uint8_t {
  None,      // no page has to know
  Update,    // modules or style sheets are replaced where they stand
  Reload,    // pages start again: `reason`
  Problems,  // nothing is replaced: there are faults
};

struct Update {
  UpdateKind kind = UpdateKind::None;
  uint64_t version = 0;
  std::string message;               // JSON for every page's WebSocket, as it is; empty: none
  std::string reason;                // of Reload: "src/main.tsx: nobody accepts its updates (src/a.ts ← src/main.tsx)"
  std::vector<std::string> changed;  // shown paths
  std::vector<Problem> problems;     // all that there are now
  bool watchesOthers = false;        // watched() gives something else than before
  double milliseconds = 0;
};

/// A place of a script as the original file has it.
struct Place {
  std::string path;  // absolute
  uint32_t line = 0;
  uint32_t column = 0;
};

class Session {
 public:
  Session(SessionOptions options, ThreadPool* pool);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The HTML file at `path` with the scripts that it needs, for the URL path `url`. Nothing: there is no such file.
  [[nodiscard]] std::optional<Page> page(const std::string& path, std::string_view url);
  /// What a path with its query stands for ("/@weft/…", "/src/logo.svg?url"); nothing: none of the session's.
  [[nodiscard]] std::optional<Resource> read(std::string_view url);
  /// Files at these absolute paths were written, made or removed. Any path may be given.
  [[nodiscard]] Update changed(const std::vector<std::string>& paths);
  /// What a page with that version does not know yet.
  [[nodiscard]] Update since(uint64_t version);
  /// Other settings (.env has changed): everything is made again, and pages start again. `reason` says why.
  [[nodiscard]] Update configure(SessionOptions options, std::string reason);
  /// Folders (absolute) whose direct contents matter.
  [[nodiscard]] std::vector<std::string> watched() const;
  /// JSON for /__weft.
  [[nodiscard]] std::string explain() const;
  /// Where a place of a script that read() gave comes from; line and column from 1.
  [[nodiscard]] std::optional<Place> locate(std::string_view url, uint32_t line, uint32_t column);

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] uint64_t version() const;
  /// All faults there are now.
  [[nodiscard]] std::vector<Problem> problems() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace weft::dev
