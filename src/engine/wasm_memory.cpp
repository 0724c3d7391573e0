#include "engine/wasm_memory.h"

namespace weft::js {

JSC::JSWebAssemblyMemory* wasmMemoryOver(Realm& realm, JSC::SharedArrayBufferContents* contents) {
  JSC::VM& vm = jscVM(realm);
  auto* made = JSC::JSWebAssemblyMemory::create(vm, realm.global()->webAssemblyMemoryStructure());
  auto onGrown = [&vm, made](JSC::Wasm::Memory::GrowSuccess, JSC::PageCount before, JSC::PageCount after) {
    made->growSuccessCallback(vm, before, after);
  };
  made->adopt(contents ? JSC::Wasm::Memory::create(vm, Ref(*contents), WTFMove(onGrown))
                       : JSC::Wasm::Memory::createZeroSized(vm, JSC::MemorySharingMode::Shared, WTFMove(onGrown)));
  return made;
}

}  // namespace weft::js
