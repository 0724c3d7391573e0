#pragma once

// A module as the linker sees it: its tree, and the facts that one walk over the tree found (facts.h). Facts speak of
// the module's own symbols and requests by index; what other modules they lead to is the linker's to say.

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/source_text.h"
#include "graph/module_kind.h"
#include "graph/resolver.h"
#include "graph/tree_source.h"
#include "syntax/import_phase.h"
#include "syntax/module_scan.h"
#include "syntax/tree.h"

namespace weft::bundler {

using ModuleId = uint32_t;
inline constexpr ModuleId kNoModule = UINT32_MAX;
using syntax::kNoSymbol;
using syntax::NodeId;
using syntax::Ref;

/// Another module asked for by name. Those in the same words from the same module, of one kind, are one request.
struct Request {
  std::string specifier;
  std::vector<syntax::ImportAttribute> attributes;
  syntax::RequestKind kind = syntax::RequestKind::Import;
  ByteRange range;

  // After resolution: a module of the bundle, or a name that stays as it is in the output.
  ModuleId target = kNoModule;
  std::string external = {};

  [[nodiscard]] bool isStatic() const {
    return kind == syntax::RequestKind::Import || kind == syntax::RequestKind::ExportFrom;
  }
};

/// The name that `import * as` and `export * as` ask for: all of the module.
inline constexpr std::string_view kNamespaceName = "*";

/// `import { name as symbol } from request`; "default", or kNamespaceName.
struct ImportBinding {
  uint32_t symbol = kNoSymbol;
  uint32_t request = 0;
  std::string name;
  uint32_t start = 0;
};

/// `export { symbol as name }`, or `export { imported as name } from request`.
struct Export {
  std::string name;
  uint32_t symbol = kNoSymbol;
  uint32_t request = UINT32_MAX;
  std::string imported = {};
  uint32_t start = 0;
};

/// `ns.name`, where `ns` is of `import * as ns`.
struct MemberUse {
  uint32_t import = 0;  // of Facts::imports
  std::string name;
};

/// A top-level statement of an ES module; all of a CommonJS module is one part.
struct Part {
  NodeId statement;
  std::vector<uint32_t> declares;  // module-scope symbols
  std::vector<uint32_t> uses;      // module-scope symbols, each once
  std::vector<MemberUse> members;  // of namespaces, which are not among `uses` for it
  std::vector<uint32_t> requests;  // that it makes while it runs: require(), import()
  bool canBeRemovedIfUnused = false;
  bool isImportForNothing = false;  // `import("x");`
  bool isFunction = false;          // a declaration of one
  bool isTimeless = false;          // and comes to the same whenever it runs, if what it imports does not change
};

/// `name = …` of an import, or of a `const` of the module's scope: it throws when it runs.
struct BadAssignment {
  uint32_t symbol = kNoSymbol;
  ByteRange range;
  bool isImport = false;
};

/// `new URL("./x.png", import.meta.url)`: the file goes beside the output. As the program of a new Worker() it is an
/// entry of its own.
struct AssetUrl {
  uint32_t node = 0;  // of the string
  std::string specifier;
  ByteRange range;
  uint32_t part = 0;
  bool isWorker = false;
  uint32_t request = UINT32_MAX;  // of a worker that is built with the rest
};

/// import(`./pages/${name}.js`): a request for each file that it can mean (glob.h).
struct Glob {
  uint32_t node = 0;  // the call
  std::vector<std::string> texts;
  syntax::RequestKind kind = syntax::RequestKind::DynamicImport;
  ByteRange range;
  uint32_t part = 0;
  std::vector<uint32_t> requests = {};  // when the files have been looked for
};

struct Facts {
  std::vector<Request> requests;
  std::vector<ImportBinding> imports;
  std::vector<Export> exports;
  std::vector<uint32_t> exportStars;            // requests
  std::vector<Part> parts;                      // in source order; without imports and what only exports
  std::vector<std::string> freeNames;           // what no declaration of the module is in sight of, each once
  std::unordered_set<uint32_t> requireSymbols;  // const require = createRequire(import.meta.url)
  std::unordered_set<uint32_t> requireCalls;    // nodes: require("x")
  std::vector<BadAssignment> badAssignments;
  std::vector<AssetUrl> assetUrls;
  std::vector<Glob> globs;
  // In the order of symbols.
  std::vector<uint32_t> importsBySymbol;                     // of `imports`
  std::vector<std::pair<uint32_t, uint32_t>> partsBySymbol;  // a symbol and a part that declares it
  bool assignsConstants = false;                             // somewhere: it throws when it runs
  bool usesImportMeta = false;
  bool usesRequire = false;  // as a value, or with a name that is computed
  bool hasTopLevelAwait = false;
  bool hasDirectEval = false;
  bool hasUsing = false;  // of the module's scope: something is to be disposed of when the module has run
  bool isTooDeep = false;

  static constexpr uint32_t kNoImport = UINT32_MAX;
  /// Of `imports`; kNoImport where the symbol is none of them.
  [[nodiscard]] uint32_t importOf(uint32_t symbol) const {
    auto found = std::ranges::lower_bound(importsBySymbol, symbol, {}, [&](uint32_t i) { return imports[i].symbol; });
    return found != importsBySymbol.end() && imports[*found].symbol == symbol ? *found : kNoImport;
  }
};

/// A file that is copied beside the output.
struct Asset {
  std::string path;  // of the file that it is a copy of
  std::string bytes;
};

struct Module {
  ModuleId id = kNoModule;
  graph::ModuleKind kind = graph::ModuleKind::EsModule;
  graph::Resolution location;
  size_t bytes = 0;                    // of the file
  std::string shownPath;               // relative to the working directory, in comments and messages
  std::unique_ptr<syntax::Tree> tree;  // of code; null after faults
  std::unique_ptr<char[]> nodes = {};  // the tree's, while they are packed (packed_tree.h)
  size_t nodeBytes = 0;
  std::unique_ptr<graph::WrittenText> written = {};  // the file, where it is not the tree's text
  std::string valueText = {};                        // of data: an expression of JavaScript
  std::unique_ptr<Asset> asset = {};                 // its value is the URL of this
  std::map<uint32_t, Asset> assetUrls = {};          // by AssetUrl::node
  std::vector<std::string> commonJsExports = {};
  std::vector<std::string> commonJsReexports = {};
  bool isSheet = false;        // its value is the names of a style sheet, which is built for itself
  bool hasSideEffects = true;  // package.json does not say that importing it for nothing does nothing
  Facts facts = {};

  [[nodiscard]] bool isEsModule() const { return kind == graph::ModuleKind::EsModule; }
};

}  // namespace weft::bundler
