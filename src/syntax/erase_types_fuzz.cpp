// Any bytes: erasing types ends, and what it gives has as many lines as the source.

#include <algorithm>
#include <string>

#include "base/check.h"
#include "syntax/erase_types.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft;
  using namespace weft::syntax;
  if (size == 0) return 0;
  ParseOptions options;
  options.goal = data[0] & 1 ? SourceGoal::Module : SourceGoal::Script;
  options.dialect = Dialect::TypeScript;
  options.isFunctionBody = !(data[0] & 1);
  SourceText source("fuzz.ts", std::string(reinterpret_cast<const char*>(data + 1), size - 1));
  Log log;
  std::optional<std::string> code = eraseTypes(source, options, log);
  if (!code) return 0;
  SourceText erased("fuzz.mjs", *code);
  CHECK(erased.lines().lineCount() == source.lines().lineCount());
  options.dialect = Dialect::JavaScript;
  Log second;
  (void)parse(erased, options, second);  // may have faults that the types hid
  return 0;
}
