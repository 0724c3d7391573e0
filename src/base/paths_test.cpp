#include "base/paths.h"

#include <catch2/catch.hpp>

using namespace weft;

TEST_CASE("paths normalise as path.posix.normalize") {
  CHECK(paths::normalize("") == ".");
  CHECK(paths::normalize("/a/./b//../c/") == "/a/c/");
  CHECK(paths::normalize("./fixtures///b/../b/c.js") == "fixtures/b/c.js");
  CHECK(paths::normalize("/foo/../../../bar") == "/bar");
  CHECK(paths::normalize("a//b//../b") == "a/b");
  CHECK(paths::normalize("../../a/../..") == "../../..");
  CHECK(paths::normalize("./") == "./");
  CHECK(paths::normalize("bar/foo../..") == "bar");
  CHECK(paths::normalize("bar/foo../../") == "bar/");
  CHECK(paths::normalize("../.../.././.../../../bar") == "../../bar");
  CHECK(paths::normalize("/..") == "/");
}

TEST_CASE("paths resolve against a folder") {
  CHECK(paths::resolve("/a/b", "../c") == "/a/c");
  CHECK(paths::resolve("/a/b", "/x/") == "/x");
  CHECK(paths::resolve("/a/b/", "./c/./d/..") == "/a/b/c");
  CHECK(paths::resolve("/", "..") == "/");
  CHECK(paths::resolve("/a", "") == "/a");
  CHECK(paths::resolve("/", "a") == "/a");
}

TEST_CASE("paths join") {
  CHECK(paths::join({"a", "", "../b", "c/"}) == "b/c/");
  CHECK(paths::join({}) == ".");
  CHECK(paths::join({"/a", "b"}) == "/a/b");
}

TEST_CASE("parts of paths") {
  CHECK(paths::dirname("/a/b/") == "/a");
  CHECK(paths::dirname("/a") == "/");
  CHECK(paths::dirname("") == ".");
  CHECK(paths::dirname("a") == ".");
  CHECK(paths::dirname("//a") == "//");
  CHECK(paths::dirname("////") == "/");
  CHECK(paths::dirname("a//b") == "a/");
  CHECK(paths::basename("/a/b.html/") == "b.html");
  CHECK(paths::basename("b.html", ".html") == "b");
  CHECK(paths::basename(".html", ".html") == ".html");
  CHECK(paths::extname("a/b.c.js") == ".js");
  CHECK(paths::extname(".bashrc") == "");
  CHECK(paths::extname("a.") == ".");
  CHECK(paths::extname("..") == "");
  CHECK(paths::extname("a.b/c") == "");
}

TEST_CASE("relative paths") {
  CHECK(paths::relative("/a/b/c", "/a/d") == "../../d");
  CHECK(paths::relative("/a", "/a") == "");
  CHECK(paths::relative("/", "/a") == "a");
  CHECK(paths::relative("/a", "/") == "..");
  CHECK(paths::relative("/foo/bar", "/foo/barbaz") == "../barbaz");
  CHECK(paths::relative("/foo/barbaz", "/foo/bar") == "../bar");
  CHECK(paths::relative("/a/b", "/a/b/c/d") == "c/d");
}

TEST_CASE("file URLs escape what a URL cannot hold") {
  CHECK(paths::toFileUrl("/a b/c") == "file:///a%20b/c");
  CHECK(paths::toFileUrl("/a#b?c%d") == "file:///a%23b%3Fc%25d");
  CHECK(paths::toFileUrl("/\u00fc") == "file:///%C3%BC");
  CHECK(paths::toFileUrl("/a/../b/") == "file:///b/");
  CHECK(paths::toFileUrl("/x\\y\nz") == "file:///x%5Cy%0Az");
  CHECK(paths::toFileUrl("/[a]|^~") == "file:///%5Ba%5D%7C%5E%7E");
  CHECK(paths::toFileUrl("/") == "file:///");
}

TEST_CASE("file URLs become paths") {
  CHECK(paths::fromFileUrl("file:///a%20b?q#h").value() == "/a b");
  CHECK(paths::fromFileUrl("file:///a/%2e%2e/b").value() == "/b");
  CHECK(paths::fromFileUrl("file:///a%2e%2e/b").value() == "/a../b");
  CHECK(paths::fromFileUrl("file:///a/./b/..").value() == "/a/");
  CHECK(paths::fromFileUrl("file:///a\\b").value() == "/a/b");
  CHECK(paths::fromFileUrl("file:a/b").value() == "/a/b");
  CHECK(paths::fromFileUrl("FILE://localhost/x").value() == "/x");
  CHECK(paths::fromFileUrl("file:///a//b").value() == "/a//b");
  CHECK(paths::fromFileUrl("file:///..//a").value() == "//a");
  CHECK(paths::fromFileUrl("file:///x\ty").value() == "/xy");
  CHECK(paths::fromFileUrl("file:///a%5Cb").value() == "/a\\b");
}

TEST_CASE("file URLs that name no path") {
  CHECK(std::string(paths::fromFileUrl("http://x/").error().code) == "ERR_INVALID_URL_SCHEME");
  CHECK(std::string(paths::fromFileUrl("file://host/a").error().code) == "ERR_INVALID_FILE_URL_HOST");
  CHECK(std::string(paths::fromFileUrl("file:///a%2Fb").error().code) == "ERR_INVALID_FILE_URL_PATH");
}

TEST_CASE("a path survives the way to a URL and back") {
  for (std::string path : {"/a b", "/100%", "/x#y?z", "/\u4e2d/\U0001F600", "/tab\there", "/q\"<>`{}^|~[]"})
    CHECK(paths::fromFileUrl(paths::toFileUrl(path)).value() == path);
}

TEST_CASE("normalised absolute paths are recognised") {
  CHECK(paths::isNormalizedAbsolute("/"));
  CHECK(paths::isNormalizedAbsolute("/a/b"));
  CHECK_FALSE(paths::isNormalizedAbsolute("/a/"));
  CHECK_FALSE(paths::isNormalizedAbsolute("/a//b"));
  CHECK_FALSE(paths::isNormalizedAbsolute("/a/../b"));
  CHECK_FALSE(paths::isNormalizedAbsolute("a"));
}
