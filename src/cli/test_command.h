#pragma once

// `weft test [options] [FILTER]...`: runs the tests of a project.

#include <functional>
#include <string>
#include <vector>

#include "test-runner/host_process.h"

namespace weft::cli {

/// What the process that runs tests is told beside the orders that come through its socket.
struct TestHostSettings {
  unsigned threads = 1;
  bool isIsolated = true;
};
using TestHostFactory = std::function<test::HostMain(const TestHostSettings& settings)>;

/// Gives the exit code: 0, 1 when a test failed or none was found, 9 for a wrong command line.
[[nodiscard]] int testCommand(const std::vector<std::string>& arguments, const TestHostFactory& host);

}  // namespace weft::cli
