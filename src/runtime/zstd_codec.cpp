// Zstandard. https://www.rfc-editor.org/rfc/rfc8878

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>

#include "runtime/codec.h"

namespace weft::runtime {

namespace {

const char* nameOf(ZSTD_ErrorCode code) {
#define WEFT_ZSTD_NAME(name) \
  case ZSTD_error_##name:    \
    return "ZSTD_error_" #name;
  switch (code) {
    WEFT_ZSTD_NAME(no_error)
    WEFT_ZSTD_NAME(GENERIC)
    WEFT_ZSTD_NAME(prefix_unknown)
    WEFT_ZSTD_NAME(version_unsupported)
    WEFT_ZSTD_NAME(frameParameter_unsupported)
    WEFT_ZSTD_NAME(frameParameter_windowTooLarge)
    WEFT_ZSTD_NAME(corruption_detected)
    WEFT_ZSTD_NAME(checksum_wrong)
    WEFT_ZSTD_NAME(literals_headerWrong)
    WEFT_ZSTD_NAME(dictionary_corrupted)
    WEFT_ZSTD_NAME(dictionary_wrong)
    WEFT_ZSTD_NAME(dictionaryCreation_failed)
    WEFT_ZSTD_NAME(parameter_unsupported)
    WEFT_ZSTD_NAME(parameter_combination_unsupported)
    WEFT_ZSTD_NAME(parameter_outOfBound)
    WEFT_ZSTD_NAME(tableLog_tooLarge)
    WEFT_ZSTD_NAME(maxSymbolValue_tooLarge)
    WEFT_ZSTD_NAME(maxSymbolValue_tooSmall)
    WEFT_ZSTD_NAME(stabilityCondition_notRespected)
    WEFT_ZSTD_NAME(stage_wrong)
    WEFT_ZSTD_NAME(init_missing)
    WEFT_ZSTD_NAME(memory_allocation)
    WEFT_ZSTD_NAME(workSpace_tooSmall)
    WEFT_ZSTD_NAME(dstSize_tooSmall)
    WEFT_ZSTD_NAME(srcSize_wrong)
    WEFT_ZSTD_NAME(dstBuffer_null)
    WEFT_ZSTD_NAME(noForwardProgress_destFull)
    WEFT_ZSTD_NAME(noForwardProgress_inputEmpty)
    default:
      return "ZSTD_error_GENERIC";
  }
#undef WEFT_ZSTD_NAME
}

std::optional<CodecError> errorOf(size_t result) {
  if (!ZSTD_isError(result)) return std::nullopt;
  ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
  return CodecError{ZSTD_getErrorString(code), nameOf(code), code};
}

CodecError refused() {
  return {"Initialization failed", "ERR_ZLIB_INITIALIZATION_FAILED", -1};
}

class ZstdEncoder final : public Codec {
 public:
  explicit ZstdEncoder(ZstdSettings settings)
      : settings_(std::move(settings)), context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {}

  std::optional<CodecError> start() {
    if (!context_) return CodecError{"Initialization failed", "ERR_ZLIB_INITIALIZATION_FAILED", -1};
    for (size_t i = 0; i < settings_.params.size(); ++i) {
      if (settings_.params[i] == kUnsetParam) continue;
      size_t result = ZSTD_CCtx_setParameter(context_.get(), static_cast<ZSTD_cParameter>(i),
                                             static_cast<int>(settings_.params[i]));
      if (ZSTD_isError(result)) return refused();
    }
    const auto& dictionary = settings_.dictionary;
    if (!dictionary.empty()) {
      size_t result = ZSTD_CCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size());
      if (auto error = errorOf(result)) return error;
    }
    return pledge();
  }

  void process(CodecBuffers& io, int flush) override {
    ZSTD_inBuffer in{io.in, io.inSize, 0};
    ZSTD_outBuffer out{io.out, io.outSize, 0};
    auto operation = static_cast<ZSTD_EndDirective>(flush);
    do {
      result_ = ZSTD_compressStream2(context_.get(), &out, &in, operation);
      // A call may stop before it has used either up.
    } while (!ZSTD_isError(result_) && out.pos < out.size &&
             (in.pos < in.size || (result_ != 0 && operation != ZSTD_e_continue)));
    io = {io.in + in.pos, io.inSize - in.pos, io.out + out.pos, io.outSize - out.pos};
  }

  std::optional<CodecError> error(const CodecBuffers&, int) const override { return errorOf(result_); }

