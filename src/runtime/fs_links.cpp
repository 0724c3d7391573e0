// File operations: names and links.

#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

#include "base/embedded_files.h"
#include "base/file.h"
#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

SysResult<void> rename(const NativePath& from, const NativePath& to) {
  return checked(uninterrupted([&] { return ::rename(from.c_str(), to.c_str()); }), "rename", from.bytes, to.bytes);
}

SysResult<void> link(const NativePath& from, const NativePath& to) {
  return checked(uninterrupted([&] { return ::link(from.c_str(), to.c_str()); }), "link", from.bytes, to.bytes);
}

SysResult<void> symlink(const NativePath& target, const NativePath& path) {
  return checked(uninterrupted([&] { return ::symlink(target.c_str(), path.c_str()); }), "symlink", target.bytes,
                 path.bytes);
}

SysResult<Name> readlink(const NativePath& path, NameForm form) {
  if (embedded::isInside(path.bytes)) {
    errno = embedded::kindOf(path.bytes) == FileKind::Missing ? ENOENT : EINVAL;
    return fail(lastError("readlink", path.bytes));
  }
  // A target can be longer than what lstat says of it (/proc), so the buffer grows until there is room left.
  std::string target(256, '\0');
  for (;;) {
    ssize_t n = uninterrupted([&] { return ::readlink(path.c_str(), target.data(), target.size()); });
    if (n < 0) return fail(lastError("readlink", path.bytes));
    if (size_t(n) < target.size()) {
      target.resize(size_t(n));
      return Name{std::move(target), form};
    }
    target.resize(target.size() * 2);
  }
}

SysResult<Name> realpath(const NativePath& path, NameForm form) {
  if (embedded::isInside(path.bytes)) {
    auto real = realPath(path.bytes);
    if (!real) return fail(std::move(real.error()));
    return Name{std::move(*real), form};
  }
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved) return fail(lastError("realpath", path.bytes));
  Name name{resolved, form};
  std::free(resolved);
  return name;
}

SysResult<void> unlink(const NativePath& path) {
  return checked(uninterrupted([&] { return ::unlink(path.c_str()); }), "unlink", path.bytes);
}

}  // namespace weft::runtime::fs
