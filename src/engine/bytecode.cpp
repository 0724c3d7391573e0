// Bytecode of scripts.

#include "engine/bytecode.h"

#include "engine/internal.h"
#include "engine/source_provider.h"

#include <JavaScriptCore/ParserError.h>
#include <wtf/FileHandle.h>

namespace weft::js {

using namespace JSC;

weft::Result<std::vector<uint8_t>, std::string> compileScript(VM& vm, std::string_view source, std::string_view name) {
  JSC::VM& jsc = *vm.impl().vm;
  auto provider = SourceProvider::create(toWTF(source), originOf(name), toWTF(name), SourceProviderSourceType::Program);
  SourceCode code(WTFMove(provider));
  BytecodeCacheError error;
  WTF::FileSystemImpl::FileHandle noFile;
  auto bytecode = generateProgramBytecode(jsc, code, noFile, error);
  if (error.isValid() || !bytecode) return std::unexpected(toUtf8(error.message()));
  auto bytes = bytecode->span();
  return std::vector<uint8_t>(bytes.begin(), bytes.end());
}

uint32_t sourceHash(std::string_view source) {
  return toWTF(source).impl()->hash();
}

}  // namespace weft::js
