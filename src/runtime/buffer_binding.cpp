// native("buffer"): memory, text and search for node:buffer (builtins/internal/buffer_native.ts).

#include <algorithm>
#include <cstring>

#include "engine/native.h"
#include "engine/node_buffer.h"
#include "engine/text_codec.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

using js::Bytes;
using js::TextEncoding;
using js::Value;
using ByteSpan = std::span<const uint8_t>;

TextEncoding encodingOf(int32_t number) {
  return number >= 0 && number < js::kTextEncodings ? TextEncoding(number) : TextEncoding::Utf8;
}

js::JsError outOfBounds(std::string message) {
  return js::JsError(js::ErrorKind::RangeError, "ERR_OUT_OF_RANGE", std::move(message));
}

js::Result<void> registerClass(js::Realm& realm, js::Function constructor) {
  return js::registerBufferClass(realm, constructor);
}

js::Result<Value> allocateUnsafe(js::Realm& realm, double size) {
  WEFT_TRY(fresh, js::createBuffer(realm, size > 0 ? size_t(size) : 0));
  return fresh.array;
}

js::Result<Value> allocate(js::Realm& realm, double size) {
  WEFT_TRY(buffer, js::createZeroedBuffer(realm, size > 0 ? size_t(size) : 0));
  return buffer;
}

/// A part of concat's list; not valid if it is no Uint8Array.
js::Result<Bytes> partAt(js::Realm& realm, js::Array parts, uint32_t i) {
  WEFT_TRY(part, parts.getIndex(realm, i));
  Bytes bytes = js::bytesOf(part);
  bytes.valid = bytes.valid && bytes.type == js::ElementType::Uint8;
  return bytes;
}

/// A Buffer of the parts' bytes, cut or padded with zeros to `size` unless that is negative; or the index
/// of a part that is no Uint8Array. An element can be a getter, which may do anything to the parts before
/// it: no part's memory is used after the next one is asked for.
js::Result<Value> concat(js::Realm& realm, Value list, double size) {
  if (!list.isArray()) return js::fail(js::JsError::argType("list", "an instance of Array", list));
  js::Array parts = js::Array::unchecked(list);
  size_t total = 0;
  for (uint32_t i = 0; i < parts.length(); ++i) {
    WEFT_TRY(part, partAt(realm, parts, i));
    if (!part.valid) return Value::int32(int32_t(i));
    total += part.size;
  }
  if (size >= 0) total = size_t(size);
  WEFT_TRY(fresh, js::createBuffer(realm, total));
  size_t at = 0;
  for (uint32_t i = 0; i < parts.length() && at < total; ++i) {
    WEFT_TRY(part, partAt(realm, parts, i));
    size_t n = std::min(part.size, total - at);
    if (n) memcpy(fresh.data + at, part.data, n);
    at += n;
  }
  if (at < total) memset(fresh.data + at, 0, total - at);
  return fresh.array;
}

js::Result<Value> slice(js::Realm& realm, Value view, double start, double end) {
  return js::createBufferView(realm, view, size_t(start), size_t(end));
}

js::Result<Value> fromString(js::Realm& realm, js::String text, int32_t encodingNumber) {
  TextEncoding encoding = encodingOf(encodingNumber);
  WEFT_TRY(chars, text.chars(realm));
  size_t size = js::encodedSize(chars, encoding);
  WEFT_TRY(fresh, js::createBuffer(realm, size));
  size_t written = js::encodeInto(chars, encoding, {fresh.data, size});
  // Only hex and base64 with characters that count for nothing come out shorter.
  if (written == size) return fresh.array;
  WEFT_TRY(exact, js::createBuffer(realm, written));
  if (written) memcpy(exact.data, fresh.data, written);
  return exact.array;
}

js::Result<double> byteLengthUtf8(js::Realm& realm, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  return double(js::encodedSize(chars, TextEncoding::Utf8));
}

/// `this` of a method of Buffer.prototype.
js::Result<Bytes> thisBytes(js::Call& call) {
  Bytes bytes = js::bytesOf(call.thisValue());
  if (bytes.valid) return bytes;
  return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a buffer"));
}

/// An index argument as Node's native methods take it: undefined is none, no negative number is one.
js::Result<std::optional<size_t>> indexArgument(js::Call& call, size_t at) {
  Value value = call[at];
  if (value.isUndefined()) return std::nullopt;
  WEFT_TRY(number, value.toNumber(call.realm()));
  if (number < 0) return js::fail(outOfBounds("Index out of range"));
  return std::optional(number >= 9e15 ? size_t(9e15) : size_t(number != number ? 0 : number));
}

template <TextEncoding kEncoding>
js::Result<Value> sliceText(js::Call& call) {
  // Indices first: to make a number of one can run user code, which may take the memory away.
  WEFT_TRY(from, indexArgument(call, 0));
  WEFT_TRY(to, indexArgument(call, 1));
  WEFT_TRY(bytes, thisBytes(call));
  size_t start = from.value_or(0), end = std::min(to.value_or(bytes.size), bytes.size);
  if (start > end) {
    if (start > bytes.size) return js::fail(outOfBounds("Index out of range"));
    end = start;
  }
  return js::decodeText(call.realm(), {bytes.data + start, end - start}, kEncoding);
}

