// File operations: opening, reading and writing.

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "base/embedded_files.h"
#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

namespace {

// More than this fits neither a Buffer's index nor one call of read(2).
constexpr int64_t kMostToRead = INT_MAX;
constexpr size_t kChunk = size_t{64} * 1024;

/// The part of `bytes` that a call names; JavaScript has checked the range, memory may have been detached since.
std::span<uint8_t> part(const js::Bytes& bytes, double offset, double length) {
  size_t from = std::min(size_t(offset), bytes.size);
  return {bytes.data + from, std::min(size_t(length), bytes.size - from)};
}

std::vector<iovec> vectorsOf(const BytesList& buffers) {
  std::vector<iovec> out;
  out.reserve(buffers.list.size());
  for (const js::Bytes& bytes : buffers.list) out.push_back({bytes.data, bytes.size});
  return out;
}

/// Reads until the span is full or the file ends; -1 for a fault.
ssize_t readUpTo(int fd, std::span<uint8_t> into) {
  size_t done = 0;
  while (done < into.size()) {
    ssize_t n = uninterrupted([&] { return ::read(fd, into.data() + done, into.size() - done); });
    if (n < 0 && waitIfBusy(fd, POLLIN)) continue;
    if (n < 0) return -1;
    if (n == 0) break;
    done += size_t(n);
  }
  return ssize_t(done);
}

/// Has the pages of fresh memory made at once: a fault for each of them takes as long as the copy. Where the system
/// can't, nothing is lost.
void populate(std::span<uint8_t> memory) {
#ifdef MADV_POPULATE_WRITE
  constexpr uintptr_t kLeast = uintptr_t{1} << 20, kPage = 4096;
  if (memory.size() < kLeast) return;
  auto begin = reinterpret_cast<uintptr_t>(memory.data());
  auto from = (begin + kPage - 1) & ~(kPage - 1), to = (begin + memory.size()) & ~(kPage - 1);
  (void)::madvise(reinterpret_cast<void*>(from), to - from, MADV_POPULATE_WRITE);
#endif
}

SysResult<FileContent> readKnownSize(int fd, size_t size, FileContent content) {
  std::span<uint8_t> into;
  if (content.encoding == js::TextEncoding::Utf8) content.text = js::TextMemory::allocate(size);
  if (content.text) {
    into = content.text->bytes();
  } else {
    if (!content.bytes.resize(size)) return fail(SysError{ENOMEM, "read", {}, {}});
    into = content.bytes.span();
  }
  populate(into);
  ssize_t n = readUpTo(fd, into);
  if (n < 0) return fail(lastError("read"));
  content.used = size_t(n);
  return content;
}

/// For pipes, devices and what /proc holds, whose size says nothing.
SysResult<FileContent> readToEnd(int fd, FileContent content) {
  for (;;) {
    if (content.used == content.bytes.size()) {
      size_t next = content.used < kChunk ? kChunk : content.used * 2;
      if (!content.bytes.resize(next)) return fail(SysError{ENOMEM, "read", {}, {}});
    }
    auto room = content.bytes.span().subspan(content.used);
    ssize_t n = readUpTo(fd, room.first(std::min(room.size(), kChunk)));
    if (n < 0) return fail(lastError("read"));
    if (n == 0) return content;
    content.used += size_t(n);
    if (content.used > size_t(kMostToRead)) {
      content.tooLarge = int64_t(content.used);
      return content;
    }
  }
}

SysResult<FileContent> readOpen(int fd, FileContent content) {
  struct ::stat info;
  if (::fstat(fd, &info)) return fail(lastError("fstat"));
  int64_t size = S_ISREG(info.st_mode) ? info.st_size : 0;
  if (size > kMostToRead) {
    content.tooLarge = size;
    return content;
  }
  return size > 0 ? readKnownSize(fd, size_t(size), std::move(content)) : readToEnd(fd, std::move(content));
}

SysResult<void> writeAll(int fd, std::span<const uint8_t> data) {
  while (!data.empty()) {
    ssize_t n = uninterrupted([&] { return ::write(fd, data.data(), data.size()); });
    if (n < 0 && waitIfBusy(fd, POLLOUT)) continue;
    if (n < 0) return fail(lastError("write"));
    data = data.subspan(size_t(n));
  }
  return {};
}

/// Cuts a regular file off where it stands.
void shortenToPosition(int fd) {
  struct ::stat info;
  off_t position = ::lseek(fd, 0, SEEK_CUR);
  if (position >= 0 && ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > position)
    (void)!::ftruncate(fd, position);
}

SysResult<double> transferred(ssize_t n, const char* syscall) {
  if (n < 0) return fail(lastError(syscall));
  return double(n);
}

}  // namespace

