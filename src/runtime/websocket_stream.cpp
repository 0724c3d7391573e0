#include "runtime/websocket_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "loop/loop.h"
#include "runtime/runtime.h"
#include "runtime/tls_handle.h"

namespace weft::runtime {

namespace {

using js::TextEncoding;
using Bytes = WebSocketStream::Bytes;

/// So much gathered goes out at once.
constexpr size_t kMostGathered = size_t{64} * 1024;
constexpr size_t kMostSpare = 64;
constexpr int32_t kOverLimit = 1;

/// Appends a frame without a mask; gives the size of its payload.
js::Result<size_t> appendFrame(js::Realm& realm, std::vector<uint8_t>& out, int32_t first, js::Value payload) {
  js::StringChars chars{};
  Bytes bytes;
  size_t size = 0;
  bool isPlain = true;
  if (payload.isString()) {
    WEFT_TRY(text, payload.asString().chars(realm));
    chars = text;
    bytes = Bytes(chars.latin1, chars.is8Bit ? chars.length : 0);
    isPlain = chars.is8Bit && js::isAsciiBytes(bytes);
    size = isPlain ? bytes.size() : js::encodedSize(chars, TextEncoding::Utf8);
  } else {
    WEFT_TRY(given, js::FromJs<js::Bytes>::get(realm, payload, 1));
    bytes = given.span();
    size = bytes.size();
  }
  uint8_t head[http::kMostFrameHead];
  size_t headSize = http::writeFrameHead(head, static_cast<uint8_t>(first), size, false);
  size_t before = out.size();
  out.resize(before + headSize + size);
  memcpy(out.data() + before, head, headSize);
  std::span<uint8_t> body(out.data() + before + headSize, size);
  if (!isPlain)
    js::encodeInto(chars, TextEncoding::Utf8, body);
  else if (size > 0)
    memcpy(body.data(), bytes.data(), size);
  return size;
}

}  // namespace

void WebSocketHandlers::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&onMessage, &onCompressed, &onPing, &onPong, &onClose, &onViolation, &onFailure})
    tracer.visit(*field);
}

// ---- WebSocketQueue

void WebSocketQueue::add(WebSocketStream& stream) {
  if (stream.isQueued_) return;
  if (waiting_.empty()) loop_.beforePoll([self = shared_from_this()] { self->flush(); });
  stream.isQueued_ = true;
  stream.place_ = waiting_.size();
  waiting_.push_back(&stream);
}

void WebSocketQueue::remove(WebSocketStream& stream) {
  if (!std::exchange(stream.isQueued_, false)) return;
  waiting_[stream.place_] = nullptr;
}

void WebSocketQueue::flush() {
  // A failure that is told of may add more.
  for (size_t i = 0; i < waiting_.size(); ++i) {
    WebSocketStream* stream = std::exchange(waiting_[i], nullptr);
    if (!stream) continue;
    stream->isQueued_ = false;
    stream->flushNow();
  }
  waiting_.clear();
}

std::vector<uint8_t> WebSocketQueue::takeMemory() {
  if (spare_.empty()) return {};
  std::vector<uint8_t> memory = std::move(spare_.back());
  spare_.pop_back();
  return memory;
}

void WebSocketQueue::giveMemory(std::vector<uint8_t> memory) {
  memory.clear();
  if (memory.capacity() > 0 && memory.capacity() <= 2 * kMostGathered && spare_.size() < kMostSpare)
    spare_.push_back(std::move(memory));
}

// ---- WebSocketTopic

bool WebSocketMembers::remove(WebSocketStream* stream) {
  auto found = places.find(stream);
  if (found == places.end()) return false;
  size_t place = found->second;
  places.erase(found);
  if (place + 1 != list.size()) {
    list[place] = list.back();
    places[list[place]] = place;
  }
  list.pop_back();
  return true;
}

js::Object WebSocketTopic::create(js::Realm& realm) {
  return js::wrap(realm, std::make_unique<WebSocketTopic>());
}

bool WebSocketTopic::add(WebSocketStream* stream) {
  if (!members_->places.emplace(stream, members_->list.size()).second) return false;
  members_->list.push_back(stream);
  stream->topics_.push_back(members_);
  return true;
}

bool WebSocketTopic::remove(WebSocketStream* stream) {
  if (!members_->remove(stream)) return false;
  std::erase(stream->topics_, members_);
  return true;
}

bool WebSocketTopic::has(WebSocketStream* stream) {
  return members_->places.contains(stream);
}

