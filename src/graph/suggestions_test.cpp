#include "graph/suggestions.h"

#include <catch2/catch.hpp>

#include "graph/test_tree.h"

using namespace weft::graph;

TEST_CASE("the nearest name is within a few edits") {
  CHECK(nearestName("node:fss", {"node:fs", "node:os", "node:path"}) == "node:fs");
  CHECK(nearestName("lodahs", {"lodash", "react"}) == "lodash");
  CHECK(nearestName("zzz", {"lodash", "react"}) == "");
  CHECK(nearestName("React", {"react"}) == "react");
  CHECK(nearestName("", {"a"}) == "");
}

TEST_CASE("files with another extension or a near name") {
  TestTree tree{{"util.js", ""}, {"config.json", ""}};
  CHECK(nearestFile(tree.path("util.mjs"), {".js", ".json"}) == tree.path("util.js"));
  CHECK(nearestFile(tree.path("utl.js"), {".js"}) == tree.path("util.js"));
  CHECK(nearestFile(tree.path("other.js"), {".js"}) == "");
  CHECK(nearestFile(tree.path("none/other.js"), {".js"}) == "");
}

TEST_CASE("installed packages with a near name") {
  TestTree tree{{"node_modules/lodash/index.js", ""}, {"node_modules/@babel/core/index.js", ""}};
  CHECK(nearestPackage("lodahs/fp", {tree.path("node_modules")}) == "lodash");
  CHECK(nearestPackage("@babel/croe", {tree.path("node_modules")}) == "@babel/core");
  CHECK(nearestPackage("unknown", {tree.path("node_modules")}) == "");
}
