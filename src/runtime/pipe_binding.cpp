// native("pipe"): pipes that are open already (builtins/internal/pipe_stream.ts, ipc_channel.ts).

#include "base/utf.h"
#include "engine/class.h"
#include "loop/pipe_stream.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

/// Pinned until it is closed.
class PipeHandle final : public js::Native {
 public:
  explicit PipeHandle(js::Realm& realm) : realm_(realm) {}
  void trace(js::Tracer& tracer) override {
    tracer.visit(onData);
    tracer.visit(onEnd);
    tracer.visit(onError);
  }

  loop::PipeStream::Events events() {
    return {[this](std::span<const uint8_t> bytes) { deliver(bytes); }, [this] { call(onEnd.value(), {}); },
            [this](const SysError& error) { call(onError.value(), js::Value::int32(-error.code)); }};
  }

  /// 0 or a negative error number.
  int32_t start() {
    if (!stream) return -EBADF;
    auto started = stream->start();
    return started ? 0 : -started.error().code;
  }
  void stop() {
    if (stream) stream->stop();
  }
  /// 0: all is written. 1: `done` is called with a status. Else a negative error number, and `done` is not called.
  js::Result<int32_t> write(js::Value data, js::Function done) {
    WEFT_TRY(bytes, bytesOf(data));
    if (!stream) return -EBADF;
    auto written = stream->write(std::move(bytes), whenDone(done));
    if (!written) return -written.error().code;
    return *written ? 0 : 1;
  }
  /// As write(), with a copy of the descriptor; never 0.
  js::Result<int32_t> writeWith(int32_t descriptor, js::Value data, js::Function done) {
    WEFT_TRY(bytes, bytesOf(data));
    if (!stream) return -EBADF;
    auto begun = stream->writeWith(descriptor, std::move(bytes), whenDone(done));
    return begun ? 1 : -begun.error().code;
  }
  /// The next descriptor that has come in, and is the caller's; -1 if there is none.
  int32_t takeDescriptor() { return stream ? stream->takeDescriptor().value_or(-1) : -1; }
  int32_t shutdown(js::Function done) {
    if (!stream) return -ENOTCONN;
    auto begun = stream->shutdown(whenDone(done));
    return begun ? 0 : -begun.error().code;
  }
  void close() {
    if (!stream || isClosed_) return;
    isClosed_ = true;
    stream->close();
    unpin();
  }
  void ref() {
    if (stream) stream->ref();
  }
  void unref() {
    if (stream) stream->unref();
  }
  bool hasRef() const { return stream && stream->hasRef(); }
  int32_t fd() const { return stream ? stream->fd() : -1; }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&PipeHandle::start>("start"),
      js::method<&PipeHandle::stop>("stop"),
      js::method<&PipeHandle::write>("write"),
      js::method<&PipeHandle::shutdown>("shutdown"),
      js::method<&PipeHandle::close>("close"),
      js::method<&PipeHandle::ref>("ref"),
      js::method<&PipeHandle::unref>("unref"),
      js::method<&PipeHandle::hasRef>("hasRef"),
      js::method<&PipeHandle::writeWith>("writeWith"),
      js::method<&PipeHandle::takeDescriptor>("takeDescriptor"),
      js::getter<&PipeHandle::fd>("fd"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<PipeHandle>("PipeHandle", kMembers);

  js::Traced onData, onEnd, onError;
  std::unique_ptr<loop::PipeStream> stream;

 private:
  js::Result<std::vector<uint8_t>> bytesOf(js::Value data) {
    if (data.isString()) {
      std::string text = data.asString().utf8(realm_);
      return std::vector<uint8_t>(text.begin(), text.end());
    }
    WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm_, data, 0));
    return std::vector<uint8_t>(bytes.data, bytes.data + bytes.size);
  }
  loop::PipeStream::Done whenDone(js::Function done) {
    return [this, kept = js::Persistent(realm_, done)](weft::Result<void, SysError> result) {
      call(kept.value(), js::Value::int32(result ? 0 : -result.error().code));
    };
  }
  void deliver(std::span<const uint8_t> bytes) {
    auto copy = js::createUint8Array(realm_, bytes);
    if (copy)
      call(onData.value(), *copy);
    else
      reportUncaught(realm_, copy.error());
  }
  void call(js::Value function, js::Value argument) {
    auto result = function.asFunction()(realm_, js::Value(), argument);
    if (!result) reportUncaught(realm_, result.error());
  }

  js::Realm& realm_;
  bool isClosed_ = false;
};

/// A handle, or a negative error number. The descriptor is taken over in any case.
js::Value open(js::Realm& realm, int32_t fd, js::Function onData, js::Function onEnd, js::Function onError,
               std::optional<bool> isChannel) {
  auto owned = std::make_unique<PipeHandle>(realm);
  PipeHandle& handle = *owned;
  Runtime::of(realm).noteDescriptor(fd, false);
  auto use = isChannel.value_or(false) ? loop::PipeStream::Use::Channel : loop::PipeStream::Use::Bytes;
  auto stream = loop::PipeStream::adopt(Runtime::of(realm).loop(), fd, use, handle.events());
  if (!stream) return js::Value::int32(-stream.error().code);
  handle.stream = std::move(*stream);
  js::Object object = js::wrap(realm, std::move(owned));
  handle.onData.set(handle, onData);
  handle.onEnd.set(handle, onEnd);
  handle.onError.set(handle, onError);
  handle.pin(realm);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&open>("open")};

}  // namespace

const js::Binding kPipeBinding = {"pipe", kFunctions};

}  // namespace weft::runtime
