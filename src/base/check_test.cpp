#include "base/check.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

// Catch2 names a macro CHECK too: this file uses ours alone, and REQUIRE of theirs.
static void failOurCheck() {
  CHECK(1 + 1 == 3);
}
#undef CHECK
#include <catch2/catch.hpp>

TEST_CASE("a failed CHECK says where, and aborts") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    ::dup2(ends[1], 2);
    failOurCheck();
    ::_exit(0);
  }
  ::close(ends[1]);
  char text[256] = {};
  REQUIRE(::read(ends[0], text, sizeof text - 1) > 0);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGABRT);
  REQUIRE(std::string(text).find("CHECK(1 + 1 == 3) failed at") != std::string::npos);
  REQUIRE(std::string(text).find("check_test.cpp:") != std::string::npos);
}
