#pragma once

// What `import styles from "./x.module.css"` is: an object of the names that the sheet gives out. It depends on the
// sheet, and on those that it composes from, alone.

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "css/modules.h"

namespace weft::bundler {

/// Whether a path is that of a style sheet.
[[nodiscard]] bool isStylePath(std::string_view path);
/// Whether names of a sheet are its own: "x.module.css".
[[nodiscard]] bool isStyleModulePath(std::string_view path);

struct GivenSheet;

/// `given` may be null: it is what its file says.
[[nodiscard]] css::ModuleOptions styleModuleOptions(const std::string& path, const GivenSheet* given,
                                                    const std::string& workingDirectory);

struct StyleModule {
  std::string valueText = {};           // an expression of JavaScript
  std::vector<std::string> names = {};  // in the order of the sheet
};

/// Of a sheet that is no module, nothing but an empty object. Faults are in `log`.
[[nodiscard]] StyleModule readStyleModule(const std::string& path, const GivenSheet* given,
                                          const std::string& workingDirectory, Log& log);

}  // namespace weft::bundler
