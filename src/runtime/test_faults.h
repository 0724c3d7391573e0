#pragma once
// Errors as test-runner/protocol.h has them.

#include <string>

#include "engine/module_loader.h"
#include "runtime/runtime.h"
#include "test-runner/protocol.h"

namespace weft::runtime {

/// What builtins/internal/test_faults.ts makes of an error:
///     { name, message, stack, path, line, column, cause }, each optional
js::Result<test::Fault> faultFrom(js::Realm&, js::Value described);
/// A list of them; none for undefined.
js::Result<std::vector<test::Fault>> faultsFrom(js::Realm&, js::Value list);

/// Of any value that was thrown; calls no JavaScript of the test's library.
test::Fault faultOf(Runtime&, js::Value error);

/// Of a file that nothing keeps going, and that is not done.
test::Fault unsettledFault(const js::ModuleLoader&, const std::string& path);

}  // namespace weft::runtime
