// zlib: deflate, zlib's own format, and gzip. https://www.rfc-editor.org/rfc/rfc1950 to rfc1952

#include <limits.h>
#include <zlib.h>

#include <algorithm>

#include "runtime/codec.h"

namespace weft::runtime {

namespace {

constexpr uint8_t kGzipMagic[] = {0x1f, 0x8b};
constexpr int kGzipFlag = 16, kDetectFlag = 32;  // added to windowBits

bool isDeflating(ZlibMode mode) {
  return mode == ZlibMode::Deflate || mode == ZlibMode::Gzip || mode == ZlibMode::DeflateRaw;
}

std::string nameOf(int code) {
  switch (code) {
    case Z_OK:
      return "Z_OK";
    case Z_STREAM_END:
      return "Z_STREAM_END";
    case Z_NEED_DICT:
      return "Z_NEED_DICT";
    case Z_ERRNO:
      return "Z_ERRNO";
    case Z_STREAM_ERROR:
      return "Z_STREAM_ERROR";
    case Z_DATA_ERROR:
      return "Z_DATA_ERROR";
    case Z_MEM_ERROR:
      return "Z_MEM_ERROR";
    case Z_BUF_ERROR:
      return "Z_BUF_ERROR";
    case Z_VERSION_ERROR:
      return "Z_VERSION_ERROR";
    default:
      return "Z_UNKNOWN_ERROR";
  }
}

class ZlibCodec final : public Codec {
 public:
  explicit ZlibCodec(ZlibSettings settings) : settings_(std::move(settings)), mode_(settings_.mode) {}
  ZlibCodec(const ZlibCodec&) = delete;
  ~ZlibCodec() override {
    if (!started_) return;
    if (isDeflating(settings_.mode))
      deflateEnd(&stream_);
    else
      inflateEnd(&stream_);
  }

  void process(CodecBuffers& io, int flush) override {
    if (!start()) return;
    // zlib counts in 32 bits.
    for (;;) {
      stream_.next_in = const_cast<Bytef*>(io.in);
      stream_.avail_in = static_cast<uInt>(std::min<size_t>(io.inSize, UINT_MAX));
      stream_.next_out = io.out;
      stream_.avail_out = static_cast<uInt>(std::min<size_t>(io.outSize, UINT_MAX));
      bool isPart = io.inSize > UINT_MAX;
      step(isPart ? Z_NO_FLUSH : flush);
      size_t read = static_cast<size_t>(stream_.next_in - io.in);
      size_t written = static_cast<size_t>(stream_.next_out - io.out);
      io = {io.in + read, io.inSize - read, io.out + written, io.outSize - written};
      if (!isPart || result_ != Z_OK || io.outSize == 0) return;
    }
  }

  std::optional<CodecError> error(const CodecBuffers& left, int flush) const override {
    switch (result_) {
      case Z_OK:
      case Z_BUF_ERROR:
        if (left.outSize != 0 && flush == Z_FINISH) return unexpectedEnd();
        return std::nullopt;
      case Z_STREAM_END:
        return std::nullopt;
      case Z_NEED_DICT:
        return failure(settings_.dictionary.empty() ? "Missing dictionary" : "Bad dictionary");
      default:
        return failure(message_);
    }
  }

  std::optional<CodecError> reset() override {
    mode_ = settings_.mode;
    magicSeen_ = 0;
    if (!started_) return std::nullopt;
    message_ = kGeneric;
    restart();
    if (result_ != Z_OK) return failure("Failed to reset stream");
    if (!setDictionary()) return failure(message_);
    return std::nullopt;
  }

  std::optional<CodecError> setParams(int level, int strategy) override {
    settings_.level = level;
    settings_.strategy = strategy;
    if (!started_ || !isDeflating(mode_)) return std::nullopt;
    // What it writes was flushed before.
    uint8_t room[64];
    stream_.next_in = nullptr;
    stream_.avail_in = 0;
    stream_.next_out = room;
    stream_.avail_out = 0;
    result_ = deflateParams(&stream_, level, strategy);
    if (result_ == Z_OK || result_ == Z_BUF_ERROR) return std::nullopt;
    return failure("Failed to set parameters");
  }

  bool expands() const override { return !isDeflating(settings_.mode); }