js::Result<double> WebSocketTopic::publish(js::Realm& realm, int32_t first, js::Value payload, js::Value except) {
  std::vector<uint8_t> frame;
  WEFT_TRY(size, appendFrame(realm, frame, first, payload));
  WebSocketStream* left = js::unwrap<WebSocketStream>(except);
  bool isTaken = false;
  // Nothing here calls JavaScript.
  for (WebSocketStream* stream : members_->list) {
    if (stream == left) continue;
    auto taken = stream->put(frame);
    if (taken == WebSocketStream::Taken::TooMuch) stream->fail(kOverLimit);
    if (taken == WebSocketStream::Taken::Yes || taken == WebSocketStream::Taken::Waits) isTaken = true;
  }
  return isTaken ? static_cast<double>(size) : -1;
}

// ---- WebSocketStream

/// JavaScript may let go of the stream while it works.
class WebSocketStream::Alive {
 public:
  explicit Alive(WebSocketStream& stream) : stream_(stream) { stream_.pin(stream_.realm_); }
  ~Alive() { stream_.unpin(); }
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;

 private:
  WebSocketStream& stream_;
};

WebSocketStream::WebSocketStream(js::Realm& realm, WebSocketHandlers& handlers, http::FrameReader::Settings settings)
    : realm_(realm), handlers_(handlers), queue_(handlers.queue), reader_(*this, settings) {}

WebSocketStream::~WebSocketStream() {
  queue_->remove(*this);
  for (auto& members : topics_) members->remove(this);
}

js::Object WebSocketStream::create(js::Realm& realm, WebSocketHandlers* handlers, js::Value owner, bool isServer,
                                   double maxPayload, bool mayCompress) {
  http::FrameReader::Settings settings;
  settings.side = isServer ? http::FrameReader::Side::Server : http::FrameReader::Side::Client;
  settings.maxPayload = maxPayload > 0 ? static_cast<size_t>(std::min(maxPayload, 1e15)) : 0;
  settings.mayCompress = mayCompress;
  auto owned = std::make_unique<WebSocketStream>(realm, *handlers, settings);
  WebSocketStream& stream = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  stream.handlersObject_.set(stream, handlers->object());
  stream.owner_.set(stream, owner);
  return object;
}

void WebSocketStream::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&handlersObject_, &owner_, &socketObject_}) tracer.visit(*field);
}

void WebSocketStream::call(const js::Traced& function, std::span<const js::Value> args) {
  js::Value callee = function.value();
  if (!callee.isCallable()) return;
  auto result = callee.asFunction().call(realm_, owner_.value(), args);
  if (!result) reportUncaught(realm_, result.error());
}

js::Result<void> WebSocketStream::attach(js::Value handle) {
  if (SocketHandle* socket = js::unwrap<SocketHandle>(handle))
    socket_ = socket;
  else if (TlsHandle* tls = js::unwrap<TlsHandle>(handle))
    socket_ = tls;
  else
    return js::fail(js::JsError::argType("handle", "a stream's handle", handle));
  socketObject_.set(*this, handle);
  return {};
}

void WebSocketStream::consume() {
  if (!socket_ || isConsuming_) return;
  isConsuming_ = true;
  socket_->setConsumer(this, object());
}

void WebSocketStream::onBytes(Bytes bytes) {
  // The handle, or whatever of JavaScript closes it, keeps this alive.
  reader_.feed(bytes);
}

void WebSocketStream::push(js::Bytes bytes) {
  Alive alive(*this);
  // A copy: the callbacks could change or free what they are in the middle of.
  std::vector<uint8_t> copy(bytes.data, bytes.data + bytes.size);
  reader_.feed(copy);
}

// ---- out

WebSocketStream::Taken WebSocketStream::beforePut() {
  if (!socket_ || failure_ != 0) return Taken::No;
  if (buffered() > limit_ && limit_ > 0) return closesAtLimit_ ? Taken::TooMuch : Taken::No;
  if (gathered_.empty()) gathered_ = queue_->takeMemory();
  return Taken::Yes;
}

WebSocketStream::Taken WebSocketStream::afterPut() {
  bool isFree = socket_->waitingBytes() == 0;
  if (isFree && gathered_.size() >= kMostGathered) {
    flush();
    isFree = failure_ != 0 || socket_->waitingBytes() == 0;
  } else if (isFree) {
    queue_->add(*this);
  }
  // With something under way, the end of that is what sends it.
  return isFree ? Taken::Yes : Taken::Waits;
}

WebSocketStream::Taken WebSocketStream::put(Bytes frame) {
  if (Taken taken = beforePut(); taken != Taken::Yes) return taken;
  gathered_.insert(gathered_.end(), frame.begin(), frame.end());
  return afterPut();
}

js::Result<double> WebSocketStream::send(js::Realm& realm, int32_t first, js::Value payload) {
  switch (beforePut()) {
    case Taken::No:
      return -2;
    case Taken::TooMuch:
      return -3;
    default:
      break;
  }
  WEFT_TRY(size, appendFrame(realm, gathered_, first, payload));
  return afterPut() == Taken::Yes ? static_cast<double>(size) : -1;
}

