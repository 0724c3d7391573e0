#include "html/editor.h"

#include <catch2/catch.hpp>

using namespace weft;
using namespace weft::html;

namespace {

template <typename Change>
std::string edited(std::string_view page, Change change) {
  SourceText source("a.html", std::string(page));
  Document document(source);
  Editor editor(document);
  change(document, editor);
  return editor.apply();
}

std::string withUrls(std::string_view page, std::string_view url) {
  return edited(page, [&](const Document& document, Editor& editor) {
    for (const Reference& it : document.references()) editor.setUrl(it, url);
  });
}

}  // namespace

TEST_CASE("addresses take the place of addresses", "[html]") {
  CHECK(withUrls("<IMG  Src = 'a.png' Alt=x>", "b&c'\"") == "<IMG  Src = 'b&amp;c&#39;\"' Alt=x>");
  CHECK(withUrls("<img src=a>", "b c") == "<img src=\"b c\">");
  CHECK(withUrls("<img srcset=' a 1x,b&amp; 2x '>", "c") == "<img srcset=' c 1x,c 2x '>");
  CHECK(withUrls("<p>", "c") == "<p>");
}

TEST_CASE("attributes come and go", "[html]") {
  auto set = [](std::string_view page, std::string_view name, std::string_view value) {
    return edited(page, [&](const Document&, Editor& editor) { editor.setAttribute(0, name, value); });
  };
  CHECK(set("<script></script>", "src", "a") == "<script src=\"a\"></script>");
  CHECK(set("<script defer src=a/>", "type", "module") == "<script defer src=a/ type=\"module\">");
  CHECK(set("<script Src>", "src", "\"") == "<script Src=\"&quot;\">");
  CHECK(set("<link rel='x' />", "rel", "y") == "<link rel=\"y\" />");
  auto removed = [](std::string_view page) {
    return edited(page, [&](const Document&, Editor& editor) { editor.removeAttribute(0, "src"); });
  };
  CHECK(removed("<script\n src='a' defer>") == "<script defer>");
  CHECK(removed("<script src>") == "<script>");
  CHECK(removed("<script>") == "<script>");
}

TEST_CASE("elements go with their lines", "[html]") {
  auto removed = [](std::string_view page) {
    return edited(page, [&](const Document&, Editor& editor) {
      editor.remove(0);
      editor.insertBefore(0, "(");
      editor.insertAfter(0, ")");
    });
  };
  CHECK(removed("a\n  <script>b</script>  \nc") == "a\n()c");
  CHECK(removed("a <script>b</script> c") == "a () c");
  CHECK(removed("<script>b") == "()");
}

TEST_CASE("tags are put in", "[html]") {
  CHECK(edited("<!doctype html><p>x", [](const Document&, Editor& editor) {
          editor.insertAtHeadBegin("1");
          editor.insertAtHeadEnd("2");
          editor.insertAtHeadEnd("3");
          editor.insertAtBodyEnd("4");
        }) == "<!doctype html>123<p>x4");
  CHECK(edited("<script type=module>a", [](const Document&, Editor& editor) { editor.setContent(0, "b"); }) ==
        "<script type=module>b</script>");
}

TEST_CASE("texts cannot end their element", "[html]") {
  CHECK(scriptText("'</SCRIPT>' + '<!--<script>'") == "'<\\/SCRIPT>' + '\\x3C!--<script>'");
  CHECK(styleText("a{b:'</style>'}") == "a{b:'<\\/style>'}");
}
