// A Transform whose two states are made when something first looks at them: most hashes and ciphers are never used
// as streams.
import { FunctionPrototypeCall, ObjectDefineProperty, Symbol } from "internal/primordials";
import { Transform } from "internal/stream_transform";
import { inherit } from "internal/crypto_util";

const kOptions: unique symbol = Symbol("options") as any;

export function LazyTransform(this: any, options?: object): void {
  this[kOptions] = options;
}
inherit(LazyTransform, Transform);

function defineLazyState(key: string): void {
  ObjectDefineProperty(LazyTransform.prototype, key, {
    __proto__: null,
    get(this: any) {
      FunctionPrototypeCall(Transform as any, this, this[kOptions]);
      this._writableState.decodeStrings = false;
      return this[key];
    },
    set(this: any, value: unknown) {
      ObjectDefineProperty(this, key, { __proto__: null, value, enumerable: true, configurable: true, writable: true } as any);
    },
    configurable: true,
    enumerable: true,
  } as any);
}
defineLazyState("_readableState");
defineLazyState("_writableState");
