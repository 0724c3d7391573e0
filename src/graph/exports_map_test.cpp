#include "graph/exports_map.h"

#include <catch2/catch.hpp>

using namespace weft::graph;

namespace {

struct Asked {
  MapTarget target;
  [[nodiscard]] std::string text() const {
    return target.kind == MapTarget::Kind::Failed ? std::string(target.error.codeName()) : target.value;
  }
};

std::string ask(std::string_view json, std::string_view specifier,
                std::vector<std::string> conditions = {"node", "import"}) {
  PackageJson package = parsePackageJson("/p/package.json", json).value();
  MapQuery query{package, conditions, "/app.js"};
  return Asked{specifier.starts_with('#') ? resolveImports(query, specifier) : resolveExports(query, specifier)}.text();
}

}  // namespace

// The examples of https://nodejs.org/api/packages.html
TEST_CASE("Node's documented examples of exports") {
  CHECK(ask(R"({"exports":"./index.js"})", ".") == "./index.js");
  CHECK(ask(R"({"exports":"./index.js"})", "./x") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  std::string_view lib = R"({"exports":{".":"./lib/index.js","./lib":"./lib/index.js","./lib/*":"./lib/*.js",
        "./lib/*.js":"./lib/*.js","./feature":"./feature/index.js","./feature/*.js":"./feature/*.js",
        "./feature/internal/*":null,"./package.json":"./package.json"}})";
  CHECK(ask(lib, "./lib/a") == "./lib/a.js");
  CHECK(ask(lib, "./lib/a.js") == "./lib/a.js");
  CHECK(ask(lib, "./feature/x/y.js") == "./feature/x/y.js");
  CHECK(ask(lib, "./feature/internal/m") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  CHECK(ask(lib, "./package.json") == "./package.json");
  std::string_view nested = R"({"exports":{"node":{"import":"./feature-node.mjs","require":"./feature-node.cjs"},
        "default":"./feature.mjs"}})";
  CHECK(ask(nested, ".", {"node", "import"}) == "./feature-node.mjs");
  CHECK(ask(nested, ".", {"node", "require"}) == "./feature-node.cjs");
  CHECK(ask(nested, ".", {"browser"}) == "./feature.mjs");
}

TEST_CASE("Node's documented examples of imports") {
  std::string_view json = R"({"imports":{"#dep":{"node":"dep-node-native","default":"./dep-polyfill.js"},
        "#internal/*.js":"./src/internal/*.js","#pkg/*":"pkg/*"}})";
  CHECK(ask(json, "#dep") == "dep-node-native");
  CHECK(ask(json, "#dep", {}) == "./dep-polyfill.js");
  CHECK(ask(json, "#internal/z.js") == "./src/internal/z.js");
  CHECK(ask(json, "#pkg/a/b") == "pkg/a/b");
  CHECK(ask(json, "#other") == "ERR_PACKAGE_IMPORT_NOT_DEFINED");
}

TEST_CASE("the first condition that applies wins, in the order of the package") {
  CHECK(ask(R"({"exports":{"default":"./d.js","import":"./i.js"}})", ".") == "./d.js");
  CHECK(ask(R"({"exports":{"module-sync":"./s.js","import":"./i.js"}})", ".", {"import", "module-sync"}) == "./s.js");
  CHECK(ask(R"({"exports":{"import":{"nope":"./x.js"},"default":"./d.js"}})", ".") == "./d.js");
  CHECK(ask(R"({"exports":{"import":null,"default":"./d.js"}})", ".") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  CHECK(ask(R"({"exports":{"custom":"./c.js","default":"./d.js"}})", ".", {"custom"}) == "./c.js");
}

TEST_CASE("arrays fall back") {
  CHECK(ask(R"({"exports":{".":["bad","./a.js"]}})", ".") == "./a.js");
  CHECK(ask(R"({"exports":{".":[{"nope":"./x.js"},"./a.js"]}})", ".") == "./a.js");
  CHECK(ask(R"({"exports":{".":["bad","worse"]}})", ".") == "ERR_INVALID_PACKAGE_TARGET");
  CHECK(ask(R"({"exports":{".":["bad",null]}})", ".") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  CHECK(ask(R"({"exports":{".":[]}})", ".") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
}

TEST_CASE("invalid targets and subpaths") {
  for (std::string_view target : {"x.js", "/x.js", "./../x.js", "./a/../b.js", "./node_modules/x.js", "./%2e%2e/x.js",
                                  "./N%6fde_modules/x.js", "./..?x", "./.\\t./x.js", "https://x/y.js", "node:fs", ""})
    CHECK(ask("{\"exports\":{\".\":\"" + std::string(target) + "\"}}", ".") == "ERR_INVALID_PACKAGE_TARGET");
  CHECK(ask(R"({"exports":{"./*":"./lib/*"}})", "./../x") == "ERR_INVALID_MODULE_SPECIFIER");
  CHECK(ask(R"({"exports":{"./*":"./lib/*"}})", "./a/./b") == "ERR_INVALID_MODULE_SPECIFIER");
  CHECK(ask(R"({"exports":{"./*":"./*"}})", "./.\t./x") == "ERR_INVALID_MODULE_SPECIFIER");
  CHECK(ask(R"({"imports":{"#a":"../up.js"}})", "#a") == "ERR_INVALID_PACKAGE_TARGET");
  CHECK(ask(R"({"exports":{".":5}})", ".") == "ERR_INVALID_PACKAGE_TARGET");
}

TEST_CASE("maps that are not formed as they must be") {
  CHECK(ask(R"({"exports":{".":"./a.js","import":"./b.js"}})", ".") == "ERR_INVALID_PACKAGE_CONFIG");
  CHECK(ask(R"({"exports":{".":{"0":"./a.js"}}})", ".") == "ERR_INVALID_PACKAGE_CONFIG");
}

TEST_CASE("the longest pattern wins") {
  std::string_view json = R"({"exports":{"./*":"./any/*.js","./a/*":"./a/*.js","./a/*/c":"./c/*.js","./a/b/*":null}})";
  CHECK(ask(json, "./x") == "./any/x.js");
  CHECK(ask(json, "./a/x") == "./a/x.js");
  CHECK(ask(json, "./a/x/c") == "./c/x.js");
  CHECK(ask(json, "./a/b/c") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  CHECK(ask(R"({"exports":{"./a*b*":"./x.js"}})", "./a1b2") == "ERR_PACKAGE_PATH_NOT_EXPORTED");
  CHECK(ask(R"({"exports":{"./*":"./*/*.js"}})", "./a") == "./a/a.js");
}

TEST_CASE("messages are Node's, and say what is there") {
  PackageJson package = parsePackageJson("/p/package.json", R"({"exports":{"./a":"./a.js","./b":"./b.js"}})").value();
  MapQuery query{package, {}, "/app.js"};
  ModuleError error = resolveExports(query, "./c").error;
  CHECK(error.message ==
        "Package subpath './c' is not defined by \"exports\" in /p/package.json imported from /app.js");
  CHECK(error.suggestion == "The package exports \"./a\", \"./b\".");
  CHECK(resolveExports(query, ".").error.message ==
        "No \"exports\" main defined in /p/package.json imported from /app.js");
}
