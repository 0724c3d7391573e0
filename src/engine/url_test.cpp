#include <catch2/catch.hpp>

#include "engine/form_urlencoded.h"
#include "engine/test_world.h"
#include "engine/url.h"

namespace js = weft::js;
using js::UrlComponent;

namespace {

struct World : js::TestWorld {
  js::UrlOffsets offsets{};

  js::String string(std::string_view text) { return js::String::fromUtf8(*realm, text); }
  std::string text(const js::Result<js::Value>& value) {
    if (!value) return "throws";
    return value->isUndefined() ? "none" : value->toUtf8(*realm).value_or("?");
  }
  std::string parse(std::string_view input) { return text(js::parseUrl(*realm, string(input), js::Value(), offsets)); }
  std::string parse(std::string_view input, std::string_view base) {
    return text(js::parseUrl(*realm, string(input), string(base), offsets));
  }
  std::string set(std::string_view href, UrlComponent component, std::string_view value) {
    return text(js::setUrlComponent(*realm, string(href), component, string(value), offsets));
  }
  /// The components of the URL parsed last, with bars between them.
  std::string parts(std::string_view href) {
    std::string out;
    size_t start = 0;
    for (uint32_t end : offsets) {
      out += std::string(href.substr(start, end - start)) + "|";
      start = end;
    }
    return out + std::string(href.substr(start));
  }
};

}  // namespace

TEST_CASE("offsets tell where a URL's components are") {
  World world;
  std::string href = world.parse("HTTP://us:pw@Host:81/a/../b?q#f");
  REQUIRE(href == "http://us:pw@host:81/b?q#f");
  CHECK(world.parts(href) == "http|://|us|:pw|@|host|:81||/b|?q|#f");
  href = world.parse("mailto:a@b");
  CHECK(world.parts(href) == "mailto|:|||||||a@b||");
  href = world.parse("foo:/.//p");
  CHECK(href.substr(world.offsets[static_cast<size_t>(js::UrlOffset::PathStart)]) == "//p");
  href = world.parse("foo:/.well-known/x");
  CHECK(href.substr(world.offsets[static_cast<size_t>(js::UrlOffset::PathStart)]) == "/.well-known/x");
}

TEST_CASE("references are resolved, and invalid URLs are none") {
  World world;
  CHECK(world.parse("../d", "http://h/a/b/c") == "http://h/a/d");
  CHECK(world.parse("http:/", "http://h/a") == "http://h/");
  CHECK(world.parse("\\a", "foo://h/a") == "foo://h/\\a");
  CHECK(world.parse("x", "mailto:a") == "none");
  CHECK(world.parse("http://a b/") == "none");
  CHECK(world.parse("") == "none");
}

TEST_CASE("setters follow the standard, and leave the URL as it is where that says so") {
  World world;
  CHECK(world.set("http://a/", UrlComponent::Host, "b:81/x") == "http://b:81/");
  CHECK(world.set("http://a:1/", UrlComponent::Hostname, "b:2") == "none");
  CHECK(world.set("http://a/", UrlComponent::Host, "x@y") == "none");
  CHECK(world.set("foo:/a", UrlComponent::Host, "") == "foo:///a");
  CHECK(world.set("http://a/", UrlComponent::Port, "80x") == "http://a/");
  CHECK(world.set("http://a/", UrlComponent::Port, "99999") == "none");
  CHECK(world.set("foo:/a", UrlComponent::Pathname, "//b") == "foo:/.//b");
  CHECK(world.set("foo://h/a", UrlComponent::Pathname, "") == "foo://h");
  CHECK(world.set("http://a/b", UrlComponent::Pathname, "c?d# ") == "http://a/c%3Fd%23%20");
  CHECK(world.set("http://a/", UrlComponent::Username, "ü@") == "http://%C3%BC%40@a/");
  CHECK(world.set("file:///a", UrlComponent::Username, "u") == "none");
  CHECK(world.set("http://u:p@a/", UrlComponent::Protocol, "file") == "none");
  CHECK(world.set("http://a/?b#c", UrlComponent::Search, "") == "http://a/#c");
  CHECK(world.set("http://a/", UrlComponent::Hash, "#x y") == "http://a/#x%20y");
}

TEST_CASE("domains go to ASCII and back") {
  World world;
  CHECK(world.text(js::urlDomainToAscii(*world.realm, world.string("español.com"))) == "xn--espaol-zwa.com");
  CHECK(world.text(js::urlDomainToUnicode(*world.realm, world.string("xn--espaol-zwa.com"))) == "español.com");
  CHECK(world.text(js::urlDomainToAscii(*world.realm, world.string("a/b"))) == "");
  CHECK(world.text(js::urlDomainToAscii(*world.realm, world.string("0x7f.1"))) == "127.0.0.1");
  CHECK(world.text(js::idnaToAscii(*world.realm, world.string("0x7f.1"))) == "0x7f.1");
}

TEST_CASE("forms are read leniently and written strictly") {
  World world;
  auto list = js::parseForm(*world.realm, world.string("a=1+2&&b=%zz%41%ff&=c&d"));
  REQUIRE(list);
  CHECK(world.text(*list) == "a,1 2,b,%zzA\xEF\xBF\xBD,,c,d,");
  CHECK(world.text(js::serializeForm(*world.realm, list->asObject())) == "a=1+2&b=%25zzA%EF%BF%BD&=c&d=");
}
