// File operations: copying one file, or a part of one, within the kernel where it can.

#include <fcntl.h>
#include <linux/fs.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/embedded_files.h"
#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

namespace {

// fs.constants.COPYFILE_*
constexpr int kExclusive = 1, kClone = 2, kForceClone = 4;

constexpr size_t kMostAtOnce = size_t(1) << 30;

/// What is to be copied: from `position`, or, without one, from where the descriptor stands.
struct Range {
  std::optional<off_t> position;
  size_t left;
  size_t copied = 0;

  off_t* offset() { return position ? &*position : nullptr; }
  size_t next(size_t most) const { return std::min(left, most); }
  void advance(ssize_t n) {
    left -= size_t(n);
    copied += size_t(n);
  }
};

int openToRead(const std::string& path) {
  if (embedded::isInside(path)) return embedded::open(path, O_RDONLY);
  return uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
}

/// Through memory: for descriptors between which the kernel copies nothing.
bool copyBytes(int from, int to, Range& range) {
  std::vector<uint8_t> chunk(range.next(size_t{128} * 1024));
  while (range.left > 0) {
    ssize_t n = uninterrupted([&] {
      size_t size = range.next(chunk.size());
      return range.position ? ::pread(from, chunk.data(), size, *range.position) : ::read(from, chunk.data(), size);
    });
    if (n < 0 && waitIfBusy(from, POLLIN)) continue;
    if (n <= 0) return n == 0;
    if (range.position) *range.position += n;
    for (ssize_t done = 0; done < n;) {
      ssize_t written = uninterrupted([&] { return ::write(to, chunk.data() + done, size_t(n - done)); });
      if (written < 0 && waitIfBusy(to, POLLOUT)) continue;
      if (written < 0) return false;
      done += written;
    }
    range.advance(n);
  }
  return true;
}

bool isUnsupported(int code) {
  return code == EXDEV || code == EINVAL || code == ENOSYS || code == EOPNOTSUPP || code == EPERM || code == EBADF;
}

bool copyRange(int from, int to, Range& range) {
  while (range.left > 0) {
    ssize_t n =
        uninterrupted([&] { return ::copy_file_range(from, range.offset(), to, nullptr, range.next(kMostAtOnce), 0); });
    if (n > 0) {
      range.advance(n);
      continue;
    }
    // Nothing at the very start may also mean a file like those of /proc, which tell no size.
    if (n == 0 && range.copied > 0) return true;
    if (n < 0 && !isUnsupported(errno)) return false;
    return copyBytes(from, to, range);
  }
  return true;
}

/// As copyRange, for a target that may be a pipe or a socket.
bool sendRange(int from, int to, Range& range) {
  while (range.left > 0) {
    ssize_t n = uninterrupted([&] { return ::sendfile(to, from, range.offset(), range.next(kMostAtOnce)); });
    if (n < 0 && waitIfBusy(to, POLLOUT)) continue;
    if (n > 0) {
      range.advance(n);
      continue;
    }
    if (n == 0 && range.copied > 0) return true;
    if (n < 0 && !isUnsupported(errno)) return false;
    return copyBytes(from, to, range);
  }
  return true;
}

bool copyContent(int from, int to) {
  Range range{std::nullopt, SIZE_MAX};
  return copyRange(from, to, range);
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
  OwnedFd source(openToRead(from.bytes));
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

SysResult<double> transfer(const FileRef& from, int64_t offset, double length, const FileRef& to, int mode) {
  auto failed = [&](const char* syscall, const FileRef& file) { return fail(lastError(syscall, file.path)); };
  OwnedFd ownSource(from.fd >= 0 ? -1 : openToRead(from.path));
  int source = from.fd >= 0 ? from.fd : ownSource.get();
  struct ::stat info, target;
  if (source < 0) return failed("open", from);
  if (::fstat(source, &info)) return failed("fstat", from);
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return failed("read", from);
  }
  OwnedFd ownTarget(
      to.fd >= 0 ? -1 : uninterrupted([&] { return ::open(to.path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, mode); }));
  int sink = to.fd >= 0 ? to.fd : ownTarget.get();
  if (sink < 0) return failed("open", to);
  if (::fstat(sink, &target)) return failed("fstat", to);
  bool isWhole = offset <= 0 && length < 0;
  // What is written to itself stays as it is; a part of it must not be emptied before it is read.
  bool isSame = S_ISREG(info.st_mode) && info.st_dev == target.st_dev && info.st_ino == target.st_ino;
  if (isSame && isWhole) return 0.0;

  bool emptiesTarget = to.fd < 0 && S_ISREG(target.st_mode);
  Range range{offset >= 0 && S_ISREG(info.st_mode) ? std::optional<off_t>(offset) : std::nullopt,
              length < 0 ? SIZE_MAX : size_t(length)};
  // Not emptied first: a file that was is written to disk when it is closed (ext4 does so), which takes a hundred times
  // as long as the rest. What it had beyond the new end is cut off afterwards.
  auto cut = [&](size_t size) {
    return !emptiesTarget || target.st_size <= off_t(size) || ::ftruncate(sink, off_t(size)) == 0;
  };
  if (emptiesTarget && isWhole && from.fd < 0 && S_ISREG(info.st_mode) && ::ioctl(sink, FICLONE, source) == 0) {
    if (!cut(size_t(info.st_size))) return failed("ftruncate", to);
    return double(info.st_size);
  }
  bool isCopied = S_ISREG(target.st_mode) && S_ISREG(info.st_mode) && !isSame ? copyRange(source, sink, range)
                  : S_ISREG(info.st_mode) && !isSame                          ? sendRange(source, sink, range)
                                                                              : copyBytes(source, sink, range);
  if (!isCopied) {
    auto failure = failed("write", to);
    (void)cut(range.copied);
    return failure;
  }
  if (!cut(range.copied)) return failed("ftruncate", to);
  return double(range.copied);
}

}  // namespace weft::runtime::fs
