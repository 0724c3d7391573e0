#pragma once

#include <string>

namespace weft {

/// The linker's note of what this binary is made of (ELF's NT_GNU_BUILD_ID), in hexadecimal; empty without one.
[[nodiscard]] std::string buildId();

}  // namespace weft
