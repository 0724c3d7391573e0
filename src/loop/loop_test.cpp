#include "loop/loop.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "loop/check_phase.h"
#include "loop/timer.h"

using namespace weft::loop;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Loop> makeLoop() {
  auto loop = Loop::create();
  REQUIRE(loop.has_value());
  return std::move(*loop);
}

struct Recorder : LoopClient {
  std::string events;
  void afterCallback() override { events += '>'; }
  void beforeWait() override { events += '['; }
  void afterWait() override { events += ']'; }
};

double cpuMilliseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto ms = [](const timeval& t) { return 1e3 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e3; };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

}  // namespace

TEST_CASE("a loop with nothing to do ends at once", "[loop]") {
  auto loop = makeLoop();
  CHECK_FALSE(loop->isAlive());
  loop->run();
}

TEST_CASE("the client hears of every callback from libuv", "[loop]") {
  Recorder client;
  auto loop = makeLoop();
  loop->setClient(&client);
  Timer first(*loop, [&] { client.events += '1'; });
  Timer second(*loop, [&] { client.events += '2'; });
  first.start(0);
  second.start(1);
  loop->post([&] { client.events += 'p'; });
  loop->run();
  loop->setClient(nullptr);
  CHECK(client.events.find("1>") != std::string::npos);
  CHECK(client.events.find("2>") != std::string::npos);
  CHECK(client.events.find("p>") != std::string::npos);
}

TEST_CASE("the client hears of a wait and of its end before the next callback", "[loop]") {
  Recorder client;
  auto loop = makeLoop();
  loop->setClient(&client);
  Timer timer(*loop, [&] { client.events += 't'; });
  timer.start(5);
  loop->run();
  CHECK(client.events.starts_with("[]t>"));

  client.events.clear();
  KeepAlive hold = loop->keepAlive();
  std::thread poster([&] {
    std::this_thread::sleep_for(5ms);
    loop->post([&] { hold.release(); });
  });
  loop->run();
  poster.join();
  CHECK(client.events.starts_with("[]>"));
  loop->setClient(nullptr);
}

TEST_CASE("a callback within a callback is one callback for the client", "[loop]") {
  Recorder client;
  auto loop = makeLoop();
  loop->setClient(&client);
  loop->enter([&] { loop->enter([&] { client.events += 'x'; }); });
  loop->setClient(nullptr);
  CHECK(client.events == "x>");
}

TEST_CASE("phases follow each other as in Node: timers, poll, check", "[loop]") {
  auto loop = makeLoop();
  std::string order;
  Timer timer(*loop, [&] { order += 't'; });
  CheckPhase* running = nullptr;
  CheckPhase check(*loop, [&] {
    order += 'c';
    running->setDemand(CheckPhase::Demand::None);
  });
  running = &check;
  check.setDemand(CheckPhase::Demand::Urgent);
  timer.start(0);
  loop->post([&] { order += 'p'; });
  loop->run();
  CHECK(order == "tpc");
}

TEST_CASE("work posted in the check phase waits for the next turn", "[loop]") {
  auto loop = makeLoop();
  std::string order;
  int left = 3;
  CheckPhase* running = nullptr;
  CheckPhase check(*loop, [&] {
    order += 'c';
    loop->post([&] { order += 'p'; });
    if (--left == 0) running->setDemand(CheckPhase::Demand::None);
  });
  running = &check;
  check.setDemand(CheckPhase::Demand::Urgent);
  loop->run();
  CHECK(order == "cpcpcp");
}

TEST_CASE("background demand of the check phase does not keep the loop alive", "[loop]") {
  auto loop = makeLoop();
  int calls = 0;
  CheckPhase check(*loop, [&] { ++calls; });
  check.setDemand(CheckPhase::Demand::Background);
  loop->run();
  CHECK(calls == 0);
  Timer timer(*loop, [] {});
  timer.start(0);
  loop->run();
  CHECK(calls == 1);
}

TEST_CASE("tasks posted from threads arrive in each thread's order", "[loop]") {
  auto loop = makeLoop();
  constexpr int kThreads = 4, kTasks = 1000;
  std::vector<int> last(kThreads, -1);
  bool ordered = true;
  int finished = 0;
  KeepAlive hold = loop->keepAlive();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kTasks; ++i) {
        loop->post([&, t, i] {
          ordered = ordered && last[static_cast<size_t>(t)] == i - 1;
          last[static_cast<size_t>(t)] = i;
          if (i == kTasks - 1 && ++finished == kThreads) hold.release();
        });
      }
    });
  }
  loop->run();
  for (auto& thread : threads) thread.join();
  CHECK(ordered);
  CHECK(finished == kThreads);
}

