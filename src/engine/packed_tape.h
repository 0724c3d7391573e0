#pragma once
// A tape of structured cloning (builtins/web/structured_clone.ts) apart from any realm: bytes, and the memory of
// buffers, which moves along or is shared. It can be taken to another thread, and unpacked there.

#include <memory>

#include "engine/value.h"

namespace weft::js {

class PackedTape {
 public:
  /// Detaches the tape's ArrayBuffers: their memory is the packed tape's.
  static Result<std::shared_ptr<PackedTape>> pack(Realm&, Object tape);
  ~PackedTape();

  /// The tape, with the memory that was packed. Only once.
  Result<Object> unpack(Realm&);
  /// The tape with copies of unshared memory. As often as wished, from several threads.
  Result<Object> unpackCopy(Realm&) const;

 private:
  struct Impl;
  PackedTape();
  std::unique_ptr<Impl> impl_;
};

}  // namespace weft::js
