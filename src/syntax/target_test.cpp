#include "syntax/target.h"

#include <catch2/catch.hpp>
#include <iterator>
#include <vector>

using namespace weft::syntax;

namespace {

bool lacks(std::string_view targets, Feature feature) {
  TargetResult result = parseTargets(targets);
  INFO(result.error);
  REQUIRE(result.error.empty());
  return result.unsupported.has(feature);
}

bool isRefused(std::string_view targets, std::string_view part) {
  TargetResult result = parseTargets(targets);
  INFO(result.error);
  return result.error.find(part) != result.error.npos;
}

}  // namespace

TEST_CASE("an edition has what was added up to it", "[target]") {
  CHECK(lacks("es2015", Feature::Exponent));
  CHECK_FALSE(lacks("es2016", Feature::Exponent));
  CHECK(lacks("es2016", Feature::AsyncAwait));
  CHECK_FALSE(lacks("es2017", Feature::AsyncAwait));
  CHECK(lacks("es2019", Feature::OptionalChain));
  CHECK_FALSE(lacks("ES2020", Feature::OptionalChain));
  CHECK(lacks("es11", Feature::LogicalAssignment));
  CHECK_FALSE(lacks("es12", Feature::LogicalAssignment));
  CHECK(lacks("es2025", Feature::Using));
  CHECK_FALSE(parseTargets("esnext").unsupported.any());
  CHECK(parseTargets("es6").unsupported == parseTargets("es2015").unsupported);
}

TEST_CASE("an engine has what it has from a version on", "[target]") {
  CHECK(lacks("chrome79", Feature::NullishCoalescing));
  CHECK_FALSE(lacks("chrome80", Feature::NullishCoalescing));
  CHECK(lacks("safari16.3", Feature::ClassStaticBlocks));
  CHECK_FALSE(lacks("safari16.4", Feature::ClassStaticBlocks));
  CHECK_FALSE(lacks("safari17", Feature::ClassStaticBlocks));
  CHECK(lacks("node14.5.9", Feature::ClassPrivateFields));
  CHECK_FALSE(lacks("node14.6", Feature::ClassPrivateFields));
  CHECK(lacks("safari27.2", Feature::Using));
}

