#pragma once
// https://tc39.es/proposal-defer-import-eval/, https://tc39.es/proposal-source-phase-imports/

#include <cstdint>

namespace weft::syntax {

/// How far an import takes its module: evaluated, linked only, or compiled only.
enum class ImportPhase : uint8_t { Evaluation, Defer, Source };

}  // namespace weft::syntax
