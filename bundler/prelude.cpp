#include "bundler/prelude.h"

namespace weft::bundler {

namespace {

struct Entry {
  std::string_view name;
  std::string_view source;  // after its name
};

constexpr std::array<Entry, kPreludeCount> kEntries = {{
    {"__commonJs", R"js((body) {
  var module;
  return () => {
    if (module) return module.exports;
    module = { exports: {} };
    try {
      body.call(module.exports, module.exports, module);
    } catch (error) {
      module = undefined;
      throw error;
    }
    return module.exports;
  };
}
)js"},
    {"__lazy", R"js((body) {
  var state = 0, failure;
  var init = () => {
    if (state === 3) throw failure;
    if (state) return;
    state = 1;
    try {
      body();
      state = 2;
    } catch (error) {
      state = 3;
      throw (failure = error);
    }
  };
  init.isRunning = () => state === 1;
  return init;
}
)js"},
    {"__lazyAsync", R"js((body) {
  var promise;
  return () => promise || (promise = body());
}
)js"},
    {"__namespace", R"js((getters) {
  var namespace = Object.create(null);
  for (var name in getters) Object.defineProperty(namespace, name, { get: getters[name], enumerable: true });
  return Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
}
)js"},
    {"__view", R"js((exports, names) {
  var view = Object.create(null);
  var isObject = (typeof exports === "object" && exports !== null) || typeof exports === "function";
  for (var name of names) {
    var isWhole = name === "default" || name === "module.exports";
    Object.defineProperty(view, name, { value: isWhole ? exports : isObject ? exports[name] : undefined, enumerable: true });
  }
  return Object.preventExtensions(Object.defineProperty(view, Symbol.toStringTag, { value: "Module" }));
}
)js"},
    {"__viewOfExternal", R"js((exports) {
  if (exports && exports[Symbol.toStringTag] === "Module") return exports;
  var view = Object.create(null);
  if ((typeof exports === "object" && exports !== null) || typeof exports === "function")
    for (let name of Object.keys(exports)) Object.defineProperty(view, name, { get: () => exports[name], enumerable: true, configurable: true });
  Object.defineProperty(view, "default", { value: exports, enumerable: true });
  return Object.defineProperty(view, Symbol.toStringTag, { value: "Module" });
}
)js"},
    {"__toCommonJs", R"js((namespace) {
  if ("module.exports" in namespace) return namespace["module.exports"];
  if (!("default" in namespace) || "__esModule" in namespace) return namespace;
  var exports = Object.create(null);
  for (let name of [...Object.keys(namespace), "__esModule"].sort())
    Object.defineProperty(exports, name, { get: () => (name === "__esModule" ? true : namespace[name]), enumerable: true });
  return Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
}
)js"},
    {"__requireEsModule", R"js((init, namespace) {
  if (init.isRunning()) throw Object.assign(new Error("Cannot require() ES Module in a cycle."), { code: "ERR_REQUIRE_CYCLE_MODULE" });
  init();
  if (!("exports" in init)) init.exports = @toCommonJs(namespace);
  return init.exports;
}
)js"},
    {"__requireAsync", R"js((path) {
  throw Object.assign(new Error(`require() cannot be used on an ESM graph with top-level await. Use import() instead: ${path}`), { code: "ERR_REQUIRE_ASYNC_MODULE" });
}
)js"},
    {"__missing", R"js((specifier) {
  throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
}
)js"},
    {"__require", R"js((specifier) {
  if (typeof require === "function") return require(specifier);
  throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
}
)js"},
}};

}  // namespace

std::string_view preludeName(Prelude function) {
  return kEntries[static_cast<size_t>(function)].name;
}

std::string preludeSource(std::array<bool, kPreludeCount> isUsed, const std::array<std::string, kPreludeCount>& names) {
  auto index = [](Prelude function) { return static_cast<size_t>(function); };
  if (isUsed[index(Prelude::RequireEsModule)]) isUsed[index(Prelude::ToCommonJs)] = true;
  std::string out;
  for (size_t i = 0; i < kPreludeCount; ++i) {
    if (!isUsed[i]) continue;
    std::string source(kEntries[i].source);
    constexpr std::string_view kOther = "@toCommonJs";
    if (size_t at = source.find(kOther); at != std::string::npos)
      source.replace(at, kOther.size(), names[index(Prelude::ToCommonJs)]);
    out.append("function ").append(names[i]).append(source);
  }
  return out;
}

}  // namespace weft::bundler
