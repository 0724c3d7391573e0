#pragma once

// `weft test [options] [FILTER]...`: runs the tests of a project.

#include <functional>
#include <string>
#include <vector>

#include "test-runner/host_process.h"

namespace weft::cli {

/// What runs tests on so many threads, in a child process.
using TestHostFactory = std::function<test::HostMain(unsigned threads)>;

/// Gives the exit code: 0, 1 when a test failed or none was found, 9 for a wrong command line.
[[nodiscard]] int testCommand(const std::vector<std::string>& arguments, const TestHostFactory& host);

}  // namespace weft::cli
