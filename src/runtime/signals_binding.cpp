// native("signals"): signals as callbacks (builtins/internal/process_signals.ts).

#include "engine/class.h"
#include "loop/signal_watcher.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/system_names.h"

namespace weft::runtime {

namespace {

/// Lives as long as JavaScript holds it, or until close().
class SignalHandle final : public js::Native {
 public:
  void trace(js::Tracer& tracer) override { tracer.visit(callback); }
  void close() { watcher.reset(); }

  static constexpr js::MemberSpec kMembers[] = {js::method<&SignalHandle::close>("close")};
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<SignalHandle>("SignalHandle", kMembers);

  js::Traced callback;
  std::unique_ptr<loop::SignalWatcher> watcher;
};

js::Value watch(js::Realm& realm, int32_t signal, js::Function callback) {
  auto owned = std::make_unique<SignalHandle>();
  SignalHandle* handle = owned.get();
  auto deliver = [handle, &realm] {
    auto result = handle->callback.value().asFunction()(realm, js::Value());
    if (!result) reportUncaught(realm, result.error());
  };
  auto watcher = loop::SignalWatcher::start(Runtime::of(realm).loop(), signal, deliver);
  if (!watcher) return js::Value::int32(-watcher.error().code);
  owned->watcher = std::move(*watcher);
  js::Object object = js::wrap(realm, std::move(owned));
  handle->callback.set(*handle, callback);
  return object;
}

js::Object numbers(js::Realm& realm) {
  return toObject(realm, signalNumbers());
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&numbers>("numbers"),
    js::fn<&watch>("watch"),
};

}  // namespace

const js::Binding kSignalsBinding = {"signals", kFunctions};

}  // namespace weft::runtime
