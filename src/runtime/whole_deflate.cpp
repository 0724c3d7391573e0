// libdeflate, for inputs that are there as a whole.

#include <libdeflate.h>

#include <algorithm>
#include <vector>

#include "runtime/codec.h"

namespace weft::runtime {

namespace {

constexpr int kDefaultLevel = -1, kDefaultLevelOfZlib = 6, kDefaultMemLevel = 8, kDefaultStrategy = 0,
              kMaxWindowBits = 15;
constexpr int kStored = 0, kFastest = 1, kBest = 9;
/// Smaller inputs take no time with zlib either, and programs compare what came of them to what Node gives.
constexpr size_t kLeastToCompress = size_t{16} << 10;
constexpr size_t kGzipHeader = 10, kGzipTrailer = 8;
/// No deflate stream expands further.
constexpr size_t kMostExpansion = 1032;

enum class Format : uint8_t { Raw, Zlib, Gzip };

bool isForLibdeflate(const ZlibSettings& settings) {
  return settings.dictionary.empty() && (settings.windowBits == kMaxWindowBits || settings.windowBits == 0);
}

Format formatOf(ZlibMode mode, std::span<const uint8_t> input) {
  switch (mode) {
    case ZlibMode::Gzip:
    case ZlibMode::Gunzip:
      return Format::Gzip;
    case ZlibMode::DeflateRaw:
    case ZlibMode::InflateRaw:
      return Format::Raw;
    case ZlibMode::Unzip:
      return input.size() > 1 && input[0] == 0x1f && input[1] == 0x8b ? Format::Gzip : Format::Zlib;
    default:
      return Format::Zlib;
  }
}

/// The header as zlib writes it: level and system.
void headAsZlib(std::span<uint8_t> output, Format format, int level) {
  constexpr uint8_t kUnix = 3;
  if (format == Format::Gzip && output.size() >= kGzipHeader) {
    output[8] = level == kBest ? 2 : level <= kFastest ? 4 : 0;
    output[9] = kUnix;
  }
  if (format == Format::Zlib && output.size() >= 2) {
    int hint = level < 2 ? 0 : level < kDefaultLevelOfZlib ? 1 : level == kDefaultLevelOfZlib ? 2 : 3;
    int flags = hint << 6;
    output[1] = static_cast<uint8_t>(flags + 31 - (output[0] * 256 + flags) % 31);
  }
}

/// The least of what a gzip file says of its size and what it can be.
size_t sizeHint(Format format, std::span<const uint8_t> input) {
  size_t most = input.size() * kMostExpansion;
  if (format != Format::Gzip) return std::min(most, input.size() * 6 + 1024);
  if (input.size() < kGzipHeader + kGzipTrailer) return 0;
  const uint8_t* end = input.data() + input.size();
  uint32_t size = end[-4] | end[-3] << 8 | end[-2] << 16 | static_cast<uint32_t>(end[-1]) << 24;
  return std::min<size_t>(size, most);
}

}  // namespace

uint32_t crc32Of(uint32_t value, std::span<const uint8_t> bytes) {
  return libdeflate_crc32(value, bytes.data(), bytes.size());
}

std::optional<CodecOutput> deflateWhole(const ZlibSettings& settings, std::span<const uint8_t> input, size_t limit) {
  if (!isForLibdeflate(settings) || settings.windowBits == 0 || settings.memLevel != kDefaultMemLevel ||
      settings.strategy != kDefaultStrategy || settings.level == kStored || input.size() < kLeastToCompress)
    return std::nullopt;
  int level = settings.level == kDefaultLevel ? kDefaultLevelOfZlib : settings.level;
  std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  if (!compressor) return std::nullopt;
  // The program may write to its input meanwhile, and libdeflate reads it twice.
  HeapBytes copy;
  if (!copy.resize(input.size())) return std::nullopt;
  std::copy(input.begin(), input.end(), copy.span().begin());
  Format format = formatOf(settings.mode, input);
  auto bound = format == Format::Gzip   ? libdeflate_gzip_compress_bound
               : format == Format::Zlib ? libdeflate_zlib_compress_bound
                                        : libdeflate_deflate_compress_bound;
  auto compress = format == Format::Gzip   ? libdeflate_gzip_compress
                  : format == Format::Zlib ? libdeflate_zlib_compress
                                           : libdeflate_deflate_compress;
  CodecOutput output;
  if (!output.bytes.resize(bound(compressor.get(), input.size()))) return std::nullopt;
  output.used =
      compress(compressor.get(), copy.span().data(), copy.size(), output.bytes.span().data(), output.bytes.size());
  if (output.used == 0) return std::nullopt;
  headAsZlib(output.bytes.span(), format, level);
  output.tooLarge = output.used > limit;
  return output;
}

std::optional<CodecOutput> inflateWhole(const ZlibSettings& settings, std::span<const uint8_t> input, size_t limit) {
  Format format = formatOf(settings.mode, input);
  size_t hint = std::min(sizeHint(format, input), limit);
  if (!isForLibdeflate(settings) || hint == 0) return std::nullopt;
  std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> decompressor(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  CodecOutput output;
  if (!decompressor || !output.bytes.resize(hint)) return std::nullopt;
  auto decompress = format == Format::Gzip   ? libdeflate_gzip_decompress_ex
                    : format == Format::Zlib ? libdeflate_zlib_decompress_ex
                                             : libdeflate_deflate_decompress_ex;
  size_t read = 0;
  auto result = decompress(decompressor.get(), input.data(), input.size(), output.bytes.span().data(),
                           output.bytes.size(), &read, &output.used);
  if (result != LIBDEFLATE_SUCCESS) return std::nullopt;
  output.unread = input.size() - read;
  // A further member, or garbage.
  if (format == Format::Gzip && output.unread > 0 && input[read] != 0) return std::nullopt;
  return output;
}

}  // namespace weft::runtime
