// Any bytes, any dialect: parsing ends, stays inside the text, and what parses prints to something that parses and
// prints the same.

#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf.h"
#include "syntax/parser.h"
#include "syntax/printer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft;
  using namespace weft::syntax;
  if (size == 0) return 0;
  ParseOptions options;
  options.goal = data[0] & 1 ? SourceGoal::Module : SourceGoal::Script;
  options.dialect = data[0] & 2 ? Dialect::TypeScript : Dialect::JavaScript;
  options.jsx = data[0] & 4 ? JsxMode::On : JsxMode::Off;
  // As the graph gives it: malformed bytes are U+FFFD.
  SourceText source("fuzz", toValidUtf8({reinterpret_cast<const char*>(data + 1), size - 1}));
  Log log;
  Ast ast = parse(source, options, log);
  for (const Diagnostic& diagnostic : log.diagnostics()) CHECK(diagnostic.range.begin <= source.text().size());
  std::string once;
  if (log.hasErrors() || !print(ast, {}, once)) return 0;
  SourceText printed("fuzz", once);
  Log second;
  Ast again = parse(printed, options, second);
  if (data[0] & 2) return 0;  // without its types, a program may have faults that they hid
  CHECK(!second.hasErrors());
  std::string twice;
  if (print(again, {}, twice)) CHECK(once == twice);
  std::string small;
  std::string smallAgain;
  PrintOptions minified;
  minified.minifyWhitespace = true;
  if (!print(ast, minified, small)) return 0;
  SourceText smallText("fuzz", small);
  Log third;
  Ast smallTree = parse(smallText, options, third);
  CHECK(!third.hasErrors());
  if (print(smallTree, minified, smallAgain)) CHECK(small == smallAgain);
  return 0;
}
