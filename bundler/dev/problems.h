#pragma once

// Faults as data: for pages, which show them, and for the terminal.

#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "dev/session.h"
#include "dev/urls.h"

namespace weft::dev {

/// Reads the file for its lines.
[[nodiscard]] Problem problemOf(const Diagnostic& diagnostic, const Places& places);
void appendJson(std::string& out, const Problem& problem);
/// An array.
[[nodiscard]] std::string toJson(std::span<const Problem> problems);

}  // namespace weft::dev
