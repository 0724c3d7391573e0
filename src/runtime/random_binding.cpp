// native("random"): bytes from the system's generator.

#include <sys/random.h>
#include <cerrno>

#include "runtime/bindings.h"
#include "runtime/fs_operation.h"

namespace weft::runtime {

namespace {

bool fillBytes(std::span<uint8_t> bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t count = getrandom(bytes.data() + done, bytes.size() - done, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    done += static_cast<size_t>(count);
  }
  return true;
}

js::JsError failure() {
  return js::JsError(js::ErrorKind::Error, "ERR_OPERATION_FAILED", "The system gives no random bytes");
}

js::Result<void> fill(js::Bytes view) {
  if (!fillBytes(view.span())) return js::fail(failure());
  return {};
}

std::span<uint8_t> partOf(js::Bytes view, double offset, double size) {
  size_t from = std::min(size_t(offset), view.size);
  return {view.data + from, std::min(size_t(size), view.size - from)};
}

/// Fills a part of a view: at once, or with a callback on the thread pool.
js::Result<js::Value> fillPart(js::Realm& realm, js::Value view, double offset, double size, js::Value reply) {
  if (reply.isUndefined()) {
    WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm, view, 0));
    if (!fillBytes(partOf(bytes, offset, size))) return js::fail(failure());
    return view;
  }
  struct Request {
    Request(js::Realm& realm, js::Value reply, js::Value view) : answer(realm, reply), kept(realm, view) {}
    detail::Pins pins;
    detail::Answer answer;
    js::Persistent kept;
    std::span<uint8_t> bytes;
    bool isFilled = false;
  };
  auto request = std::make_unique<Request>(realm, reply, view);
  // Pinning may move small arrays, so the address is read after it.
  request->pins.add(realm, view);
  WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm, view, 0));
  request->bytes = partOf(bytes, offset, size);
  js::Value promise = request->answer.result();
  auto work = [r = request.get()] { r->isFilled = fillBytes(r->bytes); };
  auto done = [r = std::move(request)] {
    if (r->isFilled)
      r->answer.succeed(r->kept.value());
    else
      r->answer.fail(failure());
  };
  Runtime::of(realm).loop().queueWork(std::move(work), std::move(done));
  return promise;
}

/// Sixteen bytes as the text of an identifier of version 4, variant 1
/// (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4). They are wiped: one that was handed out doesn't stay.
js::Result<js::Value> takeUuid(js::Realm& realm, js::Bytes pool, uint32_t at) {
  constexpr size_t kBytes = 16;
  static constexpr char kDigits[] = "0123456789abcdef";
  if (pool.size < kBytes || at > pool.size - kBytes) return js::fail(failure());
  uint8_t* bytes = pool.data + at;
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  uint8_t text[36];
  uint8_t* out = text;
  for (size_t i = 0; i < kBytes; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
    *out++ = uint8_t(kDigits[bytes[i] >> 4]);
    *out++ = uint8_t(kDigits[bytes[i] & 15]);
    bytes[i] = 0;
  }
  return js::Value(js::String::fromLatin1(realm, text));
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&fill>("fill"), js::fn<&fillPart>("fillPart"),
                                           js::fn<&takeUuid>("takeUuid")};

}  // namespace

const js::Binding kRandomBinding = {"random", kFunctions};

}  // namespace weft::runtime
