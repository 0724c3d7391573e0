#include "engine/held_bytecode.h"

#include <mutex>
#include <unordered_map>

#include "base/check.h"

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
  auto used = used_.find(bytes.data());
  if (used != used_.end()) {
    CHECK(used->second->size() == bytes.size());
    // What it remembers of functions is for those who write updates of it, and would grow with each use.
    used->second->leafExecutables().clear();
    return used->second.ptr();
  }
  {
    std::lock_guard lock(waiting().mutex);
    auto found = waiting().list.find(bytes.data());
    if (found != waiting().list.end() && found->second->size() == bytes.size()) {
      Ref<CachedBytecode> taken = found->second;
      waiting().list.erase(found);
      return used_.emplace(bytes.data(), WTFMove(taken)).first->second.ptr();
    }
  }
  std::span<uint8_t> data(const_cast<uint8_t*>(bytes.data()), bytes.size());
  auto made = CachedBytecode::create(WTF::adoptMallocSpan<uint8_t, VMMalloc>(std::move(data)), {});
  return used_.emplace(bytes.data(), WTFMove(made)).first->second.ptr();
}

HeldBytecode::~HeldBytecode() {
  std::lock_guard lock(waiting().mutex);
  for (auto& [key, it] : used_) {
    // Somebody keeps it beyond the VM: it may not be touched, and may not die.
    if (!it->hasOneRef()) {
      it->ref();
      continue;
    }
    it->leafExecutables().clear();
    waiting().list.emplace(key, std::move(it));
  }
}

}  // namespace weft::js
