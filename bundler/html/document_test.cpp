#include "html/document.h"

#include <catch2/catch.hpp>

using namespace weft;
using namespace weft::html;

namespace {

/// "Kind url" of each, one a line; a content in brackets.
std::string references(std::string_view page) {
  constexpr const char* kNames[] = {
      "ModuleScript", "ClassicScript",  "InlineModule", "InlineScript", "ImportMap", "StyleSheet",
      "InlineStyle",  "StyleAttribute", "Icon",         "Manifest",     "Preload",   "ModulePreload",
      "Image",        "Media",          "Sprite",       "Object",       "Meta",      "Page"};
  SourceText source("a.html", std::string(page));
  Document document(source);
  std::string out;
  for (const Reference& it : document.references()) {
    out += (out.empty() ? "" : "; ") + std::string(kNames[static_cast<int>(it.kind)]) + " ";
    out += it.isContent() ? "[" + std::string(document.textOf(it.range)) + "]" : it.url;
  }
  return out;
}

/// The page with marks where tags are put in.
std::string places(std::string_view page) {
  SourceText source("a.html", std::string(page));
  Document document(source);
  std::string out(page);
  out.insert(document.bodyEnd(), "3");
  out.insert(document.headEnd(), "2");
  out.insert(document.headBegin(), "1");
  return out;
}

}  // namespace

TEST_CASE("scripts are told apart by their type", "[html]") {
  CHECK(references("<script src=a.js></script><SCRIPT TYPE='Module' SRC=\"b.js\"></SCRIPT>") ==
        "ClassicScript a.js; ModuleScript b.js");
  CHECK(references("<script type=text/javascript src=a.js></script><script type=text/babel src=b.js></script>") ==
        "ClassicScript a.js");
  CHECK(references("<script>x</script><script type=module>import 'y'</script><script type=importmap>{}</script>") ==
        "InlineScript [x]; InlineModule [import 'y']; ImportMap [{}]");
  CHECK(references("<script type=module>  \n</script><script type=application/json>{}</script>").empty());
  CHECK(references("<script src=a.js>not run</script><script src></script>") == "ClassicScript a.js");
  CHECK(references("<svg><script href='a.js'/></svg><img src=b.png>") == "ClassicScript a.js; Image b.png");
}

TEST_CASE("links by what they are for", "[html]") {
  CHECK(references("<link rel=stylesheet href=a.css><link href=b.css rel='alternate StyleSheet'>") ==
        "StyleSheet a.css; StyleSheet b.css");
  CHECK(references("<link rel='shortcut icon' href=a.ico><link rel=apple-touch-icon href=b.png><link rel=mask-icon "
                   "href=c.svg>") == "Icon a.ico; Icon b.png; Icon c.svg");
  CHECK(references("<link rel=manifest href=a.json><link rel=preload as=image href=b.png imagesrcset='c.png 2x'>") ==
        "Manifest a.json; Preload b.png; Preload c.png");
  CHECK(references("<link rel=modulepreload href=a.js><link rel=canonical href=/x><link rel=next href=y>") ==
        "ModulePreload a.js");
}

TEST_CASE("images, media and what else a page shows", "[html]") {
  CHECK(references("<img src=' a.png ' srcset='b.png, c,d.png 2x,e.png 3x'>") ==
        "Image a.png; Image b.png; Image c,d.png; Image e.png");
  CHECK(references("<video src=a.mp4 poster=b.png><source src=c.webm><track src=d.vtt></video><audio src=e.mp3>") ==
        "Media a.mp4; Image b.png; Media c.webm; Media d.vtt; Media e.mp3");
  CHECK(references("<picture><source srcset='a.avif 1x, data:image/png;base64,AA== 2x'></picture>") ==
        "Image a.avif; Image data:image/png;base64,AA==");
  CHECK(references("<svg><use href='a.svg#b'/><image xlink:href=c.png /></svg><use href=d>") ==
        "Sprite a.svg#b; Image c.png");
  CHECK(
      references("<object data=a.pdf></object><embed src=b.swf><iframe src=c.html></iframe><input type=IMAGE src=d>") ==
      "Object a.pdf; Object b.swf; Page c.html; Image d");
  CHECK(references("<meta property=og:image content=a.png><meta name='twitter:image' content=b.png><meta name=author "
                   "content=c.png>") == "Meta a.png; Meta b.png");
  CHECK(references("<p style='background: url(a.png)'>x</p><style>b{}</style><a href=c>d</a>") ==
        "StyleAttribute background: url(a.png); InlineStyle [b{}]");
}

