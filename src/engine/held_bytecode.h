#pragma once
// Bytecode in memory that is not the engine's: the image of the builtins, the cache on disk. The engine would free
// what a CachedBytecode points to when the last reference goes, so none of them ever dies: when a VM has, those that
// it used wait for the next VM that runs the same bytecode.

#include <span>
#include <unordered_map>

#include "engine/jsc.h"

namespace weft::js {

class HeldBytecode {
 public:
  HeldBytecode() = default;
  HeldBytecode(const HeldBytecode&) = delete;
  /// The VM's cells are gone.
  ~HeldBytecode();

  /// `bytes` stay as they are for ever. Null if there are none.
  RefPtr<JSC::CachedBytecode> over(std::span<const uint8_t> bytes);

 private:
  std::unordered_map<const uint8_t*, Ref<JSC::CachedBytecode>> used_;
};

}  // namespace weft::js
