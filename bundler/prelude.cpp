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
  var require = () => {
    if (module) return module.exports;
    module = { exports: {} };
    @begin(require)try {
      body.call(module.exports, module.exports, module);
    } catch (error) {
      module = undefined;
      throw error;
    }@end(require)
    return module.exports;
  };
  return require;
}
)js"},
    {"__lazy", R"js((body) {
  var state = 0, failure;
  var init = () => {
    if (state === 3) throw failure;
    if (state) return;
    state = 1;
    @begin(init)try {
      body();
      state = 2;
    } catch (error) {
      state = 3;
      throw (failure = error);
    }@end(init)
  };
  return init;
}
)js"},
    {"__lazyAsync", R"js((body, dependencies, awaits) {
  var init = () => @evaluateAsync(init);
  return Object.assign(init, { body, dependencies, awaits, state: 0, pending: 0, parents: [], order: 0 });
}
)js"},
    // https://tc39.es/ecma262/#sec-moduleevaluation. `state`: 1 evaluating, 2 waiting, 3 evaluated, 4 failed. `order`:
    // in which what waits began to; 0: it does not.
    {"__evaluateAsync", R"js((module) {
  var stack = [], modules = @evaluateAsync;
  var finish = (module) => {
    module.state = 3;
    module.order = 0;
    if (module.resolve) module.resolve();
  };
  var fail = (module, failure) => {
    if (module.state > 2) return;
    module.state = 4;
    module.order = 0;
    module.failure = failure;
    for (var parent of module.parents) fail(parent, failure);
    if (module.reject) module.reject(failure);
  };
  var gather = (module, ready) => {
    for (var parent of module.parents) {
      if (ready.includes(parent) || parent.root.state === 4 || --parent.pending) continue;
      ready.push(parent);
      if (!parent.awaits) gather(parent, ready);
    }
    return ready;
  };
  var succeed = (module) => {
    if (module.state > 2) return;
    finish(module);
    for (var parent of gather(module, []).sort((a, b) => a.order - b.order)) {
      if (parent.state > 2) continue;
      if (parent.awaits) {
        begin(parent);
        continue;
      }
      try {
        parent.body();
        finish(parent);
      } catch (error) {
        fail(parent, error);
      }
    }
  };
  var begin = (module) => {
    module.body().then(() => succeed(module), (error) => fail(module, error));
  };
  var visit = (module) => {
    if (module.state === 4) throw module.failure;
    if (module.state) return;
    module.state = 1;
    module.low = stack.push(module);
    var index = module.low;
    for (var needed of module.dependencies()) {
      if (!needed.parents) {
        needed();
        continue;
      }
      visit(needed);
      if (needed.state === 1) {
        module.low = Math.min(module.low, needed.low);
      } else {
        needed = needed.root;
        if (needed.state === 4) throw needed.failure;
      }
      if (needed.order) {
        module.pending++;
        needed.parents.push(module);
      }
    }
    if (module.pending || module.awaits) {
      module.order = modules.count = (modules.count || 0) + 1;
      if (!module.pending) begin(module);
    } else {
      module.body();
    }
    if (module.low !== index) return;
    for (var each of stack.splice(index - 1)) {
      each.state = each.order ? 2 : 3;
      each.root = module;
    }
  };
  if (module.state > 1 && module.root) module = module.root;
  if (module.promise) return module.promise;
  module.promise = new Promise((resolve, reject) => {
    module.resolve = resolve;
    module.reject = reject;
  });
  try {
    visit(module);
    if (!module.order) module.resolve();
  } catch (error) {
    for (var each of stack) {
      each.state = 4;
      each.order = 0;
      each.failure = error;
      each.root = each;
    }
    module.reject(error);
  }
  return module.promise;
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
  init();
  if (!("exports" in init)) init.exports = @toCommonJs(namespace);
  return init.exports;
}
)js"},
    {"__requireInCycle", R"js((init, namespace, modules) {
  if (modules.some((module) => module.isRunning)) throw Object.assign(new Error("Cannot require() ES Module in a cycle."), { code: "ERR_REQUIRE_CYCLE_MODULE" });
  return @requireEsModule(init, namespace);
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
    {"__glob", R"js((modules, name) {
  if (Object.hasOwn(modules, name)) return modules[name]();
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
}
)js"},
    {"__globImport", R"js((modules, name) {
  return new Promise((resolve) => resolve(@globOf(modules, String(name))));
}
)js"},
    {"__require", R"js((specifier) {
  if (typeof require === "function") return require(specifier);
  throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
}
)js"},
}};

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

}  // namespace

std::string_view preludeName(Prelude function) {
  return kEntries[static_cast<size_t>(function)].name;
}

std::string preludeSource(std::array<bool, kPreludeCount> isUsed, const std::array<std::string, kPreludeCount>& names) {
  auto index = [](Prelude function) { return static_cast<size_t>(function); };
  bool hasCycles = isUsed[index(Prelude::RequireInCycle)];
  if (hasCycles) isUsed[index(Prelude::RequireEsModule)] = true;
  if (isUsed[index(Prelude::RequireEsModule)]) isUsed[index(Prelude::ToCommonJs)] = true;
  if (isUsed[index(Prelude::GlobImport)]) isUsed[index(Prelude::Glob)] = true;
  if (isUsed[index(Prelude::LazyAsync)]) isUsed[index(Prelude::EvaluateAsync)] = true;
  std::string out;
  for (size_t i = 0; i < kPreludeCount; ++i) {
    if (!isUsed[i]) continue;
    std::string source(kEntries[i].source);
    for (std::string_view function : {"require", "init"}) {
      std::string name(function);
      replaceAll(source, "@begin(" + name + ")", hasCycles ? name + ".isRunning = true;\n    " : "");
      replaceAll(source, "@end(" + name + ")",
                 hasCycles ? " finally {\n      " + name + ".isRunning = false;\n    }" : "");
    }
    replaceAll(source, "@requireEsModule", names[index(Prelude::RequireEsModule)]);
    replaceAll(source, "@globOf", names[index(Prelude::Glob)]);
    replaceAll(source, "@toCommonJs", names[index(Prelude::ToCommonJs)]);
    replaceAll(source, "@evaluateAsync", names[index(Prelude::EvaluateAsync)]);
    out.append("function ").append(names[i]).append(source);
  }
  return out;
}

}  // namespace weft::bundler
