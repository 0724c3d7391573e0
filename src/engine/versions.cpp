#include "engine/versions.h"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

namespace weft::js {

std::string_view icuVersion() {
  return U_ICU_VERSION;
}
std::string_view unicodeVersion() {
  return U_UNICODE_VERSION;
}

}  // namespace weft::js
