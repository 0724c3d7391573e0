#include "dev/client_script.h"

extern "C" const char weft_dev_client_begin[];
extern "C" const char weft_dev_client_end[];

namespace weft::dev {

std::string_view clientScript() {
  return {weft_dev_client_begin, static_cast<size_t>(weft_dev_client_end - weft_dev_client_begin)};
}

}  // namespace weft::dev
