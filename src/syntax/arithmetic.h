#pragma once

// Operators of ECMA-262 on numbers that are known, for folding.

#include <cstdint>
#include <optional>

#include "syntax/token_kinds.h"

namespace weft::syntax {

/// ToInt32 (7.1.6).
[[nodiscard]] int32_t toInt32(double value);

/// `a op b`; nothing where `op` is not arithmetic, or its result differs between engines in the last bit (`**`).
[[nodiscard]] std::optional<double> arithmetic(TokenKind op, double a, double b);

}  // namespace weft::syntax