void WebSocketStream::setLimit(double bytes, bool closes) {
  limit_ = bytes > 0 ? static_cast<size_t>(std::min(bytes, 1e15)) : 0;
  closesAtLimit_ = closes;
}

void WebSocketStream::flush() {
  if (gathered_.empty() || !socket_ || socket_->waitingBytes() > 0) return;
  int32_t status = socket_->writeBytes(gathered_);
  queue_->giveMemory(std::exchange(gathered_, {}));
  if (status < 0) fail(status);
}

/// Told of before the loop waits, not in the midst of a send.
void WebSocketStream::fail(int32_t status) {
  if (failure_ != 0) return;
  failure_ = status;
  queue_->add(*this);
}

void WebSocketStream::flushNow() {
  if (failure_ == 0) flush();
  if (failure_ == 0 || !socket_) return;
  Alive alive(*this);
  queue_->remove(*this);
  const js::Value args[] = {js::Value::int32(failure_)};
  call(handlers_.onFailure, args);
}

void WebSocketStream::close() {
  reader_.close();
  queue_->remove(*this);
  if (!socket_) return;
  if (!gathered_.empty()) (void)socket_->writeBytes(std::exchange(gathered_, {}));
  if (std::exchange(isConsuming_, false)) socket_->setConsumer(nullptr, js::Value());
  socket_ = nullptr;
  socketObject_.clear();
}

// ---- in

bool WebSocketStream::isUtf8(Bytes bytes) {
  return js::isUtf8Bytes(bytes);
}

js::Value WebSocketStream::bufferOf(Bytes bytes) {
  auto buffer = js::createBuffer(realm_, bytes.size());
  if (!buffer) {
    reportUncaught(realm_, buffer.error());
    return js::Value();
  }
  if (!bytes.empty()) memcpy(buffer->data, bytes.data(), bytes.size());
  return buffer->array;
}

void WebSocketStream::onMessage(http::FrameOpcode kind, bool isCompressed, Bytes bytes) {
  bool isText = kind == http::FrameOpcode::Text;
  if (!isCompressed && isText) {
    auto text = js::decodeText(realm_, bytes, TextEncoding::Utf8);
    if (!text) return reportUncaught(realm_, text.error());
    const js::Value args[] = {*text};
    return call(handlers_.onMessage, args);
  }
  const js::Value args[] = {bufferOf(bytes), js::Value::boolean(isText)};
  if (args[0].isUndefined()) return;
  call(isCompressed ? handlers_.onCompressed : handlers_.onMessage, std::span(args, isCompressed ? 2 : 1));
}

void WebSocketStream::onPing(Bytes bytes) {
  const js::Value args[] = {bufferOf(bytes)};
  call(handlers_.onPing, args);
}

void WebSocketStream::onPong(Bytes bytes) {
  const js::Value args[] = {bufferOf(bytes)};
  call(handlers_.onPong, args);
}

void WebSocketStream::onClose(uint16_t code, Bytes reason) {
  std::string_view text(reinterpret_cast<const char*>(reason.data()), reason.size());
  const js::Value args[] = {js::Value::int32(code), js::String::fromUtf8(realm_, text)};
  call(handlers_.onClose, args);
}

void WebSocketStream::onViolation(http::CloseCode code, std::string_view message) {
  const js::Value args[] = {js::Value::int32(static_cast<int32_t>(code)), js::String::fromUtf8(realm_, message)};
  call(handlers_.onViolation, args);
}

namespace {

constexpr js::MemberSpec kStreamMembers[] = {
    js::method<&WebSocketStream::attach>("attach"),     js::method<&WebSocketStream::consume>("consume"),
    js::method<&WebSocketStream::push>("push"),         js::method<&WebSocketStream::send>("send"),
    js::method<&WebSocketStream::setLimit>("setLimit"), js::method<&WebSocketStream::flush>("flush"),
    js::method<&WebSocketStream::close>("close"),       js::getter<&WebSocketStream::bufferedAmount>("bufferedAmount"),
};

constexpr js::MemberSpec kTopicMembers[] = {
    js::method<&WebSocketTopic::add>("add"),   js::method<&WebSocketTopic::remove>("remove"),
    js::method<&WebSocketTopic::has>("has"),   js::method<&WebSocketTopic::publish>("publish"),
    js::getter<&WebSocketTopic::size>("size"),
};

}  // namespace

constexpr js::ClassSpec WebSocketStream::kClass =
    js::classWithoutConstructor<WebSocketStream>("WebSocketStream", kStreamMembers);
constexpr js::ClassSpec WebSocketTopic::kClass =
    js::classWithoutConstructor<WebSocketTopic>("WebSocketTopic", kTopicMembers);

}  // namespace weft::runtime
