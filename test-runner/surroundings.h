#pragma once

// What every test file can see and none is told of having asked for: the machine, the user, the terminal, the folder
// that weft was started in.

#include <string>

namespace weft::test {

[[nodiscard]] std::string describeSurroundings(const std::string& workingDirectory);

}  // namespace weft::test
