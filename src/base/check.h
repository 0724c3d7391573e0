#pragma once

// CHECK guards our own invariants: it is on in release too, prints where and what, and aborts.
// It is never for bad input: that gets a message.

namespace weft {

[[noreturn]] void checkFailed(const char* expression, const char* file, int line);

}  // namespace weft

#define CHECK(condition)                                                    \
  (__builtin_expect(static_cast<bool>(condition), 1) ? static_cast<void>(0) \
                                                     : ::weft::checkFailed(#condition, __FILE__, __LINE__))
