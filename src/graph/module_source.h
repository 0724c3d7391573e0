#pragma once

// From a resolved place to an artifact: finds the kind, reads, scans. Parallel, reads only.

#include <memory>
#include <optional>

#include "base/result.h"
#include "graph/artifact.h"
#include "graph/artifact_cache.h"
#include "graph/module_error.h"
#include "graph/resolver.h"

namespace weft::graph {

using ArtifactResult = Result<std::shared_ptr<const Artifact>, ModuleError>;

/// Not for builtins, which have no source. `cache` may be null.
[[nodiscard]] ArtifactResult readArtifact(Resolver& resolver, ArtifactCache* cache, const Resolution& location,
                                          AttributeType type, HoistsMocks hoists = HoistsMocks::No);

/// Of bytes that are given: no code.
[[nodiscard]] ArtifactResult givenArtifact(std::string path, std::string bytes, KindHint hint);

/// A file that could not be read.
[[nodiscard]] ModuleError systemError(const SysError& cause);

/// How the kind of a file is found: by the attribute, its extension, its package, or its syntax.
[[nodiscard]] Result<KindHint, ModuleError> hintFor(Resolver& resolver, const std::string& path, AttributeType type);

/// What `import` refuses before it reads: an unknown extension, an attribute that contradicts the file.
[[nodiscard]] std::optional<ModuleError> checkImport(const Resolution& location, AttributeType type);

/// `type` without what the location says anyway: a .json file is one module with and without the attribute.
[[nodiscard]] AttributeType effectiveType(const Resolution& location, AttributeType type);

}  // namespace weft::graph
