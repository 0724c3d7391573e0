// Global names and the builtins that hold them; each is loaded at its first use.

#include "runtime/globals.h"

namespace weft::runtime {

void defineGlobals(js::Realm& realm) {
  // {global, builtin, export, enumerable as in Node}
  static constexpr js::LazyGlobal kGlobals[] = {
      {"Buffer", "node:buffer", "Buffer"},
      {"clearImmediate", "internal/timers", "clearImmediate", true},
      {"clearInterval", "internal/timers", "clearInterval", true},
      {"clearTimeout", "internal/timers", "clearTimeout", true},
      {"console", "internal/console", "console"},
      {"process", "node:process", "default"},
      {"setImmediate", "internal/timers", "setImmediate", true},
      {"setInterval", "internal/timers", "setInterval", true},
      {"setTimeout", "internal/timers", "setTimeout", true},
  };
  for (const js::LazyGlobal& global : kGlobals) realm.defineLazyGlobal(global);
  realm.globalObject().define(realm, "global", realm.globalThis());
}

}  // namespace weft::runtime
