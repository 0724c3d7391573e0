#pragma once

// The C library's heap in a process that makes millions of small things and then ends: it is taken from the system in
// large pages and large steps, and nothing of it is given back.

namespace weft {

/// Of the whole process. Not for one that goes on: what it once needed stays.
void takeHeapForGood();
/// Of the calling thread's part, the first time; does nothing unless takeHeapForGood() was called.
void growThreadHeap();

}  // namespace weft
