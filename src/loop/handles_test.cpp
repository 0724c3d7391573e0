#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>

#include "loop/check_phase.h"
#include "loop/input_stream.h"
#include "loop/loop.h"
#include "loop/signal_watcher.h"
#include "loop/standard_io.h"
#include "loop/timer.h"

using namespace weft::loop;
using weft::SysError;

namespace {

std::unique_ptr<Loop> makeLoop() {
  auto loop = Loop::create();
  REQUIRE(loop.has_value());
  return std::move(*loop);
}

std::span<const uint8_t> bytesOf(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() { REQUIRE(pipe2(ends, O_CLOEXEC) == 0); }
  ~Pipe() {
    closeRead();
    closeWrite();
  }
  void closeRead() { closeEnd(0); }
  void closeWrite() { closeEnd(1); }
  void closeEnd(int i) {
    if (ends[i] >= 0) close(ends[i]);
    ends[i] = -1;
  }
};

// Everything that a stream over `fd` gives.
struct Collected {
  std::string text;
  int ends = 0, errors = 0;
};
InputStream::Events collectInto(Collected& into) {
  return {[&](std::span<const uint8_t> bytes) {
            into.text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
          },
          [&] { ++into.ends; }, [&](const SysError&) { ++into.errors; }};
}

}  // namespace

TEST_CASE("a timer fires once, and not before its time", "[timer]") {
  auto loop = makeLoop();
  int fired = 0;
  Timer timer(*loop, [&] { ++fired; });
  uint64_t start = Loop::hrtime();
  timer.start(20);
  CHECK(timer.isActive());
  loop->run();
  CHECK(fired == 1);
  CHECK_FALSE(timer.isActive());
  CHECK(Loop::hrtime() - start >= 19'000'000);
}

TEST_CASE("an unreferenced timer does not keep the loop alive", "[timer]") {
  auto loop = makeLoop();
  int fired = 0;
  Timer timer(*loop, [&] { ++fired; });
  timer.start(1);
  timer.unref();
  loop->run();
  CHECK(fired == 0);
  timer.ref();
  loop->run();
  CHECK(fired == 1);
}

TEST_CASE("a timer can restart and destroy itself in its callback", "[timer]") {
  auto loop = makeLoop();
  int fired = 0;
  std::optional<Timer> timer;
  timer.emplace(*loop, [&] {
    if (++fired < 3)
      timer->start(0);
    else
      timer.reset();
  });
  timer->start(0);
  loop->run();
  CHECK(fired == 3);
}

TEST_CASE("a handle that is destroyed before it fires stays silent", "[timer]") {
  auto loop = makeLoop();
  int fired = 0;
  {
    Timer timer(*loop, [&] { ++fired; });
    timer.start(0);
  }
  loop->run();
  CHECK(fired == 0);
}

TEST_CASE("wrappers may outlive their loop", "[loop]") {
  auto loop = makeLoop();
  auto token = std::make_shared<int>(0);
  auto timer = std::make_unique<Timer>(*loop, [token] {});
  auto check = std::make_unique<CheckPhase>(*loop, [token] {});
  auto watcher = SignalWatcher::start(*loop, SIGUSR2, [token] {});
  REQUIRE(watcher.has_value());
  timer->start(1000);
  check->setDemand(CheckPhase::Demand::Urgent);
  loop.reset();
  timer->start(1);
  timer->stop();
  check->setDemand(CheckPhase::Demand::None);
  (*watcher)->ref();
  timer.reset();
  check.reset();
  watcher->reset();
  CHECK(token.use_count() == 1);
}

TEST_CASE("a signal is delivered to the loop and does not keep it alive", "[signal]") {
  auto loop = makeLoop();
  int count = 0;
  auto watcher = SignalWatcher::start(*loop, SIGUSR1, [&] {
    ++count;
    loop->stop();
  });
  REQUIRE(watcher.has_value());
  loop->run();
  CHECK(count == 0);
  (*watcher)->ref();
  raise(SIGUSR1);
  loop->run();
  CHECK(count == 1);
}

TEST_CASE("a signal that cannot be caught is an error", "[signal]") {
  auto loop = makeLoop();
  auto watcher = SignalWatcher::start(*loop, SIGKILL, [] {});
  REQUIRE_FALSE(watcher.has_value());
  CHECK(watcher.error().code == EINVAL);
}

