#pragma once
// The version of weft; the one place it stands (the build's project() says the same).

#include <string_view>

namespace weft::cli {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace weft::cli
