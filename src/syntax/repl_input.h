#pragma once

// What is typed at a prompt, as a script to be run: variables, classes and imports of the top level become properties
// of the global object, so that later input sees them and may declare them anew; `await` outside functions puts the
// whole into an async function.
//
//     const a = 1, { b } = f(); a + b;     →   var a = 1, { b } = f(); a + b;
//     import d from "x"; await d;          →   var d; (async () => { void ({ "default": d } = await import("x"));
//     return await d; })()
//
// Pure.

#include <string>

#include "syntax/parser.h"

namespace weft::syntax {

struct ReplInput {
  enum class Status : uint8_t { Complete, Incomplete, Invalid };
  Status status = Status::Complete;
  std::string code;      // of complete input
  bool isAsync = false;  // the script's value is a promise of the input's
  std::string message;   // of invalid input
  std::string frame;     // and the line at fault, marked
};

[[nodiscard]] ReplInput replInput(const std::string& text, Dialect dialect);

}  // namespace weft::syntax
