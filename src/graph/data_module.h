#pragma once

// Modules of data: JSON5, TOML and YAML files, parsed when they are read. Pure; parallel, reads only.

#include <string>

#include "data/data_format.h"
#include "graph/module_source.h"

namespace weft::graph {

/// Takes the bytes as read. A fault in them is a ModuleError that names its place.
[[nodiscard]] ArtifactResult makeDataArtifact(std::string path, std::string bytes, data::DataFormat format);

}  // namespace weft::graph
