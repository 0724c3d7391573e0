#include "graph/disk_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <functional>
#include <utility>

#include "base/paths.h"

namespace weft::graph {

namespace {

constexpr uint32_t kRecordMark = 0x77656674;
constexpr uint64_t kIndexMark = 0x31786469'74666577;
constexpr size_t kAlignment = 16;

/// Before each entry's bytes in `data`.
struct Record {
  uint32_t mark = kRecordMark;
  uint32_t length = 0;
  uint64_t checksum = 0;  // of the bytes, by the key
  Hash128 key;
};
static_assert(sizeof(Record) % kAlignment == 0);

struct Slot {
  Hash128 key;
  uint64_t offset = 0;  // of the record; 0: free
};

struct IndexHeader {
  uint64_t mark = kIndexMark;
  uint64_t capacity = 0;  // a power of two
  uint64_t count = 0;
  uint64_t dataBytes = 0;
};

uint64_t checksumOf(const Hash128& key, std::string_view bytes) {
  return hash64(bytes, key.low ^ key.high);
}

uint64_t padded(uint64_t size) {
  return (size + kAlignment - 1) & ~uint64_t{kAlignment - 1};
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool isOpen() const { return value_ >= 0; }

 private:
  int value_;
};

/// A file in memory; empty if it is not there, or not this user's.
class Mapping {
 public:
  explicit Mapping(const std::string& path, bool writes = false) {
    Descriptor file(::open(path.c_str(), (writes ? O_RDWR : O_RDONLY) | O_CLOEXEC));
    struct stat status;
    if (!file.isOpen() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    if (status.st_size == 0 || status.st_uid != geteuid()) return;
    size_ = static_cast<size_t>(status.st_size);
    void* place = mmap(nullptr, size_, writes ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file.get(), 0);
    if (place == MAP_FAILED)
      size_ = 0;
    else
      base_ = static_cast<char*>(place);
  }
  ~Mapping() {
    if (base_) munmap(base_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] char* base() const { return base_; }
  [[nodiscard]] size_t size() const { return size_; }

 private:
  char* base_ = nullptr;
  size_t size_ = 0;
};

/// The table in a mapped `index`; no slots where the file is not one.
struct Index {
  explicit Index(const Mapping& file) {
    if (file.size() < sizeof(IndexHeader)) return;
    auto* found = reinterpret_cast<IndexHeader*>(file.base());
    uint64_t room = (file.size() - sizeof(IndexHeader)) / sizeof(Slot);
    if (found->mark != kIndexMark || !std::has_single_bit(found->capacity) || found->capacity > room) return;
    header = found;
    slots = reinterpret_cast<Slot*>(file.base() + sizeof(IndexHeader));
    capacity = found->capacity;
  }

  /// The slot with the key, or the free one where it would be; null when the table is full.
  [[nodiscard]] Slot* slotFor(const Hash128& key) const {
    for (uint64_t i = 0; i < capacity; ++i) {
      Slot& slot = slots[(key.low + i) & (capacity - 1)];
      if (slot.offset == 0 || slot.key == key) return &slot;
    }
    return nullptr;
  }

  /// The slots that may be entries of `dataBytes` of data. (The header's count may be damaged.)
  [[nodiscard]] std::vector<Slot> entries(uint64_t dataBytes) const {
    std::vector<Slot> out;
    for (uint64_t i = 0; i < capacity; ++i) {
      uint64_t offset = slots[i].offset;
      if (offset != 0 && offset % kAlignment == 0 && offset < dataBytes) out.push_back(slots[i]);
    }
    return out;
  }

  IndexHeader* header = nullptr;
  Slot* slots = nullptr;
  uint64_t capacity = 0;
};

/// The record at `offset` with the key, if it is whole. Without `checks` its bytes are not looked at.
std::optional<std::string_view> recordAt(const Mapping& data, uint64_t offset, const Hash128& key, bool checks = true) {
  size_t size = data.size();
  if (offset % kAlignment != 0 || offset > size || size - offset < sizeof(Record)) return std::nullopt;
  Record record;
  std::memcpy(&record, data.base() + offset, sizeof record);
  size_t room = size - offset - sizeof record;
  if (record.mark != kRecordMark || record.key != key || record.length > room) return std::nullopt;
  std::string_view bytes(data.base() + offset + sizeof record, record.length);
  if (checks && checksumOf(key, bytes) != record.checksum) return std::nullopt;
  return bytes;
}

bool writeAt(int file, const void* bytes, size_t size, uint64_t offset) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    ssize_t count = ::pwrite(file, at, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    offset += static_cast<uint64_t>(count);
    size -= static_cast<size_t>(count);
  }
  return true;
}

/// `mkdir -p`, for the user alone.
bool makeDirectory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return true;
  if (errno != ENOENT || path.size() < 2) return false;
  return makeDirectory(std::string(paths::dirname(path))) && (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST);
}

bool isOwn(const std::string& path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & 022) == 0;
}

/// Names in a folder, without "." and "..".
std::vector<std::string> namesIn(const std::string& path) {
  std::vector<std::string> names;
  DIR* folder = opendir(path.c_str());
  if (!folder) return names;
  while (dirent* entry = readdir(folder)) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  closedir(folder);
  return names;
}

constexpr std::string_view kOwnFiles[] = {"data", "index", "lock", "data.new", "index.new"};

bool isBuildName(std::string_view name) {
  return name.size() >= 8 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

uint64_t bytesOf(const std::string& folder) {
  uint64_t total = 0;
  for (std::string_view name : kOwnFiles) {
    struct stat status;
    if (::stat((folder + "/").append(name).c_str(), &status) == 0) total += static_cast<uint64_t>(status.st_size);
  }
  return total;
}

/// The lock of a build's folder, if it could be had in time and is that of the folder as it is now.
class Lock {
 public:
  explicit Lock(const std::string& folder)
      : file_(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    constexpr int kTries = 1500;
    constexpr useconds_t kMicroseconds = 2'000;
    error_ = file_.isOpen() ? EWOULDBLOCK : errno;
    if (!file_.isOpen()) return;
    for (int i = 0; i < kTries; ++i) {
      if (::flock(file_.get(), LOCK_EX | LOCK_NB) == 0) {
        struct stat own;
        struct stat there;
        isHeld_ = ::fstat(file_.get(), &own) == 0 && ::stat((folder + "/lock").c_str(), &there) == 0 &&
                  own.st_ino == there.st_ino && own.st_dev == there.st_dev;
        return;
      }
      if (errno != EWOULDBLOCK && errno != EINTR) return;
      ::usleep(kMicroseconds);
    }
  }
  [[nodiscard]] bool isHeld() const { return isHeld_; }
  [[nodiscard]] int error() const { return error_; }  // of a lock that is not held

 private:
  Descriptor file_;
  bool isHeld_ = false;
  int error_ = 0;
};

/// A build's folder, and only the files in it that are ours; not while somebody writes there.
Result<void, SysError> removeBuild(const std::string& folder) {
  Lock lock(folder);
  if (!lock.isHeld()) return fail(SysError{lock.error(), "flock", folder + "/lock", {}});
  for (std::string_view name : kOwnFiles) ::unlink((folder + "/").append(name).c_str());
  ::rmdir(folder.c_str());
  return {};
}

/// Of other builds' folders, those that nobody has written to for some time go.
void removeOldBuilds(const std::string& directory, const std::string& build) {
  constexpr time_t kDays = 14;
  time_t now = ::time(nullptr);
  for (const std::string& name : namesIn(directory)) {
    std::string folder = directory + "/" + name;
    struct stat status;
    bool isOther = isBuildName(name) && name != build && ::stat(folder.c_str(), &status) == 0;
    if (isOther && now - status.st_mtime > kDays * 24 * 60 * 60) (void)removeBuild(folder);
  }
}

/// Entries at the end of a file of data.
class DataFile {
 public:
  DataFile(const std::string& path, int flags)
      : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | flags, 0600)) {
    struct stat status;
    if (!file_.isOpen() || ::fstat(file_.get(), &status) != 0) return;
    before_ = static_cast<uint64_t>(status.st_size);
    // The first record is never at 0, which an index takes for nothing.
    end_ = padded(std::max<uint64_t>(before_, kAlignment));
  }

