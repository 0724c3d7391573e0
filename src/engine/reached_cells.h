#pragma once
// Follows what cells refer to, outside of a collection.

#include "engine/internal.h"

#include <JavaScriptCore/AbstractSlotVisitor.h>

#include <wtf/ConcurrentPtrHashSet.h>

namespace JSC {

// Of GCSegmentedArrayInlines.h, which is not among the engine's installed headers: every visitor has two of these.
template <>
inline GCSegmentedArray<const JSCell*>::~GCSegmentedArray() {
  WTF::fastFree(m_segments.removeHead());
}

}  // namespace JSC

namespace weft::js {

/// Hears of what cells refer to by their own visitChildren.
class ReferenceVisitor final : public JSC::AbstractSlotVisitor {
 public:
  explicit ReferenceVisitor(JSC::VM& vm) : AbstractSlotVisitor(vm.heap, "weft", opaque_) {}

  /// What a cell refers to, as often as it does.
  const std::vector<JSC::JSCell*>& referencesOf(JSC::JSCell* cell) {
    found_.clear();
    cell->methodTable()->visitChildren(cell, static_cast<AbstractSlotVisitor&>(*this));
    return found_;
  }

  void append(const JSC::ConservativeRoots&) override {}
  void appendUnbarriered(JSC::JSCell* cell) override {
    if (cell) found_.push_back(cell);
  }
  void appendHiddenUnbarriered(JSC::JSCell* cell) override { appendUnbarriered(cell); }
  bool isFirstVisit() const override { return true; }
  bool isMarked(const void*) const override { return true; }
  bool isMarked(JSC::MarkedBlock&, JSC::HeapCell*) const override { return true; }
  bool isMarked(JSC::PreciseAllocation&, JSC::HeapCell*) const override { return true; }
  void addParallelConstraintTask(RefPtr<WTF::SharedTask<void(AbstractSlotVisitor&)>>) override {}
  void addParallelConstraintTask(RefPtr<WTF::SharedTask<void(JSC::SlotVisitor&)>>) override {}
  void markAuxiliary(const void*) override {}
  void reportExtraMemoryVisited(size_t) override {}
  bool mutatorIsStopped() const override { return true; }
  void didRace(const JSC::VisitRaceKey&) override {}
  void visitAsConstraint(const JSC::JSCell*) override {}

 private:
  std::vector<JSC::JSCell*> found_;
  WTF::ConcurrentPtrHashSet opaque_;
};

}  // namespace weft::js
