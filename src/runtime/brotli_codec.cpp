// Brotli. https://www.rfc-editor.org/rfc/rfc7932

#include <brotli/decode.h>
#include <brotli/encode.h>

#include "runtime/codec.h"

namespace weft::runtime {

namespace {

constexpr size_t kUsualMemory = size_t{1} << 20;

/// Errors of the decoder in groups by number; older libraries leave the group's name out.
std::string nameOf(BrotliDecoderErrorCode code) {
  std::string name = BrotliDecoderErrorString(code);
  if (name.starts_with("_")) return "ERR_" + name;
  const char* group = "_ERROR_";
  if (code <= BROTLI_DECODER_ERROR_FORMAT_EXUBERANT_NIBBLE && code >= BROTLI_DECODER_ERROR_FORMAT_DISTANCE)
    group = "_ERROR_FORMAT_";
  if (code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES && code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES)
    group = "_ERROR_ALLOC_";
  return "ERR_" + std::string(group) + name;
}

class BrotliEncoder final : public Codec {
 public:
  explicit BrotliEncoder(std::vector<uint32_t> params) : params_(std::move(params)) { isReady_ = start(); }
  bool isReady() const { return isReady_; }

  void process(CodecBuffers& io, int flush) override {
    isReady_ = state_ && BrotliEncoderCompressStream(state_.get(), static_cast<BrotliEncoderOperation>(flush),
                                                     &io.inSize, &io.in, &io.outSize, &io.out, nullptr);
  }

  std::optional<CodecError> error(const CodecBuffers&, int) const override {
    if (isReady_) return std::nullopt;
    return CodecError{"Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -1};
  }

  std::optional<CodecError> reset() override {
    isReady_ = start();
    if (isReady_) return std::nullopt;
    return CodecError{"Could not initialize Brotli instance", "ERR_ZLIB_INITIALIZATION_FAILED", -1};
  }

  bool expands() const override { return false; }
  size_t memoryCost() const override { return kUsualMemory; }

 private:
  bool start() {
    state_.reset(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state_) return false;
    for (size_t i = 0; i < params_.size(); ++i) {
      if (params_[i] == kUnsetParam) continue;
      if (!BrotliEncoderSetParameter(state_.get(), static_cast<BrotliEncoderParameter>(i), params_[i])) return false;
    }
    return true;
  }

  std::vector<uint32_t> params_;
  std::unique_ptr<BrotliEncoderState, decltype(&BrotliEncoderDestroyInstance)> state_{nullptr,
                                                                                      BrotliEncoderDestroyInstance};
  bool isReady_ = false;
};

class BrotliDecoder final : public Codec {
 public:
  explicit BrotliDecoder(std::vector<uint32_t> params) : params_(std::move(params)) { isReady_ = start(); }
  bool isReady() const { return isReady_; }

  void process(CodecBuffers& io, int) override {
    result_ = BrotliDecoderDecompressStream(state_.get(), &io.inSize, &io.in, &io.outSize, &io.out, nullptr);
  }

  std::optional<CodecError> error(const CodecBuffers&, int flush) const override {
    if (result_ == BROTLI_DECODER_RESULT_ERROR) {
      BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(state_.get());
      return CodecError{"Decompression failed", nameOf(code), code};
    }
    if (result_ == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && flush == BROTLI_OPERATION_FINISH) return unexpectedEnd();
    return std::nullopt;
  }

  std::optional<CodecError> reset() override {
    isReady_ = start();
    result_ = BROTLI_DECODER_RESULT_SUCCESS;
    if (isReady_) return std::nullopt;
    return CodecError{"Could not initialize Brotli instance", "ERR_ZLIB_INITIALIZATION_FAILED", -1};
  }

  bool expands() const override { return true; }
  size_t memoryCost() const override { return kUsualMemory; }

 private:
  bool start() {
    state_.reset(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state_) return false;
    for (size_t i = 0; i < params_.size(); ++i) {
      if (params_[i] == kUnsetParam) continue;
      if (!BrotliDecoderSetParameter(state_.get(), static_cast<BrotliDecoderParameter>(i), params_[i])) return false;
    }
    return true;
  }

  std::vector<uint32_t> params_;
  std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state_{nullptr,
                                                                                      BrotliDecoderDestroyInstance};
  BrotliDecoderResult result_ = BROTLI_DECODER_RESULT_SUCCESS;
  bool isReady_ = false;
};

template <class T>
std::unique_ptr<Codec> readyOrNull(std::vector<uint32_t> params) {
  auto codec = std::make_unique<T>(std::move(params));
  if (!codec->isReady()) return nullptr;
  return codec;
}

}  // namespace

std::unique_ptr<Codec> createBrotliEncoder(std::vector<uint32_t> params) {
  return readyOrNull<BrotliEncoder>(std::move(params));
}
std::unique_ptr<Codec> createBrotliDecoder(std::vector<uint32_t> params) {
  return readyOrNull<BrotliDecoder>(std::move(params));
}

}  // namespace weft::runtime
