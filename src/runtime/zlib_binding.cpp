// native("zlib"): codecs for builtins/internal/zlib_*.ts. A codec works now, or on the thread pool and then calls
// back; what is left of its buffers and what went wrong are read from it afterwards.

#include <atomic>
#include <cstring>

#include "engine/class.h"
#include "engine/node_buffer.h"
#include "runtime/bindings.h"
#include "runtime/codec.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace {

using js::Value;

/// A small Buffer is cheaper with memory of the collector's than with an ArrayBuffer to own this.
constexpr size_t kWorthAdopting = size_t{16} << 10;

js::Result<Value> toBuffer(js::Realm& realm, CodecOutput output) {
  size_t size = output.used;
  if (size < kWorthAdopting) {
    WEFT_TRY(fresh, js::createBuffer(realm, size));
    if (size) memcpy(fresh.data, output.bytes.span().data(), size);
    return fresh.array;
  }
  // If memory cannot be given back, it is kept.
  (void)output.bytes.resize(size);
  return js::adoptBuffer(realm, {output.bytes.release(), size}, [](void* p) { std::free(p); });
}

/// A part of `bytes`, which JavaScript has named; memory may have been detached since.
std::span<uint8_t> part(const js::Bytes& bytes, double offset, double length) {
  size_t from = std::min(static_cast<size_t>(std::max(offset, 0.0)), bytes.size);
  return {bytes.data + from, std::min(static_cast<size_t>(std::max(length, 0.0)), bytes.size - from)};
}

class Compressor final : public js::Native {
 public:
  explicit Compressor(std::unique_ptr<Codec> codec) : codec_(std::move(codec)), memoryCost_(codec_->memoryCost()) {}
  void trace(js::Tracer& tracer) override {
    tracer.visit(onDone_);
    tracer.visit(left_);
  }
  size_t memoryCost() const override { return memoryCost_; }

  /// What is called after write() and run(), and an array of two numbers for what each left of output and input.
  void init(js::Function callback, Value left) {
    onDone_.set(*this, callback);
    left_.set(*this, left);
  }

  void writeSync(int32_t flush, js::Bytes in, double inOffset, double inSize, js::Bytes out, double outOffset,
                 double outSize) {
    if (!isFree()) return;
    auto input = part(in, inOffset, inSize), output = part(out, outOffset, outSize);
    finishWrite(process(*codec_, input, output, flush));
  }

  js::Result<void> write(js::Call& call, int32_t flush, Value in, double inOffset, double inSize, Value out,
                         double outOffset, double outSize) {
    if (!isFree()) return {};
    js::Realm& realm = call.realm();
    auto pins = pinBoth(realm, in, out);
    auto input = part(js::bytesOf(in), inOffset, inSize), output = part(js::bytesOf(out), outOffset, outSize);
    auto step = std::make_shared<Step>();
    start(
        realm, [codec = codec_, input, output, flush, step] { *step = process(*codec, input, output, flush); },
        [this, step, pins = std::move(pins)] { finishWrite(std::move(*step)); });
    return {};
  }

  js::Result<Value> runSync(js::Realm& realm, js::Bytes input, int32_t flush, double limit) {
    if (!isFree()) return Value();
    return finishRun(realm, codec_->processAll(input.span(), flush, sizeOf(limit)));
  }

  /// Calls back with a Buffer, or undefined.
  js::Result<void> run(js::Realm& realm, Value bytes, int32_t flush, double limit) {
    if (!isFree()) return {};
    auto pins = pinBoth(realm, bytes, Value());
    auto input = js::bytesOf(bytes).span();
    auto output = std::make_shared<CodecOutput>();
    start(
        realm,
        [codec = codec_, input, flush, limit = sizeOf(limit), output] {
          *output = codec->processAll(input, flush, limit);
        },
        [this, &realm, output, pins = std::move(pins)] {
          auto result = finishRun(realm, std::move(*output));
          result_ = result ? js::Persistent(realm, *result) : js::Persistent();
          if (!result) error_ = CodecError{"Cannot allocate memory", "Z_MEM_ERROR", -4};
        });
    return {};
  }

  /// Whether the last result passed its limit.
  bool tooLarge() const { return tooLarge_; }
  Value errorMessage(js::Realm& realm) const { return error_ ? js::toJs(realm, error_->message) : Value(); }
  Value errorCode(js::Realm& realm) const { return error_ ? js::toJs(realm, error_->code) : Value(); }
  int32_t errorNumber() const { return error_ ? error_->number : 0; }

