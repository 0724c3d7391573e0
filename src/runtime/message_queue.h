#pragma once
// Where messages wait for a port. Queues that hear each other form a group: the two ends of a channel, or all
// that have opened a broadcast channel of one name. Everything here may be called from any thread.

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/owned_descriptor.h"
#include "engine/packed_tape.h"

namespace weft::runtime {

class MessageQueue;

/// What travels with a message: an end of a channel, or else an open file. It is closed if nobody takes the message.
struct Companion {
  std::shared_ptr<MessageQueue> port;
  std::shared_ptr<OwnedDescriptor> file;
};

struct Message {
  std::shared_ptr<js::PackedTape> tape;
  std::vector<Companion> companions;
  bool isShared = false;  // others got the same tape
};

class MessageQueue {
 public:
  using Pair = std::pair<std::shared_ptr<MessageQueue>, std::shared_ptr<MessageQueue>>;
  static Pair createPair();
  static std::shared_ptr<MessageQueue> join(const std::string& channel);
  ~MessageQueue();

  /// Puts a message in the queue of every other of the group. False, and the message is lost, if an end of this
  /// very channel travels with it: nobody could take it from there.
  bool post(Message message);
  /// The message that has waited longest.
  std::optional<Message> take();
  size_t size() const;
  /// The other end of a channel is closed, and all that it had sent was taken.
  bool isAtEnd() const;

  /// Tells of each message, and of the other's end: on the thread of the sender, so it only wakes somebody. After
  /// setNotify(nullptr) has returned it isn't called again.
  void setNotify(std::function<void()> notify);
  /// Leaves the group. Messages that wait are lost, or can be taken still.
  enum class Waiting : uint8_t { Lost, Kept };
  void close(Waiting = Waiting::Lost);

 private:
  struct Group;
  explicit MessageQueue(std::shared_ptr<Group> group);

  std::shared_ptr<Group> group_;
  std::deque<Message> messages_;  // these three under the group's lock
  std::function<void()> notify_;
  bool closed_ = false;
};

}  // namespace weft::runtime
