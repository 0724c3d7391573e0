#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace weft {

void checkFailed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "weft: internal error: CHECK(%s) failed at %s:%d\n", expression, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace weft
