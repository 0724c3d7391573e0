// Any bytes: reading ends, places are in order and inside of the text, a page without changes is the page, and one
// whose addresses are changed is read again with those.

#include <string>

#include "base/check.h"
#include "html/editor.h"
#include "html/minify.h"

using namespace weft;
using namespace weft::html;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  SourceText source("fuzz.html", std::string(reinterpret_cast<const char*>(data), size));
  uint32_t last = 0;
  Tokenizer tokenizer(source.text());
  for (const Token* token = &tokenizer.next(); token->kind != TokenKind::End; token = &tokenizer.next()) {
    CHECK(token->range.begin >= last && token->range.end > token->range.begin && token->range.end <= size);
    last = token->range.end;
  }
  Document document(source);
  CHECK(document.headBegin() <= document.headEnd() && document.headEnd() <= document.bodyEnd());
  CHECK(document.bodyEnd() <= size);
  Editor editor(document);
  CHECK(editor.apply() == source.text());
  for (const Reference& it : document.references())
    if (!it.isContent()) editor.setUrl(it, "/x");
  SourceText changed("changed.html", editor.apply());
  Document again(changed);
  CHECK(again.elements().size() == document.elements().size());
  (void)minify(source.text());
  return 0;
}
