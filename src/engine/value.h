#pragma once
// Light handles to JavaScript values. A Value is the engine's own 64-bit encoding, so it is free to
// pass and to test; whatever needs the heap is out of line. A Value may live on the stack bare (the
// collector scans stacks); in the heap it must be a Persistent, a Weak or a Traced field (handle.h).

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace JSC {
class JSGlobalObject;
class CallFrame;
}  // namespace JSC

namespace weft {
struct SysError;
}

namespace weft::js {

class Array;
class Function;
class JsError;
class Object;
class Realm;
class String;
class Value;

/// What JavaScript sees of a call: its value, or the error that it throws.
template <class T = Value>
using Result = std::expected<T, JsError>;

/// Any JavaScript value.
class Value {
 public:
  constexpr Value() : bits_(kUndefined) {}

  static constexpr Value undefined() { return Value(kUndefined); }
  static constexpr Value null() { return Value(kNull); }
  static constexpr Value boolean(bool b) { return Value(b ? kTrue : kFalse); }
  static constexpr Value int32(int32_t n) { return Value(kNumberTag | static_cast<uint32_t>(n)); }
  static Value number(double n);
  static constexpr Value fromBits(uint64_t bits) { return Value(bits); }

  constexpr uint64_t bits() const { return bits_; }
  constexpr bool isEmpty() const { return bits_ == 0; }
  constexpr bool isUndefined() const { return bits_ == kUndefined; }
  constexpr bool isNull() const { return bits_ == kNull; }
  constexpr bool isNullish() const { return (bits_ & ~kUndefinedTag) == kNull; }
  constexpr bool isBoolean() const { return (bits_ & ~1ull) == kFalse; }
  constexpr bool isTrue() const { return bits_ == kTrue; }
  constexpr bool isNumber() const { return bits_ & kNumberTag; }
  constexpr bool isInt32() const { return (bits_ & kNumberTag) == kNumberTag; }
  constexpr bool isCell() const { return !(bits_ & (kNumberTag | kOtherTag)) && bits_; }
  bool isString() const { return isCell() && cellType() == kStringCell; }
  bool isSymbol() const { return isCell() && cellType() == kSymbolCell; }
  bool isBigInt() const;
  bool isObject() const { return isCell() && cellType() >= kFirstObjectCell; }
  bool isCallable() const;
  bool isArray() const;
  bool isError() const;

  constexpr int32_t asInt32() const { return static_cast<int32_t>(bits_); }
  constexpr bool asBoolean() const { return bits_ == kTrue; }
  double asNumber() const;
  Object asObject() const;
  String asString() const;
  Function asFunction() const;

  /// Abstract operations of ECMA-262 section 7.1; they can run user code and throw.
  bool toBoolean(Realm&) const;
  Result<double> toNumber(Realm&) const;
  Result<int32_t> toInt32(Realm&) const;
  Result<String> toString(Realm&) const;
  Result<std::string> toUtf8(Realm&) const;

  friend constexpr bool operator==(Value a, Value b) { return a.bits_ == b.bits_; }

  // The engine's JSVALUE64 encoding; value.cpp asserts each against its headers.
  static constexpr uint64_t kNumberTag = 0xfffe000000000000ull;
  static constexpr uint64_t kOtherTag = 0x2, kUndefinedTag = 0x8;
  static constexpr uint64_t kNull = 0x2, kUndefined = 0xa, kFalse = 0x6, kTrue = 0x7;
  static constexpr uint64_t kDoubleOffset = 1ull << 49;
  static constexpr int kCellTypeOffset = 5;
  static constexpr uint8_t kStringCell = 2, kSymbolCell = 4, kFirstObjectCell = 23;

 protected:
  constexpr explicit Value(uint64_t bits) : bits_(bits) {}
  uint8_t cellType() const { return reinterpret_cast<const uint8_t*>(bits_)[kCellTypeOffset]; }
  uint64_t bits_;
};

enum class ErrorKind : uint8_t { Error, TypeError, RangeError, SyntaxError, ReferenceError };

/// An error on its way to JavaScript. Native code returns one; the trampoline (native.h) or a
/// promise turns it into a thrown Error object. Our own bugs are CHECKs, never a JsError.
class JsError {
 public:
  /// `code` is Node's (`ERR_INVALID_ARG_TYPE`); an empty one sets no `code` property.
  JsError(ErrorKind kind, std::string code, std::string message)
      : kind_(kind), code_(std::move(code)), message_(std::move(message)) {}
  static JsError typeError(std::string message) { return {ErrorKind::TypeError, {}, std::move(message)}; }
  static JsError rangeError(std::string message) { return {ErrorKind::RangeError, {}, std::move(message)}; }
  static JsError argType(std::string_view name, std::string_view expected, Value actual);
  /// Node's system error: `ENOENT: no such file or directory, open 'x'` with errno, code, syscall, path.
  static JsError system(const SysError&);
  /// The same error with a place for its stack: that of a fault in a file's text.
  JsError at(std::string file, uint32_t line, uint32_t column) && {
    file_ = std::move(file);
    line_ = line;
    column_ = column;
    return std::move(*this);
  }
  /// What JavaScript threw: any value, kept with the stack of its throw.
  static JsError thrown(Value value) {
    JsError e(ErrorKind::Error, {}, {});
    e.thrown_ = value;
    return e;
  }
  /// The engine's own record of a throw (an Exception cell), as a call into JavaScript caught it.
  static JsError caught(Value exceptionCell) {
    JsError e(ErrorKind::Error, {}, {});
    e.exception_ = exceptionCell;
    return e;
  }

