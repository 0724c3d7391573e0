#pragma once
// What is in the heap, and what holds what.

#include "engine/value.h"

namespace weft::js {

/// After a full collection: JSON as the engine's inspector has it (JavaScriptCore's HeapSnapshotBuilder.h), which
/// builtins/internal/heap_snapshot.ts reads.
[[nodiscard]] Result<Value> heapSnapshot(Realm&);

}  // namespace weft::js
