#pragma once
// The host's end of the socket to the supervisor of `weft test`. What a thread says is gathered, and goes out by
// itself after a few milliseconds, so that a test costs no system call; what was gathered when the process crashes
// goes out then.

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "test-runner/protocol.h"

namespace weft::runtime {

class TestChannel {
 public:
  explicit TestChannel(int socket);
  TestChannel(const TestChannel&) = delete;

  /// What one thread has said and is not out yet.
  class Gathered {
   public:
    explicit Gathered(TestChannel& channel) : channel_(channel) {}
    /// Adds a frame. A thread's frames keep their order.
    void send(const test::Event&);
    /// Everything is out when it returns.
    void flush();
    /// From here on, nothing that is sent goes out: the thread has been given up.
    void silence();

   private:
    friend class TestChannel;
    TestChannel& channel_;
    std::mutex mutex_;  // held while it is written, too: the order of flushes is that of frames
    std::string frames_;
    bool isSilent_ = false;
  };

  /// A place to gather; lives as long as the channel.
  Gathered& gather();
  /// From any thread: sends out what waits anywhere.
  void flushAll();
  bool hasWaiting() const { return waiting_.load(std::memory_order_relaxed) > 0; }
  /// In a signal handler, when the process is about to end by a fault: whatever can be had of what waits goes out.
  void flushInCrash();

 private:
  void write(const std::string& bytes);

  const int socket_;
  std::mutex writeMutex_;
  std::mutex listMutex_;
  std::list<Gathered> all_;
  std::atomic<size_t> waiting_{0};  // bytes, of all
};

}  // namespace weft::runtime
