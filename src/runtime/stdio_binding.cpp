// native("stdio"): the standard descriptors (builtins/internal/stdio.ts and its kin).

#include <signal.h>

#include "base/utf.h"
#include "engine/class.h"
#include "loop/input_stream.h"
#include "loop/standard_io.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/test_realm.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

std::span<const uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

int32_t status(const weft::Result<void, SysError>& result) {
  return result ? 0 : -result.error().code;
}

/// What a test file writes is its host's to pass on.
int32_t writeBytes(js::Realm& realm, int32_t fd, std::string_view bytes) {
  TestRealm* test = Runtime::of(realm).options().test;
  if (test && test->output(fd, bytes)) return 0;
  return status(loop::writeAll(fd, bytesOf(bytes)));
}

js::Result<int32_t> writeText(js::Realm& realm, int32_t fd, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  if (chars.is8Bit) {
    std::string_view latin1(reinterpret_cast<const char*>(chars.latin1), chars.length);
    if (isAscii(latin1)) return writeBytes(realm, fd, latin1);
    return writeBytes(realm, fd, latin1ToUtf8(latin1));
  }
  return writeBytes(realm, fd, utf16ToUtf8({chars.utf16, chars.length}));
}

js::Result<int32_t> write(js::Realm& realm, int32_t fd, js::Value data) {
  if (data.isString()) return writeText(realm, fd, data.asString());
  WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm, data, 1));
  return writeBytes(realm, fd, {reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size()});
}

void endByBrokenPipe() {
  loop::dieBySignal(SIGPIPE);
}

std::string_view kind(int32_t fd) {
  switch (loop::descriptorKind(fd)) {
    case loop::DescriptorKind::Terminal:
      return "tty";
    case loop::DescriptorKind::File:
      return "file";
    case loop::DescriptorKind::Pipe:
      return "pipe";
    case loop::DescriptorKind::Socket:
      return "socket";
    case loop::DescriptorKind::Unknown:
      break;
  }
  return "unknown";
}

js::Value windowSize(js::Realm& realm, int32_t fd) {
  auto size = loop::terminalSize(fd);
  if (!size) return js::Value();
  const js::Value pair[] = {js::Value::int32(size->columns), js::Value::int32(size->rows)};
  return js::Array::create(realm, pair);
}

/// The flow of bytes from a descriptor. JavaScript's stream holds it.
class InputHandle final : public js::Native {
 public:
  explicit InputHandle(js::Realm& realm) : realm_(realm) {}
  void trace(js::Tracer& tracer) override {
    tracer.visit(onData);
    tracer.visit(onEnd);
    tracer.visit(onError);
  }

  loop::InputStream::Events events() {
    return {[this](std::span<const uint8_t> bytes) { deliver(bytes); },
            [this] { report(onEnd.value().asFunction()(realm_, js::Value())); },
            [this](const SysError& error) { deliverError(js::JsError::system(error)); }};
  }

  void start() {
    if (stream) stream->start();
  }
  void stop() {
    if (stream) stream->stop();
  }
  void ref() {
    if (stream) stream->ref();
  }
  void unref() {
    if (stream) stream->unref();
  }
  js::Result<void> setRawMode(bool raw) {
    if (!stream) return {};
    if (auto set = stream->setRawMode(raw); !set) return js::fail(set.error());
    return {};
  }
  void close() { stream.reset(); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&InputHandle::start>("start"), js::method<&InputHandle::stop>("stop"),
      js::method<&InputHandle::ref>("ref"),     js::method<&InputHandle::unref>("unref"),
      js::method<&InputHandle::close>("close"), js::method<&InputHandle::setRawMode>("setRawMode"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<InputHandle>("InputHandle", kMembers);

  js::Traced onData, onEnd, onError;
  std::unique_ptr<loop::InputStream> stream;

 private:
  void deliver(std::span<const uint8_t> bytes) {
    auto copy = js::createUint8Array(realm_, bytes);
    if (copy)
      report(onData.value().asFunction()(realm_, js::Value(), *copy));
    else
      deliverError(copy.error());
  }
  void deliverError(const js::JsError& error) {
    report(onError.value().asFunction()(realm_, js::Value(), error.toValue(realm_)));
  }
  void report(const js::Result<>& result) {
    if (!result) reportUncaught(realm_, result.error());
  }

  js::Realm& realm_;
};

js::Result<js::Object> openInput(js::Realm& realm, int32_t fd, js::Function onData, js::Function onEnd,
                                 js::Function onError) {
  if (fd == STDIN_FILENO) noteUntraced(realm, "standard input");
  auto owned = std::make_unique<InputHandle>(realm);
  InputHandle& handle = *owned;
  auto stream = loop::InputStream::open(Runtime::of(realm).loop(), fd, handle.events());
  if (!stream) return js::fail(stream.error());
  handle.stream = std::move(*stream);
  js::Object object = js::wrap(realm, std::move(owned));
  handle.onData.set(handle, onData);
  handle.onEnd.set(handle, onEnd);
  handle.onError.set(handle, onError);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&write>("write"),         js::fn<&endByBrokenPipe>("endByBrokenPipe"),
    js::fn<&kind>("kind"),           js::fn<&windowSize>("windowSize"),
    js::fn<&openInput>("openInput"),
};

}  // namespace

const js::Binding kStdioBinding = {"stdio", kFunctions};

}  // namespace weft::runtime
