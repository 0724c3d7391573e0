#pragma once

// What is said of a build where people read it.

#include <span>
#include <string>

#include "base/diagnostics.h"
#include "bundler/build.h"
#include "options/build_options.h"

namespace weft::options {

/// Faults as far as the request wants them shown, each with the line that it speaks of.
[[nodiscard]] std::string renderLog(const Log& log, const BuildRequest& request, Color color);
/// "out.js  1.6 kB  10 ms", or a line for each file.
[[nodiscard]] std::string summaryOf(std::span<const bundler::OutputFile> files, const BuildRequest& request,
                                    double milliseconds);
/// Likewise of one file.
[[nodiscard]] std::string summaryOf(const std::string& path, size_t bytes, const BuildRequest& request,
                                    double milliseconds);

}  // namespace weft::options
