#pragma once
// Hears of the collector's runs.

#include <cstdint>
#include <functional>
#include <memory>

namespace weft::js {

class VM;

class CollectionObserver {
 public:
  struct Collection {
    bool isFull;            // false: of young objects alone
    uint64_t began, ended;  // nanoseconds on the monotonic clock
  };
  /// `heard` is called on the thread that ends the collection, whichever it is, and must not touch the heap. Neither
  /// made nor destroyed within a collection: not by what the collector destroys.
  CollectionObserver(VM&, std::function<void(const Collection&)> heard);
  ~CollectionObserver();
  CollectionObserver(const CollectionObserver&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Collects what has come to be since the last collection; everything, if the engine finds that due. For a moment at
/// which little is alive: it takes as long as there is to be kept.
void collectNow(VM&);

}  // namespace weft::js