  std::optional<CodecError> reset() override {
    result_ = ZSTD_CCtx_reset(context_.get(), ZSTD_reset_session_only);
    if (ZSTD_isError(result_)) return errorOf(result_);
    return pledge();
  }

  bool expands() const override { return false; }
  size_t memoryCost() const override { return ZSTD_sizeof_CCtx(context_.get()); }

 private:
  std::optional<CodecError> pledge() {
    if (!settings_.inputSize) return std::nullopt;
    return errorOf(ZSTD_CCtx_setPledgedSrcSize(context_.get(), *settings_.inputSize));
  }

  ZstdSettings settings_;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  size_t result_ = 0;
};

class ZstdDecoder final : public Codec {
 public:
  explicit ZstdDecoder(ZstdSettings settings)
      : settings_(std::move(settings)), context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {}

  std::optional<CodecError> start() {
    if (!context_) return CodecError{"Initialization failed", "ERR_ZLIB_INITIALIZATION_FAILED", -1};
    for (size_t i = 0; i < settings_.params.size(); ++i) {
      if (settings_.params[i] == kUnsetParam) continue;
      size_t result = ZSTD_DCtx_setParameter(context_.get(), static_cast<ZSTD_dParameter>(i),
                                             static_cast<int>(settings_.params[i]));
      if (ZSTD_isError(result)) return refused();
    }
    const auto& dictionary = settings_.dictionary;
    if (dictionary.empty()) return std::nullopt;
    return errorOf(ZSTD_DCtx_loadDictionary(context_.get(), dictionary.data(), dictionary.size()));
  }

  void process(CodecBuffers& io, int) override {
    ZSTD_inBuffer in{io.in, io.inSize, 0};
    ZSTD_outBuffer out{io.out, io.outSize, 0};
    for (;;) {
      // After a frame comes another, or what is none of ours.
      if (isBetweenFrames_ && (in.pos == in.size || !beginsFrame(io.in[in.pos]))) break;
      size_t before = in.pos + out.pos;
      result_ = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(result_)) break;
      isBetweenFrames_ = result_ == 0;
      if (out.pos == out.size || in.pos + out.pos == before) break;
      if (in.pos == in.size && !isBetweenFrames_) break;
    }
    io = {io.in + in.pos, io.inSize - in.pos, io.out + out.pos, io.outSize - out.pos};
  }

  std::optional<CodecError> error(const CodecBuffers& left, int flush) const override {
    if (auto error = errorOf(result_)) return error;
    if (flush == ZSTD_e_end && !isBetweenFrames_ && left.inSize == 0 && left.outSize != 0) return unexpectedEnd();
    return std::nullopt;
  }

  std::optional<CodecError> reset() override {
    isBetweenFrames_ = false;
    result_ = ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    return errorOf(result_);
  }

  bool expands() const override { return true; }
  size_t guessOutput(std::span<const uint8_t> input) const override {
    unsigned long long size = ZSTD_getFrameContentSize(input.data(), input.size());
    bool isKnown = size != ZSTD_CONTENTSIZE_UNKNOWN && size != ZSTD_CONTENTSIZE_ERROR;
    // One more byte, so that room is left and the end shows.
    return isKnown ? static_cast<size_t>(std::min<unsigned long long>(size, SIZE_MAX / 2)) + 1
                   : Codec::guessOutput(input);
  }
  size_t memoryCost() const override { return ZSTD_sizeof_DCtx(context_.get()); }

 private:
  /// The first byte of a frame's magic number, or of a skippable frame's.
  static bool beginsFrame(uint8_t byte) { return byte == 0x28 || (byte & 0xf0) == 0x50; }

  ZstdSettings settings_;
  std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
  size_t result_ = 0;
  bool isBetweenFrames_ = false;
};

template <class T>
Result<std::unique_ptr<Codec>, CodecError> started(ZstdSettings settings) {
  auto codec = std::make_unique<T>(std::move(settings));
  if (auto error = codec->start()) return std::unexpected(std::move(*error));
  return codec;
}

}  // namespace

Result<std::unique_ptr<Codec>, CodecError> createZstdEncoder(ZstdSettings settings) {
  return started<ZstdEncoder>(std::move(settings));
}
Result<std::unique_ptr<Codec>, CodecError> createZstdDecoder(ZstdSettings settings) {
  return started<ZstdDecoder>(std::move(settings));
}

}  // namespace weft::runtime
