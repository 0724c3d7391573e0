// File operations: copying one file.

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

namespace {

// fs.constants.COPYFILE_*
constexpr int kExclusive = 1, kClone = 2, kForceClone = 4;

/// Through memory: for file systems between which the kernel copies nothing.
bool copyBytes(int from, int to) {
  std::vector<uint8_t> chunk(size_t{128} * 1024);
  for (;;) {
    ssize_t n = uninterrupted([&] { return ::read(from, chunk.data(), chunk.size()); });
    if (n <= 0) return n == 0;
    for (ssize_t done = 0; done < n;) {
      ssize_t written = uninterrupted([&] { return ::write(to, chunk.data() + done, size_t(n - done)); });
      if (written < 0) return false;
      done += written;
    }
  }
}

bool copyContent(int from, int to) {
  constexpr size_t kMost = size_t(1) << 30;
  bool any = false;
  for (;;) {
    ssize_t n = uninterrupted([&] { return ::copy_file_range(from, nullptr, to, nullptr, kMost, 0); });
    if (n > 0) {
      any = true;
      continue;
    }
    // Nothing at the very start may also mean a file like those of /proc, which tell no size.
    if (n == 0 && any) return true;
    if (n < 0 && errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP && errno != EPERM)
      return false;
    return copyBytes(from, to);
  }
}

bool copyOpen(int from, int to, const struct ::stat& source, int mode) {
  struct ::stat target;
  if (::fstat(to, &target)) return false;
  if (source.st_dev == target.st_dev && source.st_ino == target.st_ino) return true;
  if (::ftruncate(to, 0) && errno != EINVAL) return false;
  // Some file systems refuse the mode; that is no reason to fail.
  if (::fchmod(to, source.st_mode & 07777) && errno != EPERM && errno != EOPNOTSUPP) return false;
  if (mode & (kClone | kForceClone)) {
    if (::ioctl(to, FICLONE, from) == 0) return true;
    if (mode & kForceClone) return false;
  }
  return copyContent(from, to);
}

}  // namespace

SysResult<void> copyFile(const NativePath& from, const NativePath& to, int mode) {
  auto failed = [&] { return fail(lastError("copyfile", from.bytes, to.bytes)); };
  OwnedFd source(uninterrupted([&] { return ::open(from.c_str(), O_RDONLY | O_CLOEXEC); }));
  struct ::stat info;
  if (source.get() < 0 || ::fstat(source.get(), &info)) return failed();
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return failed();
  }
  int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mode & kExclusive ? O_EXCL : 0);
  OwnedFd target(uninterrupted([&] { return ::open(to.c_str(), flags, info.st_mode & 07777); }));
  if (target.get() < 0) return failed();
  if (copyOpen(source.get(), target.get(), info, mode)) return {};
  int code = errno;
  ::unlink(to.c_str());
  errno = code;
  return failed();
}

}  // namespace weft::runtime::fs
