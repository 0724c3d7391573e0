#include "base/base64.h"

#include <catch2/catch.hpp>

using namespace weft;

TEST_CASE("base64 decodes both alphabets and passes over the rest") {
  CHECK(decodeBase64("TWFu") == "Man");
  CHECK(decodeBase64("TWE=") == "Ma");
  CHECK(decodeBase64("TQ") == "M");
  CHECK(decodeBase64("-_ +/\n") == decodeBase64("+/+/"));
  CHECK(decodeBase64("T") == "");
}

TEST_CASE("base64 is padded") {
  CHECK(encodeBase64("") == "");
  CHECK(encodeBase64("M") == "TQ==");
  CHECK(encodeBase64("Ma") == "TWE=");
  CHECK(encodeBase64("Man") == "TWFu");
  CHECK(encodeBase64("\xFF\xFE\xFD\xFC") == "//79/A==");
}
