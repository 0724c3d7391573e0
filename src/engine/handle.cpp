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
}

Persistent& Persistent::operator=(Persistent&& other) noexcept {
  if (this != &other) {
    reset();
    slot_ = other.slot_;
    other.slot_ = nullptr;
  }
  return *this;
}

void Persistent::reset() {
  if (!slot_) return;
  auto slot = reinterpret_cast<HandleSlot>(slot_);
  HandleSet::heapFor(slot)->deallocate(slot);
  slot_ = nullptr;
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
