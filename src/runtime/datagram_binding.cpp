// native("datagram"): UDP sockets (builtins/internal/dgram_native.ts).

#include <cstring>

#include "engine/class.h"
#include "engine/node_buffer.h"
#include "loop/datagram_socket.h"
#include "runtime/bindings.h"
#include "runtime/runtime.h"
#include "runtime/stream_handle.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

/// A socket, kept alive from its making until it has closed. Results are 0 or a negative errno, unless told otherwise.
class DatagramHandle final : public js::Native, public loop::DatagramSocket::Client {
 public:
  explicit DatagramHandle(js::Realm& realm) : realm_(realm), socket_(Runtime::of(realm).loop()) {
    socket_.setClient(this);
  }
  void trace(js::Tracer& tracer) override {
    for (js::Traced* field : {&owner, &onReceived, &onFailed, &closed_}) tracer.visit(*field);
  }

  int32_t open(int32_t fd) {
    Runtime::of(realm_).noteDescriptor(fd, false);
    return statusOf(socket_.adopt(fd));
  }
  int32_t bind(std::string address, int32_t port, bool ipv6Only, bool reuseAddress, bool reusePort) {
    return statusOf(socket_.bind(endpointOf(std::move(address), port), {ipv6Only, reuseAddress, reusePort}));
  }
  int32_t connect(std::string address, int32_t port) {
    return statusOf(socket_.connect(endpointOf(std::move(address), port)));
  }
  int32_t disconnect() { return statusOf(socket_.disconnect()); }
  int32_t recvStart() { return statusOf(socket_.startReceiving()); }
  void recvStop() { socket_.stopReceiving(); }

  /// 1: the message has gone. 0: it waits, and done(status) is called. `port` is 0 when the socket is connected.
  js::Result<int32_t> send(js::Object list, std::optional<std::string> address, int32_t port,
                           std::optional<js::Function> done) {
    WEFT_TRY(lengthValue, list.get(realm_, "length"));
    WEFT_TRY(length, lengthValue.toInt32(realm_));
    std::vector<loop::DatagramSocket::Bytes> chunks;
    for (int32_t i = 0; i < length; ++i) {
      WEFT_TRY(chunk, list.getIndex(realm_, static_cast<uint32_t>(i)));
      WEFT_TRY(bytes, js::FromJs<js::Bytes>::get(realm_, chunk, 0));
      chunks.push_back(bytes.span());
    }
    loop::Endpoint to;
    if (address) to = endpointOf(std::move(*address), port);
    js::Persistent callback = done ? js::Persistent(realm_, *done) : js::Persistent();
    auto sent = socket_.send(chunks, to.address.empty() ? nullptr : &to,
                             [this, callback = std::move(callback)](weft::Result<void, SysError> result) {
                               call(callback.value(), {js::Value::int32(statusOf(result))});
                             });
    if (!sent) return -sent.error().code;
    return *sent ? 1 : 0;
  }

  void close(std::optional<js::Function> closed) {
    if (isClosing_) return;
    isClosing_ = true;
    if (closed) closed_.set(*this, *closed);
    socket_.close([this] {
      js::Value function = closed_.value();
      call(function, {});
      for (js::Traced* field : {&owner, &onReceived, &onFailed, &closed_}) field->clear();
      unpin();
    });
  }
  void ref() { socket_.ref(); }
  void unref() { socket_.unref(); }
  bool hasRef() const { return socket_.hasRef(); }
  int32_t fd() const { return socket_.fd(); }
  js::Value localEndpoint(js::Call& call) { return endpointValue(call.realm(), socket_.localEndpoint()); }
  js::Value remoteEndpoint(js::Call& call) { return endpointValue(call.realm(), socket_.remoteEndpoint()); }

  int32_t setBroadcast(bool on) { return statusOf(socket_.setBroadcast(on)); }
  int32_t setTimeToLive(int32_t hops) { return statusOf(socket_.setTimeToLive(hops)); }
  int32_t setMulticastTimeToLive(int32_t hops) { return statusOf(socket_.setMulticastTimeToLive(hops)); }
  int32_t setMulticastLoopback(bool on) { return statusOf(socket_.setMulticastLoopback(on)); }
  int32_t setMulticastInterface(std::string address) { return statusOf(socket_.setMulticastInterface(address)); }
  int32_t setMembership(std::string group, std::optional<std::string> interface, bool joins) {
    return statusOf(socket_.setMembership(group, interface.value_or(""), membership(joins)));
  }
  int32_t setSourceMembership(std::string source, std::string group, std::optional<std::string> interface, bool joins) {
    return statusOf(socket_.setSourceMembership(source, group, interface.value_or(""), membership(joins)));
  }
  /// The size, or a negative errno.
  int32_t bufferSize(int32_t size, bool receives) {
    using Buffer = loop::DatagramSocket::Buffer;
    auto result = socket_.bufferSize(receives ? Buffer::Receive : Buffer::Send, size);
    return result ? *result : -result.error().code;
  }
  double queuedBytes() const { return static_cast<double>(socket_.queuedBytes()); }
  double queuedMessages() const { return static_cast<double>(socket_.queuedMessages()); }

