#include "runtime/test_channel.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

namespace weft::runtime {

namespace {

// More than this goes out at once: memory, and the supervisor has something to do meanwhile.
constexpr size_t kMostGathered = size_t{256} << 10;

}  // namespace

TestChannel::TestChannel(int socket) : socket_(socket) {}

TestChannel::Gathered& TestChannel::gather() {
  std::lock_guard lock(listMutex_);
  return all_.emplace_back(*this);
}

void TestChannel::Gathered::send(const test::Event& event) {
  std::string frame = test::encode(event);
  std::lock_guard lock(mutex_);
  if (isSilent_) return;
  frames_ += frame;
  channel_.waiting_ += frame.size();
  if (frames_.size() < kMostGathered) return;
  channel_.waiting_ -= frames_.size();
  channel_.write(frames_);
  frames_.clear();
}

void TestChannel::Gathered::flush() {
  std::lock_guard lock(mutex_);
  if (frames_.empty()) return;
  channel_.waiting_ -= frames_.size();
  channel_.write(frames_);
  frames_.clear();
}

void TestChannel::Gathered::silence() {
  flush();
  std::lock_guard lock(mutex_);
  isSilent_ = true;
}

void TestChannel::flushAll() {
  std::lock_guard lock(listMutex_);
  for (Gathered& gathered : all_) gathered.flush();
}

void TestChannel::flushInCrash() {
  // The threads may hold any lock: what is being changed right now is left out.
  if (!listMutex_.try_lock()) return;
  for (Gathered& gathered : all_) {
    if (!gathered.mutex_.try_lock()) continue;
    if (!gathered.frames_.empty())
      (void)::send(socket_, gathered.frames_.data(), gathered.frames_.size(), MSG_NOSIGNAL);
    gathered.frames_.clear();
    gathered.mutex_.unlock();
  }
  listMutex_.unlock();
}

void TestChannel::write(const std::string& bytes) {
  std::lock_guard lock(writeMutex_);
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t count = ::send(socket_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    // Nobody is there to be told: the run is over.
    if (count < 0) _exit(1);
    done += static_cast<size_t>(count);
  }
}

}  // namespace weft::runtime
