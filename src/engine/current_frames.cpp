#include "engine/current_frames.h"

#include "engine/stack_frames.h"

#include <JavaScriptCore/Interpreter.h>
#include <JavaScriptCore/StackFrame.h>

namespace weft::js {

std::vector<CurrentFrame> currentFrames(Realm& realm, Value above, uint32_t limit, SourceMaps maps) {
  JSC::VM& vm = jscVM(realm);
  WTF::Vector<JSC::StackFrame> frames;
  JSC::JSValue caller = toJSC(above);
  constexpr size_t kThisFunction = 1;
  // Frames are left out below: what is walked has no better bound than the stack's own.
  vm.interpreter.getStackTrace(realm.global(), frames, kThisFunction, std::numeric_limits<size_t>::max(),
                               caller.isCallable() ? caller.asCell() : nullptr);
  std::vector<CurrentFrame> out;
  for (const FrameRecord& frame : recordFrames(vm, frames)) {
    if (out.size() == limit) break;
    if (!frame.hasPlace()) continue;
    CurrentFrame shown{toUtf8(frame.function), toUtf8(frame.file), frame.at};
    if (maps == SourceMaps::Follow) {
      if (auto original = originalPlace(frame)) {
        shown.file = original->source;
        shown.at = original->at;
      }
    }
    out.push_back(std::move(shown));
  }
  return out;
}

}  // namespace weft::js
