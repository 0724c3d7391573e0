#pragma once

// Which features of the language the engines that code is written for lack. A target list names versions of
// ECMAScript and of engines; a feature is unsupported if any of them lacks it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weft::syntax {

enum class Feature : uint8_t {
  // ES2016
  Exponent,
  // ES2017
  AsyncAwait,
  // ES2018
  AsyncGenerator,
  ForAwait,
  ObjectRestSpread,
  RegExpDotAll,
  RegExpLookbehind,
  RegExpNamedGroups,
  RegExpPropertyEscapes,
  // ES2019
  OptionalCatchBinding,
  // ES2020
  BigInt,
  DynamicImport,
  ExportStarAs,
  ImportMeta,
  NullishCoalescing,
  OptionalChain,
  // ES2021
  LogicalAssignment,
  NumericSeparators,
  // ES2022
  ClassFields,
  ClassStaticFields,
  ClassPrivateFields,
  ClassPrivateMethods,
  ClassPrivateIn,
  ClassStaticBlocks,
  RegExpMatchIndices,
  TopLevelAwait,
  // ES2024
  RegExpSets,
  // ES2026
  Using,
  Count,
};

class UnsupportedFeatures {
 public:
  [[nodiscard]] bool has(Feature feature) const { return bits_ >> static_cast<unsigned>(feature) & 1; }
  [[nodiscard]] bool any() const { return bits_ != 0; }
  void add(Feature feature) { bits_ |= uint64_t{1} << static_cast<unsigned>(feature); }
  friend bool operator==(UnsupportedFeatures, UnsupportedFeatures) = default;

 private:
  uint64_t bits_ = 0;
};

struct TargetResult {
  UnsupportedFeatures unsupported;
  std::string error;  // empty: none. It names the target that is at fault and what may stand there
};

/// A list as `es2019`, `esnext`, `chrome80,safari13.1`, `node18.2`: names of ECMAScript versions from es2015 on (es6 to
/// es13 too) and of engines (chrome, deno, edge, firefox, ios, node, opera, safari) with a version of up to three
/// numbers, apart by commas. Blanks around a name do not count; letters may be large.
[[nodiscard]] TargetResult parseTargets(std::string_view list);

/// What the engine of weft's runtime lacks: `using` and `await using`.
[[nodiscard]] inline UnsupportedFeatures runtimeTarget() {
  UnsupportedFeatures features;
  features.add(Feature::Using);
  return features;
}

/// What a message calls it: "optional chaining".
[[nodiscard]] std::string_view nameOf(Feature feature);

}  // namespace weft::syntax
