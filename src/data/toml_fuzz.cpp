// Any bytes: reading ends, with a document whose parts stand before what they belong to, or with one fault in bounds.

#include "data/fuzz_format.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return weft::data::fuzzFormat(weft::data::DataFormat::Toml, data, size);
}
