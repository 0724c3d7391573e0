#pragma once

// Conditions that constants of other modules decide, before it is found out what is needed:
//
//     import { DEBUG } from "./mode"; if (DEBUG) await import("./panel");      with  export const DEBUG = false;
//     import { DEBUG } from "./mode";
//
// Serial where it asks what imports mean; parallel, a module at a time, where trees and their facts change.

#include "base/thread_pool.h"
#include "bundler/scan.h"

namespace weft::bundler {

/// Of modules whose conditions ask for nothing but imports (Facts::mayDecide). What they are then is as if it had been
/// scanned so.
void foldConstants(Modules& modules, const ScanOptions& options, ThreadPool* pool);

}  // namespace weft::bundler