  size_t memoryCost() const override {
    if (!started_) return 0;
    constexpr size_t kState = size_t{16} << 10;
    int window = settings_.windowBits ? settings_.windowBits : MAX_WBITS;
    if (!isDeflating(settings_.mode)) return kState + (size_t{1} << window);
    return kState + (size_t{1} << (window + 2)) + (size_t{1} << (settings_.memLevel + 9));
  }

  CodecOutput processAll(std::span<const uint8_t> input, int flush, size_t limit) override {
    if (flush == Z_FINISH && !started_) {
      auto output = expands() ? inflateWhole(settings_, input, limit) : deflateWhole(settings_, input, limit);
      if (output) return std::move(*output);
    }
    return Codec::processAll(input, flush, limit);
  }

 private:
  CodecError failure(const char* message) const {
    return {stream_.msg ? stream_.msg : message, nameOf(result_), result_};
  }

  /// Takes zlib's memory with the first bytes, not before.
  bool start() {
    if (started_) return true;
    int bits = settings_.windowBits;
    switch (settings_.mode) {
      case ZlibMode::Gzip:
      case ZlibMode::Gunzip:
        bits += kGzipFlag;
        break;
      case ZlibMode::Unzip:
        bits += kDetectFlag;
        break;
      case ZlibMode::DeflateRaw:
      case ZlibMode::InflateRaw:
        bits = -bits;
        break;
      default:
        break;
    }
    result_ = isDeflating(settings_.mode)
                  ? deflateInit2(&stream_, settings_.level, Z_DEFLATED, bits, settings_.memLevel, settings_.strategy)
                  : inflateInit2(&stream_, bits);
    if (result_ != Z_OK) {
      message_ = "Init error";
      return false;
    }
    started_ = true;
    return setDictionary();
  }

  bool setDictionary() {
    const auto& dictionary = settings_.dictionary;
    if (dictionary.empty()) return true;
    auto size = static_cast<uInt>(dictionary.size());
    if (settings_.mode == ZlibMode::Deflate || settings_.mode == ZlibMode::DeflateRaw)
      result_ = deflateSetDictionary(&stream_, dictionary.data(), size);
    else if (settings_.mode == ZlibMode::InflateRaw)
      result_ = inflateSetDictionary(&stream_, dictionary.data(), size);
    if (result_ == Z_OK) return true;
    message_ = "Failed to set dictionary";
    return false;
  }

  void restart() { result_ = isDeflating(settings_.mode) ? deflateReset(&stream_) : inflateReset(&stream_); }

  void step(int flush) {
    message_ = kGeneric;
    if (isDeflating(mode_)) {
      result_ = deflate(&stream_, flush);
      return;
    }
    if (mode_ == ZlibMode::Unzip) detect();
    inflateStep(flush);
    // Another member of a gzip file follows, or garbage; zeros are padding.
    while (mode_ == ZlibMode::Gunzip && result_ == Z_STREAM_END && stream_.avail_in > 0 && *stream_.next_in != 0) {
      restart();
      inflateStep(flush);
    }
  }

  void inflateStep(int flush) {
    result_ = inflate(&stream_, flush);
    if (result_ != Z_NEED_DICT || mode_ == ZlibMode::InflateRaw || settings_.dictionary.empty()) return;
    result_ =
        inflateSetDictionary(&stream_, settings_.dictionary.data(), static_cast<uInt>(settings_.dictionary.size()));
    if (result_ == Z_OK)
      result_ = inflate(&stream_, flush);
    else if (result_ == Z_DATA_ERROR)
      result_ = Z_NEED_DICT;  // the dictionary is wrong, not the data
  }

  /// Only gzip files have further members. zlib tells the formats apart by itself, but does not tell.
  void detect() {
    for (uInt i = 0; i < stream_.avail_in && mode_ == ZlibMode::Unzip; ++i) {
      if (stream_.next_in[i] != kGzipMagic[magicSeen_])
        mode_ = ZlibMode::Inflate;
      else if (++magicSeen_ == sizeof kGzipMagic)
        mode_ = ZlibMode::Gunzip;
    }
  }

  static constexpr const char* kGeneric = "Zlib error";
  ZlibSettings settings_;
  ZlibMode mode_;  // Unzip becomes Gunzip or Inflate
  z_stream stream_{};
  bool started_ = false;
  int result_ = Z_OK;
  size_t magicSeen_ = 0;
  const char* message_ = kGeneric;
};

}  // namespace

std::unique_ptr<Codec> createZlibCodec(ZlibSettings settings) {
  return std::make_unique<ZlibCodec>(std::move(settings));
}

}  // namespace weft::runtime
