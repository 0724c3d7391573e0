#pragma once
// Values kept in the heap: Persistent is a root, Weak lets go, Traced belongs to a native object.

#include <functional>
#include <memory>

#include "engine/value.h"

namespace weft::js {

class VM;

/// Keeps a value alive from anywhere, as long as its realm: at the realm's end it is empty. Moved and destroyed on the
/// VM's thread.
class Persistent {
 public:
  Persistent() = default;
  Persistent(Realm&, Value);
  Persistent(Persistent&& other) noexcept { take(other); }
  Persistent& operator=(Persistent&& other) noexcept;
  Persistent(const Persistent&) = delete;
  ~Persistent() { reset(); }
  void reset();
  explicit operator bool() const { return slot_; }
  Value value() const { return slot_ ? Value::fromBits(*slot_) : Value(); }

 private:
  void take(Persistent& other);

  uint64_t* slot_ = nullptr;  // a slot of the engine's HandleSet
  // In the realm's list, while there is a slot: the next one, and what points to this one.
  Persistent* next_ = nullptr;
  Persistent** link_ = nullptr;
};

/// Does not keep its object alive; value() is undefined after it was collected.
class Weak {
 public:
  Weak();
  Weak(Realm&, Object);
  Weak(Weak&&) noexcept;
  Weak& operator=(Weak&&) noexcept;
  ~Weak();
  Value value() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Passed to Native::trace.
class Tracer {
 public:
  explicit Tracer(void* visitor) : visitor_(visitor) {}
  void visit(const class Traced&);

 private:
  void* visitor_;
};

class Native;

/// A value held by a Native: its owner's trace() must visit it.
class Traced {
 public:
  Value value() const { return Value::fromBits(__atomic_load_n(&bits_, __ATOMIC_RELAXED)); }
  explicit operator bool() const { return !value().isUndefined(); }
  void set(Native& owner, Value);
  void clear() { __atomic_store_n(&bits_, Value::kUndefined, __ATOMIC_RELAXED); }

 private:
  friend class Tracer;
  uint64_t bits_ = Value::kUndefined;
};

}  // namespace weft::js
