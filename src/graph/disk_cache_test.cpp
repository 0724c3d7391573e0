#include "graph/disk_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "base/file.h"
#include "graph/test_tree.h"

using namespace weft;
using namespace weft::graph;

namespace {

constexpr const char* kBuild = "0123456789abcdef";

DiskCacheOptions optionsFor(const TestTree& tree) {
  DiskCacheOptions options;
  options.directory = tree.path("deep/cache");
  options.build = kBuild;
  return options;
}

std::string get(DiskCache& cache, const std::string& name) {
  auto found = cache.find(hash128(name));
  return found ? std::string(*found) : "(none)";
}

void write(const DiskCacheOptions& options, int from, int to) {
  DiskCache cache(options);
  for (int i = from; i < to; ++i) {
    std::string name = std::to_string(i);
    cache.put(hash128(name), "value " + name);
  }
  cache.flush();
}

}  // namespace

TEST_CASE("what one process puts, the next finds") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  {
    DiskCache cache(options);
    CHECK(get(cache, "a") == "(none)");
    cache.put(hash128("a"), "1");
    cache.put(hash128("a"), "2");
    cache.put(hash128("b"), std::string(100000, 'x'));
    cache.put(hash128("empty"), "");
    cache.flush();
    CHECK(get(cache, "a") == "(none)");  // it sees the files as they were
  }
  DiskCache cache(options);
  CHECK(get(cache, "a") == "2");
  CHECK(get(cache, "b").size() == 100000);
  CHECK(get(cache, "empty") == "");
  CHECK(reinterpret_cast<uintptr_t>(cache.find(hash128("b"))->data()) % 16 == 0);
  CHECK(cache.stats().entries == 3);
  cache.put(hash128("a"), "3");
  cache.flush();
  DiskCache later(options);
  CHECK(get(later, "a") == "3");
  CHECK(later.stats().entries == 3);
  DiskCacheOptions other = options;
  other.build = "fedcba9876543210";
  DiskCache foreign(other);
  CHECK(get(foreign, "a") == "(none)");
  CHECK(foreign.stats().otherBytes > 100000);
  REQUIRE(later.clean());
  CHECK(fileKind(options.directory) == FileKind::Missing);
}

TEST_CASE("the table grows, and many processes at once lose nothing") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  constexpr int kProcesses = 6;
  constexpr int kEach = 700;
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() == 0) {
      for (int part = 0; part < 7; ++part) write(options, i * kEach + part * 100, i * kEach + part * 100 + 100);
      _exit(0);
    }
  }
  for (int i = 0; i < kProcesses; ++i) {
    int status = 1;
    wait(&status);
    CHECK(status == 0);
  }
  DiskCache cache(options);
  int found = 0;
  for (int i = 0; i < kProcesses * kEach; ++i) found += get(cache, std::to_string(i)) == "value " + std::to_string(i);
  CHECK(found == kProcesses * kEach);
}

TEST_CASE("a truncated or damaged file gives fewer entries, never wrong ones") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  write(options, 0, 20);
  std::string folder = options.directory + "/" + kBuild;
  for (std::string name : {"/data", "/index"}) {
    std::string whole = *readFile(folder + name);
    // The index is mostly empty: its header and some of its slots are enough.
    size_t end = std::min<size_t>(whole.size(), 4000);
    for (size_t at = 0; at < end; at += 7) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
      REQUIRE(writeFile(folder + name, at % 2 ? damaged : whole.substr(0, at)));
      if (at % 5 == 0) write(options, 20, 22);
      DiskCache cache(options);
      for (int i = 0; i < 20; ++i) {
        std::string value = get(cache, std::to_string(i));
        REQUIRE((value == "(none)" || value == "value " + std::to_string(i)));
      }
    }
    REQUIRE(writeFile(folder + name, whole));
  }
  // And what is damaged can be written again.
  REQUIRE(writeFile(folder + "/index", "nonsense"));
  write(options, 0, 20);
  DiskCache cache(options);
  CHECK(get(cache, "7") == "value 7");
}

TEST_CASE("data that has grown too large makes room") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  options.maximumBytes = 1000;
  write(options, 0, 80);
  write(options, 80, 100);
  write(options, 100, 101);
  DiskCache cache(options);
  CHECK(get(cache, "99") == "value 99");
  CHECK(get(cache, "100") == "value 100");
  CHECK(cache.stats().entries < 100);
  CHECK(cache.stats().bytes < 50000);
}

TEST_CASE("every bit of the index's header may be wrong when something is written") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  std::string index = options.directory + "/" + kBuild + "/index";
  for (size_t bit = 0; bit < 32 * 8; ++bit) {
    write(options, 0, 3);
    std::string damaged = *readFile(index);
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    REQUIRE(writeFile(index, damaged));
    write(options, 3, 4);
    DiskCache cache(options);
    REQUIRE(get(cache, "3") == "value 3");
  }
}

TEST_CASE("a lock that another process keeps is not waited for without end") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  write(options, 0, 1);
  int file = open((options.directory + "/" + kBuild + "/lock").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(flock(file, LOCK_EX) == 0);
  write(options, 1, 2);
  DiskCache cache(options);
  CHECK(!cache.clean());
  CHECK(get(cache, "0") == "value 0");
  CHECK(get(cache, "1") == "(none)");
  close(file);
  CHECK(cache.clean());
}

TEST_CASE("a folder that others may write to is not trusted") {
  TestTree tree;
  DiskCacheOptions options = optionsFor(tree);
  write(options, 0, 1);
  REQUIRE(chmod((options.directory + "/" + kBuild).c_str(), 0777) == 0);
  DiskCache cache(options);
  CHECK(get(cache, "0") == "(none)");
}
