// What options ask for before the program begins. src/runtime/runtime.cpp calls it if there may be something.

import { Error, ObjectDefineProperty, ObjectPrototype } from "internal/primordials";
import { codes } from "internal/errors";
import { hasOption, option, optionValues } from "internal/options";
import { requireFirst } from "internal/cjs_loader";

interface StartupBinding {
  setTitle(title: string): void;
  collectGarbage(): void;
}

function setUpProto(mode: string): void {
  if (mode === "delete") {
    delete (ObjectPrototype as any).__proto__;
    return;
  }
  const fail = () => {
    throw new codes.ERR_PROTO_ACCESS("Accessing Object.prototype.__proto__ has been disallowed with --disable-proto=throw");
  };
  ObjectDefineProperty(ObjectPrototype, "__proto__", {
    __proto__: null, configurable: true, enumerable: false, get: fail, set: fail,
  } as any);
}

export function prepare(): void {
  const binding = native("process") as StartupBinding;
  const title = option("--title");
  if (title !== undefined) binding.setTitle(title);
  const frames = option("--stack-trace-limit");
  if (frames !== undefined) Error.stackTraceLimit = +frames;
  if (hasOption("--expose-gc")) {
    ObjectDefineProperty(globalThis, "gc", {
      __proto__: null, value: function gc() { binding.collectGarbage(); }, writable: true, configurable: true,
    } as any);
  }
  const proto = option("--disable-proto");
  if (proto === "delete" || proto === "throw") setUpProto(proto);
  const modules = optionValues("--require");
  for (let i = 0; i < modules.length; i++) requireFirst(modules[i]!);
}
