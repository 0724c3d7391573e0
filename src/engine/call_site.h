#pragma once
// CallSite objects, as Error.prepareStackTrace gets them
// (https://v8.dev/docs/stack-trace-api#customizing-stack-traces).

#include <vector>

#include "engine/internal.h"
#include "engine/stack_frames.h"

namespace weft::js {

/// An array with a CallSite for each frame; throws when memory is out. `functions` are the frames' own, or empty where
/// they are not known any more.
JSC::JSArray* createCallSites(JSC::JSGlobalObject*, const std::vector<FrameRecord>&,
                              const std::vector<JSC::JSObject*>& functions);

}  // namespace weft::js
