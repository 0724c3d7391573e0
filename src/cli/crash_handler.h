#pragma once
// A last word when the process dies of its own fault: out of memory, or a bug of ours.

namespace weft::cli {

/// Before the engine is set up: it hands on what it does not handle itself. `last` is called first of all, in the
/// handler of the signal.
void installCrashHandler(void (*last)() = nullptr);

}  // namespace weft::cli
