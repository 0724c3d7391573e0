/** Properties whose value is made when it is first read. */
import { ObjectDefineProperty } from "internal/primordials";

/** An accessor, until it is read or written; from then on an ordinary property. */
export function defineLate(object: object, name: string, make: () => unknown): void {
  const settle = (value: unknown): unknown => {
    ObjectDefineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
    return value;
  };
  ObjectDefineProperty(object, name, {
    __proto__: null, get: () => settle(make()), set: settle, enumerable: true, configurable: true,
  } as any);
}
