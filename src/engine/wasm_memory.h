#pragma once
// WebAssembly.Memory objects over shared memory, in whichever realm. Within src/engine only.

#include "engine/internal.h"

#include <JavaScriptCore/JSWebAssemblyMemory.h>

namespace weft::js {

/// A further object over the memory of a shared one; null stands for memory without a page.
[[nodiscard]] JSC::JSWebAssemblyMemory* wasmMemoryOver(Realm&, JSC::SharedArrayBufferContents*);

}  // namespace weft::js
