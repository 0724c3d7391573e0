#pragma once

// `weft completions SHELL` and `weft man`: texts that follow from commands.h.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::cli {

/// Of bash, zsh or fish; nothing for another shell.
[[nodiscard]] std::optional<std::string> completionsFor(std::string_view shell);
/// Give the exit code.
[[nodiscard]] int completionsCommand(const std::vector<std::string>& arguments);
[[nodiscard]] int manCommand(const std::vector<std::string>& arguments);

}  // namespace weft::cli
