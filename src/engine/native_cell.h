#pragma once
// The cell that owns a Native (class.h). One C++ cell type serves every class; the spec tells them apart.

#include <unordered_set>

#include "engine/internal.h"

namespace weft::js {

class NativeCell final : public JSC::JSDestructibleObject {
 public:
  using Base = JSC::JSDestructibleObject;
  static constexpr unsigned StructureFlags = Base::StructureFlags;

  template <typename CellType, JSC::SubspaceAccess>
  static JSC::CompleteSubspace* subspaceFor(JSC::VM& vm) {
    return &vm.destructibleObjectSpace();
  }

  static NativeCell* create(Realm&, JSC::Structure*, const ClassSpec&, std::unique_ptr<Native>);
  static JSC::Structure* createStructure(JSC::VM& vm, JSC::JSGlobalObject* global, JSC::JSValue prototype) {
    return JSC::Structure::create(vm, global, prototype, JSC::TypeInfo(JSC::ObjectType, StructureFlags), info());
  }
  static void destroy(JSC::JSCell*);

  DECLARE_INFO;
  DECLARE_VISIT_CHILDREN;

  const ClassSpec& spec() const { return spec_; }
  /// Null when the realm is at its end.
  Native* native() const { return native_.get(); }

  /// Destroys the natives of a realm: what they hold ends with it, whenever their cells are collected. No collection
  /// may be under way.
  static void destroyNatives(Realm&);
  /// The same, but for those of `kept`.
  static void destroyNativesBut(Realm&, const std::unordered_set<NativeCell*>& kept);
  static std::unordered_set<NativeCell*> nativesOf(Realm&);

 private:
  NativeCell(JSC::VM& vm, JSC::Structure* structure, const ClassSpec& spec, std::unique_ptr<Native> native)
      : Base(vm, structure), spec_(spec), native_(std::move(native)) {}
  ~NativeCell() { unlink(); }
  void unlink();

  const ClassSpec& spec_;
  std::unique_ptr<Native> native_;
  // In the realm's list, while there is a native: the next one, and what points to this one.
  NativeCell* next_ = nullptr;
  NativeCell** link_ = nullptr;
};

}  // namespace weft::js