  /// The Error object (made at the first call with the current stack) or the thrown value.
  Value toValue(Realm&) const;
  Value exceptionCell() const { return exception_; }

 private:
  ErrorKind kind_;
  std::string code_, message_;
  int errno_ = 0;
  std::string syscall_, path_, destination_;
  std::string file_;  // empty: the stack is that of the throw
  uint32_t line_ = 0, column_ = 0;
  Value thrown_ = Value::fromBits(0);
  Value exception_ = Value::fromBits(0);
};

/// The characters of a string, borrowed: Latin-1 or UTF-16, valid while the string is alive.
struct StringChars {
  bool is8Bit;
  union {
    const uint8_t* latin1;
    const char16_t* utf16;
  };
  size_t length;
};

class String : public Value {
 public:
  static String fromUtf8(Realm&, std::string_view);
  static String fromLatin1(Realm&, std::span<const uint8_t>);
  static String fromUtf16(Realm&, std::span<const char16_t>);
  /// Text that outlives the process (a literal, embedded data): not copied. ASCII only.
  static String fromStatic(Realm&, std::string_view ascii);

  size_t length() const;
  /// Flattens a rope if needed; throws when memory is out.
  Result<StringChars> chars(Realm&) const;
  /// Lone surrogates become U+FFFD.
  std::string utf8(Realm&) const;

 private:
  friend class Value;
  constexpr explicit String(uint64_t bits) : Value(bits) {}
};

enum class PropertyFlags : uint8_t { None = 0, DontEnum = 1, ReadOnly = 2, DontDelete = 4, Hidden = 1, Fixed = 7 };

class Object : public Value {
 public:
  static Object create(Realm&);
  static Object createNullPrototype(Realm&);

  Result<Value> get(Realm&, std::string_view key) const;
  Result<Value> get(Realm&, Value key) const;
  Result<Value> getIndex(Realm&, uint32_t index) const;
  Result<void> set(Realm&, std::string_view key, Value) const;
  Result<void> set(Realm&, Value key, Value) const;
  Result<void> setIndex(Realm&, uint32_t index, Value) const;
  Result<bool> has(Realm&, std::string_view key) const;
  Result<bool> remove(Realm&, std::string_view key) const;
  /// An own data property set without running user code (objects that we have just made).
  void define(Realm&, std::string_view key, Value, PropertyFlags = PropertyFlags::None) const;
  void define(Realm&, Value key, Value, PropertyFlags = PropertyFlags::None) const;
  /// Own enumerable string keys in order.
  Result<std::vector<std::string>> ownKeys(Realm&) const;
  /// Calls the method `name`.
  Result<Value> invoke(Realm&, std::string_view name, std::span<const Value> args) const;
  Value prototype(Realm&) const;
  /// An object of one realm can be used from another of the same VM.
  Realm* realm() const;

 protected:
  friend class Value;
  constexpr explicit Object(uint64_t bits) : Value(bits) {}
};

class Array : public Object {
 public:
  static Array create(Realm&, std::span<const Value> = {});
  uint32_t length() const;
  Result<void> push(Realm&, Value) const;
  static Array unchecked(Value v) { return Array(v.bits()); }

 private:
  constexpr explicit Array(uint64_t bits) : Object(bits) {}
};

class Function : public Object {
 public:
  Result<Value> call(Realm&, Value thisValue, std::span<const Value> args) const;
  Result<Value> construct(Realm&, std::span<const Value> args) const;
  template <class... V>
  Result<Value> operator()(Realm& realm, Value thisValue, V... args) const {
    const Value list[] = {args..., Value()};
    return call(realm, thisValue, std::span<const Value>(list, sizeof...(V)));
  }

 private:
  friend class Value;
  constexpr explicit Function(uint64_t bits) : Object(bits) {}
};

inline Value Value::number(double n) {
  auto i = static_cast<int32_t>(n >= -2147483648.0 && n <= 2147483647.0 ? n : 0.0);
  if (static_cast<double>(i) == n && (i || !__builtin_signbit(n))) return int32(i);
  if (n != n) n = __builtin_nan("");  // one NaN: others would read as other types
  return Value(__builtin_bit_cast(uint64_t, n) + kDoubleOffset);
}
inline double Value::asNumber() const {
  return isInt32() ? asInt32() : __builtin_bit_cast(double, bits_ - kDoubleOffset);
}
inline Object Value::asObject() const {
  return Object(bits_);
}
inline String Value::asString() const {
  return String(bits_);
}
inline Function Value::asFunction() const {
  return Function(bits_);
}

/// Symbol.toStringTag
Value symbolToStringTag(Realm&);

inline constexpr PropertyFlags operator|(PropertyFlags a, PropertyFlags b) {
  return static_cast<PropertyFlags>(static_cast<uint8_t>(a) | static_cast<uint8_t>(b));
}

}  // namespace weft::js
