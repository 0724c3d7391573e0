#include "html/minify.h"

#include <catch2/catch.hpp>

using weft::html::minify;

TEST_CASE("blanks between what is shown are one, in the head none", "[html]") {
  CHECK(
      minify("<!doctype html>\n<html>\n <head>\n  <title> x  y </title>\n  <meta charset=utf-8>\n </head>\n <body>\n  "
             "<p>a  b\n   c</p>\n  <p>d</p>\n </body>\n</html>\n") ==
      "<!doctype html><html><head><title> x  y </title><meta charset=utf-8></head><body><p>a b\nc</p>\n<p>d</p></body>"
      "</html>");
  CHECK(minify("<b>a</b> <i>b</i>  c") == "<b>a</b> <i>b</i> c");
  CHECK(minify("a <!-- two words --> b") == "a b");
}

TEST_CASE("what is read as it is written stays", "[html]") {
  CHECK(minify("<p>x<pre>  a\n  <b>b  </b></pre>  c") == "<p>x<pre>  a\n  <b>b  </b></pre> c");
  CHECK(minify("<p>x<div style='white-space: pre'> <div> a  b </div>  </div>  c") ==
        "<p>x<div style='white-space: pre'> <div> a  b </div>  </div> c");
  CHECK(minify("<script>\n a  b\n</script><textarea>  x  </textarea>") ==
        "<script>\n a  b\n</script><textarea>  x  </textarea>");
  CHECK(minify("<p><!--app--><!--[if IE]> a <![endif]--><!-- $ -->") ==
        "<p><!--app--><!--[if IE]> a <![endif]--><!-- $ -->");
}

TEST_CASE("tags without blanks that say nothing", "[html]") {
  CHECK(minify("<IMG  Src = 'a b'\n alt=x/ hidden />") == "<IMG Src='a b' alt=x/ hidden>");
  CHECK(minify("<svg ><path d='M0 0' /><use href=#a /></svg >") == "<svg><path d='M0 0'/><use href=#a /></svg>");
}
