#include "runtime/message_queue.h"

#include <algorithm>
#include <map>

namespace weft::runtime {

struct MessageQueue::Group {
  std::mutex mutex;
  std::vector<MessageQueue*> members;
  bool isPair = false;
};

MessageQueue::MessageQueue(std::shared_ptr<Group> group) : group_(std::move(group)) {
  std::lock_guard lock(group_->mutex);
  group_->members.push_back(this);
}

MessageQueue::~MessageQueue() {
  close();
}

MessageQueue::Pair MessageQueue::createPair() {
  auto group = std::make_shared<Group>();
  group->isPair = true;
  return {std::shared_ptr<MessageQueue>(new MessageQueue(group)),
          std::shared_ptr<MessageQueue>(new MessageQueue(group))};
}

std::shared_ptr<MessageQueue> MessageQueue::join(const std::string& channel) {
  // Broadcast channels of one name meet wherever in the process they are.
  static std::mutex mutex;
  static auto& groups = *new std::map<std::string, std::weak_ptr<Group>>();
  std::lock_guard lock(mutex);
  std::erase_if(groups, [](const auto& entry) { return entry.second.expired(); });
  std::shared_ptr<Group> group = groups[channel].lock();
  if (!group) groups[channel] = group = std::make_shared<Group>();
  return std::shared_ptr<MessageQueue>(new MessageQueue(group));
}

bool MessageQueue::post(Message message) {
  for (const Companion& companion : message.companions)
    if (companion.port && companion.port->group_ == group_) return false;
  // The message is destroyed after the lock is released: what travels with it closes when nobody takes it.
  std::lock_guard lock(group_->mutex);
  if (closed_) return true;
  message.isShared = !group_->isPair;
  for (MessageQueue* member : group_->members) {
    if (member == this) continue;
    member->messages_.push_back(message);
    if (member->notify_) member->notify_();
  }
  return true;
}

std::optional<Message> MessageQueue::take() {
  std::lock_guard lock(group_->mutex);
  if (messages_.empty()) return std::nullopt;
  Message message = std::move(messages_.front());
  messages_.pop_front();
  return message;
}

size_t MessageQueue::size() const {
  std::lock_guard lock(group_->mutex);
  return messages_.size();
}

bool MessageQueue::isAtEnd() const {
  std::lock_guard lock(group_->mutex);
  return closed_ || (group_->isPair && group_->members.size() < 2 && messages_.empty());
}

void MessageQueue::setNotify(std::function<void()> notify) {
  std::function<void()> old;
  std::lock_guard lock(group_->mutex);
  old = std::exchange(notify_, std::move(notify));
}

void MessageQueue::close(Waiting waiting) {
  std::deque<Message> lost;
  std::function<void()> old;
  std::lock_guard lock(group_->mutex);
  if (closed_) return;
  closed_ = true;
  if (waiting == Waiting::Lost) lost.swap(messages_);
  old.swap(notify_);
  std::erase(group_->members, this);
  if (!group_->isPair) return;
  for (MessageQueue* member : group_->members)
    if (member->notify_) member->notify_();
}

}  // namespace weft::runtime
