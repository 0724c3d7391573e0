// The list of native bindings.

#include "runtime/bindings.h"

namespace weft::runtime {

std::span<const js::Binding* const> bindings() {
  static constexpr const js::Binding* kAll[] = {
      &kBufferBinding,  &kCloneBinding,      &kCredentialsBinding, &kEncodingBinding, &kFsBinding,
      &kModulesBinding, &kOsBinding,         &kPerformanceBinding, &kPipeBinding,     &kProcessBinding,
      &kRandomBinding,  &kSignalsBinding,    &kSpawnBinding,       &kStdioBinding,    &kTasksBinding,
      &kTimersBinding,  &kTranspilerBinding, &kUrlBinding,         &kUtilBinding,
  };
  return kAll;
}

}  // namespace weft::runtime
