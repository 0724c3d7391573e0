#pragma once

// The process's environment. The C library lets one thread read it while another one changes it: whoever may run
// beside other threads goes through here.

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft {

[[nodiscard]] std::optional<std::string> environmentVariable(const std::string& name);
/// Names that the system cannot take (empty, with "=") are ignored.
void setEnvironmentVariable(const std::string& name, const std::string& value);
void unsetEnvironmentVariable(const std::string& name);
/// Names and values in the system's order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environmentVariables();

}  // namespace weft
