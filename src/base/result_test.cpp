#include "base/result.h"

#include <catch2/catch.hpp>
#include <cerrno>

using weft::SysError;

TEST_CASE("a system error is worded as Node words it") {
  SysError error{ENOENT, "open", "/x", {}};
  CHECK(error.name() == "ENOENT");
  CHECK(error.description() == "no such file or directory");
  CHECK(error.message() == "ENOENT: no such file or directory, open '/x'");
}

TEST_CASE("a system error with two paths shows both") {
  SysError error{EXDEV, "rename", "/a", "/b"};
  CHECK(error.message() == "EXDEV: cross-device link not permitted, rename '/a' -> '/b'");
}

TEST_CASE("a system error without a path or a name") {
  CHECK(SysError{EPIPE, "write", {}, {}}.message() == "EPIPE: broken pipe, write");
  CHECK(SysError{99999, "", {}, {}}.message() == "Unknown system error 99999: Unknown system error 99999");
}

TEST_CASE("fail makes the failing side of a Result") {
  auto divide = [](int a, int b) -> weft::Result<int, std::string> {
    if (b == 0) return weft::fail(std::string("by zero"));
    return a / b;
  };
  CHECK(divide(6, 3).value() == 2);
  CHECK(divide(1, 0).error() == "by zero");
}
