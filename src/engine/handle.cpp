// Roots, weak references and traced fields.

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

Persistent::Persistent(Realm& realm, Value value) {
  auto& vm = jscVM(realm);
  HandleSlot slot = vm.heap.handleSet()->allocate();
  vm.heap.handleSet()->writeBarrier<false>(slot, toJSC(value));
  *slot = toJSC(value);
  slot_ = reinterpret_cast<uint64_t*>(slot);
  link_ = &realm.impl().persistents;
  next_ = std::exchange(*link_, this);
  if (next_) next_->link_ = &next_;
}

void Persistent::take(Persistent& other) {
  slot_ = std::exchange(other.slot_, nullptr);
  if (!slot_) return;
  next_ = std::exchange(other.next_, nullptr);
  link_ = std::exchange(other.link_, nullptr);
  *link_ = this;
  if (next_) next_->link_ = &next_;
}

Persistent& Persistent::operator=(Persistent&& other) noexcept {
  if (this != &other) {
    reset();
    take(other);
  }
  return *this;
}

void Persistent::reset() {
  if (!slot_) return;
  auto slot = reinterpret_cast<HandleSlot>(std::exchange(slot_, nullptr));
  HandleSet::heapFor(slot)->deallocate(slot);
  *link_ = next_;
  if (next_) next_->link_ = link_;
}

struct Weak::Impl {
  JSC::Weak<JSObject> weak;
};

Weak::Weak() = default;
Weak::Weak(Realm&, Object object) : impl_(std::make_unique<Impl>()) {
  impl_->weak = JSC::Weak<JSObject>(objectOf(object));
}
Weak::Weak(Weak&&) noexcept = default;
Weak& Weak::operator=(Weak&&) noexcept = default;
Weak::~Weak() = default;

Value Weak::value() const {
  if (!impl_ || !impl_->weak) return Value();
  return fromJSC(impl_->weak.get());
}

}  // namespace weft::js
