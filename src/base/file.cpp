#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/embedded_files.h"
#include "base/owned_descriptor.h"
#include "base/paths.h"

namespace weft {

namespace {

template <typename Call>
auto retryInterrupted(Call call) {
  for (;;) {
    auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

std::unexpected<SysError> lastError(const char* syscall, const std::string& path) {
  return fail(SysError{errno, syscall, path, {}});
}

FileKind kindOf(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::File;
  return S_ISDIR(mode) ? FileKind::Directory : FileKind::Other;
}

/// Reads to the end, `capacity` bytes first. A file that gives fewer than asked for is asked once more,
/// which is how its end shows.
Result<std::string, SysError> readAll(int descriptor, size_t capacity, const std::string& path, uint64_t maximum) {
  std::string text;
  size_t filled = 0;
  for (;;) {
    ssize_t got = 0;
    text.resize_and_overwrite(filled + capacity, [&](char* data, size_t) {
      got = retryInterrupted([&] { return ::read(descriptor, data + filled, capacity); });
      return filled + (got > 0 ? static_cast<size_t>(got) : 0);
    });
    if (got < 0) return lastError("read", path);
    if (got == 0) return text;
    filled += static_cast<size_t>(got);
    if (filled > maximum) return fail(SysError{EFBIG, "read", path, {}});
    capacity = std::max<size_t>(filled, 4096);
  }
}

/// One read for a regular file of known size; `readAll` goes on if it grew meanwhile.
Result<std::string, SysError> readKnownSize(int descriptor, size_t size, const std::string& path, uint64_t maximum) {
  std::string text;
  ssize_t got = 0;
  text.resize_and_overwrite(size + 1, [&](char* data, size_t) {
    got = retryInterrupted([&] { return ::read(descriptor, data, size + 1); });
    return got > 0 ? static_cast<size_t>(got) : 0;
  });
  if (got < 0) return lastError("read", path);
  if (static_cast<size_t>(got) == size) return text;
  auto rest = readAll(descriptor, 4096, path, maximum);
  if (!rest) return rest;
  return text + *rest;
}

}  // namespace

Result<std::string, SysError> readFile(const std::string& path, uint64_t maximum) {
  if (const embedded::File* file = embedded::find(path)) return std::string(file->bytes);
  OwnedDescriptor descriptor(retryInterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (descriptor.get() < 0) return lastError("open", path);
  struct stat info;
  if (::fstat(descriptor.get(), &info) != 0) return lastError("fstat", path);
  if (S_ISDIR(info.st_mode)) {
    errno = EISDIR;
    return lastError("read", path);
  }
  auto size = static_cast<uint64_t>(info.st_size);
  if (S_ISREG(info.st_mode) && size > maximum) return fail(SysError{EFBIG, "read", path, {}});
  if (S_ISREG(info.st_mode) && size > 0) return readKnownSize(descriptor.get(), size, path, maximum);
  return readAll(descriptor.get(), 65536, path, maximum);
}

Result<void, SysError> writeFile(const std::string& path, std::string_view bytes) {
  OwnedDescriptor file(
      retryInterrupted([&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666); }));
  if (file.get() < 0) return lastError("open", path);
  while (!bytes.empty()) {
    ssize_t count = retryInterrupted([&] { return ::write(file.get(), bytes.data(), bytes.size()); });
    if (count < 0) return lastError("write", path);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

Result<void, SysError> makeDirectories(const std::string& path) {
  auto make = [&]() -> int {
    if (::mkdir(path.c_str(), 0777) == 0) return 0;
    int error = errno;
    return fileKind(path) == FileKind::Directory ? 0 : error;
  };
  int error = make();
  std::string parent(paths::dirname(path));
  if (error == ENOENT && parent != path) {
    if (auto made = makeDirectories(parent); !made) return made;
    error = make();
  }
  if (error != 0) return fail(SysError{error, "mkdir", path, {}});
  return {};
}

Result<void, SysError> replaceFile(const std::string& path, std::string_view bytes) {
  if (auto made = makeDirectories(std::string(paths::dirname(path))); !made) return made;
  std::string draft = path + ".weft-" + std::to_string(getpid());
  auto written = writeFile(draft, bytes);
  if (written && ::rename(draft.c_str(), path.c_str()) != 0) written = fail(SysError{errno, "rename", draft, path});
  if (!written) ::unlink(draft.c_str());
  return written;
}

Result<FileStat, SysError> statFile(const std::string& path) {
  if (embedded::isInside(path)) return embedded::stat(path);
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) return lastError("stat", path);
  FileStat result;
  result.kind = kindOf(info.st_mode);
  result.size = static_cast<uint64_t>(info.st_size);
  result.modifiedNanoseconds = int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  result.changedNanoseconds = int64_t{info.st_ctim.tv_sec} * 1'000'000'000 + info.st_ctim.tv_nsec;
  result.device = info.st_dev;
  result.inode = info.st_ino;
  return result;
}

FileKind fileKind(const std::string& path) {
  if (embedded::isInside(path)) return embedded::kindOf(path);
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 ? kindOf(info.st_mode) : FileKind::Missing;
}

LinkKind linkKind(const std::string& path) {
  if (embedded::isInside(path)) return {embedded::kindOf(path), false};
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) return {FileKind::Missing, false};
  return {kindOf(info.st_mode), S_ISLNK(info.st_mode)};
}

Result<std::string, SysError> realPath(const std::string& path) {
  if (embedded::isInside(path)) {
    if (embedded::kindOf(path) == FileKind::Missing) return fail(SysError{ENOENT, "realpath", path, {}});
    return paths::resolve("/", path);
  }
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) return lastError("realpath", path);
  return std::string(real.get());
}

Result<std::string, SysError> currentDirectory() {
  std::string directory(4096, '\0');
  while (!::getcwd(directory.data(), directory.size())) {
    if (errno != ERANGE) return lastError("uv_cwd", "");
    directory.resize(directory.size() * 2);
  }
  directory.resize(directory.find('\0'));
  return directory;
}

}  // namespace weft
