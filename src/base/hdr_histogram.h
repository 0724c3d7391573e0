#pragma once
// A high dynamic range histogram: counts of whole numbers in buckets whose width is a fixed share of the value, so
// that any percentile is right to a chosen number of decimal digits. Results are those of HdrHistogram, bucket for
// bucket. http://hdrhistogram.org

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>
#include <optional>

namespace weft {

class HdrHistogram {
 public:
  static constexpr int64_t kNoMinimum = std::numeric_limits<int64_t>::max();

  /// Of values from `lowest` (at least 1) to `highest` (at least twice that), right to `figures` (1 to 5) decimal
  /// digits. Nothing if they are out of range, or memory is out.
  static std::optional<HdrHistogram> create(int64_t lowest, int64_t highest, int figures);

  /// False if the value is out of the range.
  [[nodiscard]] bool record(int64_t value, int64_t times = 1);
  /// Records what another histogram has; the number of values that were out of range.
  int64_t add(const HdrHistogram& other);
  void reset();

  int64_t count() const { return total_; }
  /// kNoMinimum while empty.
  int64_t min() const;
  int64_t max() const;
  /// NaN while empty.
  double mean() const;
  double standardDeviation() const;
  /// The value that `percentile` (above 0, to 100) per cent of those recorded do not exceed.
  int64_t valueAtPercentile(double percentile) const;
  /// Percentiles and their values, from 0 on halving the distance to 100, and 100 itself.
  void eachPercentile(const std::function<void(double percentile, int64_t value)>&) const;

  size_t byteSize() const { return length_ * sizeof(int64_t); }

 private:
  HdrHistogram() = default;
  int bucketOf(int64_t value) const;
  size_t indexOf(int64_t value) const;
  int64_t valueAt(size_t index) const;
  int64_t widthAt(int64_t value) const;
  int64_t lowestEquivalent(int64_t value) const;
  int64_t highestEquivalent(int64_t value) const { return lowestEquivalent(value) + widthAt(value) - 1; }
  int64_t medianEquivalent(int64_t value) const { return lowestEquivalent(value) + (widthAt(value) >> 1); }

  struct Free {
    void operator()(int64_t* memory) const { std::free(memory); }
  };

  int unitMagnitude_ = 0;
  int halfMagnitude_ = 0;  // log2 of half a bucket's number of sub-buckets
  int64_t highest_ = 0, subBuckets_ = 0, mask_ = 0;
  size_t length_ = 0;
  std::unique_ptr<int64_t[], Free> counts_;
  int64_t total_ = 0, min_ = kNoMinimum, max_ = 0;
};

}  // namespace weft
