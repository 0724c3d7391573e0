// The list of native bindings.

#include "runtime/bindings.h"

namespace weft::runtime {

std::span<const js::Binding* const> bindings() {
  static constexpr const js::Binding* kAll[] = {
      &kBufferBinding,      &kCloneBinding,     &kCredentialsBinding,  &kCryptoCipherBinding, &kCryptoDhBinding,
      &kCryptoHashBinding,  &kCryptoKdfBinding, &kCryptoKeygenBinding, &kCryptoKeysBinding,   &kCryptoSignBinding,
      &kCryptoX509Binding,  &kEncodingBinding,  &kFsBinding,           &kModulesBinding,      &kOsBinding,
      &kPerformanceBinding, &kProcessBinding,   &kRandomBinding,       &kSignalsBinding,      &kStdioBinding,
      &kTasksBinding,       &kTimersBinding,    &kTranspilerBinding,   &kUrlBinding,          &kUtilBinding,
  };
  return kAll;
}

}  // namespace weft::runtime
