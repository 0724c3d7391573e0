#pragma once
// The frames of a stack as plain data, in V8's terms. All who show a stack (Error.stack, call sites, the report of an
// uncaught error) read these.

#include <memory>
#include <vector>

#include "engine/current_frames.h"
#include "engine/internal.h"
#include "engine/source_positions.h"

namespace weft::js {

struct FrameRecord {
  WTF::String function;  // null: has no name
  WTF::String typeName;  // of whose method it is, where that is known; null: of nobody's
  WTF::String file;      // path or URL; null for what has no source
  LineColumn at{0, 0};   // line 0: unknown
  LineColumn enclosing{0, 0};
  uint32_t position = 0;  // in the text that ran
  bool isConstructor = false;
  bool isMethod = false;
  bool isAccessor = false;  // `function` begins with "get " or "set " then
  bool isEval = false;
  bool isStrict = false;
  bool isGenerated = false;                    // `file` is not that of `positions`: another was written
  std::shared_ptr<SourcePositions> positions;  // null for what has no source of ours

  bool hasPlace() const { return at.line; }
};

/// The frames that people see, without those of no use to them. Runs no JavaScript and allocates no cell: it may be
/// called at the end of a collection.
std::vector<FrameRecord> recordFrames(JSC::VM&, const WTF::Vector<JSC::StackFrame>&);
/// The same with the function of each frame (null if there is none).
std::vector<FrameRecord> recordFrames(JSC::VM&, const WTF::Vector<JSC::StackFrame>&,
                                      std::vector<JSC::JSObject*>& functions);

/// `Foo.bar (file:1:2)`, as a line of a stack shows frame `index` behind "at ". Reads source maps if they are to be
/// followed, so it may not be called at the end of a collection.
WTF::String describeFrame(const std::vector<FrameRecord>& frames, size_t index, SourceMaps);

/// Where a frame's source map says it was written; nothing without a map.
std::optional<OriginalPosition> originalPlace(const FrameRecord&);

}  // namespace weft::js
