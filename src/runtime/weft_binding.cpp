// native("weft"): what Weft tells of the process, and bytes for Weft.indexOfLine (builtins/internal/weft_facts.ts).

#include <cstring>
#include <ctime>

#include "base/build_id.h"
#include "engine/vm.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

constexpr double kNanosecondsPerSecond = 1e9;

double readClock() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return double(time.tv_sec) * kNanosecondsPerSecond + double(time.tv_nsec);
}
const double kStart = readClock();

double nanoseconds() {
  return readClock() - kStart;
}

double heapSize(js::Realm& realm) {
  return double(realm.vm().heapStatistics().used);
}
double collect(js::Realm& realm) {
  realm.vm().collect();
  return heapSize(realm);
}

std::string mainPath(js::Realm& realm) {
  return Runtime::of(realm).mainPath();
}
std::string revision() {
  return buildId();
}

/// Where the first line feed from `offset` on is, else -1.
double indexOfLine(js::Bytes bytes, double offset) {
  size_t from = offset > 0 ? size_t(std::min(offset, double(bytes.size))) : 0;
  if (from == bytes.size) return -1;
  auto* found = static_cast<const uint8_t*>(memchr(bytes.data + from, '\n', bytes.size - from));
  return found ? double(found - bytes.data) : -1;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&nanoseconds>("nanoseconds"), js::fn<&heapSize>("heapSize"), js::fn<&collect>("collect"),
    js::fn<&mainPath>("main"),           js::fn<&revision>("revision"), js::fn<&indexOfLine>("indexOfLine"),
};

}  // namespace

const js::Binding kWeftBinding = {"weft", kFunctions};

}  // namespace weft::runtime
