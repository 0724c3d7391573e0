#pragma once
// Private to src/loop: endpoints as the system's structures.

#include <sys/socket.h>
#include <sys/un.h>
#include <uv.h>

#include "base/result.h"
#include "loop/endpoint.h"

namespace weft::loop {

/// An address of any family, as system calls take it.
struct SystemAddress {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
    sockaddr_un path;
    sockaddr_storage storage{};
  };
  socklen_t size = 0;
};

/// Fails with EINVAL for what is no numeric address.
[[nodiscard]] Result<SystemAddress, SysError> toSystem(const Endpoint&, const char* syscall);
/// A path, or a name in the abstract namespace, which begins with a zero byte. Fails with EINVAL if it is too long.
[[nodiscard]] Result<SystemAddress, SysError> toSystem(std::string_view path, const char* syscall);
[[nodiscard]] Endpoint fromSystem(const sockaddr*);

/// What uv_*_getsockname and its kin tell of a handle.
template <class Handle>
[[nodiscard]] Result<Endpoint, SysError> askEndpoint(int (*ask)(const Handle*, sockaddr*, int*), const Handle* handle,
                                                     const char* syscall) {
  SystemAddress address;
  int size = sizeof address.storage;
  if (int status = ask(handle, &address.any, &size)) return fail(SysError{-status, syscall, {}, {}});
  return fromSystem(&address.any);
}

}  // namespace weft::loop
