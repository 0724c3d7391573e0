#include "loop/active_handles.h"

#include <uv.h>

#include "loop/loop.h"

namespace weft::loop {

namespace {

bool isListening(const uv_handle_t* handle) {
  return reinterpret_cast<const uv_stream_t*>(handle)->connection_cb != nullptr;
}

const char* nameOf(const uv_handle_t* handle) {
  switch (handle->type) {
    case UV_TCP:
      return isListening(handle) ? "TCPServerWrap" : "TCPSocketWrap";
    case UV_NAMED_PIPE:
      return isListening(handle) ? "PipeServerWrap" : "PipeWrap";
    case UV_TTY:
      return "TTYWrap";
    case UV_UDP:
      return "UDPWrap";
    case UV_PROCESS:
      return "ProcessWrap";
    case UV_FS_EVENT:
      return "FSEventWrap";
    case UV_FS_POLL:
      return "StatWatcher";
    case UV_SIGNAL:
      return "SignalWrap";
    default:
      return nullptr;
  }
}

}  // namespace

std::vector<std::string> activeHandles(Loop& loop) {
  std::vector<std::string> names;
  uv_walk(
      loop.uv(),
      [](uv_handle_t* handle, void* list) {
        const char* name = nameOf(handle);
        if (name && uv_has_ref(handle) && !uv_is_closing(handle))
          static_cast<std::vector<std::string>*>(list)->emplace_back(name);
      },
      &names);
  return names;
}

size_t openHandles(Loop& loop) {
  size_t count = 0;
  uv_walk(loop.uv(), [](uv_handle_t*, void* counted) { ++*static_cast<size_t*>(counted); }, &count);
  return count;
}

}  // namespace weft::loop
