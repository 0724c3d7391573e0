#include "loop/system_info.h"

#include <unistd.h>

#include <catch2/catch.hpp>

#include "loop/process_info.h"

using namespace weft::loop;

TEST_CASE("facts about the machine are plausible", "[system]") {
  auto list = cpus();
  REQUIRE(list.has_value());
  CHECK(!list->empty());
  CHECK(availableParallelism() >= 1);
  CHECK(memory().total >= memory().free);
  CHECK(systemUptime().value() > 0);
  CHECK(!hostname().value().empty());
  CHECK(systemName().value().sysname == "Linux");
  CHECK(userInfo().value().uid == static_cast<long>(getuid()));
}

TEST_CASE("the loopback interface has its prefix lengths", "[system]") {
  auto list = networkInterfaces();
  REQUIRE(list.has_value());
  for (const auto& item : *list) {
    if (item.address == "127.0.0.1") CHECK(item.prefixLength == 8);
    if (item.address == "::1") CHECK(item.prefixLength == 128);
  }
}

TEST_CASE("a process has memory and used time", "[system]") {
  CHECK(residentMemory().value() > 100'000);
  auto usage = resourceUsage();
  REQUIRE(usage.has_value());
  CHECK(usage->maxRss > 0);
  CHECK(libuvVersion().starts_with("1."));
}
