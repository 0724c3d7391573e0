// File operations: making, listing and removing directories.

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "base/embedded_files.h"
#include "runtime/fs_operations.h"

namespace weft::runtime::fs {

namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

struct Entry {
  std::string name;
  uint8_t type;  // DT_*
};

bool isDots(const char* name) {
  return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

uint8_t typeOfMode(mode_t mode) {
  return uint8_t((mode & S_IFMT) >> 12);
}  // as <dirent.h>'s IFTODT

/// fs.constants.UV_DIRENT_*
uint8_t direntType(uint8_t type) {
  switch (type) {
    case DT_REG:
      return 1;
    case DT_DIR:
      return 2;
    case DT_LNK:
      return 3;
    case DT_FIFO:
      return 4;
    case DT_SOCK:
      return 5;
    case DT_CHR:
      return 6;
    case DT_BLK:
      return 7;
    default:
      return 0;
  }
}

/// The entries of an open directory but for `.` and `..`; false for a fault in errno.
bool readEntries(DIR* directory, std::vector<Entry>& out) {
  for (;;) {
    errno = 0;
    dirent* entry = ::readdir(directory);
    if (!entry) return errno == 0;
    if (isDots(entry->d_name)) continue;
    uint8_t type = entry->d_type;
    struct ::stat info;
    if (type == DT_UNKNOWN && ::fstatat(::dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
      type = typeOfMode(info.st_mode);
    out.push_back({entry->d_name, type});
  }
}

/// In the order of bytes, as scandir(3) of libuv gives them.
bool listDirectory(const std::string& path, std::vector<Entry>& out) {
  if (embedded::isInside(path)) {
    FileKind kind = embedded::kindOf(path);
    errno = kind == FileKind::Missing ? ENOENT : ENOTDIR;
    if (kind != FileKind::Directory) return false;
    for (auto& [name, type] : embedded::list(path))
      out.push_back({std::move(name), static_cast<uint8_t>(type == FileKind::File ? DT_REG : DT_DIR)});
    return true;
  }
  Directory directory(::opendir(path.c_str()));
  if (!directory || !readEntries(directory.get(), out)) return false;
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return true;
}

std::string joined(const std::string& directory, const std::string& name) {
  if (directory.empty()) return name;
  return directory.back() == '/' ? directory + name : directory + '/' + name;
}

SysResult<Names> list(const std::string& path, NameForm form, bool withTypes, bool recursive, const char* syscall) {
  Names out;
  out.form = form;
  if (withTypes) out.types.emplace();
  // Level by level: what is found last is listed last. Links are not followed.
  std::vector<std::string> pending{""};
  for (size_t i = 0; i < pending.size(); ++i) {
    std::string prefix = pending[i];
    std::string directory = prefix.empty() ? path : joined(path, prefix);
    std::vector<Entry> entries;
    if (!listDirectory(directory, entries)) return fail(lastError(syscall, i ? directory : path));
    for (Entry& entry : entries) {
      std::string name = joined(prefix, entry.name);
      if (recursive && entry.type == DT_DIR) pending.push_back(name);
      if (withTypes) out.types->push_back(direntType(entry.type));
      out.names.push_back(std::move(name));
    }
  }
  return out;
}

// Removal. Directories are held open and their entries removed relative to them, so that nobody can lead
// the walk elsewhere by putting a link in a directory's place.

bool removeEntries(int parent, const char* name, const std::string& path, SysError& error);

bool removeEntry(int parent, const Entry& entry, const std::string& path, SysError& error) {
  if (entry.type == DT_DIR) return removeEntries(parent, entry.name.c_str(), path, error);
  if (::unlinkat(parent, entry.name.c_str(), 0) == 0 || errno == ENOENT) return true;
  if (errno == EISDIR || errno == EPERM) {
    struct ::stat info;
    if (::fstatat(parent, entry.name.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode))
      return removeEntries(parent, entry.name.c_str(), path, error);
    errno = EPERM;
  }
  error = lastError("unlink", path);
  return false;
}

bool removeEntries(int parent, const char* name, const std::string& path, SysError& error) {
  int fd = uninterrupted([&] { return ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); });
  if (fd < 0) {
    if (errno == ENOENT) return true;
    error = lastError("scandir", path);
    return false;
  }
  Directory directory(::fdopendir(fd));
  std::vector<Entry> entries;
  if (!directory || !readEntries(directory.get(), entries)) {
    error = lastError("scandir", path);
    if (!directory) ::close(fd);
    return false;
  }
  for (const Entry& entry : entries)
    if (!removeEntry(fd, entry, joined(path, entry.name), error)) return false;
  if (::unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
  error = lastError("rmdir", path);
  return false;
}

bool removePath(const std::string& path, SysError& error) {
  struct ::stat info;
  if (::lstat(path.c_str(), &info)) {
    if (errno == ENOENT) return true;
    error = lastError("lstat", path);
    return false;
  }
  Entry entry{path, typeOfMode(info.st_mode)};
  return removeEntry(AT_FDCWD, entry, path, error);
}

bool mayPass(int code) {
  return code == EBUSY || code == EMFILE || code == ENFILE || code == ENOTEMPTY || code == EPERM;
}

/// Without the last name; empty if there is no other.
std::string parentOf(const std::string& path) {
  size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return {};
  size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return {};
  size_t last = path.find_last_not_of('/', slash);
  return last == std::string::npos ? "/" : path.substr(0, last + 1);
}

bool isDirectory(const std::string& path) {
  struct ::stat info;
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

SysResult<void> rmdir(const NativePath& path) {
  return checked(uninterrupted([&] { return ::rmdir(path.c_str()); }), "rmdir", path.bytes);
}

SysResult<void> removeTree(const NativePath& path, int retries, int delay) {
  SysError error;
  for (int attempt = 0; !removePath(path.bytes, error); ++attempt) {
    if (attempt >= retries || !mayPass(error.code)) return fail(error);
    int64_t milliseconds = int64_t(delay) * (attempt + 1);
    const timespec pause{time_t(milliseconds / 1000), long(milliseconds % 1000) * 1000000};
    ::nanosleep(&pause, nullptr);
  }
  return {};
}

SysResult<void> mkdir(const NativePath& path, int mode) {
  return checked(uninterrupted([&] { return ::mkdir(path.c_str(), mode_t(mode)); }), "mkdir", path.bytes);
}

SysResult<std::optional<std::string>> mkdirRecursive(const NativePath& path, int mode) {
  // Upwards to what is there, then down again.
  std::vector<std::string> missing{path.bytes};
  std::optional<std::string> first;
  while (!missing.empty()) {
    const std::string& next = missing.back();
    if (::mkdir(next.c_str(), mode_t(mode)) == 0) {
      if (!first) first = next;
      missing.pop_back();
      continue;
    }
    int code = errno;
    if (code == ENOENT) {
      std::string parent = parentOf(next);
      if (!parent.empty() && parent != next && !first) {
        missing.push_back(std::move(parent));
        continue;
      }
    } else if (code != EACCES && code != ENOSPC && code != ENOTDIR && code != EPERM && code != EROFS) {
      if (isDirectory(next)) {
        missing.pop_back();
        continue;
      }
      if (code == EEXIST && missing.size() > 1) code = ENOTDIR;
    } else if (code == EROFS && isDirectory(next)) {
      missing.pop_back();
      continue;
    }
    return fail(SysError{code, "mkdir", path.bytes, {}});
  }
  return first;
}

SysResult<Name> mkdtemp(const NativePath& prefix, NameForm form) {
  std::string path = prefix.bytes + "XXXXXX";
  if (!::mkdtemp(path.data())) return fail(lastError("mkdtemp", prefix.bytes + "XXXXXX"));
  return Name{path, form};
}

SysResult<Names> readdir(const NativePath& path, NameForm form, bool withTypes, bool recursive) {
  return list(path.bytes, form, withTypes, recursive, "scandir");
}

SysResult<Names> opendir(const NativePath& path, NameForm form, bool recursive) {
  return list(path.bytes, form, true, recursive, "opendir");
}

}  // namespace weft::runtime::fs
