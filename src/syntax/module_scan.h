#pragma once

// What a JavaScript file says about other modules, found in one linear pass over its tokens, without a tree:
// its requests, whether it uses module syntax, and the CommonJS names it exports (module_scanner.cpp says how).
// The scan depends on the text alone. It never fails: text that is not JavaScript gives whatever was found up to
// `errorOffset`, and the engine's parser reports the error.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "syntax/import_phase.h"

namespace weft::syntax {

enum class RequestKind : uint8_t {
  Import,         // import d, { n }, * as ns from "x"; import "x"
  ExportFrom,     // export { n } from "x"; export * from "x"; export * as ns from "x"
  DynamicImport,  // import("x")
  Require,        // require("x")
};

struct ImportAttribute {
  std::string key;
  std::string value;
  friend bool operator==(const ImportAttribute&, const ImportAttribute&) = default;
};

/// A module asked for by a literal specifier. Specifiers that are computed leave no request.
struct ModuleRequest {
  std::string specifier;  // escapes decoded, UTF-8; a lone surrogate is WTF-8
  std::vector<ImportAttribute> attributes;
  RequestKind kind = RequestKind::Import;
  ImportPhase phase = ImportPhase::Evaluation;
  ByteRange range;           // from `import`, `export` or `require` to the end of the specifier or attributes
  ByteRange specifierRange;  // with its quotes

  /// Static requests are part of linking; the others are made while the module runs.
  [[nodiscard]] bool isStatic() const { return kind == RequestKind::Import || kind == RequestKind::ExportFrom; }
};

struct ModuleScan {
  std::vector<ModuleRequest> requests;  // in source order

  bool hasImportSyntax = false;  // a static import declaration
  bool hasExportSyntax = false;  // an export declaration
  bool usesImportMeta = false;
  bool usesDynamicImport = false;  // import(...), literal or not
  /// `await` or `for await` outside every function. Exact where functions are recognised by their tokens; a
  /// script that uses `await` as a name outside functions counts too, so ask it of ES modules only.
  bool hasTopLevelAwait = false;
  /// Offsets of the `await` keywords that hasTopLevelAwait speaks of, in source order.
  std::vector<uint32_t> topLevelAwaits;
  /// A top-level `await` that no script could hold as a name: `await x`, `for await (`, but not `await (x)`.
  bool hasUnambiguousTopLevelAwait = false;
  /// A top-level let, const or class named module, exports, require, __filename or __dirname.
  bool redeclaresCommonJsName = false;

  /// The text may hold decorators, `accessor` fields or `using`, which the engine lacks. If not, it holds none.
  bool mayNeedLowering = false;
  /// The text may call what replaces modules in tests. If not, it does not (hoist_mocks.h).
  bool mentionsMocks = false;

  /// What Node's cjs-module-lexer finds, in order of first appearance, each once; both empty if the text cannot
  /// be lexed or is an ES module.
  std::vector<std::string> commonJsExports;
  std::vector<std::string> commonJsReexports;

  static constexpr uint32_t kNoError = UINT32_MAX;
  /// Where lexing stopped: an unterminated literal or a bracket that closes nothing; kNoError if it did not.
  uint32_t errorOffset = kNoError;

  /// Node's answer for a .js file whose package says no type: module syntax that CommonJS cannot hold.
  [[nodiscard]] bool looksLikeEsModule() const {
    return hasImportSyntax || hasExportSyntax || usesImportMeta || hasUnambiguousTopLevelAwait ||
           redeclaresCommonJsName;
  }
};

/// Which facts a caller wants; CommonJS names are not looked for in a file that is known to be an ES module.
enum class ScanGoal : uint8_t { Unknown, EsModule, CommonJs };

/// `source`: UTF-8, below 4 GB; malformed bytes are letters of identifiers. Linear time, bounded stack.
[[nodiscard]] ModuleScan scanModule(std::string_view source, ScanGoal goal = ScanGoal::Unknown);

}  // namespace weft::syntax
