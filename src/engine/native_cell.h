#pragma once
// The cell that owns a Native (class.h). One C++ cell type serves every class; the spec tells them apart.

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

  static NativeCell* create(JSC::VM&, JSC::Structure*, const ClassSpec&, std::unique_ptr<Native>);
  static JSC::Structure* createStructure(JSC::VM& vm, JSC::JSGlobalObject* global, JSC::JSValue prototype) {
    return JSC::Structure::create(vm, global, prototype, JSC::TypeInfo(JSC::ObjectType, StructureFlags), info());
  }
  static void destroy(JSC::JSCell*);

  DECLARE_INFO;
  DECLARE_VISIT_CHILDREN;

  const ClassSpec& spec() const { return spec_; }
  Native& native() const { return *native_; }

 private:
  NativeCell(JSC::VM& vm, JSC::Structure* structure, const ClassSpec& spec, std::unique_ptr<Native> native)
      : Base(vm, structure), spec_(spec), native_(std::move(native)) {}

  const ClassSpec& spec_;
  std::unique_ptr<Native> native_;
};

}  // namespace weft::js
