#include "graph/url_path.h"

#include <catch2/catch.hpp>

using namespace weft::graph;

TEST_CASE("plain relative URLs are paths") {
  CHECK(joinUrlPath("/a/b", "./c.js").path == "/a/b/c.js");
  CHECK(joinUrlPath("/a/b", "../c.js").path == "/a/c.js");
  CHECK(joinUrlPath("/a/b", "/c.js").path == "/c.js");
  CHECK(joinUrlPath("/a/b", ".").path == "/a/b/");
  CHECK(joinUrlPath("/a/b", "..").path == "/a/");
  CHECK(joinUrlPath("/a/b", "./c/").path == "/a/b/c/");
  CHECK(joinUrlPath("/", "..").path == "/");
}

TEST_CASE("escapes are decoded in the URL, not in the folder") {
  CHECK(joinUrlPath("/a%20b", "./c%20d.js").path == "/a%20b/c d.js");
  CHECK(joinUrlPath("/a/b", "./%2e%2e/c.js").path == "/a/c.js");
  CHECK(joinUrlPath("/a", ".\\b\\c").path == "/a/b/c");
  CHECK(joinUrlPath("/a", "./b\n.js").path == "/a/b.js");
}

TEST_CASE("query and fragment stand apart") {
  UrlPath url = joinUrlPath("/a", "./b.js?x=1#y");
  CHECK(url.path == "/a/b.js");
  CHECK(url.suffix == "?x=1#y");
  CHECK(joinUrlPath("/a", "./b.js?").suffix == "");
}

TEST_CASE("encoded separators are noticed") {
  UrlPath url = joinUrlPath("/a b", "./c%2Fd");
  CHECK(url.hasEncodedSeparator);
  CHECK(url.encodedPath == "/a%20b/c%2Fd");
  CHECK(joinUrlPath("/a", "./%5c").hasEncodedSeparator);
  CHECK_FALSE(joinUrlPath("/a", "./b?%2F").hasEncodedSeparator);
}

TEST_CASE("schemes") {
  CHECK(urlScheme("http://x") == "http");
  CHECK(urlScheme("node:fs") == "node");
  CHECK(urlScheme("a+b.c-1:") == "a+b.c-1");
  CHECK(urlScheme("@scope/x:y") == "");
  CHECK(urlScheme("1a:x") == "");
  CHECK(urlScheme("lodash") == "");
  CHECK(urlScheme("") == "");
}
