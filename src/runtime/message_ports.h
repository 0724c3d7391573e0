#pragma once
// Between ports as JavaScript holds them (messages_binding.cpp) and their queues.

#include <memory>

#include "engine/native.h"
#include "runtime/message_queue.h"

namespace weft::runtime {

/// The queue behind a port's native half, which is at its end from here on; null for anything else.
std::shared_ptr<MessageQueue> takeQueue(js::Value handle);
js::Object wrapQueue(js::Realm&, std::shared_ptr<MessageQueue>);

}  // namespace weft::runtime
