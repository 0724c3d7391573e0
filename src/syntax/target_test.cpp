#include "syntax/target.h"

#include <catch2/catch.hpp>

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
  CHECK(lacks("safari99", Feature::Using));
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