TEST_CASE("a task posted before run() ends is run", "[loop]") {
  auto loop = makeLoop();
  bool ran = false;
  loop->post([&] { ran = true; });
  loop->run();
  CHECK(ran);
}

TEST_CASE("queued work runs elsewhere, and its end on the loop", "[loop]") {
  auto loop = makeLoop();
  std::thread::id worked, done;
  loop->queueWork([&] { worked = std::this_thread::get_id(); }, [&] { done = std::this_thread::get_id(); });
  loop->run();
  CHECK(done == std::this_thread::get_id());
  CHECK(worked != done);
}

TEST_CASE("a loop that ends with work queued frees it without calling back", "[loop]") {
  auto token = std::make_shared<int>(1);
  bool called = false;
  {
    auto loop = makeLoop();
    for (int i = 0; i < 64; ++i)
      loop->queueWork([token] { std::this_thread::sleep_for(1ms); }, [token, &called] { called = true; });
  }
  CHECK(token.use_count() == 1);
  CHECK_FALSE(called);
}

TEST_CASE("stop() makes run() return though handles are active", "[loop]") {
  auto loop = makeLoop();
  Timer hour(*loop, [] {});
  hour.start(3'600'000);
  Timer soon(*loop, [&] { loop->stop(); });
  soon.start(1);
  loop->run();
  CHECK(loop->isAlive());
}

TEST_CASE("a loop can be run again", "[loop]") {
  auto loop = makeLoop();
  int fired = 0;
  Timer timer(*loop, [&] { ++fired; });
  timer.start(0);
  loop->run();
  timer.start(0);
  loop->run();
  CHECK(fired == 2);
}

TEST_CASE("an idle loop uses no CPU", "[loop]") {
  auto loop = makeLoop();
  Timer hour(*loop, [] {});
  hour.start(3'600'000);
  Timer soon(*loop, [&] { loop->stop(); });
  soon.start(300);
  double before = cpuMilliseconds();
  loop->run();
  CHECK(cpuMilliseconds() - before < 30);
}

namespace {

struct EngineDouble : LoopClient {
  explicit EngineDouble(Loop& loop) : loop(loop) {}
  void runEngineWork() override {
    ++runs;
    if (timerRuns > 0 && runs > 1) --timerRuns;
  }
  std::optional<double> secondsUntilEngineWork() override {
    if (timerRuns > 0) return 0.002;
    return std::nullopt;
  }
  bool hasPendingEngineWork() override { return timerRuns > 0 && pending; }

  Loop& loop;
  int runs = 0, timerRuns = 0;
  bool pending = false;
};

}  // namespace

TEST_CASE("engine work scheduled on the loop's thread runs before the loop sleeps", "[loop]") {
  auto loop = makeLoop();
  EngineDouble engine(*loop);
  loop->setClient(&engine);
  Timer timer(*loop, [&] { loop->wakeEngine(); });
  timer.start(0);
  loop->turn(Loop::Turn::Wait);
  loop->turn(Loop::Turn::NoWait);
  CHECK(engine.runs == 1);
  loop->setClient(nullptr);
}

TEST_CASE("engine work scheduled by another thread wakes a sleeping loop", "[loop]") {
  auto loop = makeLoop();
  struct Client : LoopClient {
    Loop* loop = nullptr;
    int runs = 0;
    void runEngineWork() override {
      ++runs;
      loop->stop();
    }
  } client;
  client.loop = loop.get();
  loop->setClient(&client);
  Timer hour(*loop, [] {});
  hour.start(3'600'000);
  std::thread waker([&] {
    std::this_thread::sleep_for(10ms);
    loop->wakeEngine();
  });
  loop->run();
  waker.join();
  CHECK(client.runs == 1);
  loop->setClient(nullptr);
}

TEST_CASE("engine timers do not keep the loop alive, pending engine work does", "[loop]") {
  auto loop = makeLoop();
  EngineDouble engine(*loop);
  loop->setClient(&engine);
  engine.timerRuns = 3;
  loop->wakeEngine();
  loop->run();
  CHECK(engine.timerRuns == 3);

  engine.pending = true;
  loop->run();
  CHECK(engine.timerRuns == 0);
  loop->setClient(nullptr);
}
