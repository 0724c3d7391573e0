#pragma once

// A module's nodes without the room that they were made in: a program of many modules keeps their trees side by side
// from when they are read until they are printed, and each is made and changed in memory that its thread has used for
// the one before. Parallel: a module at a time.

#include "bundler/module.h"

namespace weft::bundler {

/// Afterwards no node may be looked at until unpackNodes().
void packNodes(Module& module);
/// With room for what the linker adds.
void unpackNodes(Module& module);
/// They have been printed: names and scopes go, too; the source and its comments stay.
void dropNodes(Module& module);

}  // namespace weft::bundler
