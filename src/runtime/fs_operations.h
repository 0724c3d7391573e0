#pragma once
// The operations of native("fs"), by file: fs_io.cpp, fs_metadata.cpp, fs_links.cpp, fs_directory.cpp, fs_copy.cpp.
// None touches JavaScript, so each can run on any thread. builtins/internal/fs_native.ts says what they mean.

#include "runtime/fs_values.h"

namespace weft::runtime::fs {

/// What the system's last failed call left in errno.
SysError lastError(const char* syscall, std::string path = {}, std::string destination = {});

// fs_io.cpp
SysResult<int> open(NativePath, int flags, int mode);
SysResult<void> close(int fd);
SysResult<double> read(int fd, js::Bytes into, double offset, double length, int64_t position);
SysResult<double> readv(int fd, BytesList into, int64_t position);
SysResult<double> write(int fd, js::Bytes from, double offset, double length, int64_t position);
SysResult<double> writeString(int fd, WriteData text, int64_t position);
SysResult<double> writev(int fd, BytesList from, int64_t position);
SysResult<FileContent> readFile(FileRef, int encoding, int flags);
SysResult<void> writeFile(FileRef, WriteData, int flags, int mode, bool flush);
SysResult<void> fsync(int fd);
SysResult<void> fdatasync(int fd);
SysResult<void> ftruncate(int fd, double length);
SysResult<void> truncate(NativePath, double length);

// fs_metadata.cpp
SysResult<void> access(NativePath, int mode);
SysResult<bool> exists(NativePath);
SysResult<void> stat(NativePath, js::Bytes into);
SysResult<void> lstat(NativePath, js::Bytes into);
SysResult<void> fstat(int fd, js::Bytes into);
SysResult<bool> tryStat(NativePath, js::Bytes into);
SysResult<bool> tryLstat(NativePath, js::Bytes into);
SysResult<void> statfs(NativePath, js::Bytes into);
SysResult<void> chmod(NativePath, int mode);
SysResult<void> fchmod(int fd, int mode);
SysResult<void> chown(NativePath, double uid, double gid);
SysResult<void> fchown(int fd, double uid, double gid);
SysResult<void> lchown(NativePath, double uid, double gid);
SysResult<void> utimes(NativePath, double atime, double mtime);
SysResult<void> futimes(int fd, double atime, double mtime);
SysResult<void> lutimes(NativePath, double atime, double mtime);

// fs_links.cpp
SysResult<void> rename(NativePath from, NativePath to);
SysResult<void> link(NativePath from, NativePath to);
SysResult<void> symlink(NativePath target, NativePath path);
SysResult<Name> readlink(NativePath, NameForm);
SysResult<Name> realpath(NativePath, NameForm);
SysResult<void> unlink(NativePath);

// fs_directory.cpp
SysResult<void> rmdir(NativePath);
SysResult<void> removeTree(NativePath, int retries, int delay);
SysResult<void> mkdir(NativePath, int mode);
SysResult<std::optional<std::string>> mkdirRecursive(NativePath, int mode);
SysResult<Name> mkdtemp(NativePath prefix, NameForm);
SysResult<Names> readdir(NativePath, NameForm, bool withTypes, bool recursive);
SysResult<Names> opendir(NativePath, NameForm, bool recursive);

// fs_copy.cpp
SysResult<void> copyFile(NativePath from, NativePath to, int mode);

/// Calls again what a signal interrupted.
template <class F>
auto uninterrupted(F call) {
  decltype(call()) result;
  do result = call();
  while (result == -1 && errno == EINTR);
  return result;
}

/// The result of a call that has none but success.
inline SysResult<void> checked(int result, const char* syscall, const std::string& path = {}, const std::string& destination = {}) {
  if (result == 0) return {};
  return fail(lastError(syscall, path, destination));
}

/// Closes its descriptor at the end of the scope.
class OwnedFd {
 public:
  explicit OwnedFd(int fd) : fd_(fd) {}
  OwnedFd(const OwnedFd&) = delete;
  ~OwnedFd();
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace weft::runtime::fs
