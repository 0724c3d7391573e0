// native("random"): bytes from the system's generator.

#include <sys/random.h>
#include <cerrno>

#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

js::Result<void> fill(js::Bytes view) {
  size_t done = 0;
  while (done < view.size) {
    ssize_t count = getrandom(view.data + done, view.size - done, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return js::fail(js::JsError(js::ErrorKind::Error, "ERR_OPERATION_FAILED", "The system gives no random bytes"));
    done += static_cast<size_t>(count);
  }
  return {};
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&fill>("fill")};

}  // namespace

const js::Binding kRandomBinding = {"random", kFunctions};

}  // namespace weft::runtime
