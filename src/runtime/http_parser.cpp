#include "runtime/http_parser.h"

#include <cstring>

#include "base/hash.h"
#include "engine/node_buffer.h"
#include "runtime/runtime.h"
#include "runtime/tls_handle.h"

namespace weft::runtime {

namespace {

/// As builtins/internal/http_native.ts has them.
enum HeadFlag : int32_t { kUpgrade = 1, kKeepAlive = 2, kWhole = 4, kHasHost = 8, kHasExpect = 16 };
constexpr int kMinorShift = 8, kMajorShift = 12;

bool isNamed(std::string_view name, std::string_view lowerCase) {
  if (name.size() != lowerCase.size()) return false;
  for (size_t i = 0; i < name.size(); ++i) {
    if ((name[i] | 0x20) != lowerCase[i]) return false;
  }
  return true;
}

std::span<const uint8_t> latin1(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

void HttpHandlers::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&onHead, &onBody, &onComplete, &onUpgrade, &onError, &makeError}) tracer.visit(*field);
  for (Slot& slot : slots_) tracer.visit(slot.string);
}

js::Value HttpHandlers::string(js::Realm& realm, std::string_view text) {
  if (text.size() > kLongest) return js::String::fromLatin1(realm, latin1(text));
  Slot& slot = slots_[hash64(text) % kSlots];
  if (slot.string && slot.text == text) return slot.string.value();
  js::String string = js::String::fromLatin1(realm, latin1(text));
  slot.text.assign(text);
  slot.string.set(*this, string);
  return string;
}

HttpParser::HttpParser(js::Realm& realm, HttpHandlers& handlers)
    : realm_(realm), handlers_(handlers), parser_(static_cast<http::MessageParser::Client&>(*this)) {}

js::Object createHttpParser(js::Realm& realm, HttpHandlers* handlers) {
  auto owned = std::make_unique<HttpParser>(realm, *handlers);
  HttpParser& parser = *owned;
  js::Object object = js::wrap(realm, std::move(owned));
  parser.handlersObject_.set(parser, handlers->object());
  return object;
}

void HttpParser::trace(js::Tracer& tracer) {
  for (js::Traced* field : {&handlersObject_, &owner_, &socketObject_}) tracer.visit(*field);
}

void HttpParser::reset(bool isRequest, double maxHeaderBytes, bool lenient) {
  parser_.reset(isRequest ? http::MessageKind::Request : http::MessageKind::Response,
                static_cast<size_t>(std::max(0.0, maxHeaderBytes)), {lenient});
  rest_.clear();
  // A client that connects and says nothing counts as one that is slow.
  begunAt_ = isRequest ? static_cast<double>(Runtime::of(realm_).loop().now()) : 0;
  inHead_ = isRequest;
  paused_ = closed_ = stalled_ = false;
}

js::Value HttpParser::call(js::Value function, std::span<const js::Value> args) {
  if (closed_ || !function.isCallable()) return js::Value();
  auto result = function.asFunction().call(realm_, owner_.value(), args);
  if (result) return *result;
  reportUncaught(realm_, result.error());
  return js::Value();
}

js::Value HttpParser::fieldList(std::span<const http::HeaderField> fields) {
  // On the stack, where the collector sees them.
  constexpr size_t kFew = 32;
  if (fields.size() <= kFew) {
    js::Value values[2 * kFew];
    for (size_t i = 0; i < fields.size(); ++i) {
      values[2 * i] = handlers_.string(realm_, fields[i].name);
      values[2 * i + 1] = handlers_.string(realm_, fields[i].value);
    }
    return js::Array::create(realm_, std::span<const js::Value>(values, 2 * fields.size()));
  }
  js::Array list = js::Array::create(realm_);
  for (const http::HeaderField& field : fields) {
    (void)list.push(realm_, handlers_.string(realm_, field.name));
    (void)list.push(realm_, handlers_.string(realm_, field.value));
  }
  return list;
}

js::Value HttpParser::bufferOf(http::MessageParser::Bytes bytes) {
  auto buffer = js::createBuffer(realm_, bytes.size());
  if (!buffer) return js::Value();
  if (!bytes.empty()) memcpy(buffer->data, bytes.data(), bytes.size());
  return buffer->array;
}

// ---- messages

void HttpParser::onBegin() {
  begunAt_ = static_cast<double>(Runtime::of(realm_).loop().now());
  inHead_ = true;
}

http::AfterHead HttpParser::onHead(const http::MessageHead& head) {
  inHead_ = false;
  bool isRequest = head.status == 0;
  int32_t flags = (head.isUpgrade ? kUpgrade : 0) | (head.keepsAlive ? kKeepAlive : 0) | (head.isWhole ? kWhole : 0) |
                  (head.minor << kMinorShift) | (head.major << kMajorShift);
  if (head.isWhole) begunAt_ = 0;
  for (const http::HeaderField& field : head.fields) {
    if (isNamed(field.name, "host")) flags |= kHasHost;
    if (isNamed(field.name, "expect")) flags |= kHasExpect;
  }
  const js::Value args[] = {
      fieldList(head.fields),
      handlers_.string(realm_, isRequest ? head.target : head.reason),
      js::Value::int32(isRequest ? head.method : head.status),
      js::Value::int32(flags),
  };
  js::Value answer = call(handlers_.onHead.value(), args);
  int32_t after = answer.isInt32() ? answer.asInt32() : 0;
  return after == 2 ? http::AfterHead::Upgraded : after == 1 ? http::AfterHead::NoBody : http::AfterHead::Body;
}

