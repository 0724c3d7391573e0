#pragma once

// Finds the names a CommonJS module exports and the modules it re-exports, by the patterns of Node's
// cjs-module-lexer, whose grammar is frozen (https://github.com/nodejs/cjs-module-lexer#grammar): what it finds,
// this finds, no more and no less. The scanner calls a function below at each word that may begin a pattern;
// each looks ahead on its own and leaves the scanner where it was.

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/hash.h"

namespace weft::syntax {

class Matcher;

class CommonJsExports {
 public:
  explicit CommonJsExports(std::string_view source) : begin_(source.data()), end_(source.data() + source.size()) {}

  /// exports.a =, exports['a'] =
  void atExports(const char* word);
  /// module.exports.a =, module.exports = { … }, module.exports = require('x')
  void atModule(const char* word);
  /// Object.defineProperty(exports, 'a', { … }); where `isTopLevel`, also Object.keys(x).forEach( … )
  void atObject(const char* word, bool isTopLevel);
  /// Outside brackets: var x = require('y'), which a later Object.keys(x) re-exports
  void atRequire(const char* word);
  /// Outside brackets: var x = _interopRequireWildcard(require('y'))
  void atInteropRequireWildcard(const char* word);
  /// Outside brackets: __export(require('x')), __exportStar(require('x'))
  void atExportStar(const char* wordEnd);

  /// Ends the analysis.
  void take(std::vector<std::string>& exports, std::vector<std::string>& reexports);

 private:
  bool matchExportsObject(Matcher& m) const;
  bool matchRequire(Matcher& m, std::string_view& literal) const;
  void matchMember(Matcher m);
  void matchLiteral(Matcher m);
  bool matchLiteralMember(Matcher& m);
  void matchDefineProperty(Matcher m);
  bool matchDescriptor(Matcher& m) const;
  bool matchGetter(Matcher& m) const;
  void matchKeysForEach(Matcher m);
  void bindStarImport(const char* word, std::string_view literal);

  void addExport(std::string_view token);
  void addReexport(std::string_view literal);

  const char* begin_;
  const char* end_;
  std::vector<std::string> exports_;
  std::unordered_set<std::string> seenExports_;
  std::unordered_set<std::string> unsafeGetters_;
  std::vector<std::string> reexports_;
  std::unordered_set<std::string> seenReexports_;
  std::unordered_map<std::string_view, std::string_view> starImports_;  // variable → specifier literal
};

}  // namespace weft::syntax
