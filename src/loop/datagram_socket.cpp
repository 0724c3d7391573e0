#include "loop/datagram_socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "loop/uv_address.h"
#include "loop/uv_handle.h"

namespace weft::loop {

struct DatagramSocket::State final : HandleState {
  explicit State(Loop& loop) : HandleState(loop) {
    uv_udp_init(loop.uv(), &udp);
    markOpened();
  }
  uv_handle_t* uvHandle() override { return reinterpret_cast<uv_handle_t*>(&udp); }
  void onClosed() override {
    if (closed) loop().enter(std::exchange(closed, nullptr));
  }

  uv_udp_t udp{};
  Client* client = nullptr;
  Closed closed;
};

namespace {

struct SendRequest {
  uv_udp_send_t uv{};
  DatagramSocket::Done done;
  std::vector<uint8_t> message;
};

Result<void, SysError> toResult(int status, const char* syscall) {
  if (status) return fail(uvError(status, syscall));
  return {};
}

SysError closedError(const char* syscall) {
  return SysError{EBADF, syscall, {}, {}};
}

const char* orNull(const std::string& text) {
  return text.empty() ? nullptr : text.c_str();
}

std::vector<uint8_t> joined(std::span<const DatagramSocket::Bytes> chunks) {
  std::vector<uint8_t> out;
  for (DatagramSocket::Bytes chunk : chunks) out.insert(out.end(), chunk.begin(), chunk.end());
  return out;
}

uv_buf_t bufferOf(DatagramSocket::Bytes chunk) {
  // libuv takes no const: it only reads.
  return {reinterpret_cast<char*>(const_cast<uint8_t*>(chunk.data())), chunk.size()};
}

}  // namespace

DatagramSocket::DatagramSocket(Loop& loop) : state_(new State(loop)) {}

DatagramSocket::~DatagramSocket() {
  state_->client = nullptr;
  state_->release();
}

void DatagramSocket::setClient(Client* client) {
  state_->client = client;
}

Result<void, SysError> DatagramSocket::adopt(int fd) {
  if (!state_->isOpen()) return fail(closedError("open"));
  return toResult(uv_udp_open(&state_->udp, fd), "open");
}

Result<void, SysError> DatagramSocket::bind(const Endpoint& local, BindOptions options) {
  if (!state_->isOpen()) return fail(closedError("bind"));
  auto address = toSystem(local, "bind");
  if (!address) return fail(address.error());
  if (options.reusePort) {
    // The option must be there before the port is taken.
    int fd = ::socket(address->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0) return fail(SysError{errno, "bind", {}, {}});
    int status = setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) ? -errno : uv_udp_open(&state_->udp, fd);
    if (status) {
      ::close(fd);
      return fail(uvError(status, "bind"));
    }
  }
  unsigned flags = 0;
  if (options.ipv6Only) flags |= UV_UDP_IPV6ONLY;
  if (options.reuseAddress) flags |= UV_UDP_REUSEADDR;
  return toResult(uv_udp_bind(&state_->udp, &address->any, flags), "bind");
}

Result<void, SysError> DatagramSocket::connect(const Endpoint& peer) {
  if (!state_->isOpen()) return fail(closedError("connect"));
  auto address = toSystem(peer, "connect");
  if (!address) return fail(address.error());
  return toResult(uv_udp_connect(&state_->udp, &address->any), "connect");
}

Result<void, SysError> DatagramSocket::disconnect() {
  if (!state_->isOpen()) return fail(closedError("disconnect"));
  return toResult(uv_udp_connect(&state_->udp, nullptr), "disconnect");
}

Result<void, SysError> DatagramSocket::startReceiving() {
  if (!state_->isOpen()) return fail(closedError("recvmsg"));
  auto allocate = [](uv_handle_t* handle, size_t, uv_buf_t* into) {
    auto room = HandleState::of<State>(handle).loop().readBuffer();
    *into = uv_buf_init(reinterpret_cast<char*>(room.data()), static_cast<unsigned>(room.size()));
  };
  auto receive = [](uv_udp_t* udp, ssize_t count, const uv_buf_t* buffer, const sockaddr* from, unsigned) {
    auto& state = HandleState::of<State>(udp);
    if (!state.isOpen() || !state.client) return;
    if (count == 0 && !from) return;  // nothing more for now
    state.loop().enter([&] {
      if (count < 0)
        state.client->onError(uvError(static_cast<int>(count), "recvmsg"));
      else
        state.client->onMessage({reinterpret_cast<uint8_t*>(buffer->base), static_cast<size_t>(count)},
                                from ? fromSystem(from) : Endpoint());
    });
  };
  int status = uv_udp_recv_start(&state_->udp, allocate, receive);
  return toResult(status == UV_EALREADY ? 0 : status, "recvmsg");
}

void DatagramSocket::stopReceiving() {
  if (state_->isOpen()) uv_udp_recv_stop(&state_->udp);
}