void HttpParser::onBody(http::MessageParser::Bytes bytes) {
  if (closed_) return;
  const js::Value args[] = {bufferOf(bytes)};
  call(handlers_.onBody.value(), args);
}

void HttpParser::onComplete(std::span<const http::HeaderField> trailers) {
  begunAt_ = 0;
  inHead_ = false;
  js::Value list = trailers.empty() ? js::Value() : fieldList(trailers);
  const js::Value args[] = {list};
  call(handlers_.onComplete.value(), args);
}

// ---- bytes

void HttpParser::run(http::MessageParser::Bytes bytes) {
  using State = http::MessageParser::State;
  if (closed_) return;
  if (paused_ || parser_.isExecuting()) {
    rest_.insert(rest_.end(), bytes.begin(), bytes.end());
    return;
  }
  auto outcome = parser_.execute(bytes);
  auto left = bytes.subspan(outcome.consumed);
  switch (outcome.state) {
    case State::Ok:
      // What a callback gave execute() meanwhile.
      if (!rest_.empty()) runRest();
      break;
    case State::Paused:
      rest_.assign(left.begin(), left.end());
      stalled_ = true;
      break;
    case State::Upgraded: {
      const js::Value args[] = {bufferOf(left)};
      call(handlers_.onUpgrade.value(), args);
      break;
    }
    case State::Failed: {
      const js::Value args[] = {js::String::fromUtf8(realm_, parser_.errorCode()),
                                js::String::fromUtf8(realm_, parser_.errorReason()),
                                js::Value::number(static_cast<double>(outcome.consumed)), bufferOf(bytes)};
      call(handlers_.onError.value(), args);
      break;
    }
  }
}

void HttpParser::runRest() {
  stalled_ = false;
  std::vector<uint8_t> rest = std::move(rest_);
  rest_.clear();
  run(rest);
}

void HttpParser::execute(js::Bytes bytes) {
  // A copy: the callbacks could change or free what they are in the middle of.
  std::vector<uint8_t> copy(bytes.data, bytes.data + bytes.size);
  run(copy);
}

js::Value HttpParser::finish() {
  if (closed_ || parser_.isExecuting()) return js::Value();
  if (parser_.finish().state != http::MessageParser::State::Failed) return js::Value();
  const js::Value args[] = {js::String::fromUtf8(realm_, parser_.errorCode()),
                            js::String::fromUtf8(realm_, parser_.errorReason()), js::Value::int32(0), bufferOf({})};
  return call(handlers_.makeError.value(), args);
}

void HttpParser::onBytes(std::span<const uint8_t> bytes) {
  run(bytes);
}

js::Result<void> HttpParser::consume(js::Value handle) {
  release();
  if (SocketHandle* socket = js::unwrap<SocketHandle>(handle))
    socket_ = socket;
  else if (TlsHandle* tls = js::unwrap<TlsHandle>(handle))
    socket_ = tls;
  else
    return js::fail(js::JsError::argType("handle", "a stream's handle", handle));
  socketObject_.set(*this, socket_->streamObject());
  socket_->setConsumer(this, object());
  return {};
}

void HttpParser::release() {
  if (!socket_) return;
  socket_->setConsumer(nullptr, js::Value());
  socket_ = nullptr;
  socketObject_.clear();
}

void HttpParser::pause() {
  if (paused_) return;
  paused_ = true;
  parser_.pause();
  if (socket_ && socket_->isReading()) {
    socket_->readStop();
    stoppedReading_ = true;
  }
}

void HttpParser::resume() {
  if (!paused_) return;
  paused_ = false;
  if (socket_ && stoppedReading_) (void)socket_->readStart();
  stoppedReading_ = false;
  if (parser_.isExecuting()) {
    // It was paused and went on within one callback.
    parser_.resume();
    return;
  }
  parser_.resume();
  // Without bytes, too: the end of a message may be all that is left to be told.
  if (stalled_ || !rest_.empty()) runRest();
}

void HttpParser::close() {
  release();
  closed_ = true;
  rest_ = {};
  if (parser_.isExecuting()) parser_.pause();
}

namespace {

constexpr js::MemberSpec kParserMembers[] = {
    js::setter<&HttpParser::setOwner>("owner"),  js::getter<&HttpParser::owner>("owner"),
    js::method<&HttpParser::reset>("reset"),     js::method<&HttpParser::execute>("execute"),
    js::method<&HttpParser::finish>("finish"),   js::method<&HttpParser::consume>("consume"),
    js::method<&HttpParser::release>("release"), js::method<&HttpParser::pause>("pause"),
    js::method<&HttpParser::resume>("resume"),   js::method<&HttpParser::close>("close"),
    js::getter<&HttpParser::begunAt>("begunAt"), js::getter<&HttpParser::isInHead>("isInHead"),
};

}  // namespace

constexpr js::ClassSpec HttpParser::kClass = js::classWithoutConstructor<HttpParser>("HTTPParser", kParserMembers);

}  // namespace weft::runtime
