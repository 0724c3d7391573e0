// native("fs_watch"): changes of files as callbacks (builtins/internal/fs_watcher.ts).

#include "engine/class.h"
#include "loop/file_watcher.h"
#include "runtime/bindings.h"
#include "runtime/fs_values.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

/// Lives until close(), or a failure, which ends it too.
class WatchHandle final : public js::Native {
 public:
  WatchHandle(js::Realm& realm, NameForm form) : realm_(realm), form_(form) {}
  void trace(js::Tracer& tracer) override { tracer.visit(callback); }

  void close() {
    if (!watcher) return;
    watcher.reset();
    unpin();
  }
  void ref() {
    if (watcher) watcher->ref();
  }
  void unref() {
    if (watcher) watcher->unref();
  }

  void change(loop::FileWatcher::Change change, std::string name) {
    js::Value nameValue = js::Value::null();
    if (!name.empty()) {
      auto value = toValue(realm_, Name{std::move(name), form_});
      if (!value) return reportUncaught(realm_, value.error());
      nameValue = *value;
    }
    deliver(0, change == loop::FileWatcher::Change::Renamed, nameValue);
  }
  void fail(const SysError& error) { deliver(-error.code, false, js::Value::null()); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&WatchHandle::close>("close"),
      js::method<&WatchHandle::ref>("ref"),
      js::method<&WatchHandle::unref>("unref"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<WatchHandle>("WatchHandle", kMembers);

  js::Traced callback;
  std::unique_ptr<loop::FileWatcher> watcher;

 private:
  void deliver(int32_t status, bool renamed, js::Value name) {
    const js::Value args[] = {js::Value::int32(status), js::Value::boolean(renamed), name};
    auto result = callback.value().asFunction().call(realm_, js::Value(), args);
    if (!result) reportUncaught(realm_, result.error());
  }

  js::Realm& realm_;
  NameForm form_;
};

/// A handle, or libuv's number of what failed. callback(status, renamed, name): a status other than 0 is the end.
js::Value watch(js::Realm& realm, NativePath path, NameForm form, js::Function callback) {
  noteUntraced(realm, "a watcher of files");
  auto owned = std::make_unique<WatchHandle>(realm, form);
  WatchHandle* handle = owned.get();
  auto watcher = loop::FileWatcher::start(
      Runtime::of(realm).loop(), path.bytes,
      {[handle](loop::FileWatcher::Change change, std::string name) { handle->change(change, std::move(name)); },
       [handle](const SysError& error) { handle->fail(error); }});
  if (!watcher) return js::Value::int32(-watcher.error().code);
  owned->watcher = std::move(*watcher);
  js::Object object = js::wrap(realm, std::move(owned));
  handle->callback.set(*handle, callback);
  handle->pin(realm);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&watch>("watch")};

}  // namespace

const js::Binding kFsWatchBinding = {"fs_watch", kFunctions};

}  // namespace weft::runtime
