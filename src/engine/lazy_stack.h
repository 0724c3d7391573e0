#pragma once
// A stack that becomes the value of its object's `stack` when that is first read, as V8 does it: by
// Error.prepareStackTrace if the program has set one, or else as text.

#include <vector>

#include "engine/internal.h"
#include "engine/stack_frames.h"

#include <JavaScriptCore/StackFrame.h>

namespace weft::js {

/// Stands in the property as the engine's custom values do: reflection sees a data property.
class LazyStack final : public JSC::CustomGetterSetter {
 public:
  using Base = JSC::CustomGetterSetter;
  static constexpr JSC::DestructionMode needsDestruction = JSC::NeedsDestruction;

  template <typename CellType, JSC::SubspaceAccess>
  static JSC::GCClient::IsoSubspace* subspaceFor(JSC::VM& vm) {
    return &clientData(vm).lazyStackClientSpace;
  }
  static JSC::Structure* createStructure(JSC::VM& vm) {
    return JSC::Structure::create(vm, nullptr, JSC::jsNull(),
                                  JSC::TypeInfo(JSC::CustomGetterSetterType, StructureFlags), info());
  }
  static void destroy(JSC::JSCell*);
  DECLARE_INFO;
  DECLARE_VISIT_CHILDREN;

  /// Gives `object` an own property `stack` of frames that the engine has walked.
  static void define(JSC::JSGlobalObject*, JSC::JSObject* object, WTF::Vector<JSC::StackFrame>&&);
  /// The same of frames that were kept when their functions died.
  static void define(JSC::JSGlobalObject*, JSC::JSObject* object, std::vector<FrameRecord>&&);

 private:
  LazyStack(JSC::VM&, JSC::Structure*);
  static LazyStack* create(JSC::JSGlobalObject*);
  void putOn(JSC::VM&, JSC::JSObject*);
  static JSC::EncodedJSValue read(JSC::JSGlobalObject*, JSC::EncodedJSValue object, JSC::PropertyName);
  static bool replace(JSC::JSGlobalObject*, JSC::EncodedJSValue object, JSC::EncodedJSValue value, JSC::PropertyName);
  JSC::JSValue evaluate(JSC::JSGlobalObject*, JSC::JSObject*);

  WTF::Vector<JSC::StackFrame> frames_;  // guarded by cellLock(): the collector visits them beside JavaScript
  std::vector<FrameRecord> records_;     // in their place, if not empty
};

/// Error.prepareStackTrace of this realm if it is a function that may be called now; else null. Calls nothing.
JSC::JSObject* stackPreparer(JSC::JSGlobalObject*);

}  // namespace weft::js
