#pragma once
// The operations of native("fs"), by file: fs_io.cpp, fs_metadata.cpp, fs_links.cpp, fs_directory.cpp, fs_copy.cpp.
// None touches JavaScript, so each can run on any thread. builtins/internal/fs_native.ts says what they mean.

#include "runtime/fs_values.h"

namespace weft::runtime::fs {

/// What the system's last failed call left in errno.
SysError lastError(const char* syscall, std::string path = {}, std::string destination = {});

// fs_io.cpp
SysResult<int> open(const NativePath&, int flags, int mode);
SysResult<void> close(int fd);
SysResult<double> read(int fd, const js::Bytes& into, double offset, double length, int64_t position);
SysResult<double> readv(int fd, const BytesList& into, int64_t position);
SysResult<double> write(int fd, const js::Bytes& from, double offset, double length, int64_t position);
SysResult<double> writeString(int fd, const WriteData& text, int64_t position);
SysResult<double> writev(int fd, const BytesList& from, int64_t position);
SysResult<FileContent> readFile(const FileRef&, int encoding, int flags);
SysResult<void> writeFile(const FileRef&, const WriteData&, int flags, int mode, bool flush);
SysResult<void> fsync(int fd);
SysResult<void> fdatasync(int fd);
SysResult<void> ftruncate(int fd, double length);
SysResult<void> truncate(const NativePath&, double length);

// fs_metadata.cpp
SysResult<void> access(const NativePath&, int mode);
SysResult<bool> exists(const NativePath&);
SysResult<void> stat(const NativePath&, const js::Bytes& into);
SysResult<void> lstat(const NativePath&, const js::Bytes& into);
SysResult<void> fstat(int fd, const js::Bytes& into);
SysResult<bool> tryStat(const NativePath&, const js::Bytes& into);
SysResult<bool> tryLstat(const NativePath&, const js::Bytes& into);
SysResult<void> statfs(const NativePath&, const js::Bytes& into);
SysResult<void> chmod(const NativePath&, int mode);
SysResult<void> fchmod(int fd, int mode);
SysResult<void> chown(const NativePath&, double uid, double gid);
SysResult<void> fchown(int fd, double uid, double gid);
SysResult<void> lchown(const NativePath&, double uid, double gid);
SysResult<void> utimes(const NativePath&, double atime, double mtime);
SysResult<void> futimes(int fd, double atime, double mtime);
SysResult<void> lutimes(const NativePath&, double atime, double mtime);

// fs_links.cpp
SysResult<void> rename(const NativePath& from, const NativePath& to);
SysResult<void> link(const NativePath& from, const NativePath& to);
SysResult<void> symlink(const NativePath& target, const NativePath& path);
SysResult<Name> readlink(const NativePath&, NameForm);
SysResult<Name> realpath(const NativePath&, NameForm);
SysResult<void> unlink(const NativePath&);

// fs_directory.cpp
SysResult<void> rmdir(const NativePath&);
SysResult<void> removeTree(const NativePath&, int retries, int delay);
SysResult<void> mkdir(const NativePath&, int mode);
SysResult<std::optional<std::string>> mkdirRecursive(const NativePath&, int mode);
SysResult<Name> mkdtemp(const NativePath& prefix, NameForm);
SysResult<Names> readdir(const NativePath&, NameForm, bool withTypes, bool recursive);
SysResult<Names> opendir(const NativePath&, NameForm, bool recursive);

// fs_copy.cpp
SysResult<void> copyFile(const NativePath& from, const NativePath& to, int mode);
/// `offset` -1: from where a descriptor stands; `length` -1: to the end. A path as target is made or emptied. Gives
/// the number of bytes.
SysResult<double> transfer(const FileRef& from, int64_t offset, double length, const FileRef& to, int mode);

/// Waits until a descriptor that does not block is ready; false if errno says something else. So a whole file's read
/// or write is one operation.
bool waitIfBusy(int fd, short events);

/// Calls again what a signal interrupted.
template <class F>
auto uninterrupted(F call) {
  decltype(call()) result;
  do result = call();
  while (result == -1 && errno == EINTR);
  return result;
}

/// The result of a call that has none but success.
inline SysResult<void> checked(int result, const char* syscall, const std::string& path = {},
                               const std::string& destination = {}) {
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
