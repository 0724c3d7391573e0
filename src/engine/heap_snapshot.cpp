#include "engine/heap_snapshot.h"

#include "engine/internal.h"

#include <JavaScriptCore/HeapSnapshotBuilder.h>

// HeapProfiler.h is none of the engine's installed headers; this is all that is needed of it.
namespace JSC {
class HeapProfiler {
 public:
  void clearSnapshots();
};
}  // namespace JSC

namespace weft::js {

using namespace JSC;

Result<Value> heapSnapshot(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  HeapProfiler& profiler = vm.ensureHeapProfiler();
  WTF::String json;
  bool isTooLarge;
  {
    HeapSnapshotBuilder builder(profiler, HeapSnapshotBuilder::InspectorSnapshot, OverflowPolicy::RecordOverflow);
    builder.buildSnapshot();
    json = builder.json();
    isTooLarge = builder.hasOverflowed();
  }
  // It would be kept for the next one to be compared with.
  profiler.clearSnapshots();
  if (isTooLarge) return fail(JsError::rangeError("The heap is too large for a snapshot"));
  return fromJSC(jsString(vm, WTFMove(json)));
}

}  // namespace weft::js
