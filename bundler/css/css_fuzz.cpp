// Any bytes: reading, lowering, minifying and writing end; what was written is read without growing faults, and is
// written the same again.

#include <string>

#include "base/check.h"
#include "css/link.h"
#include "css/modules.h"
#include "css/parser.h"
#include "css/printer.h"
#include "css/process.h"

namespace {

using namespace weft;
using namespace weft::css;

std::string printed(const SourceText& source, const PrintOptions& options, bool& isWhole) {
  Sheet sheet(source);
  Log log;
  std::string out;
  isWhole = parse(sheet, log);
  if (isWhole) print(sheet.nodes, options, out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  uint8_t bits = data[0];
  File file;
  file.path = "fuzz.module.css";
  file.source = std::make_unique<SourceText>(file.path, std::string(reinterpret_cast<const char*>(data + 1), size - 1));
  PrintOptions options;
  options.minifyWhitespace = bits & 1;
  bool isWhole = false;
  std::string once = printed(*file.source, options, isWhole);
  if (isWhole) {
    SourceText again("again.css", once);
    CHECK(printed(again, options, isWhole) == once || !isWhole);
  }
  file.sheet = std::make_unique<Sheet>(*file.source);
  Log log;
  if (!parse(*file.sheet, log)) return 0;
  findImports(file, log);
  if (bits & 2) (void)scopeNames(file, {.path = "fuzz.module.css"}, log);
  ProcessOptions process;
  process.minifySyntax = bits & 4;
  if (bits & 8) process.browsers = Browsers(syntax::enginesOf("chrome60,firefox60,safari11,edge18"));
  if (!css::process(*file.sheet, process, log)) return 0;
  findReferences(file);
  std::string out;
  print(file.sheet->nodes, options, out);
  return 0;
}
