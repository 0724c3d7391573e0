// native("util"): what inspection and util.types ask of the engine; the interface is described in
// builtins/internal/util_binding.ts.

#include "base/result.h"
#include "engine/current_frames.h"
#include "engine/inspection.h"
#include "runtime/bindings.h"
#include "runtime/system_names.h"

namespace weft::runtime {

namespace {

int32_t kindOf(js::Value value) {
  return static_cast<int32_t>(js::objectKind(value));
}

js::Value proxyDetails(js::Realm& realm, js::Object proxy) {
  if (js::objectKind(proxy) != js::ObjectKind::Proxy) return {};
  auto parts = js::proxyParts(proxy);
  const js::Value list[] = {parts.target, parts.handler};
  return js::Array::create(realm, list);
}

js::Value promiseDetails(js::Realm& realm, js::Object promise) {
  if (js::objectKind(promise) != js::ObjectKind::Promise) return {};
  auto view = js::promiseView(promise);
  const js::Value list[] = {js::Value::int32(view.state), view.result};
  return js::Array::create(realm, list);
}

js::Result<js::Value> previewEntries(js::Realm& realm, js::Object collection, double limit) {
  constexpr double kMost = 0xffffffffu;
  auto preview = js::previewEntries(realm, collection, static_cast<uint32_t>(limit < kMost ? limit : kMost));
  if (!preview) return std::unexpected(std::move(preview).error());
  const js::Value list[] = {preview->entries, js::Value::boolean(preview->keyed), js::Value::number(preview->total)};
  return js::Array::create(realm, list);
}

js::Result<js::Value> ownNonIndexKeys(js::Realm& realm, js::Object object, bool onlyEnumerable) {
  auto keys = js::ownNonIndexKeys(realm, object, onlyEnumerable ? js::KeyFilter::Enumerable : js::KeyFilter::All);
  if (!keys) return std::unexpected(std::move(keys).error());
  return *keys;
}

bool hasOnlyIndices(js::Object object) {
  return js::hasOnlyIndices(object);
}

std::string_view className(js::Object object) {
  return js::className(object);
}

/// Bits of `functionKinds`: 1 generator, 2 async, 4 class.
int32_t functionKind(js::Value value) {
  auto kind = js::functionKind(value);
  return (kind.isGenerator ? 1 : 0) | (kind.isAsync ? 2 : 0) | (kind.isClass ? 4 : 0);
}

/// The callers of `above`, four entries a row: function, file, line, column.
js::Value currentFrames(js::Realm& realm, js::Value above, uint32_t limit, bool followMaps) {
  auto maps = followMaps ? js::SourceMaps::Follow : js::SourceMaps::Ignore;
  std::vector<js::Value> list;
  for (const js::CurrentFrame& frame : js::currentFrames(realm, above, limit, maps)) {
    list.push_back(js::toJs(realm, frame.function));
    list.push_back(js::toJs(realm, frame.file));
    list.push_back(js::Value::number(frame.at.line));
    list.push_back(js::Value::number(frame.at.column));
  }
  return js::Array::create(realm, list);
}

/// [-2, "ENOENT", "no such file or directory", …]
js::Value errnoTable(js::Realm& realm) {
  js::Array table = js::Array::create(realm);
  constexpr int kLastErrno = 133;  // EHWPOISON, the highest of Linux
  uint32_t next = 0;
  for (int code = 1; code <= kLastErrno; ++code) {
    auto text = errnoText(code);
    if (text.name.empty()) continue;
    (void)table.setIndex(realm, next++, js::Value::int32(-code));
    (void)table.setIndex(realm, next++, js::toJs(realm, text.name));
    (void)table.setIndex(realm, next++, js::toJs(realm, text.description));
  }
  return table;
}

js::Value signals(js::Realm& realm) {
  return toObject(realm, signalNumbers());
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&kindOf>("kindOf"),
    js::fn<&proxyDetails>("proxyDetails"),
    js::fn<&promiseDetails>("promiseDetails"),
    js::fn<&previewEntries>("previewEntries"),
    js::fn<&ownNonIndexKeys>("ownNonIndexKeys"),
    js::fn<&hasOnlyIndices>("hasOnlyIndices"),
    js::fn<&className>("className"),
    js::fn<&functionKind>("functionKind"),
    js::fn<&currentFrames>("currentFrames"),
    js::fn<&errnoTable>("errnoTable"),
    js::fn<&signals>("signals"),
};

}  // namespace

const js::Binding kUtilBinding = {"util", kFunctions, nullptr};

}  // namespace weft::runtime
