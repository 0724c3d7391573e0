// File operations: what a file is, and its owner, mode and times.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>

#include "base/embedded_files.h"
#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

namespace {

/// Writes numbers as the array that JavaScript gave takes them.
class Numbers {
 public:
  explicit Numbers(const js::Bytes& into) : into_(into) {}
  void put(uint64_t value) {
    if ((at_ + 1) * sizeof(double) > into_.size) return;
    if (into_.type == js::ElementType::BigInt64)
      reinterpret_cast<int64_t*>(into_.data)[at_++] = int64_t(value);
    else
      reinterpret_cast<double*>(into_.data)[at_++] = double(value);
  }
  void put(const statx_timestamp& time) {
    putSigned(time.tv_sec);
    put(time.tv_nsec);
  }

 private:
  void putSigned(int64_t value) {
    if (into_.type == js::ElementType::BigInt64 || value >= 0) return put(uint64_t(value));
    if ((at_ + 1) * sizeof(double) <= into_.size) reinterpret_cast<double*>(into_.data)[at_++] = double(value);
  }
  js::Bytes into_;
  size_t at_ = 0;
};

void fill(const js::Bytes& into, const struct statx& s) {
  Numbers out(into);
  out.put(makedev(s.stx_dev_major, s.stx_dev_minor));
  out.put(s.stx_mode);
  out.put(s.stx_nlink);
  out.put(s.stx_uid);
  out.put(s.stx_gid);
  out.put(makedev(s.stx_rdev_major, s.stx_rdev_minor));
  out.put(s.stx_blksize);
  out.put(s.stx_ino);
  out.put(s.stx_size);
  out.put(s.stx_blocks);
  out.put(s.stx_atime);
  out.put(s.stx_mtime);
  out.put(s.stx_ctime);
  // A file system that keeps no time of birth gives the last change, as libuv does.
  out.put(s.stx_mask & STATX_BTIME ? s.stx_btime : s.stx_ctime);
}

/// A file of the executable itself (base/embedded_files.h): -1 with errno where there is none.
int embeddedStat(std::string_view path, struct statx& s) {
  auto found = embedded::stat(path);
  if (!found) {
    errno = found.error().code;
    return -1;
  }
  constexpr uint32_t kBlock = 4096;
  constexpr uint32_t kSector = 512;
  bool isFolder = found->kind == FileKind::Directory;
  s = {};
  s.stx_mode = isFolder ? S_IFDIR | 0755 : S_IFREG | 0644;
  s.stx_nlink = 1;
  s.stx_uid = ::getuid();
  s.stx_gid = ::getgid();
  s.stx_blksize = kBlock;
  s.stx_ino = found->inode;
  s.stx_size = found->size;
  s.stx_blocks = (found->size + kSector - 1) / kSector;
  s.stx_mtime.tv_sec = found->modifiedNanoseconds / 1'000'000'000;
  s.stx_mtime.tv_nsec = static_cast<uint32_t>(found->modifiedNanoseconds % 1'000'000'000);
  s.stx_atime = s.stx_ctime = s.stx_btime = s.stx_mtime;
  s.stx_mask = STATX_BASIC_STATS | STATX_BTIME;
  return 0;
}

int statInto(int directory, const char* path, int flags, const js::Bytes& into) {
  struct statx s;
  if (embedded::isInside(path)) {
    if (embeddedStat(path, s) != 0) return -1;
    fill(into, s);
    return 0;
  }
  int result = uninterrupted([&] { return ::statx(directory, path, flags, STATX_BASIC_STATS | STATX_BTIME, &s); });
  if (result == 0) fill(into, s);
  return result;
}

SysResult<bool> tryInto(const NativePath& path, int flags, const js::Bytes& into, const char* syscall) {
  if (statInto(AT_FDCWD, path.c_str(), flags, into) == 0) return true;
  if (errno == ENOENT) return false;
  return fail(lastError(syscall, path.bytes));
}

timespec timeOf(double seconds) {
  double whole = std::floor(seconds);
  // Whole microseconds: a double of today's seconds holds no more.
  return {time_t(whole), long(std::floor((seconds - whole) * 1e6)) * 1000};
}

/// -1 leaves an id as it is.
uid_t idOf(double id) {
  return id < 0 ? uid_t(-1) : uid_t(id);
}

}  // namespace

SysResult<void> access(const NativePath& path, int mode) {
  if (embedded::isInside(path.bytes)) {
    bool isThere = embedded::kindOf(path.bytes) != FileKind::Missing;
    bool isFile = isThere && embedded::kindOf(path.bytes) == FileKind::File;
    errno = !isThere ? ENOENT : mode & W_OK ? EROFS : EACCES;
    bool isFine = isThere && !(mode & W_OK) && !(isFile && (mode & X_OK));
    return checked(isFine ? 0 : -1, "access", path.bytes);
  }
  return checked(uninterrupted([&] { return ::access(path.c_str(), mode); }), "access", path.bytes);
}

SysResult<bool> exists(const NativePath& path) {
  if (embedded::isInside(path.bytes)) return embedded::kindOf(path.bytes) != FileKind::Missing;
  return ::access(path.c_str(), F_OK) == 0;
}

SysResult<void> stat(const NativePath& path, const js::Bytes& into) {
  return checked(statInto(AT_FDCWD, path.c_str(), 0, into), "stat", path.bytes);
}

SysResult<void> lstat(const NativePath& path, const js::Bytes& into) {
  return checked(statInto(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, into), "lstat", path.bytes);
}

SysResult<void> fstat(int fd, const js::Bytes& into) {
  return checked(statInto(fd, "", AT_EMPTY_PATH, into), "fstat");
}

SysResult<bool> tryStat(const NativePath& path, const js::Bytes& into) {
  return tryInto(path, 0, into, "stat");
}
SysResult<bool> tryLstat(const NativePath& path, const js::Bytes& into) {
  return tryInto(path, AT_SYMLINK_NOFOLLOW, into, "lstat");
}

SysResult<void> statfs(const NativePath& path, const js::Bytes& into) {
  struct ::statfs s;
  if (uninterrupted([&] { return ::statfs(path.c_str(), &s); })) return fail(lastError("statfs", path.bytes));
  Numbers out(into);
  for (uint64_t value : {uint64_t(s.f_type), uint64_t(s.f_bsize), uint64_t(s.f_blocks), uint64_t(s.f_bfree),
                         uint64_t(s.f_bavail), uint64_t(s.f_files), uint64_t(s.f_ffree)})
    out.put(value);
  return {};
}

SysResult<void> chmod(const NativePath& path, int mode) {
  return checked(uninterrupted([&] { return ::chmod(path.c_str(), mode_t(mode)); }), "chmod", path.bytes);
}

SysResult<void> fchmod(int fd, int mode) {
  return checked(uninterrupted([&] { return ::fchmod(fd, mode_t(mode)); }), "fchmod");
}

SysResult<void> chown(const NativePath& path, double uid, double gid) {
  return checked(uninterrupted([&] { return ::chown(path.c_str(), idOf(uid), idOf(gid)); }), "chown", path.bytes);
}

SysResult<void> fchown(int fd, double uid, double gid) {
  return checked(uninterrupted([&] { return ::fchown(fd, idOf(uid), idOf(gid)); }), "fchown");
}

SysResult<void> lchown(const NativePath& path, double uid, double gid) {
  return checked(uninterrupted([&] { return ::lchown(path.c_str(), idOf(uid), idOf(gid)); }), "lchown", path.bytes);
}

SysResult<void> utimes(const NativePath& path, double atime, double mtime) {
  const timespec times[] = {timeOf(atime), timeOf(mtime)};
  return checked(uninterrupted([&] { return ::utimensat(AT_FDCWD, path.c_str(), times, 0); }), "utime", path.bytes);
}

SysResult<void> futimes(int fd, double atime, double mtime) {
  const timespec times[] = {timeOf(atime), timeOf(mtime)};
  return checked(uninterrupted([&] { return ::futimens(fd, times); }), "futime");
}

SysResult<void> lutimes(const NativePath& path, double atime, double mtime) {
  const timespec times[] = {timeOf(atime), timeOf(mtime)};
  return checked(uninterrupted([&] { return ::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW); }),
                 "lutime", path.bytes);
}

}  // namespace weft::runtime::fs
