#include "base/embedded_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <mutex>
#include <utility>

#include "base/byte_stream.h"
#include "base/hash.h"
#include "base/owned_descriptor.h"
#include "base/paths.h"

namespace weft::embedded {

namespace {

/// Of a plain weft nothing but the words; of a program, where its files are in the executable. It is data of the
/// binary itself, so that it stays where what was appended is cut off.
struct Marker {
  char words[32];
  uint64_t offset;
  uint64_t size;
};
static_assert(sizeof(Marker) == 48);

/// Volatile: what is in the file is not what was compiled.
[[gnu::used]] alignas(16) const volatile Marker programMarker = {"weft: place of the program v1", 0, 0};

constexpr size_t kAlignment = 4096;

struct Installed {
  std::map<std::string, File, std::less<>> files;
  std::unique_ptr<Program> own;  // of install()
  int64_t time = 0;
};

const Installed* installed = nullptr;  // set once, at the start

/// Header: hash of the index, its size; the index; the files.
std::string payloadOf(const Program& program) {
  std::vector<std::pair<uint64_t, std::string_view>> parts;  // offset from the first file's
  uint64_t at = 0;
  auto place = [&](std::string_view bytes) {
    constexpr uint64_t kPartAlignment = 16;
    at = (at + kPartAlignment - 1) / kPartAlignment * kPartAlignment;
    parts.emplace_back(at, bytes);
    at += bytes.size();
    return parts.back().first;
  };
  ByteWriter index;
  index.text(program.entry);
  index.value(static_cast<uint32_t>(program.arguments.size()));
  for (const std::string& argument : program.arguments) index.text(argument);
  index.value(static_cast<uint32_t>(program.files.size()));
  for (const Program::Entry& file : program.files) {
    index.text(file.path);
    for (std::string_view bytes : {std::string_view(file.bytes), std::string_view(file.compiled)}) {
      index.value(place(bytes));
      index.value(uint64_t{bytes.size()});
    }
  }
  std::string text = index.take();
  ByteWriter out;
  out.value(hash128(text));
  out.text(text);
  out.align(kAlignment);
  std::string payload = out.take();
  size_t base = payload.size();
  for (const auto& [offset, bytes] : parts) {
    payload.resize(base + offset);
    payload += bytes;
  }
  return payload;
}

/// False where it is not whole.
bool read(std::string_view payload, Installed& into, Found& found) {
  ByteReader in(payload);
  auto hash = in.value<Hash128>();
  std::string_view text = in.text();
  in.align(kAlignment);
  if (!in.isGood() || hash128(text) != hash) return false;
  size_t headerSize = sizeof hash + sizeof(uint32_t) + text.size();
  std::string_view files = payload.substr((headerSize + kAlignment - 1) / kAlignment * kAlignment);
  ByteReader index(text);
  found.entry = index.text();
  for (uint32_t left = index.count(); left > 0; --left) found.arguments.emplace_back(index.text());
  uint64_t inode = 1;
  for (uint32_t left = index.count(); left > 0 && index.isGood(); --left) {
    std::string path(index.text());
    File file;
    file.inode = ++inode;
    for (std::string_view* part : {&file.bytes, &file.compiled}) {
      auto offset = index.value<uint64_t>();
      auto size = index.value<uint64_t>();
      if (offset > files.size() || size > files.size() - offset) return false;
      *part = files.substr(offset, size);
    }
    into.files.emplace(std::move(path), file);
  }
  return index.isGood();
}

bool isFolder(std::string_view path) {
  if (path == kRoot) return true;
  std::string prefix = std::string(path) + "/";
  auto after = installed->files.lower_bound(prefix);
  return after != installed->files.end() && after->first.starts_with(prefix);
}

std::string normal(std::string_view path) {
  std::string out = paths::normalize(path);
  if (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

}  // namespace

Result<std::string, std::string> withProgram(std::string weft, const Program& program) {
  if (programMarker.size != 0) return fail(std::string("this weft has a program in it; use a plain one"));
  std::string words(sizeof Marker::words, '\0');
  for (size_t i = 0; i < words.size(); ++i) words[i] = programMarker.words[i];
  size_t place = weft.find(words);
  if (place == weft.npos || weft.find(words, place + 1) != weft.npos)
    return fail(std::string("this weft's binary is not as it was built"));
  weft.resize((weft.size() + kAlignment - 1) / kAlignment * kAlignment);
  std::string payload = payloadOf(program);
  const uint64_t where[] = {weft.size(), payload.size()};
  std::memcpy(weft.data() + place + offsetof(Marker, offset), where, sizeof where);
  return weft + payload;
}

Found installProgram() {
  Found found;
  uint64_t size = programMarker.size;
  if (size == 0) return found;
  found.isProgram = true;
  found.fault =
      "the program in this executable is not whole: weft build --compile put it behind the binary's own "
      "parts, which strip and its like cut off";
  uint64_t offset = programMarker.offset;
  OwnedDescriptor file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  struct stat info;
  if (file.get() < 0 || ::fstat(file.get(), &info) != 0) return found;
  auto bytes = static_cast<uint64_t>(info.st_size);
  if (offset > bytes || size > bytes - offset || offset % kAlignment != 0) return found;
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), static_cast<off_t>(offset));
  if (mapped == MAP_FAILED) return found;
  auto into = std::make_unique<Installed>();
  into->time = int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  if (!read({static_cast<const char*>(mapped), size}, *into, found)) return found;
  installed = into.release();  // as long as the process
  found.fault.clear();
  return found;
}

void install(const Program& program) {
  auto into = std::make_unique<Installed>();
  into->own = std::make_unique<Program>(program);
  uint64_t inode = 1;
  for (const Program::Entry& file : into->own->files) into->files[file.path] = {file.bytes, file.compiled, ++inode};
  installed = into.release();
}

bool isInside(std::string_view path) {
  if (installed == nullptr || !path.starts_with(kRoot)) return false;
  return path.size() == kRoot.size() || path[kRoot.size()] == '/';
}

const File* find(std::string_view path) {
  if (!isInside(path)) return nullptr;
  auto found = installed->files.find(path);
  if (found == installed->files.end()) found = installed->files.find(normal(path));
  return found == installed->files.end() ? nullptr : &found->second;
}

FileKind kindOf(std::string_view path) {
  if (!isInside(path)) return FileKind::Missing;
  if (find(path)) return path.ends_with('/') ? FileKind::Missing : FileKind::File;
  return isFolder(normal(path)) ? FileKind::Directory : FileKind::Missing;
}

std::vector<std::pair<std::string, FileKind>> list(std::string_view folder) {
  std::vector<std::pair<std::string, FileKind>> out;
  std::string prefix = normal(folder) + "/";
  for (auto at = installed->files.lower_bound(prefix); at != installed->files.end(); ++at) {
    if (!at->first.starts_with(prefix)) break;
    std::string_view rest = std::string_view(at->first).substr(prefix.size());
    std::string name(rest.substr(0, rest.find('/')));
    if (!out.empty() && out.back().first == name) continue;
    out.emplace_back(std::move(name), rest.find('/') == rest.npos ? FileKind::File : FileKind::Directory);
  }
  return out;
}

Result<FileStat, SysError> stat(std::string_view path) {
  FileKind kind = kindOf(path);
  if (kind == FileKind::Missing) return fail(SysError{ENOENT, "stat", std::string(path), {}});
  FileStat out;
  out.kind = kind;
  out.modifiedNanoseconds = out.changedNanoseconds = installed->time;
  out.inode = 1;
  if (const File* file = find(path); file && kind == FileKind::File) {
    out.size = file->bytes.size();
    out.inode = file->inode;
  }
  return out;
}

int open(std::string_view path, int flags) {
  bool isToWrite = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
  FileKind kind = kindOf(path);
  if (isToWrite || kind != FileKind::File) {
    errno = isToWrite ? EROFS : kind == FileKind::Directory ? EISDIR : ENOENT;
    return -1;
  }
  const File& file = *find(path);
  std::string name(paths::basename(path));
  if (constexpr size_t kLongest = 200; name.size() > kLongest) name.resize(kLongest);
  OwnedDescriptor memory(::memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (memory.get() < 0) return -1;
  for (std::string_view rest = file.bytes; !rest.empty();) {
    ssize_t count = ::write(memory.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    rest.remove_prefix(static_cast<size_t>(count));
  }
  (void)::fchmod(memory.get(), 0644);
  (void)::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  // Of its own, and to read alone.
  std::string self = "/proc/self/fd/" + std::to_string(memory.get());
  int opened = ::open(self.c_str(), O_RDONLY | O_CLOEXEC | (flags & O_NONBLOCK));
  if (opened >= 0) return opened;
  (void)::lseek(memory.get(), 0, SEEK_SET);
  return ::fcntl(memory.get(), F_DUPFD_CLOEXEC, 0);
}

}  // namespace weft::embedded
