#pragma once

// What a session's options mean to the stages that it is made of.

#include <string_view>

#include "bundler/scan.h"
#include "dev/session.h"
#include "graph/resolver.h"

namespace weft::dev {

[[nodiscard]] graph::ResolverOptions resolverOptionsOf(const SessionOptions& options);
[[nodiscard]] bundler::ScanOptions scanOptionsOf(const SessionOptions& options);
/// Whether a change of the file means another reading of every module: tsconfig.json, package.json of the project.
[[nodiscard]] bool isSettingsPath(std::string_view path);
/// Whether a path or an id is that of an installed package.
[[nodiscard]] bool isOfPackage(std::string_view path);

}  // namespace weft::dev