  bool reset() { return isFree() && !(error_ = codec_->reset()); }
  bool params(int32_t level, int32_t strategy) { return isFree() && !(error_ = codec_->setParams(level, strategy)); }
  /// Lets go of the codec's memory; what it is working on is lost.
  void close() {
    codec_.reset();
    memoryCost_ = 0;
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&Compressor::init>("init"),           js::method<&Compressor::write>("write"),
      js::method<&Compressor::writeSync>("writeSync"), js::method<&Compressor::run>("run"),
      js::method<&Compressor::runSync>("runSync"),     js::method<&Compressor::reset>("reset"),
      js::method<&Compressor::params>("params"),       js::method<&Compressor::close>("close"),
      js::getter<&Compressor::tooLarge>("tooLarge"),   js::getter<&Compressor::errorMessage>("errorMessage"),
      js::getter<&Compressor::errorCode>("errorCode"), js::getter<&Compressor::errorNumber>("errorNumber"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<Compressor>("Compressor", kMembers);

 private:
  struct Step {
    size_t inSize = 0, outSize = 0;
    std::optional<CodecError> error;
  };
  class Pins {
   public:
    explicit Pins(std::function<void()> release) : release_(std::move(release)) {}
    Pins(const Pins&) = delete;
    ~Pins() { release_(); }

   private:
    std::function<void()> release_;
  };

  static size_t sizeOf(double limit) {
    return static_cast<size_t>(std::clamp(limit, 0.0, static_cast<double>(js::maxBufferSize())));
  }

  /// Between calls: one codec does one thing at a time.
  bool isFree() const { return codec_ && !isBusy_; }

  static Step process(Codec& codec, std::span<const uint8_t> input, std::span<uint8_t> output, int flush) {
    CodecBuffers io{input.data(), input.size(), output.data(), output.size()};
    codec.process(io, flush);
    return {io.inSize, io.outSize, codec.error(io, flush)};
  }

  static std::shared_ptr<std::vector<std::unique_ptr<Pins>>> pinBoth(js::Realm& realm, Value a, Value b) {
    auto pins = std::make_shared<std::vector<std::unique_ptr<Pins>>>();
    for (Value v : {a, b})
      if (v.isObject()) pins->push_back(std::make_unique<Pins>(js::pinBytes(realm, v)));
    return pins;
  }

  template <class Work, class Done>
  void start(js::Realm& realm, Work work, Done done) {
    isBusy_ = true;
    pin(realm);
    auto finish = [this, &realm, done = std::move(done)]() mutable {
      isBusy_ = false;
      done();
      Value object = this->object();
      unpin();
      if (codec_) memoryCost_ = codec_->memoryCost();
      Value result = result_.value();
      result_.reset();
      auto called = onDone_.value().asFunction()(realm, object, result);
      if (!called) reportUncaught(realm, called.error());
    };
    Runtime::of(realm).loop().queueWork(std::move(work), std::move(finish));
  }

  void finishWrite(Step step) {
    tellLeft(step.outSize, step.inSize);
    error_ = std::move(step.error);
  }

  void tellLeft(size_t output, size_t input) {
    uint32_t pair[] = {static_cast<uint32_t>(output), static_cast<uint32_t>(input)};
    js::Bytes left = js::bytesOf(left_.value());
    if (left.valid && left.size >= sizeof pair) memcpy(left.data, pair, sizeof pair);
  }

  js::Result<Value> finishRun(js::Realm& realm, CodecOutput output) {
    tellLeft(0, output.unread);
    tooLarge_ = output.tooLarge;
    error_ = std::move(output.error);
    if (error_ || tooLarge_) return Value();
    return toBuffer(realm, std::move(output));
  }

  std::shared_ptr<Codec> codec_;  // a thread's work keeps it
  std::atomic<size_t> memoryCost_;
  js::Traced onDone_, left_;
  js::Persistent result_;
  std::optional<CodecError> error_;
  bool tooLarge_ = false;
  bool isBusy_ = false;
};

Value wrapCodec(js::Realm& realm, std::unique_ptr<Codec> codec) {
  if (!codec) return {};
  return js::wrap(realm, std::make_unique<Compressor>(std::move(codec)));
}

std::vector<uint8_t> copyOf(Value value) {
  js::Bytes bytes = js::bytesOf(value);
  if (!bytes.valid) return {};
  return {bytes.data, bytes.data + bytes.size};
}

std::vector<uint32_t> paramsOf(Value value) {
  js::Bytes bytes = js::bytesOf(value);
  std::vector<uint32_t> params(bytes.valid ? bytes.size / sizeof(uint32_t) : 0);
  if (!params.empty()) memcpy(params.data(), bytes.data, params.size() * sizeof(uint32_t));
  return params;
}

js::Result<Value> createZlib(js::Realm& realm, int32_t mode, int32_t windowBits, int32_t level, int32_t memLevel,
                             int32_t strategy, Value dictionary) {
  if (mode < int(ZlibMode::Deflate) || mode > int(ZlibMode::Unzip))
    return js::fail(js::JsError::rangeError("Not a mode of zlib"));
  return wrapCodec(realm, createZlibCodec({ZlibMode(mode), windowBits, level, memLevel, strategy, copyOf(dictionary)}));
}

/// Undefined when a parameter is refused.
Value createBrotli(js::Realm& realm, bool isEncoder, Value params) {
  return wrapCodec(realm, isEncoder ? createBrotliEncoder(paramsOf(params)) : createBrotliDecoder(paramsOf(params)));
}

js::Result<Value> createZstd(js::Realm& realm, bool isEncoder, Value params, double inputSize, Value dictionary) {
  ZstdSettings settings{paramsOf(params), std::nullopt, copyOf(dictionary)};
  if (inputSize >= 0) settings.inputSize = static_cast<uint64_t>(inputSize);
  auto codec = isEncoder ? createZstdEncoder(std::move(settings)) : createZstdDecoder(std::move(settings));
  if (!codec) return js::fail(js::JsError(js::ErrorKind::Error, codec.error().code, codec.error().message));
  return wrapCodec(realm, std::move(*codec));
}

uint32_t crc32(js::Bytes bytes, uint32_t value) {
  return crc32Of(value, bytes.span());
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createZlib>("createZlib"),
    js::fn<&createBrotli>("createBrotli"),
    js::fn<&createZstd>("createZstd"),
    js::fn<&crc32>("crc32"),
};

}  // namespace

const js::Binding kZlibBinding = {"zlib", kFunctions};

}  // namespace weft::runtime
