#pragma once
// Stacks of errors whose functions a collection found dead before anybody looked. The engine then wants their text;
// here the frames are kept as data instead, so that nobody pays for the text of an error that nobody reads, and
// Error.prepareStackTrace can still be asked.

#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/jsc.h"

#include <JavaScriptCore/HeapObserver.h>

namespace weft::js {

struct FrameRecord;

class KeptStacks final : public JSC::HeapObserver {
 public:
  explicit KeptStacks(JSC::VM&);
  ~KeptStacks() override;
  KeptStacks(const KeptStacks&) = delete;

  /// At the end of a collection that found the error alive.
  void keep(JSC::ErrorInstance*, std::vector<FrameRecord>);
  /// The frames of an error, which are forgotten; nullopt if none were kept.
  std::optional<std::vector<FrameRecord>> take(JSC::ErrorInstance*);

  // JSC::HeapObserver: errors that died are forgotten before their cells can be used again.
  void willGarbageCollect() override {}
  void didGarbageCollect(JSC::CollectionScope) override;

 private:
  JSC::VM& vm_;
  std::unordered_map<JSC::ErrorInstance*, std::vector<FrameRecord>> frames_;
};

}  // namespace weft::js
