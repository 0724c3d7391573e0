#pragma once
// For src/engine only.

#include "engine/jsc.h"

namespace JSC {

// Of PreventCollectionScope.h, which is not among the engine's installed headers: its one friend in the heap.
class PreventCollectionScope {
 public:
  explicit PreventCollectionScope(Heap& heap) : heap_(heap) { heap_.preventCollection(); }
  ~PreventCollectionScope() { heap_.allowCollection(); }

 private:
  Heap& heap_;
};

}  // namespace JSC