  [[nodiscard]] bool isOpen() const { return end_ != 0; }
  [[nodiscard]] uint64_t size() const { return end_; }
  [[nodiscard]] const std::vector<Slot>& written() const { return written_; }

  /// Gives false where nothing more can be written.
  bool append(const Hash128& key, std::string_view bytes) {
    Record record{kRecordMark, static_cast<uint32_t>(bytes.size()), checksumOf(key, bytes), key};
    written_.push_back({key, end_ + waiting_.size()});
    waiting_.append(reinterpret_cast<const char*>(&record), sizeof record);
    waiting_.append(bytes);
    waiting_.resize(padded(waiting_.size()));
    constexpr size_t kMostWaiting = size_t{4} << 20;
    return waiting_.size() < kMostWaiting || flush();
  }

  bool flush() {
    if (!writeAt(file_.get(), waiting_.data(), waiting_.size(), end_)) return false;
    end_ += waiting_.size();
    waiting_.clear();
    return true;
  }

  /// What was appended is taken back: a full disk is not left fuller.
  void undo() { (void)!::ftruncate(file_.get(), static_cast<off_t>(before_)); }

 private:
  Descriptor file_;
  uint64_t before_ = 0;
  uint64_t end_ = 0;     // 0: not open
  std::string waiting_;  // records that are not written yet
  std::vector<Slot> written_;
};

