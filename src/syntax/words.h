#pragma once

// The words that mean something to the module scanner.

#include <cstdint>
#include <string_view>

namespace weft::syntax {

enum class Word : uint8_t {
  None,  // any other identifier
  // after these an operand follows
  Return,
  Throw,
  New,
  Delete,
  Void,
  Typeof,
  In,
  Instanceof,
  Case,
  Yield,
  Extends,
  Await,
  Of,
  Async,
  // after these a head in parentheses follows
  If,
  While,
  For,
  With,
  Switch,
  Catch,
  // after these a statement follows
  Else,
  Do,
  Try,
  Finally,
  Break,
  Continue,
  Function,
  Class,
  Accessor,
  Using,
  Const,
  Let,
  Import,
  Export,
  // names that CommonJS analysis looks at
  Require,
  Exports,
  Module,
  Object,
  UnderscoreExport,
  UnderscoreExportStar,
  InteropRequireWildcard,
  Filename,
  Dirname,
};

[[nodiscard]] Word wordOf(std::string_view text);

}  // namespace weft::syntax
