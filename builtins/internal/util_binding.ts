// The native half of inspection and of util.types: what JavaScript can't ask an object without running its
// code. Everything in builtins that looks under an object's hood does it through this one interface.

/** What kind of object a value is, whatever its prototype and properties claim. Numbers agree with
 * src/engine/inspection.h. */
export const kinds = {
  Ordinary: 0, Array: 1, Function: 2, Proxy: 3, Map: 4, Set: 5, MapIterator: 6, SetIterator: 7, WeakMap: 8,
  WeakSet: 9, Promise: 10, Date: 11, RegExp: 12, Error: 13, ArrayBuffer: 14, SharedArrayBuffer: 15, DataView: 16,
  TypedArray: 17, Arguments: 18, Namespace: 19, Generator: 20, NumberObject: 21, StringObject: 22,
  BooleanObject: 23, BigIntObject: 24, SymbolObject: 25,
} as const;

export const promiseStates = { pending: 0, fulfilled: 1, rejected: 2 } as const;

export const functionKinds = { generator: 1, async: 2, class: 4 } as const;

export interface UtilBinding {
  /** One of `kinds`. A proxy is a Proxy; nothing else is asked. Primitives are Ordinary. */
  kindOf(value: unknown): number;
  /** A proxy's target and handler, both null once it is revoked. */
  proxyDetails(proxy: object): [target: object | null, handler: object | null];
  /** A promise's state, and its value or reason when it has one. */
  promiseDetails(promise: object): [state: number, result: unknown];
  /**
   * The first `limit` entries of a Map or Set, or of what is left of an iterator over one, without advancing it; none
   * of weak collections. Keyed entries come flat, key before value, and count as one.
   */
  previewEntries(collection: object, limit: number): [entries: unknown[], keyed: boolean, total: number];
  /** Own keys, strings before symbols, but for array indices; only the enumerable ones on request. */
  ownNonIndexKeys(object: object, onlyEnumerable: boolean): PropertyKey[];
  /** True only if an ordinary object or array has no own properties but for its indices. False may be stale. */
  hasOnlyIndices(object: object): boolean;
  /** The class the engine gave the object when it was made: `Map`, `Object`. */
  className(object: object): string;
  /** A sum of `functionKinds`. */
  functionKind(fn: Function): number;
  /** The callers of a running function, four entries a row: function, file, line, column. */
  currentFrames(above: Function, limit: number, followMaps: boolean): (string | number)[];
  /** Error numbers (negative, as libuv counts), names and texts, three entries a row. */
  errnoTable(): (number | string)[];
  /** Signal numbers by name. */
  signals(): Record<string, number>;
}

export const binding = native("util") as UtilBinding;
