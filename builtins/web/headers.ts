/**
 * Headers. https://fetch.spec.whatwg.org/#headers-class
 *
 * Of the standard's guards only "immutable" is kept: the others hide headers from pages, and here there is no page.
 */
import {
  ArrayPrototypePush,
  ObjectGetOwnPropertyDescriptor,
  ReflectOwnKeys,
  SymbolIterator,
} from "internal/primordials";
import { codes } from "internal/errors";
import { HeaderList, isHeaderName, isHeaderValue, normalizeHeaderValue } from "web/header_list";
import { definePairIteration } from "web/pair_iterator";
import {
  finishInterface,
  inspectAs,
  iterate,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDOMString,
  toSequence,
} from "web/webidl";

const kFromList = Symbol("fromList");

let listOf: (value: any) => HeaderList | undefined;
let makeImmutable: (headers: Headers) => void;

export class Headers {
  #list: HeaderList;
  #isImmutable = false;

  static {
    listOf = (value) =>
      value !== null && typeof value === "object" && #list in value ? (value as Headers).#list : undefined;
    makeImmutable = (headers) => void (headers.#isImmutable = true);
  }

  constructor(init: any = undefined, list: HeaderList | undefined = undefined) {
    this.#list = init === kFromList ? list! : init === undefined ? new HeaderList() : listFrom(init);
  }

  append(name: unknown, value: unknown): void {
    requireThis(#list in this, "Headers");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    const key = toDOMString(name);
    const text = checkHeader(key, toDOMString(value));
    this.#requireMutable();
    this.#list.append(key, text);
  }

  delete(name: unknown): void {
    requireThis(#list in this, "Headers");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const key = toHeaderName(name);
    this.#requireMutable();
    this.#list.delete(key);
  }

  get(name: unknown): string | null {
    requireThis(#list in this, "Headers");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    return this.#list.get(toHeaderName(name)) ?? null;
  }

  getSetCookie(): string[] {
    requireThis(#list in this, "Headers");
    return this.#list.setCookies();
  }

  has(name: unknown): boolean {
    requireThis(#list in this, "Headers");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    return this.#list.has(toHeaderName(name));
  }

  set(name: unknown, value: unknown): void {
    requireThis(#list in this, "Headers");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    const key = toDOMString(name);
    const text = checkHeader(key, toDOMString(value));
    this.#requireMutable();
    this.#list.set(key, text);
  }

  #requireMutable(): void {
    if (this.#isImmutable) throw new codes.ERR_INVALID_STATE.TypeError("These headers are immutable");
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#list in this, "Headers");
    return inspectAs(this, this.#list.toObject(), depth, options, inspect);
  }
}

const isIntactIterator = definePairIteration(Headers, "Headers", {
  has: (target) => listOf(target) !== undefined,
  list: (target) => listOf(target)!.sorted(),
});
finishInterface(Headers, "Headers");
const { entries } = Headers.prototype as any;
registerPlatformClass(Headers.prototype, { name: "Headers", isInstance: (value) => listOf(value) !== undefined });

/** The list behind a Headers; undefined for anything else. */
export function headerListOf(value: unknown): HeaderList | undefined {
  return listOf(value);
}

export const kMutable = 0;
export const kImmutable = 1;

/** Headers over a list, which stays shared. */
export function newHeaders(list: HeaderList, guard: typeof kMutable | typeof kImmutable): Headers {
  const headers = new Headers(kFromList, list);
  if (guard === kImmutable) makeImmutable(headers);
  return headers;
}

/**
 * A new list of what HeadersInit gives: a record, or a sequence of pairs.
 * https://fetch.spec.whatwg.org/#concept-headers-fill
 */
export function listFrom(init: any): HeaderList {
  const intact = intactListOf(init);
  if (intact !== undefined) return intact.copy();
  const pairs = checkedPairs(init);
  const list = new HeaderList();
  for (let i = 0; i < pairs.length; i += 2) list.append(pairs[i], pairs[i + 1]);
  return list;
}

/** As listFrom, but names and values in turn: what is only sent needs no list. */
export function fieldsFrom(init: any): string[] {
  const intact = intactListOf(init);
  return intact !== undefined ? intact.lines() : checkedPairs(init);
}

function intactListOf(init: any): HeaderList | undefined {
  if (init === null || (typeof init !== "object" && typeof init !== "function")) {
    throw new codes.ERR_INVALID_ARG_TYPE("init", ["Headers", "Object", "Iterable"], init);
  }
  const list = listOf(init);
  return list !== undefined && init[SymbolIterator] === entries && isIntactIterator() ? list : undefined;
}

function checkedPairs(init: any): string[] {
  const method = init[SymbolIterator];
  const pairs = method === undefined || method === null ? pairsOfRecord(init) : pairsOfSequence(init, method);
  for (let i = 0; i < pairs.length; i += 2) pairs[i + 1] = checkHeader(pairs[i], pairs[i + 1]);
  return pairs;
}

// https://webidl.spec.whatwg.org/#js-record
function pairsOfRecord(record: any): string[] {
  const pairs: string[] = [];
  const keys = ReflectOwnKeys(record);
  for (let i = 0; i < keys.length; i++) {
    if (!ObjectGetOwnPropertyDescriptor(record, keys[i])?.enumerable) continue;
    const name = toByteString(keys[i]);
    ArrayPrototypePush(pairs, name, toByteString(record[keys[i]]));
  }
  return pairs;
}

function pairsOfSequence(sequence: any, method: any): string[] {
  const pairs: string[] = [];
  iterate(sequence, method, "init", (pair) => {
    const items = toSequence(pair, "init[]", toByteString);
    if (items.length !== 2) throw new codes.ERR_INVALID_TUPLE("Each header pair", "[name, value]");
    ArrayPrototypePush(pairs, items[0], items[1]);
  });
  return pairs;
}

/** ByteString: a character beyond 255 is a TypeError. https://webidl.spec.whatwg.org/#js-ByteString */
function toByteString(value: unknown): string {
  const text = toDOMString(value);
  for (let i = 0; i < text.length; i++) {
    if (text[i] > "\xff") throw new codes.ERR_INVALID_CHAR("header content", text);
  }
  return text;
}

function toHeaderName(value: unknown): string {
  const name = toDOMString(value);
  if (!isHeaderName(name)) throw new codes.ERR_INVALID_HTTP_TOKEN("Header name", name);
  return name;
}

/** The normalized value of a header that can be sent; a TypeError for another. */
function checkHeader(name: string, value: string): string {
  const text = normalizeHeaderValue(value);
  if (!isHeaderName(name)) throw new codes.ERR_INVALID_HTTP_TOKEN("Header name", name);
  if (!isHeaderValue(text)) throw new codes.ERR_INVALID_CHAR("header content", name);
  return text;
}
