#include "syntax/arithmetic.h"

#include <cmath>

namespace weft::syntax {

int32_t toInt32(double value) {
  if (!std::isfinite(value)) return 0;
  double wrapped = std::fmod(std::trunc(value), 4294967296.0);
  return static_cast<int32_t>(static_cast<uint32_t>(static_cast<int64_t>(wrapped)));
}

std::optional<double> arithmetic(TokenKind op, double a, double b) {
  unsigned shift = static_cast<uint32_t>(toInt32(b)) & 31;
  switch (op) {
    case TokenKind::Plus:
      return a + b;
    case TokenKind::Minus:
      return a - b;
    case TokenKind::Star:
      return a * b;
    case TokenKind::Slash:
      return a / b;
    case TokenKind::Percent:
      return std::fmod(a, b);
    case TokenKind::And:
      return toInt32(a) & toInt32(b);
    case TokenKind::Or:
      return toInt32(a) | toInt32(b);
    case TokenKind::Xor:
      return toInt32(a) ^ toInt32(b);
    case TokenKind::ShiftLeft:
      return static_cast<int32_t>(static_cast<uint32_t>(toInt32(a)) << shift);
    case TokenKind::ShiftRight:
      return toInt32(a) >> shift;
    case TokenKind::ShiftRightUnsigned:
      return static_cast<uint32_t>(toInt32(a)) >> shift;
    default:
      return std::nullopt;
  }
}

}  // namespace weft::syntax
