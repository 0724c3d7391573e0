#pragma once
// A VM with one realm, for the tests beside the sources; each derives what it asks of it.

#include <memory>

#include "engine/vm.h"

namespace weft::js {

struct TestWorld {
  std::unique_ptr<VM> vm;
  std::unique_ptr<Realm> realm;

  TestWorld() {
    VM::initialise();
    vm = VM::create();
    realm = vm->createRealm();
  }
};

}  // namespace weft::js
