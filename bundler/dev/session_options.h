#pragma once

// A session's options as JSON (internal/dev_native.ts has their names).

#include <string>
#include <string_view>

#include "base/result.h"
#include "dev/session.h"

namespace weft::dev {

/// The error says what is wrong.
[[nodiscard]] Result<SessionOptions, std::string> parseSessionOptions(std::string_view json);

}  // namespace weft::dev
