#pragma once

// HTML pages as entries of a build. Pages are read first: their module scripts are entries of the program (those that
// stand in the page itself, too), so that pages share what they have in common. When these are built, style sheets and
// assets follow, and each page is written again with the new addresses. Serial; style sheets are built in parallel.
//
//     <script type="module" src="main.ts"></script>   becomes   <script type="module"
//     src="./main-K3MJ2QXA.js"></script>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "bundler/build.h"
#include "bundler/page_resolver.h"
#include "bundler/style_build.h"
#include "html/editor.h"

namespace weft::bundler {

[[nodiscard]] bool isPagePath(std::string_view path);

/// Ends the name of the module that imports all scripts of a page.
inline constexpr std::string_view kJoinedScripts = "?scripts";

/// What has become of an entry of the program.
struct BuiltScript {
  std::string path;                  // absolute
  std::string text;                  // of a self-contained build
  std::vector<std::string> imports;  // other scripts that are loaded with it: absolute, in their order
  std::string sheet;                 // what it imports of style sheets: absolute; empty: nothing
  std::string sheetText;             // of a self-contained build
};

/// By the name of the entry.
using BuiltScripts = std::map<std::string, BuiltScript>;

/// What a build does for its pages.
struct PageServices {
  /// The style sheet as a file with a hash in its name, and what it names; the file's path. Empty where it has faults.
  std::function<std::string(const std::string& path)> addSheet;
  /// A sheet's text for the page itself; addresses are those of a file at `outfile`.
  std::function<std::optional<std::string>(const std::string& path, const GivenSheets& given,
                                           const std::string& outfile)>
      sheetText;
  /// A copy of a file of these bytes; its path.
  std::function<std::string(Asset asset)> addAsset;
  /// The script that a module is in; empty: in none.
  std::function<std::string(const std::string& path)> scriptOf;
};

class PageBuild {
 public:
  /// `base`: what [dir] is relative to. All must outlive it.
  PageBuild(const BuildOptions& options, const PageFolders& folders, std::string base, Log& log);
  ~PageBuild();

  /// Paths as a command line names them; pages that they show in an <iframe> are read, too.
  void read(const std::vector<std::string>& pages);
  /// Entries of the program, each once: files, and names of givenTexts().
  [[nodiscard]] const std::vector<std::string>& scripts() const { return scripts_; }
  /// Of modules that stand in pages.
  [[nodiscard]] const GivenTexts& givenTexts() const { return texts_; }
  /// The pages, when the scripts are built. False for faults.
  [[nodiscard]] bool write(const BuiltScripts& built, const PageServices& services, std::vector<OutputFile>& out);

 private:
  struct Page;
  class Writer;

  void readPage(Page& page);
  void readReference(Page& page, size_t index);
  void readScript(Page& page, size_t index);
  void readInlineModule(Page& page, size_t index);
  void addScript(Page& page, size_t index, std::string name);
  void joinScripts(Page& page);
  void missing(const Page& page, size_t index, const PageTarget& target);
  [[nodiscard]] const Page* pageOf(const std::string& path) const;

  const BuildOptions& options_;
  const PageFolders& folders_;
  std::string base_;
  Log& log_;
  PageResolver resolver_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::string> scripts_;
  std::set<std::string> knownScripts_;
  GivenTexts texts_;
};

}  // namespace weft::bundler
