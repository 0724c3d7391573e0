#include "base/number.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <utility>

using namespace weft;

TEST_CASE("numbers are written as JavaScript writes them") {
  const std::pair<double, const char*> cases[] = {
      {0, "0"},
      {-0.0, "0"},
      {1, "1"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {100, "100"},
      {123456, "123456"},
      {1e21, "1e+21"},
      {1e20, "100000000000000000000"},
      {1.5e21, "1.5e+21"},
      {1e-6, "0.000001"},
      {1e-7, "1e-7"},
      {1.25e-7, "1.25e-7"},
      {5e-324, "5e-324"},
      {0.1 + 0.2, "0.30000000000000004"},
      {HUGE_VAL, "Infinity"},
      {-HUGE_VAL, "-Infinity"},
      {std::nan(""), "NaN"},
  };
  for (const auto& [value, text] : cases) CHECK(numberToString(value) == text);
}
