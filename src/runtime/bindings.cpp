// The list of native bindings.

#include "runtime/bindings.h"

namespace weft::runtime {

std::span<const js::Binding* const> bindings() {
  static constexpr const js::Binding* kAll[] = {
      &kCredentialsBinding,
      &kBufferBinding,
      &kFsBinding,
      &kModulesBinding,
      &kOsBinding,
      &kProcessBinding,
      &kSignalsBinding,
      &kStdioBinding,
      &kTasksBinding,
      &kTimersBinding,
      &kUtilBinding,
  };
  return kAll;
}

}  // namespace weft::runtime