TEST_CASE("what is no tag refers to nothing", "[html]") {
  CHECK(references("<!-- <img src=a> --><img src=b><!--><img src=c><!--->d--><img src=e>") ==
        "Image b; Image c; Image e");
  CHECK(references("<title><img src=a></title><textarea><img src=b></textarea><img src=c>") == "Image c");
  CHECK(references("<script>'<img src=a>'; //</script x><img src=b>") == "InlineScript ['<img src=a>'; //]; Image b");
  CHECK(references("<script><!-- <script></script> --></script><img src=a>") ==
        "InlineScript [<!-- <script></script> -->]; Image a");
  CHECK(references("<script><!--></script><img src=a>") == "InlineScript [<!-->]; Image a");
  CHECK(references("<style><img src=a></style><svg><style><image href=b></style></svg>") ==
        "InlineStyle [<img src=a>]; Image b");
  CHECK(references("<svg><![CDATA[<image href=a>]]><p><![CDATA[<img src=b>]]>").find("Image b") == std::string::npos);
  CHECK(references("<svg><title><img src=a></title></svg>") == "Image a");
  CHECK(references("<img src=a").empty());
  CHECK(references("<img src='a").empty());
  CHECK(references("< img src=a></ img src=b></><img\nsrc = a/>") == "Image a/");
  CHECK(references("<plaintext><img src=a></plaintext><img src=b>").empty());
}

TEST_CASE("values are decoded, places are those of the text", "[html]") {
  CHECK(references("<img src='a.png?x=1&amp;y=2&copy=3&#x41;&#65&notit;&eacute;'>") ==
        "Image a.png?x=1&y=2&copy=3AA&notit;\u00e9");
  SourceText source("a.html", "<p>\n<img srcset=\"a.png 1x, bc.png 2x\" src='&amp;'>");
  Document document(source);
  CHECK(document.textOf(document.references()[1].range) == "bc.png");
  CHECK(document.textOf(document.references()[2].range) == "&amp;");
  CHECK(document.element(0).find("src")->quote == '\'');
  SourceText based("a.html", "<base target=_top><base href='/x&amp;y/'>");
  CHECK(Document(based).base() == "/x&y/");
}

TEST_CASE("where tags go, even where head and body are left out", "[html]") {
  CHECK(places("<!doctype html><html><head><title>x</title></head><body>y</body></html>") ==
        "<!doctype html><html><head>1<title>x</title>2</head><body>y3</body></html>");
  CHECK(places("<!doctype html>\n<title>x</title>\n<p>y") == "<!doctype html>1\n<title>x</title>\n2<p>y3");
  CHECK(places("x") == "12x3");
  CHECK(places("") == "123");
  CHECK(places("<html lang=en><script>'</head>'</script><body></html>") ==
        "<html lang=en>1<script>'</head>'</script>2<body>3</html>");
  CHECK(places("<!-- c --><!doctype html><template><p></template><noscript><p></noscript><div></div>") ==
        "<!-- c --><!doctype html>1<template><p></template><noscript><p></noscript>2<div></div>3");
  CHECK(places("\xEF\xBB\xBF<p>") ==
        "\xEF\xBB\xBF"
        "12<p>3");
}