// The versions are those of esbuild (internal/compat/js_table.go) and of MDN's browser-compat-data 8.1.9; where the two
// differ, the later one, but for what is said beside it.
TEST_CASE("the versions of the published tables", "[target]") {
  struct Row {
    Feature feature;
    const char* engines[8];  // each the first that has it
  };
  const Row rows[] = {
      {Feature::Exponent, {"chrome52", "deno1", "edge18", "firefox53", "ios11", "node7", "opera39", "safari11"}},
      {Feature::AsyncAwait, {"chrome55", "deno1", "edge18", "firefox53", "ios11", "node7.6", "opera42", "safari11"}},
      {Feature::AsyncGenerator, {"chrome63", "deno1", "edge79", "firefox57", "ios12", "node10", "opera50", "safari12"}},
      {Feature::ForAwait, {"chrome63", "deno1", "edge79", "firefox57", "ios12", "node10", "opera50", "safari12"}},
      {Feature::ObjectRestSpread,
       {"chrome60", "deno1", "edge79", "firefox55", "ios11.3", "node8.3", "opera47", "safari11.1"}},
      {Feature::RegExpDotAll,
       {"chrome62", "deno1", "edge79", "firefox78", "ios11.3", "node8.10", "opera49", "safari11.1"}},
      {Feature::RegExpLookbehind,
       {"chrome62", "deno1", "edge79", "firefox78", "ios16.4", "node8.10", "opera49", "safari16.4"}},
      {Feature::RegExpNamedGroups,
       {"chrome64", "deno1", "edge79", "firefox78", "ios11.3", "node10", "opera51", "safari11.1"}},
      // Without the scripts of later editions of Unicode, for which esbuild waits.
      {Feature::RegExpPropertyEscapes,
       {"chrome64", "deno1", "edge79", "firefox78", "ios11.3", "node10", "opera51", "safari11.1"}},
      {Feature::OptionalCatchBinding,
       {"chrome66", "deno1", "edge79", "firefox58", "ios11.3", "node10", "opera53", "safari11.1"}},
      {Feature::BigInt, {"chrome67", "deno1", "edge79", "firefox68", "ios14", "node10.4", "opera54", "safari14"}},
      {Feature::DynamicImport,
       {"chrome63", "deno1", "edge79", "firefox67", "ios11", "node12.20", "opera50", "safari11.1"}},
      {Feature::ExportStarAs,
       {"chrome72", "deno1", "edge79", "firefox80", "ios14.5", "node13.2", "opera60", "safari14.1"}},
      {Feature::ImportMeta, {"chrome64", "deno1", "edge79", "firefox62", "ios12", "node10.4", "opera51", "safari11.1"}},
      {Feature::NullishCoalescing,
       {"chrome80", "deno1", "edge80", "firefox72", "ios13.4", "node14", "opera67", "safari13.1"}},
      {Feature::OptionalChain,
       {"chrome91", "deno1.9", "edge91", "firefox74", "ios13.4", "node16.1", "opera77", "safari13.1"}},
      {Feature::LogicalAssignment,
       {"chrome85", "deno1.2", "edge85", "firefox79", "ios14", "node15", "opera71", "safari14"}},
      {Feature::NumericSeparators,
       {"chrome75", "deno1.2", "edge79", "firefox70", "ios13", "node12.5", "opera62", "safari13"}},
      // Safari before 16 misreads some parentheses in initialisers (WebKit's bug 236843), which esbuild passes over.
      {Feature::ClassFields, {"chrome73", "deno1", "edge79", "firefox69", "ios14", "node12", "opera60", "safari14"}},
      {Feature::ClassStaticFields,
       {"chrome73", "deno1", "edge79", "firefox75", "ios14.5", "node12", "opera60", "safari14.1"}},
      {Feature::ClassPrivateFields,
       {"chrome84", "deno1", "edge84", "firefox90", "ios14.5", "node14.6", "opera70", "safari14.1"}},
      {Feature::ClassPrivateMethods,
       {"chrome84", "deno1", "edge84", "firefox90", "ios15", "node14.6", "opera70", "safari15"}},
      {Feature::ClassPrivateIn,
       {"chrome91", "deno1.9", "edge91", "firefox90", "ios15", "node16.4", "opera77", "safari15"}},
      {Feature::ClassStaticBlocks,
       {"chrome94", "deno1.14", "edge94", "firefox93", "ios16.4", "node16.11", "opera80", "safari16.4"}},
      {Feature::RegExpMatchIndices,
       {"chrome90", "deno1.8", "edge90", "firefox88", "ios15", "node16", "opera76", "safari15"}},
      // Safari before 27 fails where several modules import one that awaits (bug 242740); there is no other syntax for
      // it.
      {Feature::TopLevelAwait,
       {"chrome89", "deno1", "edge89", "firefox89", "ios15", "node14.8", "opera75", "safari15"}},
      {Feature::RegExpSets,
       {"chrome112", "deno1.32", "edge112", "firefox116", "ios17", "node20", "opera98", "safari17"}},
      {Feature::Using,
       {"chrome134", "deno2.2.10", "edge134", "firefox141", "ios27.3", "node24", "opera119", "safari27.3"}},
  };
  const char* floors[] = {"chrome51", "deno1", "edge18", "firefox53", "ios11", "node6.5", "opera38", "safari11"};
  // The version before: one patch less than x.y.z, or as many as there are of what comes before.
  auto before = [](std::string_view target) {
    size_t letters = target.find_first_of("0123456789");
    std::vector<int> numbers{0};
    for (char c : target.substr(letters)) {
      if (c == '.')
        numbers.push_back(0);
      else
        numbers.back() = numbers.back() * 10 + (c - '0');
    }
    numbers.resize(3);
    int last = 2;
    while (numbers[static_cast<size_t>(last)] == 0) numbers[static_cast<size_t>(last--)] = 99999;
    --numbers[static_cast<size_t>(last)];
    return std::string(target.substr(0, letters)) + std::to_string(numbers[0]) + "." + std::to_string(numbers[1]) +
           "." + std::to_string(numbers[2]);
  };
  CHECK(std::size(rows) == static_cast<size_t>(Feature::Count));
  for (const Row& row : rows) {
    for (size_t i = 0; i < 8; ++i) {
      INFO(nameOf(row.feature) << " in " << row.engines[i]);
      CHECK_FALSE(lacks(row.engines[i], row.feature));
      if (std::string_view(row.engines[i]) != floors[i]) CHECK(lacks(before(row.engines[i]), row.feature));
    }
  }
}

TEST_CASE("of several targets the weakest counts", "[target]") {
  CHECK(lacks("chrome120, safari13", Feature::ClassFields));
  CHECK(lacks("esnext,firefox71", Feature::NullishCoalescing));
  CHECK_FALSE(lacks("es2022,node18.2", Feature::ClassFields));
}

TEST_CASE("a fault in a target list names the target", "[target]") {
  CHECK(isRefused("es5", "\"es5\" is not supported: es2015 is the oldest"));
  CHECK(isRefused("es2040", "\"es2040\" is unknown"));
  CHECK(isRefused("es2019.1", "is unknown"));
  CHECK(isRefused("es", "is unknown"));
  CHECK(isRefused("netscape4", "\"netscape4\" is unknown: expected es2015"));
  CHECK(isRefused("chrome", "has no version; write it after the name, as chrome51"));
  CHECK(isRefused("chrome49", "older than ECMAScript 2015; the oldest is chrome51"));
  CHECK(isRefused("node18.x", "no valid version"));
  CHECK(isRefused("node1.2.3.4", "no valid version"));
  CHECK(isRefused("node99999999999999999999", "no valid version"));
  CHECK(isRefused("chrome80,,safari13", "is empty"));
  CHECK(isRefused("", "is empty"));
  CHECK(isRefused("esnext5", "is unknown"));
}
