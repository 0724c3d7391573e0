#pragma once

// The second pass over a tree, second half: what JavaScript has no syntax for becomes JavaScript. Enums, namespaces,
// parameter properties, `import =`, decorators, JSX; imports that only types need go. Each kind has a file of its own,
// lower_*.cpp, which shows its before and after.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bind.h"

namespace weft::syntax {

enum class JsxTransform : uint8_t {
  Preserve,   // stays as it is
  Classic,    // factory(type, props, ...children)
  Automatic,  // jsx(type, props, key), imported from importSource
};

struct JsxOptions {
  JsxTransform transform = JsxTransform::Automatic;
  bool isDevelopment = false;  // Automatic: jsxDEV with the place in the source
  std::string factory = "React.createElement";
  std::string fragment = "React.Fragment";
  std::string importSource = "react";
};

/// What TypeScript's compiler options of the same names say (typescriptlang.org/tsconfig); the defaults are those of
/// a file without a tsconfig.json.
struct LowerOptions {
  JsxOptions jsx;
  bool isTypeScript = false;
  bool experimentalDecorators = false;
  bool emitDecoratorMetadata = false;
  bool useDefineForClassFields = true;
  bool verbatimModuleSyntax = false;  // only imports and exports marked `type` go
  bool isCommonJs = false;            // imports that are added use require()
  size_t stackBytes = size_t{3} << 20;
};

struct Lowered {
  std::string helpers;     // functions that the tree calls, to be printed after it; hoisting makes them ready
  bool isTooDeep = false;  // nested more deeply than the stack allows
};

/// Changes `ast` in place; faults (in a pragma, in an enum) go to `log`. The arena must have been reserved for it
/// (ParseOptions::isLowered).
[[nodiscard]] Lowered lower(Ast& ast, Bindings& bindings, const LowerOptions& options, std::string_view path, Log& log);

}  // namespace weft::syntax
