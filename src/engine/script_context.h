#pragma once
// Scripts by themselves, and contexts to run them in (node:vm): a context is another global object, with builtins of
// its own, whose other properties are those of an object of the program, its sandbox.

#include <optional>
#include <span>
#include <string>

#include "engine/error.h"
#include "engine/value.h"

namespace weft::js {

/// Where a text stands in its file: lines and columns count from 0 and are added to those of the text.
struct ScriptPlace {
  std::string file;
  int32_t line = 0, column = 0;
};

enum class CodeFromStrings : uint8_t { Allowed, Refused };
enum class WebAssemblyCode : uint8_t { Allowed, Refused };

/// The global object of a new context; for native code alone, as what the functions below take as `context`.
/// Without a sandbox its properties are its own.
Object createContext(Realm&, std::optional<Object> sandbox, CodeFromStrings, WebAssemblyCode);
/// What the context's scripts see as globalThis.
Object contextThis(Object context);

/// A SyntaxError if the text is no script.
Result<void> checkScript(Realm&, String text, const ScriptPlace&);

struct ScriptRun {
  Value value;
  bool timedOut = false;
};
/// Runs a script in a context, or in the realm itself if that is undefined. With a time limit (milliseconds) it is
/// stopped when that has passed; `around` is what is left of the limit of a script that this one runs within, which
/// goes on afterwards.
Result<ScriptRun> runScript(Realm&, Value context, String text, const ScriptPlace&, std::optional<double> timeout,
                            std::optional<double> around);

/// A function of `body` with these parameters, its scope the context's, behind the objects of `extensions`.
Result<Value> compileFunction(Realm&, Value context, String body, std::span<const std::string> parameters,
                              std::span<const Value> extensions, const ScriptPlace&);

}  // namespace weft::js
