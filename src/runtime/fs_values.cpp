// Conversions of file operations, and their answers.

#include "runtime/fs_values.h"

#include <cstring>

#include "engine/async_context.h"
#include "engine/node_buffer.h"
#include "runtime/fs_operation.h"

namespace weft::runtime {

namespace {

std::span<const uint8_t> spanOf(const std::string& s) {
  return {reinterpret_cast<const uint8_t*>(s.data()), s.size()};
}

js::Result<js::Value> copyToBuffer(js::Realm& realm, std::span<const uint8_t> bytes) {
  WEFT_TRY(fresh, js::createBuffer(realm, bytes.size()));
  if (!bytes.empty()) memcpy(fresh.data, bytes.data(), bytes.size());
  return fresh.array;
}

js::Result<js::Value> nameValue(js::Realm& realm, const std::string& name, NameForm form) {
  if (form == NameForm::Buffer) return copyToBuffer(realm, spanOf(name));
  WEFT_TRY(text, js::decodeText(realm, spanOf(name), js::TextEncoding::Utf8));
  return text;
}

js::JsError fileTooLarge(int64_t size) {
  return js::JsError(js::ErrorKind::RangeError, "ERR_FS_FILE_TOO_LARGE",
                     "File size (" + std::to_string(size) + ") is greater than 2 GiB");
}

}  // namespace

bool HeapBytes::resize(size_t size) {
  auto* p = static_cast<uint8_t*>(std::realloc(data_, size ? size : 1));
  if (!p) return false;
  data_ = p;
  size_ = size;
  return true;
}

js::Result<js::Value> toValue(js::Realm& realm, const Name& name) {
  return nameValue(realm, name.bytes, name.form);
}

js::Result<js::Value> toValue(js::Realm& realm, std::optional<std::string> path) {
  if (!path) return js::Value();
  return nameValue(realm, *path, NameForm::Text);
}

js::Result<js::Value> toValue(js::Realm& realm, Names entries) {
  js::Array names = js::Array::create(realm);
  for (const std::string& name : entries.names) {
    WEFT_TRY(value, nameValue(realm, name, entries.form));
    WEFT_TRY_VOID(names.push(realm, value));
  }
  if (!entries.types) return names;
  WEFT_TRY(types, js::createUint8Array(realm, *entries.types));
  const js::Value both[] = {names, types};
  return js::Array::create(realm, both);
}

js::Result<js::Value> toValue(js::Realm& realm, FileContent content) {
  if (content.tooLarge) return js::fail(fileTooLarge(*content.tooLarge));
  if (content.text) return std::move(*content.text).toText(realm, content.used);
  std::span<const uint8_t> used = content.bytes.span().first(content.used);
  if (content.encoding) return js::decodeText(realm, used, *content.encoding);
  // A small Buffer is cheaper with memory of the collector's than with an ArrayBuffer to own this.
  constexpr size_t kWorthAdopting = size_t{16} * 1024;
  if (content.used < kWorthAdopting) return copyToBuffer(realm, used);
  size_t size = content.used;
  return js::adoptBuffer(realm, {content.bytes.release(), size}, [](void* p) { std::free(p); });
}

namespace detail {

void Pins::add(js::Realm& realm, js::Value value) {
  if (!value.isArray()) {
    if (value.isObject()) releases_.push_back(js::pinBytes(realm, value));
    return;
  }
  js::Array list = js::Array::unchecked(value);
  for (uint32_t i = 0; i < list.length(); ++i) {
    auto item = list.getIndex(realm, i);
    if (item) releases_.push_back(js::pinBytes(realm, *item));
  }
}

js::JsError errorOf(js::Realm& realm, const SysError& error, const CallPaths& paths) {
  js::JsError plain = js::JsError::system(error);
  bool emptyPath = paths.path && paths.path->empty() && error.path.empty();
  bool emptyDestination = paths.destination && paths.destination->empty() && error.destination.empty();
  if (!emptyPath && !emptyDestination) return plain;
  std::string message = error.name() + ": " + error.description() + ", " + error.syscall + " '" + error.path + "'";
  if (paths.destination) message += " -> '" + error.destination + "'";
  js::Object object = plain.toValue(realm).asObject();
  object.define(realm, "message", js::String::fromUtf8(realm, message), js::PropertyFlags::DontEnum);
  object.define(realm, "path", js::String::fromUtf8(realm, error.path));
  if (paths.destination) object.define(realm, "dest", js::String::fromUtf8(realm, error.destination));
  return js::JsError::thrown(object);
}

Answer::Answer(js::Realm& realm, js::Value reply) : realm_(realm) {
  if (!reply.isCallable()) {
    promise_.emplace(realm);
    return;
  }
  callback_ = js::Persistent(realm, reply);
  js::Value context = js::asyncContext(realm);
  if (!context.isUndefined()) context_ = js::Persistent(realm, context);
}

void Answer::callBack(std::span<const js::Value> args) {
  js::setAsyncContext(realm_, context_.value());
  auto result = callback_.value().asFunction().call(realm_, js::Value(), args);
  if (!result) reportUncaught(realm_, result.error());
}

void Answer::succeed(std::optional<js::Value> value) {
  if (promise_) return promise_->resolve(value.value_or(js::Value()));
  const js::Value args[] = {js::Value::null(), value.value_or(js::Value())};
  callBack(std::span(args, value && !value->isUndefined() ? 2 : 1));
}

void Answer::fail(const js::JsError& error) {
  if (promise_) return promise_->reject(error);
  const js::Value args[] = {error.toValue(realm_)};
  callBack(args);
}

}  // namespace detail

}  // namespace weft::runtime

namespace weft::js {

Result<runtime::NativePath> FromJs<runtime::NativePath>::get(Realm& realm, Value v, int) {
  if (Bytes bytes = bytesOf(v); bytes.valid)
    return runtime::NativePath{{reinterpret_cast<const char*>(bytes.data), bytes.size}};
  WEFT_TRY(text, v.toUtf8(realm));
  return runtime::NativePath{std::move(text)};
}

Result<runtime::FileRef> FromJs<runtime::FileRef>::get(Realm& realm, Value v, int at) {
  if (v.isNumber()) return runtime::FileRef{static_cast<int>(v.asNumber()), {}};
  WEFT_TRY(path, FromJs<runtime::NativePath>::get(realm, v, at));
  return runtime::FileRef{-1, std::move(path.bytes)};
}

Result<runtime::BytesList> FromJs<runtime::BytesList>::get(Realm& realm, Value v, int at) {
  runtime::BytesList out;
  if (!v.isArray()) return fail(JsError::argType("buffers", "an instance of Array", v));
  Array list = Array::unchecked(v);
  for (uint32_t i = 0; i < list.length(); ++i) {
    WEFT_TRY(item, list.getIndex(realm, i));
    WEFT_TRY(bytes, FromJs<Bytes>::get(realm, item, at));
    out.list.push_back(bytes);
  }
  return out;
}

Result<runtime::WriteData> FromJs<runtime::WriteData>::get(Realm& realm, Value v, int) {
  runtime::WriteData out;
  out.bytes = bytesOf(v);
  if (out.bytes.valid) return out;
  WEFT_TRY(text, v.toUtf8(realm));
  out.text = std::move(text);
  return out;
}

}  // namespace weft::js