  void onMessage(loop::DatagramSocket::Bytes bytes, const loop::Endpoint& from) override {
    auto buffer = js::createBuffer(realm_, bytes.size());
    if (!buffer) return onError(SysError{ENOMEM, "recvmsg", {}, {}});
    if (!bytes.empty()) memcpy(buffer->data, bytes.data(), bytes.size());
    js::Object info = endpointValue(realm_, from).asObject();
    info.define(realm_, "size", js::Value::number(static_cast<double>(bytes.size())));
    call(onReceived.value(), {buffer->array, info});
  }
  void onError(const SysError& error) override { call(onFailed.value(), {js::Value::int32(-error.code)}); }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&DatagramHandle::open>("open"),
      js::method<&DatagramHandle::bind>("bind"),
      js::method<&DatagramHandle::connect>("connect"),
      js::method<&DatagramHandle::disconnect>("disconnect"),
      js::method<&DatagramHandle::recvStart>("recvStart"),
      js::method<&DatagramHandle::recvStop>("recvStop"),
      js::method<&DatagramHandle::send>("send"),
      js::method<&DatagramHandle::close>("close"),
      js::method<&DatagramHandle::ref>("ref"),
      js::method<&DatagramHandle::unref>("unref"),
      js::method<&DatagramHandle::hasRef>("hasRef"),
      js::getter<&DatagramHandle::fd>("fd"),
      js::method<&DatagramHandle::localEndpoint>("getsockname"),
      js::method<&DatagramHandle::remoteEndpoint>("getpeername"),
      js::method<&DatagramHandle::setBroadcast>("setBroadcast"),
      js::method<&DatagramHandle::setTimeToLive>("setTTL"),
      js::method<&DatagramHandle::setMulticastTimeToLive>("setMulticastTTL"),
      js::method<&DatagramHandle::setMulticastLoopback>("setMulticastLoopback"),
      js::method<&DatagramHandle::setMulticastInterface>("setMulticastInterface"),
      js::method<&DatagramHandle::setMembership>("setMembership"),
      js::method<&DatagramHandle::setSourceMembership>("setSourceMembership"),
      js::method<&DatagramHandle::bufferSize>("bufferSize"),
      js::method<&DatagramHandle::queuedBytes>("getSendQueueSize"),
      js::method<&DatagramHandle::queuedMessages>("getSendQueueCount"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<DatagramHandle>("DatagramHandle", kMembers);

  js::Traced owner, onReceived, onFailed;

 private:
  static loop::Endpoint endpointOf(std::string address, int32_t port) {
    return {std::move(address), static_cast<uint16_t>(port)};
  }
  static loop::DatagramSocket::Membership membership(bool joins) {
    return joins ? loop::DatagramSocket::Membership::Join : loop::DatagramSocket::Membership::Leave;
  }
  void call(js::Value function, std::initializer_list<js::Value> args) {
    if (!function.isCallable()) return;
    auto result = function.asFunction().call(realm_, owner.value(), {args.begin(), args.size()});
    if (!result) reportUncaught(realm_, result.error());
  }

  js::Realm& realm_;
  loop::DatagramSocket socket_;
  js::Traced closed_;
  bool isClosing_ = false;
};

/// onReceived(buffer, { address, family, port, size }) and onFailed(status), `this` is the owner.
js::Object createSocket(js::Realm& realm, js::Object owner, js::Function onReceived, js::Function onFailed) {
  noteUntraced(realm, "a UDP socket");
  auto owned = std::make_unique<DatagramHandle>(realm);
  DatagramHandle& handle = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  handle.owner.set(handle, owner);
  handle.onReceived.set(handle, onReceived);
  handle.onFailed.set(handle, onFailed);
  handle.pin(realm);
  return object;
}

constexpr js::FunctionSpec kFunctions[] = {js::fn<&createSocket>("createSocket")};

}  // namespace

const js::Binding kDatagramBinding = {"datagram", kFunctions};

}  // namespace weft::runtime
