#pragma once

// .env files: lines of NAME=value, as Node reads them (https://nodejs.org/api/environment_variables.html#env-files).

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft {

/// What a value's text allows beyond its own characters.
struct EnvVariable {
  std::string name;
  std::string value;
  bool isLiteral = false;  // stood in single quotes or backquotes: nothing in it is to be expanded
};

/// In the order of the file; a name may come more than once. Never fails: lines that say nothing are passed over.
[[nodiscard]] std::vector<EnvVariable> parseEnvFile(std::string_view text);

/// `$NAME`, `${NAME}` and `${NAME:-text}` become what `lookup` gives (empty where it gives nothing), `\$` a dollar
/// sign, as Bun reads them. The result is not expanded again.
[[nodiscard]] std::string expandEnvValue(std::string_view value,
                                         const std::function<std::string(std::string_view)>& lookup);

}  // namespace weft