/// Writes a table of the entries to `path`; of two with the same key the later stays.
bool writeIndex(const std::string& path, const std::vector<Slot>& entries, uint64_t dataBytes) {
  uint64_t capacity = std::bit_ceil(std::max<uint64_t>(entries.size() * 4, 1024));
  // In words, so that it is aligned as its parts are.
  std::vector<uint64_t> words((sizeof(IndexHeader) + capacity * sizeof(Slot)) / sizeof(uint64_t));
  IndexHeader header;
  header.capacity = capacity;
  header.dataBytes = dataBytes;
  auto* slots = reinterpret_cast<Slot*>(words.data() + sizeof header / sizeof(uint64_t));
  for (const Slot& entry : entries) {
    uint64_t at = entry.key.low & (capacity - 1);
    while (slots[at].offset != 0 && slots[at].key != entry.key) at = (at + 1) & (capacity - 1);
    header.count += slots[at].offset == 0;
    slots[at] = entry;
  }
  std::memcpy(words.data(), &header, sizeof header);
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  return file.isOpen() && writeAt(file.get(), words.data(), words.size() * sizeof(uint64_t), 0);
}

/// Enters new entries of the data where they fit, else in a larger table that takes the index's place.
void enter(const std::string& folder, const DataFile& data) {
  std::string path = folder + "/index";
  Mapping file(path, true);
  Index index(file);
  std::vector<Slot> entries = index.entries(data.size());
  if ((entries.size() + data.written().size()) * 2 <= index.capacity) {
    uint64_t count = entries.size();
    for (const Slot& entry : data.written()) {
      Slot* slot = index.slotFor(entry.key);
      if (!slot) return;
      count += slot->offset == 0;
      slot->key = entry.key;
      slot->offset = entry.offset;
    }
    index.header->count = count;
    index.header->dataBytes = data.size();
    return;
  }
  entries.insert(entries.end(), data.written().begin(), data.written().end());
  if (writeIndex(path + ".new", entries, data.size())) (void)::rename((path + ".new").c_str(), path.c_str());
}

