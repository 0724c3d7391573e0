// native("messages"): ports and broadcast channels (builtins/web/message_port.ts, broadcast_channel.ts).

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

#include "engine/class.h"
#include "engine/packed_tape.h"
#include "runtime/bindings.h"
#include "runtime/message_ports.h"
#include "runtime/message_queue.h"
#include "runtime/runtime.h"
#include "runtime/test_trace.h"

namespace weft::runtime {

namespace {

/// What JavaScript has packed; `beside` are ports, which are at their ends here, and descriptors.
js::Result<Message> messageOf(js::Realm& realm, js::Object tape, js::Object beside) {
  Message message;
  WEFT_TRY(length, beside.get(realm, "length"));
  WEFT_TRY(count, length.toInt32(realm));
  for (int32_t i = 0; i < count; ++i) {
    WEFT_TRY(item, beside.getIndex(realm, static_cast<uint32_t>(i)));
    if (item.isInt32())
      message.companions.push_back({nullptr, std::make_shared<OwnedDescriptor>(item.asInt32())});
    else
      message.companions.push_back({takeQueue(item), nullptr});
  }
  WEFT_TRY(packed, js::PackedTape::pack(realm, tape));
  message.tape = std::move(packed);
  return message;
}

/// One end of a channel in this realm. Pinned from start() to its end, so that a port with listeners hears what
/// comes though the program holds it no more.
class PortHandle final : public js::Native, public LoopUser {
 public:
  PortHandle(js::Realm& realm, std::shared_ptr<MessageQueue> queue)
      : realm_(realm), runtime_(Runtime::of(realm)), queue_(std::move(queue)), self_(std::make_shared<Anchor>(this)) {
    runtime_.addLoopUser(*this);
  }
  ~PortHandle() override {
    runtime_.removeLoopUser(*this);
    loopEnds();
  }
  void trace(js::Tracer& tracer) override {
    tracer.visit(onMessage_);
    tracer.visit(onClose_);
  }

  /// From here on the end of the channel is told: onClose().
  void watch(js::Function onClose) {
    onClose_.set(*this, onClose);
    listen();
  }
  /// Messages go to onMessage([tape, beside]) from here on.
  void start(js::Function onMessage) {
    if (!queue_ || isStarted_) return;
    isStarted_ = true;
    onMessage_.set(*this, onMessage);
    pinOnce();
    wake();
  }
  /// False if an end of this very channel was among the ports: the channel is lost.
  js::Result<bool> post(js::Object tape, js::Object beside) {
    WEFT_TRY(message, messageOf(realm_, tape, beside));
    return !queue_ || queue_->post(std::move(message));
  }
  /// The next message as [tape, beside]; undefined if none waits.
  js::Result<js::Value> take() {
    if (!queue_) return js::Value();
    std::optional<Message> message = queue_->take();
    if (!message) return js::Value();
    return unpack(*message);
  }
  /// onClose() comes on a later turn of the loop.
  void close() {
    if (!queue_) return;
    // What has come already is told, as in Node.
    queue_->close(MessageQueue::Waiting::Kept);
    isClosed_ = true;
    pinOnce();
    closing_ = runtime_.loop().keepAlive();
    wake();
  }
  /// The handle that goes on in place of this one, which is at its end without a word.
  js::Object move() {
    std::shared_ptr<MessageQueue> queue = queue_ ? leave() : nullptr;
    return js::wrap(realm_, std::make_unique<PortHandle>(realm_, std::move(queue)));
  }
  void ref() {
    if (!queue_ || isRef_) return;
    isRef_ = true;
    alive_ = runtime_.loop().keepAlive();
  }
  void unref() {
    isRef_ = false;
    alive_.release();
  }
  bool hasRef() const { return isRef_; }
  bool isOpen() const { return queue_ && !isClosed_; }

  /// The queue goes on elsewhere; this end hears no more.
  std::shared_ptr<MessageQueue> leave() {
    std::shared_ptr<MessageQueue> queue = std::move(queue_);
    queue->setNotify(nullptr);
    queue_.reset();
    loopEnds();
    return queue;
  }

