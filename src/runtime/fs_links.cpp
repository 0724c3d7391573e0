// File operations: names and links.

#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

SysResult<void> rename(NativePath from, NativePath to) {
  return checked(uninterrupted([&] { return ::rename(from.c_str(), to.c_str()); }), "rename", from.bytes, to.bytes);
}

SysResult<void> link(NativePath from, NativePath to) {
  return checked(uninterrupted([&] { return ::link(from.c_str(), to.c_str()); }), "link", from.bytes, to.bytes);
}

SysResult<void> symlink(NativePath target, NativePath path) {
  return checked(uninterrupted([&] { return ::symlink(target.c_str(), path.c_str()); }), "symlink", target.bytes, path.bytes);
}

SysResult<Name> readlink(NativePath path, NameForm form) {
  // A target can be longer than what lstat says of it (/proc), so the buffer grows until there is room left.
  std::string target(256, '\0');
  for (;;) {
    ssize_t n = uninterrupted([&] { return ::readlink(path.c_str(), target.data(), target.size()); });
    if (n < 0) return fail(lastError("readlink", std::move(path.bytes)));
    if (size_t(n) < target.size()) {
      target.resize(size_t(n));
      return Name{std::move(target), form};
    }
    target.resize(target.size() * 2);
  }
}

SysResult<Name> realpath(NativePath path, NameForm form) {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved) return fail(lastError("realpath", std::move(path.bytes)));
  Name name{resolved, form};
  std::free(resolved);
  return name;
}

SysResult<void> unlink(NativePath path) {
  return checked(uninterrupted([&] { return ::unlink(path.c_str()); }), "unlink", path.bytes);
}

}  // namespace weft::runtime::fs
