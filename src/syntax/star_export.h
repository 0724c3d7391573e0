#pragma once

// The loop by which Babel, TypeScript and bundlers write `export * from`, for common_js_exports.cpp:
//
//     Object.keys(_x).forEach(function (key) {
//       if (key === "default" || key === "__esModule") return;
//       if (key in exports && exports[key] === _x[key]) return;
//       Object.defineProperty(exports, key, { enumerable: true, get: function () { return _x[key]; } });
//     });

#include <functional>
#include <string_view>

namespace weft::syntax {

class Matcher;

/// Matches from after `Object.keys`; `variable` is what is copied from (`_x`). `matchesExports` matches `exports`
/// or `module.exports`.
[[nodiscard]] bool matchStarExportLoop(Matcher& m, std::string_view& variable,
                                       const std::function<bool(Matcher&)>& matchesExports);

/// `() {`, or `: function name() {`; from after `get`.
[[nodiscard]] bool matchGetterHead(Matcher& m);
/// `;` if it is there, `}`, `,` if it is there, `})`.
[[nodiscard]] bool matchGetterTail(Matcher& m);

}  // namespace weft::syntax
