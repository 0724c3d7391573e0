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

  IndexHeader* header = nullptr;
  Slot* slots = nullptr;
  uint64_t capacity = 0;
};

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

/// A build's folder, and only the files in it that are ours.
void removeBuild(const std::string& folder) {
  for (std::string_view name : kOwnFiles) ::unlink((folder + "/").append(name).c_str());
  ::rmdir(folder.c_str());
}

uint64_t bytesOf(const std::string& folder) {
  uint64_t total = 0;
  for (std::string_view name : kOwnFiles) {
    struct stat status;
    if (::stat((folder + "/").append(name).c_str(), &status) == 0) total += static_cast<uint64_t>(status.st_size);
  }
  return total;
}

/// Of other builds' folders, those that nobody has written to for some time go.
void removeOldBuilds(const std::string& directory, const std::string& build) {
  constexpr time_t kDays = 14;
  time_t now = ::time(nullptr);
  for (const std::string& name : namesIn(directory)) {
    std::string folder = directory + "/" + name;
    struct stat status;
    bool isOther = isBuildName(name) && name != build && ::stat(folder.c_str(), &status) == 0;
    if (isOther && now - status.st_mtime > kDays * 24 * 60 * 60) removeBuild(folder);
  }
}

/// Writing, while the lock is held.
class Writer {
 public:
  explicit Writer(std::string folder) : folder_(std::move(folder)) {}

  /// Gives false where nothing more can be written.
  bool append(const Hash128& key, const std::string& bytes) {
    if (end_ == 0 && !findEnd()) return false;
    Record record{kRecordMark, static_cast<uint32_t>(bytes.size()), checksumOf(key, bytes), key};
    written_.push_back({key, end_ + waiting_.size()});
    waiting_.append(reinterpret_cast<const char*>(&record), sizeof record);
    waiting_.append(bytes);
    waiting_.resize(padded(waiting_.size()));
    constexpr size_t kMostWaiting = size_t{4} << 20;
    return waiting_.size() < kMostWaiting || writeWaiting();
  }

  /// Enters what was appended.
  void finish() {
    if (written_.empty() || !writeWaiting()) return;
    uint64_t count = 0;
    {
      Mapping file(folder_ + "/index");
      Index index(file);
      if (index.header) count = index.header->count;
      if ((count + written_.size()) * 2 > index.capacity) {
        grow(index, count);
      }
    }
    Mapping file(folder_ + "/index", true);
    Index index(file);
    if (!index.header) return;
    for (const Slot& entry : written_) {
      Slot* slot = index.slotFor(entry.key);
      if (!slot) return;
      if (slot->offset == 0) ++index.header->count;
      slot->key = entry.key;
      slot->offset = entry.offset;
    }
    index.header->dataBytes = end_;
  }

 private:
  bool writeWaiting() {
    if (!writeAt(data_.get(), waiting_.data(), waiting_.size(), end_)) return false;
    end_ += waiting_.size();
    waiting_.clear();
    return true;
  }

  /// The first record is never at 0, which an index takes for nothing.
  bool findEnd() {
    struct stat status;
    if (!data_.isOpen() || fstat(data_.get(), &status) != 0) return false;
    end_ = padded(std::max<uint64_t>(static_cast<uint64_t>(status.st_size), kAlignment));
    return true;
  }

  void grow(const Index& old, uint64_t count) {
    uint64_t capacity = std::bit_ceil(std::max<uint64_t>((count + written_.size()) * 4, 1024));
    std::string bytes(sizeof(IndexHeader) + capacity * sizeof(Slot), '\0');
    IndexHeader header;
    header.capacity = capacity;
    auto* slots = reinterpret_cast<Slot*>(bytes.data() + sizeof header);
    for (uint64_t i = 0; i < old.capacity; ++i) {
      if (old.slots[i].offset == 0) continue;
      uint64_t at = old.slots[i].key.low;
      while (slots[at & (capacity - 1)].offset != 0) ++at;
      slots[at & (capacity - 1)] = old.slots[i];
      ++header.count;
    }
    std::memcpy(bytes.data(), &header, sizeof header);
    std::string path = folder_ + "/index.new";
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.isOpen() && writeAt(file.get(), bytes.data(), bytes.size(), 0))
      (void)::rename(path.c_str(), (folder_ + "/index").c_str());
  }

  std::string folder_;
  Descriptor data_{::open((folder_ + "/data").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  uint64_t end_ = 0;     // of the data; 0: not known yet
  std::string waiting_;  // records that are not written yet
  std::vector<Slot> written_;
};

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
  if (!slot || slot->offset == 0 || slot->offset % kAlignment != 0) return std::nullopt;
  size_t size = open->data.size();
  if (slot->offset > size || size - slot->offset < sizeof(Record)) return std::nullopt;
  Record record;
  std::memcpy(&record, open->data.base() + slot->offset, sizeof record);
  size_t room = size - slot->offset - sizeof record;
  if (record.mark != kRecordMark || record.key != key || record.length > room) return std::nullopt;
  std::string_view bytes(open->data.base() + slot->offset + sizeof record, record.length);
  if (checksumOf(key, bytes) != record.checksum) return std::nullopt;
  return bytes;
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
  Descriptor lock(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.isOpen() || ::flock(lock.get(), LOCK_EX) != 0) return;
  struct stat status;
  bool isFull =
      ::stat((folder + "/data").c_str(), &status) == 0 && static_cast<uint64_t>(status.st_size) > options_.maximumBytes;
  if (isFull) {
    // Whoever reads keeps the files that it has open.
    ::unlink((folder + "/index").c_str());
    ::unlink((folder + "/data").c_str());
  }
  Writer writer(folder);
  bool isWritten = true;
  for (const auto& [key, bytes] : news_) isWritten = isWritten && writer.append(key, bytes);
  if (isWritten) writer.finish();
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
    if (isBuildName(name)) removeBuild(options_.directory + "/" + name);
  if (::rmdir(options_.directory.c_str()) != 0 && errno != ENOENT && errno != ENOTEMPTY)
    return fail(SysError{errno, "rmdir", options_.directory, {}});
  return {};
}

}  // namespace weft::graph
