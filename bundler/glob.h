#pragma once

// import() and require() of a name that is put together: all files that it can mean are in the bundle.
//
//     import(`./pages/${name}.js`)     "./pages/" + name + ".js"     mean what "./pages/**/*.js" does

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"

namespace weft::bundler {

/// The texts between what is computed: {"./pages/", ".js"}. Nothing for what is no such name, or is not a path
/// from the file's own folder.
[[nodiscard]] std::optional<std::vector<std::string>> globOf(const syntax::Ast& ast, syntax::NodeId name);

/// Files below `folder` that it can mean, as "./pages/a.js", sorted. What is computed may have slashes where it
/// follows one. Hidden files and node_modules are left out.
[[nodiscard]] std::vector<std::string> filesOf(const std::vector<std::string>& glob, const std::string& folder);

}  // namespace weft::bundler
