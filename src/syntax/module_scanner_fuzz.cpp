// Any bytes, any goal: the scan ends, stays inside the text, and its ranges lie in it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "syntax/module_scan.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft::syntax;
  std::string_view source(reinterpret_cast<const char*>(data), size);
  for (ScanGoal goal : {ScanGoal::Unknown, ScanGoal::EsModule, ScanGoal::CommonJs}) {
    ModuleScan scan = scanModule(source, goal);
    for (const ModuleRequest& request : scan.requests) {
      CHECK(request.range.begin <= request.specifierRange.begin);
      CHECK(request.specifierRange.end <= request.range.end);
      CHECK(request.range.end <= size);
    }
    CHECK(scan.errorOffset == ModuleScan::kNoError || scan.errorOffset <= size);
  }
  return 0;
}
