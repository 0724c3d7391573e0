#include "base/hdr_histogram.h"

#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace weft {

namespace {

constexpr int kMostFigures = 5;
constexpr int kMostMagnitude = 61;  // above, a bucket's values would leave 64 bits

int log2Of(int64_t value) {
  return 63 - std::countl_zero(static_cast<uint64_t>(value));
}

/// How many buckets reach `highest`, each twice as far as the one before.
int bucketsFor(int64_t highest, int64_t reach) {
  int buckets = 1;
  for (; reach <= highest; reach <<= 1, ++buckets)
    if (reach > std::numeric_limits<int64_t>::max() / 2) return buckets + 1;
  return buckets;
}

}  // namespace

std::optional<HdrHistogram> HdrHistogram::create(int64_t lowest, int64_t highest, int figures) {
  if (lowest < 1 || figures < 1 || figures > kMostFigures || highest / 2 < lowest) return std::nullopt;
  HdrHistogram made;
  int64_t exactTo = 2;
  for (int i = 0; i < figures; ++i) exactTo *= 10;
  made.highest_ = highest;
  made.halfMagnitude_ = log2Of(exactTo - 1);
  made.unitMagnitude_ = log2Of(lowest);
  if (made.unitMagnitude_ + made.halfMagnitude_ > kMostMagnitude) return std::nullopt;
  made.subBuckets_ = int64_t{2} << made.halfMagnitude_;
  made.mask_ = (made.subBuckets_ - 1) << made.unitMagnitude_;
  int buckets = bucketsFor(highest, made.subBuckets_ << made.unitMagnitude_);
  made.length_ = static_cast<size_t>(buckets + 1) << made.halfMagnitude_;
  made.counts_.reset(static_cast<int64_t*>(calloc(made.length_, sizeof(int64_t))));
  if (!made.counts_) return std::nullopt;
  return made;
}

int HdrHistogram::bucketOf(int64_t value) const {
  return log2Of(value | mask_) - unitMagnitude_ - halfMagnitude_;
}

// The first bucket has all its sub-buckets; of the others the lower half is what the one before covers.
size_t HdrHistogram::indexOf(int64_t value) const {
  int bucket = bucketOf(value);
  int64_t subBucket = value >> (bucket + unitMagnitude_);
  int64_t half = subBuckets_ / 2;
  return static_cast<size_t>((int64_t{bucket} + 1) * half + subBucket - half);
}

int64_t HdrHistogram::valueAt(size_t index) const {
  auto half = static_cast<size_t>(subBuckets_ / 2);
  if (index < half) return static_cast<int64_t>(index) << unitMagnitude_;
  auto bucket = static_cast<int>(index >> halfMagnitude_) - 1;
  auto subBucket = static_cast<int64_t>((index & (half - 1)) + half);
  return subBucket << (bucket + unitMagnitude_);
}

int64_t HdrHistogram::widthAt(int64_t value) const {
  return int64_t{1} << (unitMagnitude_ + bucketOf(value));
}

int64_t HdrHistogram::lowestEquivalent(int64_t value) const {
  int shift = bucketOf(value) + unitMagnitude_;
  return value >> shift << shift;
}

bool HdrHistogram::record(int64_t value, int64_t times) {
  if (value < 0 || value > highest_) return false;
  size_t index = indexOf(value);
  if (index >= length_) return false;
  counts_[index] += times;
  total_ += times;
  if (value != 0) min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  return true;
}

int64_t HdrHistogram::add(const HdrHistogram& other) {
  int64_t dropped = 0;
  int64_t left = other.total_;
  for (size_t i = 0; i < other.length_ && left > 0; ++i) {
    int64_t times = other.counts_[i];
    if (times == 0) continue;
    left -= times;
    if (!record(other.valueAt(i), times)) dropped += times;
  }
  return dropped;
}

void HdrHistogram::reset() {
  memset(counts_.get(), 0, byteSize());
  total_ = max_ = 0;
  min_ = kNoMinimum;
}

int64_t HdrHistogram::min() const {
  if (counts_[0] > 0) return 0;
  return min_ == kNoMinimum ? kNoMinimum : lowestEquivalent(min_);
}

int64_t HdrHistogram::max() const {
  return max_ == 0 ? 0 : highestEquivalent(max_);
}

double HdrHistogram::mean() const {
  if (total_ == 0) return std::nan("");
  __int128 sum = 0;
  int64_t left = total_;
  for (size_t i = 0; i < length_ && left > 0; ++i) {
    left -= counts_[i];
    if (counts_[i] > 0) sum += __int128{counts_[i]} * medianEquivalent(valueAt(i));
  }
  return static_cast<double>(sum) / static_cast<double>(total_);
}

double HdrHistogram::standardDeviation() const {
  if (total_ == 0) return std::nan("");
  double middle = mean();
  double squares = 0;
  int64_t left = total_;
  for (size_t i = 0; i < length_ && left > 0; ++i) {
    left -= counts_[i];
    if (counts_[i] == 0) continue;
    double distance = static_cast<double>(medianEquivalent(valueAt(i))) - middle;
    squares += distance * distance * static_cast<double>(counts_[i]);
  }
  return std::sqrt(squares / static_cast<double>(total_));
}

int64_t HdrHistogram::valueAtPercentile(double percentile) const {
  double share = std::min(percentile, 100.0) / 100;
  auto wanted = std::max(int64_t{1}, static_cast<int64_t>(share * static_cast<double>(total_) + 0.5));
  int64_t seen = 0;
  for (size_t i = 0; i < length_; ++i) {
    seen += counts_[i];
    if (seen >= wanted) return highestEquivalent(valueAt(i));
  }
  return highestEquivalent(0);
}

void HdrHistogram::eachPercentile(const std::function<void(double, int64_t)>& visit) const {
  double next = 0;
  int64_t seen = 0;
  int64_t value = 0;
  for (size_t i = 0; i < length_ && seen < total_; ++i) {
    seen += counts_[i];
    if (counts_[i] == 0) continue;
    value = valueAt(i);
    double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(total_);
    while (next <= reached) {
      visit(next, value);
      if (seen >= total_) break;
      auto halvings = static_cast<int>(std::log2(100 / (100 - next))) + 1;
      next += 100 / std::pow(2, halvings);
    }
  }
  visit(100, value);
}

}  // namespace weft
