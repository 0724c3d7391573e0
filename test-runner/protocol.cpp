#include "test-runner/protocol.h"

#include <bit>
#include <concepts>
#include <cstring>
#include <type_traits>
#include <utility>

namespace weft::test {

namespace {

// Orders and events are numbered apart by their place in the variant; an event's has the high bit, so that neither end
// takes what was meant for the other.
constexpr uint8_t kEventBit = 0x80;
constexpr size_t kHeaderSize = 4;
constexpr uint32_t kMaximumFrame = uint32_t{1} << 30;

static_assert(std::endian::native == std::endian::little, "numbers are copied as they are");

// ---- the fields of each message, once for both directions

class Writer {
 public:
  void operator()(const auto&... parts) { (put(parts), ...); }
  [[nodiscard]] std::string take() { return std::move(out_); }
  void start(uint8_t kind) {
    out_.assign(kHeaderSize, '\0');
    out_.push_back(static_cast<char>(kind));
  }
  void finish() {
    auto length = static_cast<uint32_t>(out_.size() - kHeaderSize);
    memcpy(out_.data(), &length, sizeof length);
  }

 private:
  template <typename T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(T value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put(const std::string& text) {
    put(static_cast<uint32_t>(text.size()));
    out_.append(text);
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    put(static_cast<uint32_t>(list.size()));
    for (const T& item : list) put(item);
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <typename T>
    requires std::is_class_v<T>
  void put(const T& message);

  std::string out_;
};

/// Of one frame. After a fault everything it gives is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  void operator()(auto&... parts) { (take(parts), ...); }
  [[nodiscard]] bool isWhole() const { return !isBroken_ && bytes_.empty(); }

 private:
  std::string_view raw(size_t size) {
    if (isBroken_ || size > bytes_.size()) {
      isBroken_ = true;
      return {};
    }
    std::string_view part = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return part;
  }
  template <typename T>
    requires std::is_arithmetic_v<T>
  void take(T& value) {
    std::string_view part = raw(sizeof value);
    if (part.size() == sizeof value) memcpy(&value, part.data(), sizeof value);
  }
  void take(bool& value) { value = byteUpTo(1) != 0; }
  void take(Mode& value) { value = static_cast<Mode>(byteUpTo(static_cast<uint8_t>(Mode::Todo))); }
  void take(Status& value) { value = static_cast<Status>(byteUpTo(static_cast<uint8_t>(Status::Todo))); }
  uint8_t byteUpTo(uint8_t maximum) {
    uint8_t value = 0;
    take(value);
    if (value <= maximum) return value;
    isBroken_ = true;
    return 0;
  }
  void take(std::string& text) {
    uint32_t size = 0;
    take(size);
    text = raw(size);
  }
  template <typename T>
  void take(std::vector<T>& list) {
    uint32_t size = 0;
    take(size);
    // Every item has four bytes at least: a length that lies takes no memory.
    if (size > bytes_.size() / sizeof(uint32_t)) isBroken_ = true;
    if (isBroken_) return;
    list.resize(size);
    for (T& item : list) take(item);
  }
  template <typename T>
  void take(std::optional<T>& value) {
    bool isThere = false;
    take(isThere);
    if (isThere) take(value.emplace());
  }
  template <typename T>
    requires std::is_class_v<T>
  void take(T& message);

  std::string_view bytes_;
  bool isBroken_ = false;
};

template <typename T, typename U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

void visit(auto& io, Like<Configure> auto& m) {
  io(m.project, m.json);
}
void visit(auto& io, Like<Run> auto& m) {
  io(m.file, m.project, m.path, m.reported);
}
void visit(auto& io, Like<Ask> auto& m) {
  io(m.question, m.module, m.name, m.argument);
}
void visit(auto&, Like<Quit> auto&) {}
void visit(auto& io, Like<StartCoverage> auto& m) {
  io(m.root);
}
void visit(auto&, Like<TellCoverage> auto&) {}
void visit(auto&, Like<Trace> auto&) {}
void visit(auto&, Like<TellSetup> auto&) {}
void visit(auto&, Like<ShareRealms> auto&) {}
void visit(auto& io, Like<Place> auto& m) {
  io(m.path, m.line, m.column);
}
void visit(auto& io, Like<Fault> auto& m) {
  io(m.name, m.message, m.stack, m.place, m.cause);
}
void visit(auto& io, Like<TestInfo> auto& m) {
  io(m.names, m.mode, m.place);
}
void visit(auto& io, Like<FileStarted> auto& m) {
  io(m.file, m.thread);
}
void visit(auto& io, Like<Collected> auto& m) {
  io(m.file, m.tests);
}
void visit(auto& io, Like<TestStarted> auto& m) {
  io(m.file, m.test);
}
void visit(auto& io, Like<TestEnded> auto& m) {
  io(m.file, m.test, m.status, m.milliseconds, m.attempts, m.faults, m.note);
}
void visit(auto& io, Like<Output> auto& m) {
  io(m.file, m.descriptor, m.text);
}
void visit(auto& io, Like<SnapshotCounts> auto& m) {
  io(m.added, m.matched, m.unmatched, m.updated, m.removed, m.fileRemoved, m.fileWritten, m.obsolete);
}
void visit(auto& io, Like<FileEnded> auto& m) {
  io(m.file, m.milliseconds, m.faults, m.snapshots, m.inputs, m.missing, m.stamps, m.present, m.variables, m.leftOpen,
     m.untraced);
}
void visit(auto& io, Like<FileStopped> auto& m) {
  io(m.file, m.reason);
}
void visit(auto& io, Like<Answer> auto& m) {
  io(m.question, m.json, m.fault);
}
void visit(auto& io, Like<Covered> auto& m) {
  io(m.files, m.isLast);
}

template <typename T>
  requires std::is_class_v<T>
void Writer::put(const T& message) {
  visit(*this, message);
}

template <typename T>
  requires std::is_class_v<T>
void Reader::take(T& message) {
  visit(*this, message);
}

template <typename Variant>
std::string encodeFrame(const Variant& message, uint8_t bit) {
  Writer writer;
  writer.start(static_cast<uint8_t>(message.index()) | bit);
  std::visit([&](const auto& m) { writer(m); }, message);
  writer.finish();
  return writer.take();
}

/// The `kind`th alternative from its fields; nothing if there is none, or the fields are not its.
template <typename Variant, size_t index = 0>
std::optional<Variant> decode(size_t kind, std::string_view body) {
  if constexpr (index < std::variant_size_v<Variant>) {
    if (kind != index) return decode<Variant, index + 1>(kind, body);
    std::variant_alternative_t<index, Variant> message;
    Reader reader(body);
    reader(message);
    if (reader.isWhole()) return std::optional<Variant>(std::in_place, std::move(message));
  }
  return std::nullopt;
}

}  // namespace

std::string encode(const Order& order) {
  return encodeFrame(order, 0);
}

std::string encode(const Event& event) {
  return encodeFrame(event, kEventBit);
}

void FrameReader::append(std::string_view bytes) {
  if (isBroken_) return;
  if (read_ != 0) {
    bytes_.erase(0, read_);
    read_ = 0;
  }
  bytes_.append(bytes);
}

std::optional<std::string_view> FrameReader::nextFrame() {
  if (isBroken_ || bytes_.size() - read_ < kHeaderSize) return std::nullopt;
  uint32_t length = 0;
  memcpy(&length, bytes_.data() + read_, sizeof length);
  if (length == 0 || length > kMaximumFrame) {
    isBroken_ = true;
    return std::nullopt;
  }
  if (bytes_.size() - read_ - kHeaderSize < length) return std::nullopt;
  std::string_view frame(bytes_.data() + read_ + kHeaderSize, length);
  read_ += kHeaderSize + length;
  return frame;
}

std::optional<Order> FrameReader::nextOrder() {
  auto frame = nextFrame();
  if (!frame) return std::nullopt;
  auto order = decode<Order>(static_cast<uint8_t>(frame->front()), frame->substr(1));
  if (!order) isBroken_ = true;
  return order;
}

std::optional<Event> FrameReader::nextEvent() {
  auto frame = nextFrame();
  if (!frame) return std::nullopt;
  auto kind = static_cast<uint8_t>(frame->front());
  std::optional<Event> event;
  if (kind & kEventBit) event = decode<Event>(kind & ~kEventBit, frame->substr(1));
  if (!event) isBroken_ = true;
  return event;
}

}  // namespace weft::test
