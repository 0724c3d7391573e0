/**
 * URLSearchParams. The list is flat: name, value, name, value. A list that belongs to a URL tells it of every
 * change, and the URL replaces the list when its query changes.
 * https://url.spec.whatwg.org/#interface-urlsearchparams
 */
import {
  ArrayPrototypeJoin,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  ArrayPrototypeSplice,
  FunctionPrototypeCall,
  IteratorPrototype,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  ReflectOwnKeys,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  SymbolIterator,
  SymbolToStringTag,
} from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, kInspect, registerPlatformClass, requireThis, toUSVString } from "web/webidl";

interface FormNative {
  /** Between the application/x-www-form-urlencoded format and a flat list. */
  parseForm(text: string): string[];
  serializeForm(list: string[]): string;
}
export const { parseForm, serializeForm } = native("url") as FormNative;

/** What a list tells its URL: the serialized list, without "?". */
type Update = (query: string) => void;

let isParams: (value: any) => boolean;
let listOf: (params: URLSearchParams) => string[];
let setList: (params: URLSearchParams, list: string[]) => void;
let setUpdate: (params: URLSearchParams, update: Update) => void;

export class URLSearchParams {
  #list: string[] = [];
  #update: Update | undefined = undefined;

  static {
    isParams = (value) => value !== null && typeof value === "object" && #list in value;
    listOf = (params) => params.#list;
    setList = (params, list) => void (params.#list = list);
    setUpdate = (params, update) => void (params.#update = update);
  }

  constructor(init: any = undefined) {
    if (init === undefined || init === null) return;
    if (typeof init === "object" || typeof init === "function") this.#list = listFromObject(init);
    else this.#list = listFromString(toUSVString(init));
  }

  get size(): number {
    requireThis(isParams(this), "URLSearchParams");
    return this.#list.length / 2;
  }

  append(name: unknown, value: unknown): void {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    ArrayPrototypePush(this.#list, toUSVString(name), toUSVString(value));
    this.#changed();
  }

  delete(name: unknown, value: unknown = undefined): void {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const list = this.#list;
    const key = toUSVString(name);
    const text = value === undefined ? undefined : toUSVString(value);
    let kept = 0;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === key && (text === undefined || list[i + 1] === text)) continue;
      list[kept++] = list[i];
      list[kept++] = list[i + 1];
    }
    list.length = kept;
    this.#changed();
  }

  get(name: unknown): string | null {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const list = this.#list;
    const key = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === key) return list[i + 1];
    }
    return null;
  }

  getAll(name: unknown): string[] {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const list = this.#list;
    const key = toUSVString(name);
    const values: string[] = [];
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === key) ArrayPrototypePush(values, list[i + 1]);
    }
    return values;
  }

  has(name: unknown, value: unknown = undefined): boolean {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const list = this.#list;
    const key = toUSVString(name);
    const text = value === undefined ? undefined : toUSVString(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === key && (text === undefined || list[i + 1] === text)) return true;
    }
    return false;
  }

  set(name: unknown, value: unknown): void {
    requireThis(isParams(this), "URLSearchParams");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    const key = toUSVString(name);
    const text = toUSVString(value);
    if (!replaceFirst(this.#list, key, text)) ArrayPrototypePush(this.#list, key, text);
    this.#changed();
  }

  sort(): void {
    requireThis(isParams(this), "URLSearchParams");
    this.#list = sorted(this.#list);
    this.#changed();
  }

  forEach(callback: any, thisArg: unknown = undefined): void {
    requireThis(isParams(this), "URLSearchParams");
    if (typeof callback !== "function") throw new codes.ERR_INVALID_ARG_TYPE("callback", "Function", callback);
    // The list may be changed, and even replaced, by the callback.
    for (let i = 0; i < this.#list.length; i += 2) {
      FunctionPrototypeCall(callback, thisArg, this.#list[i + 1], this.#list[i], this);
    }
  }

  keys(): any {
    requireThis(isParams(this), "URLSearchParams");
    return newIterator(this, kKeys);
  }

  values(): any {
    requireThis(isParams(this), "URLSearchParams");
    return newIterator(this, kValues);
  }

  entries(): any {
    requireThis(isParams(this), "URLSearchParams");
    return newIterator(this, kEntries);
  }

  toString(): string {
    requireThis(isParams(this), "URLSearchParams");
    return serializeForm(this.#list);
  }

  #changed(): void {
    if (this.#update !== undefined) this.#update(serializeForm(this.#list));
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(isParams(this), "URLSearchParams");
    if (typeof depth === "number" && depth < 0) return options.stylize("[Object]", "special");
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const parts: string[] = [];
    const list = this.#list;
    for (let i = 0; i < list.length; i += 2) {
      ArrayPrototypePush(parts, `${inspect(list[i], inner)} => ${inspect(list[i + 1], inner)}`);
    }
    return layOut((this as any).constructor.name, parts, exceeds(parts, options.breakLength));
  }
}

finishInterface(URLSearchParams, "URLSearchParams");
ObjectDefineProperty(URLSearchParams.prototype, SymbolIterator, {
  __proto__: null,
  value: URLSearchParams.prototype.entries,
  writable: true,
  enumerable: false,
  configurable: true,
} as any);
registerPlatformClass(URLSearchParams.prototype, {
  name: "URLSearchParams",
  isInstance: (value) => isParams(value),
});

/** Makes the list of a URL: `update` is called with the new query after each change. */
export function searchParamsOfURL(query: string, update: Update): URLSearchParams {
  const params = new URLSearchParams();
  setList(params, parseForm(query));
  setUpdate(params, update);
  return params;
}

/** Follows a change of the URL's query. */
export function replaceSearchParams(params: URLSearchParams, query: string): void {
  setList(params, parseForm(query));
}

export const isURLSearchParams = (value: unknown): value is URLSearchParams => isParams(value);

function listFromString(text: string): string[] {
  return parseForm(text[0] === "?" ? StringPrototypeSlice(text, 1) : text);
}

// https://url.spec.whatwg.org/#urlsearchparams-initialize
function listFromObject(init: any): string[] {
  const method = init[SymbolIterator];
  if (method === undefined || method === null) return listFromRecord(init);
  if (method === URLSearchParams.prototype.entries && isParams(init) && isIntactIterator()) {
    return ArrayPrototypeSlice(listOf(init));
  }
  if (typeof method !== "function") throw new codes.ERR_ARG_NOT_ITERABLE("Query pairs");
  return listFromPairs(init);
}

function listFromPairs(pairs: Iterable<any>): string[] {
  const list: string[] = [];
  for (const pair of pairs) {
    if (pair === null || (typeof pair !== "object" && typeof pair !== "function") ||
        typeof pair[SymbolIterator] !== "function") {
      throw new codes.ERR_INVALID_TUPLE("Each query pair", "[name, value]");
    }
    let length = 0;
    for (const element of pair) {
      length++;
      ArrayPrototypePush(list, toUSVString(element));
    }
    if (length !== 2) throw new codes.ERR_INVALID_TUPLE("Each query pair", "[name, value]");
  }
  return list;
}

// https://webidl.spec.whatwg.org/#es-record: two keys may become one, and then the later value wins in place.
function listFromRecord(record: any): string[] {
  const list: string[] = [];
  const keys = ReflectOwnKeys(record);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (!ObjectGetOwnPropertyDescriptor(record, key)?.enumerable) continue;
    const name = toUSVString(key);
    const value = toUSVString(record[key]);
    if (!replaceFirst(list, name, value)) ArrayPrototypePush(list, name, value);
  }
  return list;
}

/** Gives the first entry of a name its value and removes the others of that name; false if there is none. */
function replaceFirst(list: string[], name: string, value: string): boolean {
  let found = false;
  for (let i = 0; i < list.length; ) {
    if (list[i] !== name) {
      i += 2;
    } else if (!found) {
      found = true;
      list[i + 1] = value;
      i += 2;
    } else {
      ArrayPrototypeSplice(list, i, 2);
    }
  }
  return found;
}

/** Stable, by UTF-16 code units: a merge sort from the bottom up over the flat list. */
function sorted(list: string[]): string[] {
  let source = list;
  for (let width = 2; width < list.length; width *= 2) {
    const target: string[] = [];
    for (let start = 0; start < source.length; start += width * 2) merge(source, start, width, target);
    source = target;
  }
  return source;
}

function merge(source: string[], start: number, width: number, target: string[]): void {
  const middle = start + width < source.length ? start + width : source.length;
  const end = middle + width < source.length ? middle + width : source.length;
  let left = start;
  let right = middle;
  while (left < middle || right < end) {
    const takeLeft = right >= end || (left < middle && source[left] <= source[right]);
    const from = takeLeft ? left : right;
    ArrayPrototypePush(target, source[from], source[from + 1]);
    if (takeLeft) left += 2;
    else right += 2;
  }
}

const kKeys = 0;
const kValues = 1;
const kEntries = 2;

const Returned: any = function (object: object) {
  return object;
};

class IteratorState extends Returned {
  #params: URLSearchParams;
  #kind: number;
  #index = 0;

  constructor(iterator: object, params: URLSearchParams, kind: number) {
    super(iterator);
    this.#params = params;
    this.#kind = kind;
  }

  static has(value: any): boolean {
    return value !== null && typeof value === "object" && #params in value;
  }

  static next(iterator: any): IteratorResult<unknown> {
    const list = listOf(iterator.#params);
    const index = iterator.#index;
    if (index >= list.length) return { value: undefined, done: true };
    iterator.#index = index + 2;
    return { value: itemAt(list, index, iterator.#kind), done: false };
  }

  static rest(iterator: any): unknown[] {
    const list = listOf(iterator.#params);
    const items: unknown[] = [];
    for (let i = iterator.#index; i < list.length; i += 2) {
      ArrayPrototypePush(items, itemAt(list, i, iterator.#kind));
    }
    return items;
  }
}

function itemAt(list: string[], index: number, kind: number): unknown {
  if (kind === kKeys) return list[index];
  return kind === kValues ? list[index + 1] : [list[index], list[index + 1]];
}

const iteratorPrototype: any = {
  next(this: unknown) {
    requireThis(IteratorState.has(this), "URLSearchParamsIterator");
    return IteratorState.next(this);
  },
  [kInspect](this: any, depth: number, options: any, inspect: any): string {
    requireThis(IteratorState.has(this), "URLSearchParamsIterator");
    if (typeof depth === "number" && depth < 0) return options.stylize("[Object]", "special");
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const parts: string[] = [];
    const items = IteratorState.rest(this);
    for (let i = 0; i < items.length; i++) ArrayPrototypePush(parts, inspect(items[i], inner));
    const isMultiline = StringPrototypeIncludes(inspect(items, inner), "\n");
    return layOut("URLSearchParams Iterator", parts, isMultiline);
  },
};
ObjectSetPrototypeOf(iteratorPrototype, IteratorPrototype);
ObjectDefineProperty(iteratorPrototype, kInspect, { __proto__: null, enumerable: false } as any);
ObjectDefineProperty(iteratorPrototype, SymbolToStringTag, {
  __proto__: null,
  value: "URLSearchParams Iterator",
  configurable: true,
} as any);
const originalNext = iteratorPrototype.next;

function isIntactIterator(): boolean {
  return iteratorPrototype.next === originalNext;
}

function newIterator(params: URLSearchParams, kind: number): object {
  const iterator = { __proto__: iteratorPrototype };
  new IteratorState(iterator, params, kind);
  return iterator;
}

function layOut(name: string, parts: string[], isMultiline: boolean): string {
  if (parts.length === 0) return `${name} {}`;
  return isMultiline
    ? `${name} {\n  ${ArrayPrototypeJoin(parts, ",\n  ")} }`
    : `${name} { ${ArrayPrototypeJoin(parts, ", ")} }`;
}

function exceeds(parts: string[], limit: number): boolean {
  let length = -2;
  for (let i = 0; i < parts.length; i++) length += printedLength(parts[i]) + 2;
  return length > limit;
}

/** The length without the escape sequences of colours. */
function printedLength(text: string): number {
  let length = text.length;
  let start = StringPrototypeIndexOf(text, "\x1b[");
  while (start >= 0) {
    const end = StringPrototypeIndexOf(text, "m", start);
    length -= end + 1 - start;
    start = StringPrototypeIndexOf(text, "\x1b[", end);
  }
  return length;
}
