#pragma once

// An HTML page as a tool sees it that changes what it loads: the elements that load something, with the places of their
// tags, attributes and contents, what each of their attributes asks for, and where tags can be put in. The page's text
// itself is changed by an Editor (editor.h).
//
//     <link rel="icon" href="a.png?1&amp;2">   gives   Reference{kind: Icon, url: "a.png?1&2", range: of the value}

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "html/tokenizer.h"

namespace weft::html {

using ElementId = uint32_t;

struct Element {
  std::string name;  // in small letters
  std::vector<Attribute> attributes = {};
  ByteRange startTag;
  ByteRange content = {};  // of <script>, <style> and their like: between the tags
  ByteRange whole;         // with the content and the end tag, where the content is text; else the start tag
  bool isSelfClosing = false;
  bool isForeign = false;  // of SVG
  bool isInHead = false;
  bool isInNoscript = false;

  /// The first one of this name, which counts.
  [[nodiscard]] const Attribute* find(std::string_view attribute) const;
  [[nodiscard]] bool has(std::string_view attribute) const { return find(attribute) != nullptr; }
};

enum class ReferenceKind : uint8_t {
  ModuleScript,    // <script type="module" src>
  ClassicScript,   // <script src>
  InlineModule,    // <script type="module">: its content, no url
  InlineScript,    // <script>: likewise
  ImportMap,       // <script type="importmap">: likewise
  StyleSheet,      // <link rel="stylesheet">
  InlineStyle,     // <style>: its content, no url
  StyleAttribute,  // style="…": the decoded value is `url`
  Icon,            // <link rel="icon">, apple-touch-icon and their like
  Manifest,        // <link rel="manifest">
  Preload,         // <link rel="preload|prefetch">, imagesrcset, too: what `as` says is the element's
  ModulePreload,   // <link rel="modulepreload">
  Image,           // <img src>, srcset, poster, <image href>, background …
  Media,           // <video>, <audio>, <source>, <track>
  Sprite,          // <use href>
  Object,          // <object data>, <embed src>
  Meta,            // <meta property="og:image" content> and its like
  Page,            // <iframe src>: another page
};

struct Reference {
  ReferenceKind kind = ReferenceKind::Image;
  ElementId element = 0;
  uint32_t attribute = UINT32_MAX;  // of Element::attributes; UINT32_MAX: the content
  std::string url = {};             // decoded, without blanks around it
  ByteRange range = {};             // in the source: the address, or all of the attribute's value, or the content
  /// In the decoded value of the attribute: a srcset has several.
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool isContent() const { return attribute == UINT32_MAX; }
};

class Document {
 public:
  /// The source must outlive it. Every text can be read.
  explicit Document(const SourceText& source);

  [[nodiscard]] const SourceText& source() const { return source_; }
  [[nodiscard]] std::string_view textOf(ByteRange range) const {
    return source_.text().substr(range.begin, range.size());
  }
  /// In the order of the page: what is referred from, <base>, and every <script>, <style>, <link> and <meta>.
  [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }
  [[nodiscard]] const Element& element(ElementId id) const { return elements_[id]; }
  /// In the order of the page.
  [[nodiscard]] const std::vector<Reference>& references() const { return references_; }
  /// The first <base href>, decoded.
  [[nodiscard]] std::optional<std::string> base() const;

  /// What stands here is the head's first; its last; the body's last: where the tags are, or where a browser puts them
  /// when they are left out.
  [[nodiscard]] uint32_t headBegin() const { return headBegin_; }
  [[nodiscard]] uint32_t headEnd() const { return headEnd_; }
  [[nodiscard]] uint32_t bodyEnd() const { return bodyEnd_; }

 private:
  friend class DocumentReader;

  const SourceText& source_;
  std::vector<Element> elements_;
  std::vector<Reference> references_;
  uint32_t headBegin_ = 0;
  uint32_t headEnd_ = 0;
  uint32_t bodyEnd_ = 0;
};

}  // namespace weft::html
