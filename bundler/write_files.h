#pragma once

// Puts an output in place: all of it, or nothing. Everything is written beside where it goes first, so that a full disk
// or a folder that cannot be written leaves what was there.

#include <span>

#include "base/result.h"
#include "bundler/build.h"

namespace weft::bundler {

/// Makes folders that are not there.
[[nodiscard]] Result<void, SysError> writeFiles(std::span<const OutputFile> files);

}  // namespace weft::bundler