TEST_CASE("writeAll writes everything to a slow pipe made non-blocking", "[stdio]") {
  Pipe pipe;
  fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK);
  const std::string text(1 << 20, 'x');
  size_t received = 0;
  std::thread reader([&] {
    char buffer[4096];
    ssize_t count;
    while ((count = read(pipe.ends[0], buffer, sizeof buffer)) > 0) received += static_cast<size_t>(count);
  });
  CHECK(writeAll(pipe.ends[1], bytesOf(text)).has_value());
  pipe.closeWrite();
  reader.join();
  CHECK(received == text.size());
}

TEST_CASE("writeAll to a broken pipe gives EPIPE", "[stdio]") {
  prepareStandardIo();
  Pipe pipe;
  pipe.closeRead();
  auto written = writeAll(pipe.ends[1], bytesOf("x"));
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().code == EPIPE);
}

TEST_CASE("kinds of descriptors", "[stdio]") {
  Pipe pipe;
  CHECK(descriptorKind(pipe.ends[0]) == DescriptorKind::Pipe);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  CHECK(descriptorKind(null) == DescriptorKind::File);
  CHECK_FALSE(terminalSize(null).has_value());
  close(null);
  CHECK(descriptorKind(null) == DescriptorKind::Unknown);
}

TEST_CASE("an input stream reads a pipe to its end and leaves the descriptor open", "[input]") {
  auto loop = makeLoop();
  Pipe pipe;
  REQUIRE(writeAll(pipe.ends[1], bytesOf("hello")).has_value());
  pipe.closeWrite();
  Collected got;
  auto stream = InputStream::open(*loop, pipe.ends[0], collectInto(got));
  REQUIRE(stream.has_value());
  (*stream)->start();
  loop->run();
  CHECK(got.text == "hello");
  CHECK(got.ends == 1);
  CHECK((*stream)->setRawMode(true).error().code == ENOTTY);
  stream->reset();
  loop->run();
  CHECK(fcntl(pipe.ends[0], F_GETFD) != -1);
}

TEST_CASE("an input stream reads a socket", "[input]") {
  auto loop = makeLoop();
  Pipe ends;
  ends.closeRead();
  ends.closeWrite();
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.ends) == 0);
  REQUIRE(writeAll(ends.ends[1], bytesOf("over a socket")).has_value());
  ends.closeWrite();
  Collected got;
  auto stream = InputStream::open(*loop, ends.ends[0], collectInto(got));
  REQUIRE(stream.has_value());
  (*stream)->start();
  loop->run();
  CHECK(got.text == "over a socket");
  CHECK(got.ends == 1);
}

TEST_CASE("an input stream reads a file, stopped and started in between", "[input]") {
  auto loop = makeLoop();
  FILE* file = tmpfile();
  const std::string text(200'000, 'f');
  fwrite(text.data(), 1, text.size(), file);
  rewind(file);
  Collected got;
  InputStream* running = nullptr;
  auto events = collectInto(got);
  auto append = events.data;
  events.data = [&](std::span<const uint8_t> bytes) {
    append(bytes);
    running->stop();
    loop->post([&] { running->start(); });
  };
  auto stream = InputStream::open(*loop, fileno(file), std::move(events));
  REQUIRE(stream.has_value());
  running = stream->get();
  running->start();
  while (got.ends == 0) {
    KeepAlive hold = loop->keepAlive();
    loop->turn(Loop::Turn::Wait);
  }
  CHECK(got.text == text);
  CHECK(got.ends == 1);
  CHECK(got.errors == 0);
  fclose(file);
}

TEST_CASE("an input stream that is destroyed in its own callback", "[input]") {
  auto loop = makeLoop();
  Pipe pipe;
  REQUIRE(writeAll(pipe.ends[1], bytesOf("a")).has_value());
  std::unique_ptr<InputStream> stream;
  auto opened = InputStream::open(*loop, pipe.ends[0], {[&](auto) { stream.reset(); }, [] {}, [](const SysError&) {}});
  REQUIRE(opened.has_value());
  stream = std::move(*opened);
  stream->start();
  loop->run();
  CHECK_FALSE(stream);
}

TEST_CASE("a closed descriptor cannot be opened as input", "[input]") {
  auto loop = makeLoop();
  auto stream = InputStream::open(*loop, 987, {});
  REQUIRE_FALSE(stream.has_value());
  CHECK(stream.error().code == EBADF);
}
