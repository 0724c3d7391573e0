// native("os"): facts about the machine and the user (builtins/node/os.ts).

#include <bit>

#include "engine/class.h"
#include "loop/system_info.h"
#include "runtime/bindings.h"
#include "runtime/system_names.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

template <class T>
js::Result<T> orError(weft::Result<T, SysError> result) {
  if (!result) return js::fail(result.error());
  return std::move(*result);
}

/// Fills an array by position.
class Row {
 public:
  explicit Row(js::Realm& realm) : realm_(realm), array_(js::Array::create(realm)) {}
  template <class... T>
  void add(const T&... values) {
    ((void)array_.setIndex(realm_, next_++, js::toJs(realm_, values)), ...);
  }
  js::Array array() const { return array_; }

 private:
  js::Realm& realm_;
  js::Array array_;
  uint32_t next_ = 0;
};

js::Result<std::string> hostname() {
  return orError(loop::hostname());
}
js::Result<std::string> homedir() {
  return orError(loop::homeDirectory());
}
js::Result<double> uptime() {
  return orError(loop::systemUptime());
}
js::Result<int32_t> getPriority(int32_t pid) {
  return orError(loop::priority(pid));
}

js::Result<void> setPriority(int32_t pid, int32_t priority) {
  if (auto set = loop::setPriority(pid, priority); !set) return js::fail(set.error());
  return {};
}

js::Result<js::Value> systemName(js::Realm& realm) {
  auto name = loop::systemName();
  if (!name) return js::fail(name.error());
  Row row(realm);
  row.add(name->sysname, name->version, name->release, name->machine);
  return row.array();
}

js::Value loadavg(js::Realm& realm) {
  auto average = loop::loadAverage();
  Row row(realm);
  row.add(average[0], average[1], average[2]);
  return row.array();
}

double totalmem() {
  return static_cast<double>(loop::memory().total);
}
double freemem() {
  return static_cast<double>(loop::memory().free);
}
uint32_t availableParallelism() {
  return loop::availableParallelism();
}

js::Result<js::Value> cpus(js::Realm& realm) {
  auto list = loop::cpus();
  if (!list) return js::fail(list.error());
  Row row(realm);
  for (const loop::CpuInfo& cpu : *list)
    row.add(cpu.model, cpu.speedMhz, cpu.user, cpu.nice, cpu.sys, cpu.idle, cpu.irq);
  return row.array();
}

js::Result<js::Value> networkInterfaces(js::Realm& realm) {
  noteUntraced(realm, "the network's interfaces");
  auto list = loop::networkInterfaces();
  if (!list) return js::fail(list.error());
  Row row(realm);
  for (const loop::NetworkInterface& i : *list)
    row.add(i.name, i.address, i.netmask, i.isIPv6, i.mac, i.isInternal, i.scopeId, i.prefixLength);
  return row.array();
}

js::Result<js::Value> userInfo(js::Realm& realm) {
  auto info = loop::userInfo();
  if (!info) return js::fail(info.error());
  js::Object object = js::Object::create(realm);
  object.define(realm, "uid", js::Value::number(static_cast<double>(info->uid)));
  object.define(realm, "gid", js::Value::number(static_cast<double>(info->gid)));
  object.define(realm, "username", js::toJs(realm, info->name));
  object.define(realm, "homedir", js::toJs(realm, info->home));
  object.define(realm, "shell", js::toJs(realm, info->shell));
  return object;
}

js::Object signals(js::Realm& realm) {
  return toObject(realm, signalNumbers());
}
js::Object errors(js::Realm& realm) {
  return toObject(realm, errorNumbers());
}
bool isLittleEndian() {
  return std::endian::native == std::endian::little;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&hostname>("hostname"),
    js::fn<&homedir>("homedir"),
    js::fn<&systemName>("systemName"),
    js::fn<&uptime>("uptime"),
    js::fn<&loadavg>("loadavg"),
    js::fn<&totalmem>("totalmem"),
    js::fn<&freemem>("freemem"),
    js::fn<&availableParallelism>("availableParallelism"),
    js::fn<&cpus>("cpus"),
    js::fn<&networkInterfaces>("networkInterfaces"),
    js::fn<&userInfo>("userInfo"),
    js::fn<&getPriority>("getPriority"),
    js::fn<&setPriority>("setPriority"),
    js::fn<&signals>("signals"),
    js::fn<&errors>("errorNumbers"),
    js::fn<&isLittleEndian>("isLittleEndian"),
};

}  // namespace

const js::Binding kOsBinding = {"os", kFunctions};

}  // namespace weft::runtime
