#include "analyze/compressed_size.h"

#include <brotli/encode.h>
#include <libdeflate.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "base/check.h"

namespace weft::analyze {

size_t gzipSize(std::string_view text) {
  constexpr int kLevel = 9;
  std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(kLevel), &libdeflate_free_compressor);
  CHECK(compressor);
  std::vector<char> room(libdeflate_gzip_compress_bound(compressor.get(), text.size()));
  return libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), room.data(), room.size());
}

size_t brotliSize(std::string_view text) {
  constexpr size_t kLargeText = size_t{2} << 20;
  constexpr int kFastQuality = 9;
  size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::vector<uint8_t> room(size);
  int quality = text.size() > kLargeText ? kFastQuality : BROTLI_MAX_QUALITY;
  bool isWhole =
      BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                            reinterpret_cast<const uint8_t*>(text.data()), &size, room.data()) == BROTLI_TRUE;
  return isWhole ? size : text.size();
}

}  // namespace weft::analyze
