#pragma once
// The native halves of builtins. A new one is declared and listed here and in bindings.cpp.

#include <span>
#include <string>
#include <vector>

#include "engine/native.h"

namespace weft::runtime {

extern const js::Binding kAsyncContextBinding;
extern const js::Binding kBufferBinding;
extern const js::Binding kBuildBinding;
extern const js::Binding kCloneBinding;
extern const js::Binding kCredentialsBinding;
extern const js::Binding kCryptoCipherBinding;
extern const js::Binding kCryptoDhBinding;
extern const js::Binding kCryptoHashBinding;
extern const js::Binding kCryptoKdfBinding;
extern const js::Binding kCryptoKeygenBinding;
extern const js::Binding kCryptoKeysBinding;
extern const js::Binding kCryptoSignBinding;
extern const js::Binding kCryptoX509Binding;
extern const js::Binding kDataBinding;
extern const js::Binding kDatagramBinding;
extern const js::Binding kDevBinding;
extern const js::Binding kDnsBinding;
extern const js::Binding kEncodingBinding;
extern const js::Binding kFsBinding;
extern const js::Binding kFsWatchBinding;
extern const js::Binding kGraphHooksBinding;
extern const js::Binding kHashingBinding;
extern const js::Binding kHistogramBinding;
extern const js::Binding kHttpBinding;
extern const js::Binding kMessagesBinding;
extern const js::Binding kModulesBinding;
extern const js::Binding kNetBinding;
extern const js::Binding kOsBinding;
extern const js::Binding kPasswordBinding;
extern const js::Binding kPerformanceBinding;
extern const js::Binding kPipeBinding;
extern const js::Binding kProcessBinding;
extern const js::Binding kRandomBinding;
extern const js::Binding kReplBinding;
extern const js::Binding kSignalsBinding;
extern const js::Binding kSpawnBinding;
extern const js::Binding kStdioBinding;
extern const js::Binding kTasksBinding;
extern const js::Binding kTestBinding;
extern const js::Binding kTextToolsBinding;
extern const js::Binding kTimersBinding;
extern const js::Binding kTlsBinding;
extern const js::Binding kTranspilerBinding;
extern const js::Binding kUrlBinding;
extern const js::Binding kUtilBinding;
extern const js::Binding kVmBinding;
extern const js::Binding kWebSocketBinding;
extern const js::Binding kWeftBinding;
extern const js::Binding kWorkersBinding;
extern const js::Binding kZlibBinding;

/// Every binding, for js::Realm::setBindings.
std::span<const js::Binding* const> bindings();

/// Folders that `require` searches last: NODE_PATH, ~/.node_modules, ~/.node_libraries.
std::vector<std::string> globalModulePaths();

}  // namespace weft::runtime
