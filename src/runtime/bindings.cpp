// The list of native bindings.

#include "runtime/bindings.h"

namespace weft::runtime {

std::span<const js::Binding* const> bindings() {
  // clang-format off: a line each, so that two additions never touch the same line.
  static constexpr const js::Binding* kAll[] = {
      &kAsyncContextBinding,
      &kBufferBinding,
      &kBuildBinding,
      &kCloneBinding,
      &kCredentialsBinding,
      &kCryptoCipherBinding,
      &kCryptoDhBinding,
      &kCryptoHashBinding,
      &kCryptoKdfBinding,
      &kCryptoKeygenBinding,
      &kCryptoKeysBinding,
      &kCryptoSignBinding,
      &kCryptoX509Binding,
      &kDataBinding,
      &kDatagramBinding,
      &kDevBinding,
      &kDnsBinding,
      &kEncodingBinding,
      &kFsBinding,
      &kFsWatchBinding,
      &kGraphHooksBinding,
      &kHashingBinding,
      &kHistogramBinding,
      &kHttpBinding,
      &kMessagesBinding,
      &kModulesBinding,
      &kNetBinding,
      &kOsBinding,
      &kPasswordBinding,
      &kPerformanceBinding,
      &kPipeBinding,
      &kProcessBinding,
      &kRandomBinding,
      &kReplBinding,
      &kSignalsBinding,
      &kSpawnBinding,
      &kStdioBinding,
      &kTasksBinding,
      &kTestBinding,
      &kTextToolsBinding,
      &kTimersBinding,
      &kTlsBinding,
      &kTranspilerBinding,
      &kUrlBinding,
      &kUtilBinding,
      &kVmBinding,
      &kWebSocketBinding,
      &kWeftBinding,
      &kWorkersBinding,
      &kZlibBinding,
  };
  // clang-format on
  return kAll;
}

}  // namespace weft::runtime
