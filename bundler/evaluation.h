#pragma once

// When each module is evaluated: at once, where its statements stand in the file, or when it is asked for, by a
// function around them. Modules stay unwrapped as long as loading the files evaluates them in the very order in which
// the program without a bundle does; that is tried out here for every entry, and what would run too early is wrapped.
// Serial.

#include "base/diagnostics.h"
#include "bundler/chunks.h"
#include "bundler/link.h"

namespace weft::bundler {

/// Fills in how modules are wrapped, and the chunks' steps and imports. `splits` as in divide().
void planEvaluation(const Modules& modules, Linked& linked, Chunks& chunks, bool splits, Log& log);

}  // namespace weft::bundler
