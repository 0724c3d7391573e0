#include "engine/kept_stacks.h"

#include <optional>

#include "engine/stack_frames.h"

namespace weft::js {

KeptStacks::KeptStacks(JSC::VM& vm) : vm_(vm) {
  vm_.heap.addObserver(this);
}
KeptStacks::~KeptStacks() {
  vm_.heap.removeObserver(this);
}

void KeptStacks::keep(JSC::ErrorInstance* error, std::vector<FrameRecord> frames) {
  // Strings of the thread's own table may be let go on that thread alone; collections end on any.
  for (FrameRecord& frame : frames) {
    frame.function = frame.function.isolatedCopy();
    frame.typeName = frame.typeName.isolatedCopy();
    // The name of the file is remembered with its positions already.
    bool isKnown = frame.positions && !frame.isGenerated;
    frame.file = isKnown ? WTF::String() : frame.file.isolatedCopy();
  }
  frames_.insert_or_assign(error, std::move(frames));
}

std::optional<std::vector<FrameRecord>> KeptStacks::take(JSC::ErrorInstance* error) {
  auto found = frames_.find(error);
  if (found == frames_.end()) return std::nullopt;
  auto frames = std::move(found->second);
  frames_.erase(found);
  for (FrameRecord& frame : frames)
    if (frame.positions && frame.file.isNull()) frame.file = toWTF(frame.positions->file());
  return frames;
}

void KeptStacks::didGarbageCollect(JSC::CollectionScope) {
  std::erase_if(frames_, [this](const auto& entry) { return !vm_.heap.isMarked(entry.first); });
}

}  // namespace weft::js
