#pragma once

// Whether what a module imports is exported: a browser would refuse the whole page, with less to say.

#include <string>
#include <vector>

#include "dev/unit_graph.h"
#include "dev/urls.h"

namespace weft::dev {

/// Names that are missing, as problems of the unit.
[[nodiscard]] std::vector<Problem> missingExports(const Unit& unit, const UnitGraph& graph, const Places& places);

}  // namespace weft::dev