SysError lastError(const char* syscall, std::string path, std::string destination) {
  return SysError{errno, syscall, std::move(path), std::move(destination)};
}

bool waitIfBusy(int fd, short events) {
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  pollfd p{fd, events, 0};
  return uninterrupted([&] { return ::poll(&p, 1, -1); }) == 1;
}

OwnedFd::~OwnedFd() {
  if (fd_ >= 0) ::close(fd_);
}

SysResult<int> open(const NativePath& path, int flags, int mode) {
  int fd = embedded::isInside(path.bytes)
               ? embedded::open(path.bytes, flags)
               : uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
  if (fd < 0) return fail(lastError("open", path.bytes));
  return fd;
}

SysResult<void> close(int fd) {
  // After EINTR the descriptor is closed on Linux: trying again could close another's.
  if (::close(fd) == 0 || errno == EINTR || errno == EINPROGRESS) return {};
  return fail(lastError("close"));
}

SysResult<double> read(int fd, const js::Bytes& into, double offset, double length, int64_t position) {
  auto range = part(into, offset, length);
  return transferred(uninterrupted([&] {
                       return position < 0 ? ::read(fd, range.data(), range.size())
                                           : ::pread(fd, range.data(), range.size(), position);
                     }),
                     "read");
}

SysResult<double> readv(int fd, const BytesList& into, int64_t position) {
  auto vectors = vectorsOf(into);
  int count = int(std::min<size_t>(vectors.size(), IOV_MAX));
  return transferred(uninterrupted([&] {
                       return position < 0 ? ::readv(fd, vectors.data(), count)
                                           : ::preadv(fd, vectors.data(), count, position);
                     }),
                     "read");
}

SysResult<double> write(int fd, const js::Bytes& from, double offset, double length, int64_t position) {
  auto range = part(from, offset, length);
  return transferred(uninterrupted([&] {
                       return position < 0 ? ::write(fd, range.data(), range.size())
                                           : ::pwrite(fd, range.data(), range.size(), position);
                     }),
                     "write");
}

SysResult<double> writeString(int fd, const WriteData& text, int64_t position) {
  auto range = text.span();
  return transferred(uninterrupted([&] {
                       return position < 0 ? ::write(fd, range.data(), range.size())
                                           : ::pwrite(fd, range.data(), range.size(), position);
                     }),
                     "write");
}

SysResult<double> writev(int fd, const BytesList& from, int64_t position) {
  auto vectors = vectorsOf(from);
  int count = int(std::min<size_t>(vectors.size(), IOV_MAX));
  return transferred(uninterrupted([&] {
                       return position < 0 ? ::writev(fd, vectors.data(), count)
                                           : ::pwritev(fd, vectors.data(), count, position);
                     }),
                     "write");
}

SysResult<FileContent> readFile(const FileRef& file, int encoding, int flags) {
  FileContent content;
  if (encoding >= 0) content.encoding = js::TextEncoding(encoding);
  if (file.fd >= 0) return readOpen(file.fd, std::move(content));
  auto opened = open(NativePath{file.path}, flags, 0666);
  if (!opened) return fail(opened.error());
  OwnedFd fd(*opened);
  return readOpen(fd.get(), std::move(content));
}

SysResult<void> writeFile(const FileRef& file, const WriteData& data, int flags, int mode, bool flush) {
  int fd = file.fd;
  // A file that is emptied first is written to disk when it is closed (ext4 does so, to save it from a
  // crash), which takes a hundred times as long as the rest. So it is shortened afterwards, to its new length.
  bool shorten = fd < 0 && flags == (O_WRONLY | O_CREAT | O_TRUNC) && !data.span().empty();
  if (fd < 0) {
    auto opened = open(NativePath{file.path}, shorten ? flags & ~O_TRUNC : flags, mode);
    if (!opened) return fail(opened.error());
    fd = *opened;
  }
  OwnedFd owned(file.fd < 0 ? fd : -1);
  auto written = writeAll(fd, data.span());
  if (shorten) shortenToPosition(fd);
  if (!written) return written;
  return flush ? fsync(fd) : SysResult<void>();
}

SysResult<void> fsync(int fd) {
  return checked(uninterrupted([&] { return ::fsync(fd); }), "fsync");
}
SysResult<void> fdatasync(int fd) {
  return checked(uninterrupted([&] { return ::fdatasync(fd); }), "fdatasync");
}

SysResult<void> ftruncate(int fd, double length) {
  return checked(uninterrupted([&] { return ::ftruncate(fd, off_t(length)); }), "ftruncate");
}

SysResult<void> truncate(const NativePath& path, double length) {
  auto opened = open(path, O_RDWR, 0666);
  if (!opened) return fail(opened.error());
  OwnedFd fd(*opened);
  return ftruncate(fd.get(), length);
}

}  // namespace weft::runtime::fs
