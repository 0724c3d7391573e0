#pragma once

// The functions that a bundle's code calls: what the runtime's module loader does, for modules that are no more. Each
// is written to the output only where it is used. They give what the runtime gives (test/interop/cases.txt).

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace weft::bundler {

enum class Prelude : uint8_t {
  CommonJs,         // (body): a function that gives module.exports, and runs the body the first time
  Lazy,             // (body): a function that runs the body the first time, and throws its error each time
  LazyAsync,        // (body, dependencies, awaits): a function that evaluates what they need, and gives a promise
  EvaluateAsync,    // (module): of LazyAsync
  Namespace,        // (getters): a module namespace object
  View,             // (exports, names): what import sees of CommonJS: values as they are now
  ViewOfExternal,   // (exports): what import sees of a module that require() has given
  ToCommonJs,       // (namespace): what require() gives of an ES module that has run
  RequireEsModule,  // (init, namespace): what require() gives of an ES module
  RequireInCycle,   // (init, namespace, modules): likewise, but throws while one of the modules runs
  RequireAsync,     // (path): throws: what awaits cannot be required
  Missing,          // (specifier): throws: there is no such module
  Glob,             // (modules, name): what the function of that name gives
  GlobImport,       // (modules, name): likewise, a promise of it
  Require,          // (specifier): of the output's surroundings, in ES modules for servers
  Count,
};

inline constexpr size_t kPreludeCount = static_cast<size_t>(Prelude::Count);

[[nodiscard]] std::string_view preludeName(Prelude function);
/// Declarations of the functions that are used, and of those that they use, with the names that are given to them.
[[nodiscard]] std::string preludeSource(std::array<bool, kPreludeCount> isUsed,
                                        const std::array<std::string, kPreludeCount>& names);

}  // namespace weft::bundler