template <TextEncoding kEncoding>
js::Result<double> writeText(js::Call& call) {
  if (!call[0].isString())
    return js::fail(js::JsError(js::ErrorKind::TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a string"));
  WEFT_TRY(chars, call[0].asString().chars(call.realm()));
  WEFT_TRY(from, indexArgument(call, 1));
  WEFT_TRY(most, indexArgument(call, 2));
  WEFT_TRY(bytes, thisBytes(call));
  size_t offset = from.value_or(0);
  if (offset > bytes.size)
    return js::fail(
        js::JsError(js::ErrorKind::RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "\"offset\" is outside of buffer bounds"));
  size_t length = std::min(most.value_or(bytes.size - offset), bytes.size - offset);
  return double(js::encodeInto(chars, kEncoding, {bytes.data + offset, length}));
}

int32_t order(ByteSpan a, ByteSpan b) {
  size_t common = std::min(a.size(), b.size());
  int result = common ? memcmp(a.data(), b.data(), common) : 0;
  if (result) return result < 0 ? -1 : 1;
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

int32_t compare(Bytes a, Bytes b) {
  return order(a.span(), b.span());
}

/// The bytes from start to end, less what is outside.
ByteSpan part(const Bytes& bytes, double start, double end) {
  size_t from = std::min(size_t(start), bytes.size), to = std::clamp(size_t(end), from, bytes.size);
  return {bytes.data + from, to - from};
}

js::Result<int32_t> compareRange(Bytes a, Bytes b, double bStart, double aStart, double bEnd, double aEnd) {
  if (aStart > double(a.size)) return js::fail(outOfBounds("The value of \"sourceStart\" is out of range."));
  if (bStart > double(b.size)) return js::fail(outOfBounds("The value of \"targetStart\" is out of range."));
  return order(part(a, aStart, aEnd), part(b, bStart, bEnd));
}

double copy(Bytes source, Bytes target, double targetStart, double sourceStart, double sourceEnd) {
  ByteSpan from = part(source, sourceStart, sourceEnd);
  size_t at = std::min(size_t(targetStart), target.size);
  size_t count = std::min(from.size(), target.size - at);
  if (count) memmove(target.data + at, from.data(), count);
  return double(count);
}

// Search. Positions are in units of one byte, or two for UTF-16.

constexpr int64_t kNowhere = -1;

int64_t findForward(ByteSpan haystack, ByteSpan needle, size_t from, size_t unit) {
  while (from + needle.size() <= haystack.size()) {
    auto* hit = static_cast<const uint8_t*>(
        memmem(haystack.data() + from, haystack.size() - from, needle.data(), needle.size()));
    if (!hit) return kNowhere;
    size_t at = size_t(hit - haystack.data());
    if (at % unit == 0) return int64_t(at);
    from = at + 1;
  }
  return kNowhere;
}

int64_t findBackward(ByteSpan haystack, ByteSpan needle, size_t from, size_t unit) {
  if (needle.size() > haystack.size()) return kNowhere;
  size_t at = std::min(from, haystack.size() - needle.size());
  at -= at % unit;
  for (;;) {
    if (haystack[at] == needle[0] && memcmp(haystack.data() + at, needle.data(), needle.size()) == 0)
      return int64_t(at);
    if (at < unit) return kNowhere;
    at -= unit;
  }
}

/// Where a search begins for an offset that may be negative or too large; kNowhere if it can't succeed.
int64_t searchStart(int64_t size, double offset, int64_t needle, bool isForward) {
  int64_t at = int64_t(offset);
  if (at < 0) {
    if (at + size >= 0) return at + size;
    return isForward || needle == 0 ? 0 : kNowhere;
  }
  if (at + needle <= size) return at;
  if (needle == 0) return size;
  return isForward ? kNowhere : size - 1;
}

int64_t search(ByteSpan haystack, ByteSpan needle, double offset, size_t unit, bool isForward) {
  int64_t start = searchStart(int64_t(haystack.size()), offset, int64_t(needle.size()), isForward);
  if (needle.empty()) return start;
  if (haystack.empty() || start == kNowhere) return kNowhere;
  if (unit == 2) {
    if (haystack.size() < 2 || needle.size() < 2) return kNowhere;
    haystack = haystack.first(haystack.size() & ~size_t(1));
    needle = needle.first(needle.size() & ~size_t(1));
    start &= ~int64_t(1);
  }
  return isForward ? findForward(haystack, needle, size_t(start), unit)
                   : findBackward(haystack, needle, size_t(start), unit);
}

js::Result<std::string> encoded(js::Realm& realm, js::String text, TextEncoding encoding) {
  WEFT_TRY(chars, text.chars(realm));
  std::string out(js::encodedSize(chars, encoding), '\0');
  out.resize(js::encodeInto(chars, encoding, {reinterpret_cast<uint8_t*>(out.data()), out.size()}));
  return out;
}

ByteSpan spanOf(const std::string& s) {
  return {reinterpret_cast<const uint8_t*>(s.data()), s.size()};
}

js::Result<double> indexOf(js::Realm& realm, Bytes haystack, Value value, double offset, int32_t encodingNumber,
                           bool isForward) {
  if (value.isNumber()) {
    uint8_t byte = uint8_t(uint32_t(value.asNumber()));
    return double(search(haystack.span(), {&byte, 1}, offset, 1, isForward));
  }
  TextEncoding encoding = encodingOf(encodingNumber);
  size_t unit = encoding == TextEncoding::Utf16le ? 2 : 1;
  if (Bytes needle = js::bytesOf(value); needle.valid)
    return double(search(haystack.span(), needle.span(), offset, unit, isForward));
  WEFT_TRY(string, value.toString(realm));
  WEFT_TRY(needle, encoded(realm, string, encoding));
  return double(search(haystack.span(), spanOf(needle), offset, unit, isForward));
}

void repeat(std::span<uint8_t> into, ByteSpan pattern) {
  if (into.empty()) return;
  size_t done = std::min(pattern.size(), into.size());
  memmove(into.data(), pattern.data(), done);
  while (done < into.size()) {
    size_t n = std::min(done, into.size() - done);
    memcpy(into.data() + done, into.data(), n);
    done += n;
  }
}

js::Result<bool> fill(js::Realm& realm, Bytes bytes, Value value, double start, double end, int32_t encodingNumber) {
  ByteSpan range = part(bytes, start, end);
  std::span<uint8_t> into(bytes.data + (range.data() - bytes.data), range.size());
  if (Bytes pattern = js::bytesOf(value); pattern.valid) {
    if (!pattern.size) return false;
    repeat(into, pattern.span());
    return true;
  }
  WEFT_TRY(string, value.toString(realm));
  WEFT_TRY(pattern, encoded(realm, string, encodingOf(encodingNumber)));
  if (pattern.empty()) return false;
  repeat(into, spanOf(pattern));
  return true;
}

void swap(Bytes bytes, int32_t width) {
  for (size_t i = 0; i + size_t(width) <= bytes.size; i += size_t(width))
    std::reverse(bytes.data + i, bytes.data + i + width);
}

bool isUtf8(Bytes bytes) {
  return js::isUtf8Bytes(bytes.span());
}
bool isAscii(Bytes bytes) {
  return js::isAsciiBytes(bytes.span());
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&registerClass>("register"),
    js::fn<&allocateUnsafe>("allocateUnsafe"),
    js::fn<&allocate>("allocate"),
    js::fn<&concat>("concat"),
    js::fn<&slice>("slice"),
    js::fn<&fromString>("fromString"),
    js::fn<&byteLengthUtf8>("byteLengthUtf8"),
    js::fn<&sliceText<TextEncoding::Ascii>>("asciiSlice"),
    js::fn<&sliceText<TextEncoding::Base64>>("base64Slice"),
    js::fn<&sliceText<TextEncoding::Base64url>>("base64urlSlice"),
    js::fn<&sliceText<TextEncoding::Hex>>("hexSlice"),
    js::fn<&sliceText<TextEncoding::Latin1>>("latin1Slice"),
    js::fn<&sliceText<TextEncoding::Utf16le>>("ucs2Slice"),
    js::fn<&sliceText<TextEncoding::Utf8>>("utf8Slice"),
    js::fn<&writeText<TextEncoding::Ascii>>("asciiWrite"),
    js::fn<&writeText<TextEncoding::Base64>>("base64Write"),
    js::fn<&writeText<TextEncoding::Base64url>>("base64urlWrite"),
    js::fn<&writeText<TextEncoding::Hex>>("hexWrite"),
    js::fn<&writeText<TextEncoding::Latin1>>("latin1Write"),
    js::fn<&writeText<TextEncoding::Utf16le>>("ucs2Write"),
    js::fn<&writeText<TextEncoding::Utf8>>("utf8Write"),
    js::fn<&compare>("compare"),
    js::fn<&compareRange>("compareRange"),
    js::fn<&copy>("copy"),
    js::fn<&indexOf>("indexOf"),
    js::fn<&fill>("fill"),
    js::fn<&swap>("swap"),
    js::fn<&isUtf8>("isUtf8"),
    js::fn<&isAscii>("isAscii"),
};

void addConstants(js::Realm& realm, js::Object exports) {
  exports.define(realm, "kMaxLength", Value::number(double(js::maxBufferSize())));
  exports.define(realm, "kStringMaxLength", Value::number(double(js::maxStringLength())));
}

}  // namespace

const js::Binding kBufferBinding = {"buffer", kFunctions, &addConstants};

}  // namespace weft::runtime