Result<bool, SysError> DatagramSocket::send(std::span<const Bytes> chunks, const Endpoint* to, Done done) {
  if (!state_->isOpen()) return fail(closedError("send"));
  SystemAddress address;
  if (to) {
    auto converted = toSystem(*to, "send");
    if (!converted) return fail(converted.error());
    address = *converted;
  }
  const sockaddr* target = to ? &address.any : nullptr;
  std::vector<uv_buf_t> buffers;
  for (Bytes chunk : chunks) buffers.push_back(bufferOf(chunk));
  if (buffers.empty()) buffers.push_back({nullptr, 0});
  int sent = uv_udp_try_send(&state_->udp, buffers.data(), static_cast<unsigned>(buffers.size()), target);
  if (sent >= 0) return true;
  if (sent != UV_EAGAIN && sent != UV_ENOSYS) return fail(uvError(sent, "send"));

  auto request = std::make_unique<SendRequest>();
  request->uv.data = request.get();
  request->done = std::move(done);
  request->message = joined(chunks);
  uv_buf_t whole = bufferOf(request->message);
  int status = uv_udp_send(&request->uv, &state_->udp, &whole, 1, target, [](uv_udp_send_t* uv, int status) {
    std::unique_ptr<SendRequest> owned(static_cast<SendRequest*>(uv->data));
    auto& state = HandleState::of<State>(uv->handle);
    state.loop().enter([&] {
      if (!state.isReleased()) owned->done(toResult(status, "send"));
    });
  });
  if (status) return fail(uvError(status, "send"));
  (void)request.release();
  return false;
}

size_t DatagramSocket::queuedBytes() const {
  return uv_udp_get_send_queue_size(&state_->udp);
}
size_t DatagramSocket::queuedMessages() const {
  return uv_udp_get_send_queue_count(&state_->udp);
}

void DatagramSocket::close(Closed closed) {
  if (!state_->isOpen()) return;
  state_->closed = std::move(closed);
  state_->close();
}

void DatagramSocket::ref() {
  state_->setRef(true);
}
void DatagramSocket::unref() {
  state_->setRef(false);
}
bool DatagramSocket::hasRef() const {
  return state_->hasRef();
}

int DatagramSocket::fd() const {
  uv_os_fd_t fd;
  return state_->isOpen() && uv_fileno(state_->uvHandle(), &fd) == 0 ? fd : -1;
}

Result<Endpoint, SysError> DatagramSocket::localEndpoint() const {
  if (!state_->isOpen()) return fail(closedError("getsockname"));
  return askEndpoint(uv_udp_getsockname, &state_->udp, "getsockname");
}
Result<Endpoint, SysError> DatagramSocket::remoteEndpoint() const {
  if (!state_->isOpen()) return fail(closedError("getpeername"));
  return askEndpoint(uv_udp_getpeername, &state_->udp, "getpeername");
}

Result<void, SysError> DatagramSocket::setBroadcast(bool on) {
  if (!state_->isOpen()) return fail(closedError("setBroadcast"));
  return toResult(uv_udp_set_broadcast(&state_->udp, on), "setBroadcast");
}
Result<void, SysError> DatagramSocket::setTimeToLive(int hops) {
  if (!state_->isOpen()) return fail(closedError("setTTL"));
  return toResult(uv_udp_set_ttl(&state_->udp, hops), "setTTL");
}
Result<void, SysError> DatagramSocket::setMulticastTimeToLive(int hops) {
  if (!state_->isOpen()) return fail(closedError("setMulticastTTL"));
  return toResult(uv_udp_set_multicast_ttl(&state_->udp, hops), "setMulticastTTL");
}
Result<void, SysError> DatagramSocket::setMulticastLoopback(bool on) {
  if (!state_->isOpen()) return fail(closedError("setMulticastLoopback"));
  return toResult(uv_udp_set_multicast_loop(&state_->udp, on), "setMulticastLoopback");
}
Result<void, SysError> DatagramSocket::setMulticastInterface(const std::string& address) {
  if (!state_->isOpen()) return fail(closedError("setMulticastInterface"));
  return toResult(uv_udp_set_multicast_interface(&state_->udp, orNull(address)), "setMulticastInterface");
}

Result<void, SysError> DatagramSocket::setMembership(const std::string& group, const std::string& interface,
                                                     Membership membership) {
  bool joins = membership == Membership::Join;
  const char* syscall = joins ? "addMembership" : "dropMembership";
  if (!state_->isOpen()) return fail(closedError(syscall));
  return toResult(
      uv_udp_set_membership(&state_->udp, group.c_str(), orNull(interface), joins ? UV_JOIN_GROUP : UV_LEAVE_GROUP),
      syscall);
}

Result<void, SysError> DatagramSocket::setSourceMembership(const std::string& source, const std::string& group,
                                                           const std::string& interface, Membership membership) {
  bool joins = membership == Membership::Join;
  const char* syscall = joins ? "addSourceSpecificMembership" : "dropSourceSpecificMembership";
  if (!state_->isOpen()) return fail(closedError(syscall));
  return toResult(uv_udp_set_source_membership(&state_->udp, group.c_str(), orNull(interface), source.c_str(),
                                               joins ? UV_JOIN_GROUP : UV_LEAVE_GROUP),
                  syscall);
}

Result<int, SysError> DatagramSocket::bufferSize(Buffer buffer, int size) {
  bool receives = buffer == Buffer::Receive;
  const char* syscall = receives ? "uv_recv_buffer_size" : "uv_send_buffer_size";
  if (!state_->isOpen()) return fail(closedError(syscall));
  int status =
      receives ? uv_recv_buffer_size(state_->uvHandle(), &size) : uv_send_buffer_size(state_->uvHandle(), &size);
  if (status < 0) return fail(uvError(status, syscall));
  return size;
}

}  // namespace weft::loop
