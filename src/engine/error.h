#pragma once
// Short ways to return a JsError (declared in value.h, since every Result needs it complete).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/value.h"

namespace weft::js {

inline std::unexpected<JsError> fail(JsError e) {
  return std::unexpected<JsError>(std::move(e));
}
inline std::unexpected<JsError> fail(const SysError& e) {
  return fail(JsError::system(e));
}

/// `WEFT_TRY(x, expr);` declares x as the value of a Result, or returns its error.
#define WEFT_TRY_CONCAT2(a, b) a##b
#define WEFT_TRY_CONCAT(a, b) WEFT_TRY_CONCAT2(a, b)
#define WEFT_TRY_IMPL(tmp, var, expr)                         \
  auto tmp = (expr);                                          \
  if (!tmp) return ::std::unexpected(std::move(tmp).error()); \
  auto var = *std::move(tmp)
#define WEFT_TRY(var, expr) WEFT_TRY_IMPL(WEFT_TRY_CONCAT(result_, __LINE__), var, expr)
#define WEFT_TRY_VOID(expr)                                                     \
  do {                                                                          \
    if (auto r_ = (expr); !r_) return ::std::unexpected(std::move(r_).error()); \
  } while (0)

}  // namespace weft::js
