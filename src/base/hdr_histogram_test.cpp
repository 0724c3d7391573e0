#include "base/hdr_histogram.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <utility>
#include <vector>

using namespace weft;

namespace {

constexpr int64_t kHighest = (int64_t{1} << 53) - 1;

HdrHistogram make(int64_t lowest, int64_t highest, int figures) {
  auto made = HdrHistogram::create(lowest, highest, figures);
  REQUIRE(made);
  return std::move(*made);
}

std::vector<std::pair<double, int64_t>> percentilesOf(const HdrHistogram& histogram) {
  std::vector<std::pair<double, int64_t>> list;
  histogram.eachPercentile([&](double percentile, int64_t value) { list.emplace_back(percentile, value); });
  return list;
}

}  // namespace

TEST_CASE("an empty histogram") {
  HdrHistogram histogram = make(1, kHighest, 3);
  CHECK(histogram.count() == 0);
  CHECK(histogram.min() == HdrHistogram::kNoMinimum);
  CHECK(histogram.max() == 0);
  CHECK(std::isnan(histogram.mean()));
  CHECK(std::isnan(histogram.standardDeviation()));
  CHECK(percentilesOf(histogram) == std::vector<std::pair<double, int64_t>>{{100, 0}});
}

// Expected values: HdrHistogram's.
TEST_CASE("values stand for their bucket") {
  HdrHistogram histogram = make(1, kHighest, 3);
  for (int64_t value : {5, 1000000, 123456789}) CHECK(histogram.record(value));
  CHECK(histogram.min() == 5);
  CHECK(histogram.max() == 123469823);
  CHECK(histogram.mean() == Approx(41479084.333333336));
  CHECK(histogram.standardDeviation() == Approx(57954476.00369532));
  CHECK(histogram.valueAtPercentile(50) == 1000447);
  CHECK(percentilesOf(histogram) ==
        std::vector<std::pair<double, int64_t>>{{0, 5}, {50, 999936}, {75, 123404288}, {100, 123404288}});
}

TEST_CASE("what is out of range is refused") {
  HdrHistogram histogram = make(1, 1000, 3);
  CHECK_FALSE(histogram.record(5000));
  CHECK_FALSE(histogram.record(-1));
  CHECK_FALSE(histogram.record(1001));
  CHECK(histogram.count() == 0);
  CHECK_FALSE(HdrHistogram::create(0, 10, 3));
  CHECK_FALSE(HdrHistogram::create(6, 10, 3));
  CHECK_FALSE(HdrHistogram::create(1, 10, 6));
  CHECK_FALSE(HdrHistogram::create(int64_t{1} << 60, int64_t{1} << 62, 5));
}

TEST_CASE("adding and resetting") {
  HdrHistogram narrow = make(1, 1000, 3);
  HdrHistogram wide = make(1, kHighest, 5);
  CHECK(wide.record(7, 3));
  CHECK(wide.record(100000));
  CHECK(narrow.add(wide) == 1);
  CHECK(narrow.count() == 3);
  wide.add(wide);
  CHECK(wide.count() == 8);
  wide.reset();
  CHECK(wide.count() == 0);
}
