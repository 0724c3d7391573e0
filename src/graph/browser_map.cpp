#include "graph/browser_map.h"

namespace weft::graph {

namespace {

std::optional<BrowserTarget> targetOf(const JsonValue& map, const std::string& key) {
  const JsonValue* value = map.find(key);
  if (!value) return std::nullopt;
  if (value->is(JsonKind::String)) return BrowserTarget{false, value->string};
  bool isFalse = value->is(JsonKind::Boolean) && !value->boolean;
  return isFalse ? std::optional(BrowserTarget{true, {}}) : std::nullopt;
}

std::optional<BrowserTarget> withExtensions(const JsonValue& map, const std::string& key,
                                            std::span<const std::string> extensions) {
  if (auto target = targetOf(map, key)) return target;
  for (const std::string& extension : extensions)
    if (auto target = targetOf(map, key + extension)) return target;
  return std::nullopt;
}

std::optional<BrowserTarget> withIndex(const JsonValue& map, const std::string& key,
                                       std::span<const std::string> extensions) {
  if (auto target = withExtensions(map, key, extensions)) return target;
  return withExtensions(map, key.ends_with('/') ? key + "index" : key + "/index", extensions);
}

}  // namespace

std::optional<BrowserTarget> findInBrowserMap(const JsonValue& map, std::string_view name,
                                              std::span<const std::string> extensions, RelativeKeys relative) {
  if (name.empty() || name == ".") return std::nullopt;
  std::string key(name);
  if (auto target = withIndex(map, key, extensions)) return target;
  bool isPath = name == ".." || name.starts_with("./") || name.starts_with("../") || name.starts_with('/');
  if (relative == RelativeKeys::Skip || isPath) return std::nullopt;
  return withIndex(map, "./" + key, extensions);
}

}  // namespace weft::graph
