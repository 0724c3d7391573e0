// The list of native bindings.

#include "runtime/bindings.h"

namespace weft::runtime {

std::span<const js::Binding* const> bindings() {
  // clang-format off: a line each, so that two additions never touch the same line.
  static constexpr const js::Binding* kAll[] = {
      &kBufferBinding,
      &kCloneBinding,
      &kCredentialsBinding,
      &kDataBinding,
      &kEncodingBinding,
      &kFsBinding,
      &kModulesBinding,
      &kOsBinding,
      &kPerformanceBinding,
      &kPipeBinding,
      &kProcessBinding,
      &kRandomBinding,
      &kSignalsBinding,
      &kSpawnBinding,
      &kStdioBinding,
      &kTasksBinding,
      &kTimersBinding,
      &kTranspilerBinding,
      &kUrlBinding,
      &kUtilBinding,
      &kVmBinding,
  };
  // clang-format on
  return kAll;
}

}  // namespace weft::runtime
