#pragma once
// Scripts compiled ahead of time. Bytecode fits one build of the engine (its recipe's hash), whatever
// the binary; it does not carry its source, which must be the very text it was made from.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/vm.h"

namespace weft::js {

/// A classic script and every function in it. The error is the parser's message.
weft::Result<std::vector<uint8_t>, std::string> compileScript(VM&, std::string_view source, std::string_view name);

/// The hash the engine keeps for a source text; given back to it so that it need not read the text.
uint32_t sourceHash(std::string_view source);

}  // namespace weft::js
