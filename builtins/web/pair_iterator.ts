/**
 * What Web IDL gives an interface that is iterable by pairs: entries, keys, values, forEach, and an iterator that
 * sees changes made meanwhile. https://webidl.spec.whatwg.org/#js-iterable
 */
import {
  FunctionPrototypeCall,
  IteratorPrototype,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  SymbolIterator,
  SymbolToStringTag,
} from "internal/primordials";
import { codes } from "internal/errors";
import { requireThis } from "web/webidl";

/** How an interface's pairs are reached; `has` is its brand check. */
export interface Pairs {
  has(target: any): boolean;
  /** The pairs as they are now: name, value, name, value. */
  list(target: any): unknown[];
}

const kKeys = 0;
const kValues = 1;
const kEntries = 2;

function itemAt(list: unknown[], index: number, kind: number): unknown {
  if (kind === kKeys) return list[index];
  return kind === kValues ? list[index + 1] : [list[index], list[index + 1]];
}

const Returned: any = function (object: object) {
  return object;
};

/** Puts an iterator's state on the object that the program sees. */
class IteratorState extends Returned {
  #pairs: Pairs;
  #target: object;
  #kind: number;
  #index = 0;

  constructor(iterator: object, pairs: Pairs, target: object, kind: number) {
    super(iterator);
    this.#pairs = pairs;
    this.#target = target;
    this.#kind = kind;
  }

  static belongsTo(value: any, pairs: Pairs): boolean {
    return value !== null && typeof value === "object" && #pairs in value && value.#pairs === pairs;
  }

  static next(iterator: any): IteratorResult<unknown> {
    const list = iterator.#pairs.list(iterator.#target);
    const index = iterator.#index;
    if (index >= list.length) return { value: undefined, done: true };
    iterator.#index = index + 2;
    return { value: itemAt(list, index, iterator.#kind), done: false };
  }
}

function iteratorPrototypeFor(name: string, pairs: Pairs): object {
  const prototype: any = {
    next(this: any) {
      requireThis(IteratorState.belongsTo(this, pairs), `${name}Iterator`);
      return IteratorState.next(this);
    },
  };
  ObjectSetPrototypeOf(prototype, IteratorPrototype);
  ObjectDefineProperty(prototype, SymbolToStringTag, {
    __proto__: null,
    value: `${name} Iterator`,
    configurable: true,
  } as any);
  return prototype;
}

/**
 * Gives a class its four methods and @@iterator; call it before finishInterface. The result tells whether nobody
 * has replaced the iterator's `next`, so that `entries` need not be called to copy the pairs.
 */
export function definePairIteration(constructor: any, name: string, pairs: Pairs): () => boolean {
  const iteratorPrototype: any = iteratorPrototypeFor(name, pairs);
  const newIterator = (target: object, kind: number): object => {
    requireThis(pairs.has(target), name);
    const iterator = { __proto__: iteratorPrototype };
    new IteratorState(iterator, pairs, target, kind);
    return iterator;
  };
  // Methods, since functions of other kinds would be constructors.
  const methods: any = {
    entries(this: object) {
      return newIterator(this, kEntries);
    },
    keys(this: object) {
      return newIterator(this, kKeys);
    },
    values(this: object) {
      return newIterator(this, kValues);
    },
    forEach(this: object, callback: any, thisArg: unknown = undefined) {
      requireThis(pairs.has(this), name);
      if (typeof callback !== "function") throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
      for (let i = 0, list = pairs.list(this); i < list.length; i += 2, list = pairs.list(this)) {
        FunctionPrototypeCall(callback, thisArg, list[i + 1], list[i], this);
      }
    },
  };
  const { prototype } = constructor;
  const names = ["keys", "values", "entries", "forEach"];
  for (let i = 0; i < names.length; i++) define(prototype, names[i], methods[names[i]]);
  define(prototype, SymbolIterator, methods.entries);
  const { next } = iteratorPrototype;
  return () => iteratorPrototype.next === next;
}

function define(target: object, key: PropertyKey, value: unknown): void {
  ObjectDefineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: false,
    configurable: true,
  } as any);
}