  void loopEnds() override {
    alive_.release();
    closing_.release();
    self_.reset();
    if (queue_) queue_->close();
    queue_.reset();
    unpinOnce();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&PortHandle::watch>("watch"),   js::method<&PortHandle::start>("start"),
      js::method<&PortHandle::post>("post"),     js::method<&PortHandle::take>("take"),
      js::method<&PortHandle::close>("close"),   js::method<&PortHandle::move>("move"),
      js::method<&PortHandle::ref>("ref"),       js::method<&PortHandle::unref>("unref"),
      js::method<&PortHandle::hasRef>("hasRef"), js::method<&PortHandle::isOpen>("isOpen"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<PortHandle>("PortHandle", kMembers);

 private:
  /// What other threads know of the port.
  struct Anchor {
    explicit Anchor(PortHandle* handle) : port(handle) {}
    PortHandle* port;
    std::atomic<bool> isWoken{false};
  };

  void listen() {
    if (!queue_) return;
    // Called by any thread: it knows the loop, which is there until loopEnds(), and no more of this object than
    // whether it still exists.
    queue_->setNotify([&loop = runtime_.loop(), self = std::weak_ptr<Anchor>(self_)] { post(loop, self); });
    if (queue_->size() > 0 || queue_->isAtEnd()) wake();
  }
  void wake() { post(runtime_.loop(), self_); }
  /// However many messages come until it is the port's turn, it is woken once.
  static void post(loop::Loop& loop, const std::weak_ptr<Anchor>& self) {
    auto anchor = self.lock();
    if (!anchor || anchor->isWoken.exchange(true)) return;
    loop.post([self] {
      auto waiting = self.lock();
      if (!waiting) return;
      waiting->isWoken = false;
      waiting->port->receive();
    });
  }

  /// Every message is a callback of its own: ticks and microtasks run behind it. What arrives meanwhile waits for
  /// the next turn, but for the first thousand.
  void receive() {
    size_t most = std::max<size_t>(queue_ ? queue_->size() : 0, 1000);
    bool isFirst = true;
    while (isStarted_ && queue_ && most-- > 0) {
      std::optional<Message> message = queue_->take();
      if (!message) break;
      if (!isFirst) runtime_.afterCallback();
      isFirst = false;
      deliver(*message);
    }
    if (!queue_) return;
    if (queue_->isAtEnd()) {
      if (!isFirst) runtime_.afterCallback();
      end();
    } else if (isStarted_ && queue_->size() > 0) {
      wake();
    }
  }
  void deliver(Message& message) {
    auto result = unpack(message);
    if (!result) {
      reportUncaught(realm_, result.error());
      return;
    }
    const js::Value args[] = {*result};
    auto called = onMessage_.value().asFunction().call(realm_, js::Value(), args);
    if (!called) reportUncaught(realm_, called.error());
  }
  js::Result<js::Value> unpack(Message& message) {
    WEFT_TRY(tape, message.isShared ? message.tape->unpackCopy(realm_) : message.tape->unpack(realm_));
    js::Array beside = js::Array::create(realm_);
    for (Companion& companion : message.companions) WEFT_TRY_VOID(beside.push(realm_, handOver(companion)));
    const js::Value pair[] = {tape, beside};
    return js::Value(js::Array::create(realm_, pair));
  }
  js::Value handOver(Companion& companion) {
    if (companion.file) return js::Value::int32(companion.file->take());
    return wrapQueue(realm_, std::move(companion.port));
  }
  void end() {
    if (!queue_) return;
    js::Value callback = onClose_.value();
    js::Object keep = object();
    loopEnds();
    if (!callback.isCallable()) return;
    auto called = callback.asFunction().call(realm_, keep, {});
    if (!called) reportUncaught(realm_, called.error());
  }
  void pinOnce() {
    if (!std::exchange(isPinned_, true)) pin(realm_);
  }
  void unpinOnce() {
    if (std::exchange(isPinned_, false)) unpin();
  }

  js::Realm& realm_;
  Runtime& runtime_;
  std::shared_ptr<MessageQueue> queue_;  // null: closed or moved away
  std::shared_ptr<Anchor> self_;
  js::Traced onMessage_, onClose_;
  loop::KeepAlive alive_, closing_;
  bool isStarted_ = false, isRef_ = false, isPinned_ = false, isClosed_ = false;
};

js::Object createPair(js::Realm& realm) {
  auto [first, second] = MessageQueue::createPair();
  const js::Value ends[] = {wrapQueue(realm, std::move(first)), wrapQueue(realm, std::move(second))};
  return js::Array::create(realm, ends);
}

js::Object join(js::Realm& realm, std::string name) {
  noteUntraced(realm, "a broadcast channel");
  return wrapQueue(realm, MessageQueue::join(name));
}

// ---- messages from any thread to any other (worker_threads.postMessageToThread)

struct Inboxes {
  std::mutex mutex;
  std::map<int32_t, std::shared_ptr<MessageQueue>> senders;  // by the number of the thread that reads
};

Inboxes& inboxes() {
  static auto& all = *new Inboxes();
  return all;
}

/// Where what others post to the thread of this number comes out; until the end of the port.
js::Object openInbox(js::Realm& realm, int32_t thread) {
  auto [sender, reader] = MessageQueue::createPair();
  {
    std::lock_guard lock(inboxes().mutex);
    inboxes().senders.insert_or_assign(thread, std::move(sender));
  }
  return wrapQueue(realm, std::move(reader));
}

/// False if nobody reads there. Throws what cannot be packed.
js::Result<bool> postToThread(js::Realm& realm, int32_t thread, js::Object tape, js::Object beside) {
  std::shared_ptr<MessageQueue> sender;
  {
    std::lock_guard lock(inboxes().mutex);
    auto found = inboxes().senders.find(thread);
    if (found == inboxes().senders.end()) return false;
    if (found->second->isAtEnd()) {
      inboxes().senders.erase(found);
      return false;
    }
    sender = found->second;
  }
  WEFT_TRY(message, messageOf(realm, tape, beside));
  return sender->post(std::move(message));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createPair>("createPair"),
    js::fn<&join>("join"),
    js::fn<&openInbox>("openInbox"),
    js::fn<&postToThread>("postToThread"),
};

}  // namespace

std::shared_ptr<MessageQueue> takeQueue(js::Value handle) {
  PortHandle* port = js::unwrap<PortHandle>(handle);
  return port && port->isOpen() ? port->leave() : nullptr;
}

js::Object wrapQueue(js::Realm& realm, std::shared_ptr<MessageQueue> queue) {
  return js::wrap(realm, std::make_unique<PortHandle>(realm, std::move(queue)));
}

const js::Binding kMessagesBinding = {"messages", kFunctions};

}  // namespace weft::runtime
