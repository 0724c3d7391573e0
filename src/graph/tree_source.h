#pragma once

// From a resolved place to a tree: what a linker takes in, where a program that runs takes artifacts. Kinds, settings
// and resolution are the same. Parallel, reads only.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "base/source_text.h"
#include "graph/artifact.h"
#include "graph/module_error.h"
#include "graph/resolver.h"
#include "syntax/edits.h"
#include "syntax/printer.h"
#include "syntax/target.h"
#include "syntax/tree.h"

namespace weft::graph {

struct SourceForm {
  bool isTypeScript = false;
  bool isJsx = false;
};

/// What is said of all code, whatever a tsconfig.json says.
struct LowerOverrides {
  bool ignoresTsConfig = false;  // these are the only settings
  std::optional<syntax::JsxTransform> jsx = {};
  std::optional<bool> isJsxDevelopment = {};
  std::optional<std::string> jsxFactory = {};
  std::optional<std::string> jsxFragment = {};
  std::optional<std::string> jsxImportSource = {};
  std::optional<bool> experimentalDecorators = {};
  std::optional<bool> emitDecoratorMetadata = {};
  std::optional<bool> useDefineForClassFields = {};
  std::optional<bool> verbatimModuleSyntax = {};

  void applyTo(syntax::LowerOptions& lower) const;
};

struct TreeOptions {
  syntax::UnsupportedFeatures target;  // what the output must not use
  bool minifySyntax = false;
  std::vector<syntax::Define> defines;
  syntax::DropOptions drop = {};
  std::optional<SourceForm> form = {};       // of code: whatever its extension says
  std::optional<std::string> contents = {};  // of an ES module: what is read instead of the file
  bool dropsDeadBranches = false;            // what defines have decided (syntax/dead_branches.h)
  LowerOverrides lower = {};
};

/// The file of a tree that was printed and parsed again.
struct WrittenText {
  SourceText source;
  syntax::Mappings mappings;  // from the text of the tree
  uint32_t codeEnd = 0;       // of the tree's text: what follows is of no file
};

struct TreeSource {
  ModuleKind kind = ModuleKind::EsModule;
  std::unique_ptr<syntax::Tree> tree;        // of ES modules and CommonJS; null where the file has faults
  std::unique_ptr<WrittenText> written;      // where it is not the tree's own text
  std::shared_ptr<const Artifact> artifact;  // of other kinds
  /// What Node finds that a CommonJS module exports, and modules whose exports it passes on (syntax/module_scan.h).
  std::vector<std::string> commonJsExports = {};
  std::vector<std::string> commonJsReexports = {};
};

/// Not for builtins. Faults in the source are in `log`; the error says that the file cannot be had at all.
[[nodiscard]] Result<TreeSource, ModuleError> readTree(Resolver& resolver, const Resolution& location,
                                                       AttributeType type, const TreeOptions& options, Log& log);

/// A module that no file holds, or whose file holds something else.
struct GivenModule {
  std::string path;  // what it is called
  std::string text;
  KindHint hint = KindHint::BySyntax;
  std::string settingsFrom;  // a path whose tsconfig.json counts; empty: none does
};

/// Likewise of a text that is given; `options.form` says which language code is in.
[[nodiscard]] Result<TreeSource, ModuleError> treeOf(Resolver& resolver, GivenModule module, const TreeOptions& options,
                                                     Log& log);
/// Whether a module of this kind has a tree.
[[nodiscard]] bool isCode(KindHint hint);

}  // namespace weft::graph