/// Keeps the newest entries up to `bytes`. Whoever reads keeps the files that it has open; one that opens the new data
/// with the old index finds nothing there.
void shrink(const std::string& folder, uint64_t bytes) {
  std::string dataPath = folder + "/data";
  std::string indexPath = folder + "/index";
  bool isDone = [&] {
    Mapping old(dataPath);
    Mapping file(indexPath);
    std::vector<Slot> entries = Index(file).entries(old.size());
    std::ranges::sort(entries, std::greater(), &Slot::offset);
    size_t kept = 0;
    uint64_t total = 0;
    for (; kept < entries.size(); ++kept) {
      auto found = recordAt(old, entries[kept].offset, entries[kept].key, false);
      if (found && (total += found->size()) > bytes) break;
    }
    DataFile data(dataPath + ".new", O_TRUNC);
    if (!data.isOpen()) return false;
    for (size_t i = kept; i-- > 0;)
      if (auto found = recordAt(old, entries[i].offset, entries[i].key))
        if (!data.append(entries[i].key, *found)) return false;
    return data.flush() && writeIndex(indexPath + ".new", data.written(), data.size());
  }();
  if (isDone && ::rename((dataPath + ".new").c_str(), dataPath.c_str()) == 0 &&
      ::rename((indexPath + ".new").c_str(), indexPath.c_str()) == 0)
    return;
  for (const std::string& path : {indexPath, dataPath, dataPath + ".new", indexPath + ".new"}) ::unlink(path.c_str());
}

}  // namespace

struct DiskCache::Files {
  explicit Files(const std::string& folder) : data(folder + "/data"), indexFile(folder + "/index"), index(indexFile) {}
  Mapping data;
  Mapping indexFile;
  Index index;
};

DiskCache::DiskCache(DiskCacheOptions options) : options_(std::move(options)) {}

DiskCache::~DiskCache() {
  // The engine runs what was found in them, to its own end.
  static std::vector<std::unique_ptr<Files>> kept;
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  if (files_) kept.push_back(std::move(files_));
}

const DiskCache::Files* DiskCache::files() {
  std::call_once(opened_, [&] {
    std::string folder = options_.directory + "/" + options_.build;
    if (isOwn(folder)) files_ = std::make_unique<Files>(folder);
  });
  return files_ && files_->index.header ? files_.get() : nullptr;
}

std::optional<std::string_view> DiskCache::find(const Hash128& key) {
  const Files* open = files();
  if (!open) return std::nullopt;
  const Slot* slot = open->index.slotFor(key);
  if (!slot || slot->offset == 0) return std::nullopt;
  return recordAt(open->data, slot->offset, key);
}

void DiskCache::put(const Hash128& key, std::string bytes) {
  if (bytes.size() > UINT32_MAX / 2) return;
  std::lock_guard lock(mutex_);
  news_[key] = std::move(bytes);
}

void DiskCache::flush() {
  std::lock_guard guard(mutex_);
  if (news_.empty()) return;
  std::string folder = options_.directory + "/" + options_.build;
  bool isNew = ::access(folder.c_str(), F_OK) != 0;
  if (!makeDirectory(folder) || !isOwn(folder)) return;
  if (isNew) removeOldBuilds(options_.directory, options_.build);
  Lock lock(folder);
  if (!lock.isHeld()) return;
  struct stat status;
  bool isFull =
      ::stat((folder + "/data").c_str(), &status) == 0 && static_cast<uint64_t>(status.st_size) > options_.maximumBytes;
  if (isFull) shrink(folder, options_.maximumBytes / 2);
  DataFile data(folder + "/data", 0);
  if (!data.isOpen()) return;
  bool isWritten = true;
  for (const auto& [key, bytes] : news_) isWritten = isWritten && data.append(key, bytes);
  if (isWritten && data.flush())
    enter(folder, data);
  else
    data.undo();
  news_.clear();
}

DiskCacheStats DiskCache::stats() {
  DiskCacheStats stats;
  for (const std::string& name : namesIn(options_.directory)) {
    if (!isBuildName(name)) continue;
    uint64_t bytes = bytesOf(options_.directory + "/" + name);
    (name == options_.build ? stats.bytes : stats.otherBytes) += bytes;
  }
  if (const Files* open = files()) stats.entries = open->index.header->count;
  return stats;
}

Result<void, SysError> DiskCache::clean() {
  for (const std::string& name : namesIn(options_.directory))
    if (isBuildName(name))
      if (auto removed = removeBuild(options_.directory + "/" + name); !removed) return removed;
  if (::rmdir(options_.directory.c_str()) != 0 && errno != ENOENT && errno != ENOTEMPTY)
    return fail(SysError{errno, "rmdir", options_.directory, {}});
  return {};
}

}  // namespace weft::graph
