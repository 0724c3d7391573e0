#pragma once
// What keeps a loop alive, by the names that Node has for the kinds of handles.

#include <string>
#include <vector>

namespace weft::loop {

class Loop;

/// One name for each handle that keeps the loop alive: "TCPSocketWrap", "PipeWrap" and so on. Timers and the check
/// phase are the JavaScript's to count.
std::vector<std::string> activeHandles(Loop& loop);
/// How many handles there are, of whatever kind, those that are being closed among them.
size_t openHandles(Loop& loop);

}  // namespace weft::loop
