/**
 * A list of headers as requests and responses hold it: names compare without regard to case, and keep the case in
 * which they came. Values of one name are combined, but for those of Set-Cookie.
 * https://fetch.spec.whatwg.org/#concept-header-list
 */
import {
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  ArrayPrototypeSort,
  SafeMap,
  StringPrototypeCharCodeAt,
  StringPrototypeSlice,
  StringPrototypeToLowerCase,
  Uint8Array,
} from "internal/primordials";

interface Header {
  /** As it was first given. */
  name: string;
  value: string;
}

const kSetCookie = "set-cookie";

export class HeaderList {
  // By lower-case name, in the order of their first values.
  private headers = new SafeMap<string, Header>();
  private cookies: string[] | undefined = undefined;
  private sortedPairs: string[] | undefined = undefined;

  /** Name and value must be valid. https://fetch.spec.whatwg.org/#concept-header-list-append */
  append(name: string, value: string): void {
    const key = StringPrototypeToLowerCase(name);
    const header = this.headers.get(key);
    this.sortedPairs = undefined;
    if (key === kSetCookie) ArrayPrototypePush((this.cookies ??= []), value);
    if (header === undefined) this.headers.set(key, { name, value });
    else header.value += `, ${value}`;
  }

  /** Replaces all of the name, in the place of the first. https://fetch.spec.whatwg.org/#concept-header-list-set */
  set(name: string, value: string): void {
    const key = StringPrototypeToLowerCase(name);
    const header = this.headers.get(key);
    this.sortedPairs = undefined;
    if (key === kSetCookie) this.cookies = [value];
    if (header === undefined) this.headers.set(key, { name, value });
    else header.value = value;
  }

  delete(name: string): void {
    const key = StringPrototypeToLowerCase(name);
    this.sortedPairs = undefined;
    if (key === kSetCookie) this.cookies = undefined;
    this.headers.delete(key);
  }

  /** The values, combined by commas. https://fetch.spec.whatwg.org/#concept-header-list-get */
  get(name: string): string | undefined {
    return this.headers.get(StringPrototypeToLowerCase(name))?.value;
  }

  has(name: string): boolean {
    return this.headers.has(StringPrototypeToLowerCase(name));
  }

  get size(): number {
    return this.headers.size;
  }

  setCookies(): string[] {
    return this.cookies === undefined ? [] : ArrayPrototypeSlice(this.cookies);
  }

  /**
   * Lower-case names in order, with their values; only Set-Cookie comes more than once. Not to be changed.
   * https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
   */
  sorted(): string[] {
    if (this.sortedPairs !== undefined) return this.sortedPairs;
    const names: string[] = [];
    this.headers.forEach((_, key) => ArrayPrototypePush(names, key));
    ArrayPrototypeSort(names);
    const pairs: string[] = [];
    for (let i = 0; i < names.length; i++) {
      if (names[i] !== kSetCookie) {
        ArrayPrototypePush(pairs, names[i], this.headers.get(names[i])!.value);
        continue;
      }
      for (let j = 0; j < this.cookies!.length; j++) ArrayPrototypePush(pairs, kSetCookie, this.cookies![j]);
    }
    return (this.sortedPairs = pairs);
  }

  /** As it goes over the wire: names in their own case, in the order in which they came, a line for each cookie. */
  lines(): string[] {
    const pairs: string[] = [];
    this.headers.forEach(({ name, value }, key) => {
      if (key !== kSetCookie) ArrayPrototypePush(pairs, name, value);
      else for (let i = 0; i < this.cookies!.length; i++) ArrayPrototypePush(pairs, name, this.cookies![i]);
    });
    return pairs;
  }

  /** Name to value, as inspect shows it. */
  toObject(): Record<string, string> {
    const object: Record<string, string> = { __proto__: null as any };
    this.headers.forEach(({ name, value }) => void (object[name] = value));
    return { ...object };
  }

  copy(): HeaderList {
    const list = new HeaderList();
    this.headers.forEach(({ name, value }, key) => list.headers.set(key, { name, value }));
    if (this.cookies !== undefined) list.cookies = ArrayPrototypeSlice(this.cookies);
    list.sortedPairs = this.sortedPairs;
    return list;
  }
}

// By code: whether a character may stand in a token. https://httpwg.org/specs/rfc9110.html#tokens
const kTokenCharacters = tokenCharacters();

function tokenCharacters(): Uint8Array {
  const table = new Uint8Array(128);
  const allowed = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (let i = 0; i < allowed.length; i++) table[StringPrototypeCharCodeAt(allowed, i)] = 1;
  return table;
}

/** https://fetch.spec.whatwg.org/#header-name */
export function isHeaderName(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = StringPrototypeCharCodeAt(name, i);
    if (code > 127 || kTokenCharacters[code] === 0) return false;
  }
  return name.length > 0;
}

/** Whether a normalized value can be sent: bytes without NUL and line ends. https://fetch.spec.whatwg.org/#header-value */
export function isHeaderValue(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = StringPrototypeCharCodeAt(value, i);
    if (code > 255 || code === 0 || code === 10 || code === 13) return false;
  }
  return true;
}

/** Without HTTP whitespace around it. https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeHeaderValue(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isHttpWhitespace(StringPrototypeCharCodeAt(value, start))) start++;
  while (start < end && isHttpWhitespace(StringPrototypeCharCodeAt(value, end - 1))) end--;
  return start === 0 && end === value.length ? value : StringPrototypeSlice(value, start, end);
}

function isHttpWhitespace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
