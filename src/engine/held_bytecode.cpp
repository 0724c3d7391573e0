#include "engine/held_bytecode.h"

#include <mutex>
#include <unordered_map>

namespace weft::js {

using namespace JSC;

namespace {

/// Those of VMs that are gone, by their bytes.
struct Waiting {
  std::mutex mutex;
  std::unordered_multimap<const uint8_t*, Ref<CachedBytecode>> list;
};

Waiting& waiting() {
  static auto& all = *new Waiting();
  return all;
}

}  // namespace

RefPtr<CachedBytecode> HeldBytecode::over(std::span<const uint8_t> bytes) {
  if (bytes.empty()) return nullptr;
  {
    std::lock_guard lock(waiting().mutex);
    auto found = waiting().list.find(bytes.data());
    if (found != waiting().list.end() && found->second->size() == bytes.size()) {
      used_.push_back(found->second.copyRef());
      waiting().list.erase(found);
      return used_.back().ptr();
    }
  }
  std::span<uint8_t> data(const_cast<uint8_t*>(bytes.data()), bytes.size());
  used_.push_back(CachedBytecode::create(WTF::adoptMallocSpan<uint8_t, VMMalloc>(std::move(data)), {}));
  return used_.back().ptr();
}

HeldBytecode::~HeldBytecode() {
  std::lock_guard lock(waiting().mutex);
  for (Ref<CachedBytecode>& it : used_) {
    // Somebody keeps it beyond the VM: it may not be touched, and may not die.
    if (!it->hasOneRef()) {
      it->ref();
      continue;
    }
    it->leafExecutables().clear();
    const uint8_t* key = it->span().data();
    waiting().list.emplace(key, std::move(it));
  }
}

}  // namespace weft::js
