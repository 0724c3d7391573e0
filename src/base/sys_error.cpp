// The names and descriptions libuv gives to errno values, which Node shows to programs.

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/result.h"

namespace weft {

namespace {

struct Entry {
  int code;
  ErrnoText text;
};

constexpr Entry kEntries[] = {
    {E2BIG, {"E2BIG", "argument list too long"}},
    {EACCES, {"EACCES", "permission denied"}},
    {EADDRINUSE, {"EADDRINUSE", "address already in use"}},
    {EADDRNOTAVAIL, {"EADDRNOTAVAIL", "address not available"}},
    {EAFNOSUPPORT, {"EAFNOSUPPORT", "address family not supported"}},
    {EAGAIN, {"EAGAIN", "resource temporarily unavailable"}},
    {EALREADY, {"EALREADY", "connection already in progress"}},
    {EBADF, {"EBADF", "bad file descriptor"}},
    {EBUSY, {"EBUSY", "resource busy or locked"}},
    {ECANCELED, {"ECANCELED", "operation canceled"}},
    {ECONNABORTED, {"ECONNABORTED", "software caused connection abort"}},
    {ECONNREFUSED, {"ECONNREFUSED", "connection refused"}},
    {ECONNRESET, {"ECONNRESET", "connection reset by peer"}},
    {EDESTADDRREQ, {"EDESTADDRREQ", "destination address required"}},
    {EEXIST, {"EEXIST", "file already exists"}},
    {EFAULT, {"EFAULT", "bad address in system call argument"}},
    {EFBIG, {"EFBIG", "file too large"}},
    {EHOSTUNREACH, {"EHOSTUNREACH", "host is unreachable"}},
    {EINTR, {"EINTR", "interrupted system call"}},
    {EINVAL, {"EINVAL", "invalid argument"}},
    {EIO, {"EIO", "i/o error"}},
    {EISCONN, {"EISCONN", "socket is already connected"}},
    {EISDIR, {"EISDIR", "illegal operation on a directory"}},
    {ELOOP, {"ELOOP", "too many symbolic links encountered"}},
    {EMFILE, {"EMFILE", "too many open files"}},
    {EMSGSIZE, {"EMSGSIZE", "message too long"}},
    {ENAMETOOLONG, {"ENAMETOOLONG", "name too long"}},
    {ENETDOWN, {"ENETDOWN", "network is down"}},
    {ENETUNREACH, {"ENETUNREACH", "network is unreachable"}},
    {ENFILE, {"ENFILE", "file table overflow"}},
    {ENOBUFS, {"ENOBUFS", "no buffer space available"}},
    {ENODEV, {"ENODEV", "no such device"}},
    {ENOENT, {"ENOENT", "no such file or directory"}},
    {ENOMEM, {"ENOMEM", "not enough memory"}},
    {ENOPROTOOPT, {"ENOPROTOOPT", "protocol not available"}},
    {ENOSPC, {"ENOSPC", "no space left on device"}},
    {ENOSYS, {"ENOSYS", "function not implemented"}},
    {ENOTCONN, {"ENOTCONN", "socket is not connected"}},
    {ENOTDIR, {"ENOTDIR", "not a directory"}},
    {ENOTEMPTY, {"ENOTEMPTY", "directory not empty"}},
    {ENOTSOCK, {"ENOTSOCK", "socket operation on non-socket"}},
    {ENOTSUP, {"ENOTSUP", "operation not supported on socket"}},
    {EOVERFLOW, {"EOVERFLOW", "value too large for defined data type"}},
    {EPERM, {"EPERM", "operation not permitted"}},
    {EPIPE, {"EPIPE", "broken pipe"}},
    {EPROTO, {"EPROTO", "protocol error"}},
    {EPROTONOSUPPORT, {"EPROTONOSUPPORT", "protocol not supported"}},
    {EPROTOTYPE, {"EPROTOTYPE", "protocol wrong type for socket"}},
    {ERANGE, {"ERANGE", "result too large"}},
    {EROFS, {"EROFS", "read-only file system"}},
    {ESHUTDOWN, {"ESHUTDOWN", "cannot send after transport endpoint shutdown"}},
    {ESPIPE, {"ESPIPE", "invalid seek"}},
    {ESRCH, {"ESRCH", "no such process"}},
    {ETIMEDOUT, {"ETIMEDOUT", "connection timed out"}},
    {ETXTBSY, {"ETXTBSY", "text file is busy"}},
    {EXDEV, {"EXDEV", "cross-device link not permitted"}},
    {ENXIO, {"ENXIO", "no such device or address"}},
    {EMLINK, {"EMLINK", "too many links"}},
    {EHOSTDOWN, {"EHOSTDOWN", "host is down"}},
    {EREMOTEIO, {"EREMOTEIO", "remote I/O error"}},
    {ENOTTY, {"ENOTTY", "inappropriate ioctl for device"}},
    {EILSEQ, {"EILSEQ", "illegal byte sequence"}},
    {ESOCKTNOSUPPORT, {"ESOCKTNOSUPPORT", "socket type not supported"}},
    {ENODATA, {"ENODATA", "no data available"}},
    {EUNATCH, {"EUNATCH", "protocol driver not attached"}},
};

}  // namespace

ErrnoText errnoText(int code) {
  const auto* found = std::ranges::find(kEntries, code, &Entry::code);
  return found == std::end(kEntries) ? ErrnoText{} : found->text;
}

std::string SysError::name() const {
  ErrnoText text = errnoText(code);
  return text.name.empty() ? "Unknown system error " + std::to_string(code) : std::string(text.name);
}

std::string SysError::description() const {
  ErrnoText text = errnoText(code);
  return text.description.empty() ? "Unknown system error " + std::to_string(code) : std::string(text.description);
}

std::string SysError::message() const {
  std::string text = name() + ": " + description();
  if (*syscall) text.append(", ").append(syscall);
  if (!path.empty()) text.append(" '").append(path).append("'");
  if (!destination.empty()) text.append(" -> '").append(destination).append("'");
  return text;
}

}  // namespace weft
