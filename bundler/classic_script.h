#pragma once

// Scripts of a page that are no modules: they are not linked with others, and their variables are everyone's.

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "bundler/build.h"

namespace weft::bundler {

struct ClassicScript {
  std::optional<std::string> code;  // nothing: it stays as it is
  bool isModule = false;            // it imports or exports: it will not run
};

/// Minified, or as JavaScript, as far as that is asked for. Faults of what has to be read to be written are in `log`.
[[nodiscard]] ClassicScript readClassicScript(const std::string& path, std::string_view text,
                                              const BuildOptions& options, Log& log);

}  // namespace weft::bundler
