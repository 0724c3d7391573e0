// native("net"): sockets (builtins/internal/net_native.ts).

#include "loop/standard_io.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/stream_handle.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

js::Object createHandlers(js::Realm& realm, js::Function onData, js::Function onEnd, js::Function onError,
                          js::Function onDrain) {
  auto owned = std::make_unique<StreamHandlers>();
  StreamHandlers& handlers = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handlers.onData.set(handlers, onData);
  handlers.onEnd.set(handlers, onEnd);
  handlers.onError.set(handlers, onError);
  handlers.onDrain.set(handlers, onDrain);
  return object;
}

js::Object createSocket(js::Realm& realm, StreamHandlers* handlers, bool isTcp) {
  auto kind = isTcp ? loop::StreamSocket::Kind::Tcp : loop::StreamSocket::Kind::Unix;
  auto socket = std::make_unique<loop::StreamSocket>(Runtime::of(realm).loop(), kind);
  return SocketHandle::create(realm, *handlers, std::move(socket));
}

/// The handle, or a negative errno.
js::Value listenerOf(js::Realm& realm, StreamHandlers* handlers,
                     weft::Result<std::unique_ptr<loop::StreamListener>, SysError> listener) {
  if (!listener) return js::Value::int32(-listener.error().code);
  return ListenerHandle::create(realm, *handlers, std::move(*listener));
}

js::Value bindTcp(js::Realm& realm, StreamHandlers* handlers, std::string address, int32_t port, bool ipv6Only,
                  bool reusePort) {
  loop::Endpoint local{std::move(address), static_cast<uint16_t>(port)};
  loop::StreamListener::Options options{ipv6Only, reusePort};
  return listenerOf(realm, handlers, loop::StreamListener::bind(Runtime::of(realm).loop(), local, options));
}

js::Value bindPath(js::Realm& realm, StreamHandlers* handlers, std::string path) {
  if (TestTrace* trace = traceOf(realm)) trace->makes(path);
  return listenerOf(realm, handlers, loop::StreamListener::bind(Runtime::of(realm).loop(), std::move(path)));
}

js::Value adoptListener(js::Realm& realm, StreamHandlers* handlers, int32_t fd) {
  Runtime::of(realm).noteDescriptor(fd, false);
  return listenerOf(realm, handlers, loop::StreamListener::adopt(Runtime::of(realm).loop(), fd));
}

/// "tcp" or "pipe" for what a stream socket can be made of; else what it is.
std::string_view descriptorKind(int32_t fd) {
  switch (loop::descriptorKind(fd)) {
    case loop::DescriptorKind::Pipe:
      return "pipe";
    case loop::DescriptorKind::Socket:
      return "tcp";
    case loop::DescriptorKind::Terminal:
      return "tty";
    case loop::DescriptorKind::File:
      return "file";
    case loop::DescriptorKind::Unknown:
      break;
  }
  return "unknown";
}

int32_t ipVersion(std::string text) {
  return loop::ipVersion(text);
}

/// 32 hexadecimal digits, which compare as the addresses do; IPv4 is mapped into IPv6.
std::optional<std::string> ipDigits(std::string text) {
  auto bytes = loop::ipBytes(text);
  if (!bytes) return std::nullopt;
  std::string digits;
  for (unsigned char byte : *bytes) {
    digits += "0123456789abcdef"[byte >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

std::optional<std::string> canonicalIp(std::string text) {
  return loop::canonicalIp(text);
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createHandlers>("createHandlers"),
    js::fn<&createSocket>("createSocket"),
    js::fn<&bindTcp>("bindTcp"),
    js::fn<&bindPath>("bindPath"),
    js::fn<&adoptListener>("adoptListener"),
    js::fn<&descriptorKind>("descriptorKind"),
    js::fn<&ipVersion>("ipVersion"),
    js::fn<&ipDigits>("ipDigits"),
    js::fn<&canonicalIp>("canonicalIp"),
};

}  // namespace

const js::Binding kNetBinding = {"net", kFunctions};

}  // namespace weft::runtime
