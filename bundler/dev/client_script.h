#pragma once

// The page's half of a session (client/), as one script.

#include <string_view>

namespace weft::dev {

[[nodiscard]] std::string_view clientScript();

}  // namespace weft::dev
