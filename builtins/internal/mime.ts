// util.MIMEType and util.MIMEParams: https://nodejs.org/api/util.html#class-utilmimetype
// Parsing and serialization as https://mimesniff.spec.whatwg.org/#parsing-a-mime-type says.

import {
  MapPrototypeForEach, ObjectDefineProperty, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, SafeMap, StringPrototypeCharCodeAt,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase, SymbolIterator,
} from "internal/primordials";
import { codes } from "internal/errors";

const kNotToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
/** What may stand in a parameter's value, quoted. */
const kNotQuotable = /[^\t\u0020-~\u0080-\u00FF]/;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && isSpace(StringPrototypeCharCodeAt(text, at))) at++;
  return at;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(StringPrototypeCharCodeAt(text, end - 1))) end--;
  return StringPrototypeSlice(text, 0, end);
}

function toLowerASCII(text: string): string {
  return RegExpPrototypeSymbolReplace(/[A-Z]/g, text, ((letter: string) => StringPrototypeToLowerCase(letter)) as any);
}

/** Where the first character stands that no token may have; -1 if it is a token. */
function invalidAt(text: string): number {
  return RegExpPrototypeExec(kNotToken, text)?.index ?? -1;
}

function checkToken(text: string, what: string, whole: string): string {
  const at = invalidAt(text);
  if (text === "" || at !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX(what, whole, at);
  return text;
}

/** The end of what stands before `separator`, or of the text. */
function endOf(text: string, separator: string, from: number): number {
  const at = StringPrototypeIndexOf(text, separator, from);
  return at === -1 ? text.length : at;
}

/** A quoted string from after its opening quote: its value, and where it ends. */
function readQuoted(text: string, at: number): { value: string; end: number } {
  let value = "";
  while (at < text.length && text[at] !== "\"") {
    if (text[at] === "\\" && at + 1 < text.length) at++;
    value += text[at++];
  }
  return { value, end: at };
}

export class MIMEParams {
  #data: Map<string, string> = new SafeMap<string, string>();

  delete(name: string): void {
    this.#data.delete(`${name}`);
  }

  get(name: string): string | null {
    return this.#data.get(`${name}`) ?? null;
  }

  has(name: string): boolean {
    return this.#data.has(`${name}`);
  }

  set(name: string, value: string): void {
    name = `${name}`;
    value = `${value}`;
    checkToken(name, "parameter name", name);
    const bad = RegExpPrototypeExec(kNotQuotable, value);
    if (bad !== null) throw new codes.ERR_INVALID_MIME_SYNTAX("parameter value", value, bad.index);
    this.#data.set(name, value);
  }

  *entries(): IterableIterator<[string, string]> {
    yield* this.#data.entries();
  }

  *keys(): IterableIterator<string> {
    yield* this.#data.keys();
  }

  *values(): IterableIterator<string> {
    yield* this.#data.values();
  }

  toString(): string {
    let text = "";
    MapPrototypeForEach(this.#data, (value: string, name: string) => {
      const isToken = value !== "" && invalidAt(value) === -1;
      const shown = isToken ? value : `"${RegExpPrototypeSymbolReplace(/["\\]/g, value, "\\$&" as any)}"`;
      text += `${text === "" ? "" : ";"}${name}=${shown}`;
    });
    return text;
  }

  toJSON(): string {
    return this.toString();
  }

  /** Adds what `text` has from `at`, right after the subtype's `;`. The first of a name counts; bad ones are skipped. */
  static parseInto(params: MIMEParams, text: string, at: number): void {
    while (at < text.length) {
      at = skipSpace(text, at);
      const semicolon = endOf(text, ";", at);
      const equals = endOf(text, "=", at);
      if (equals >= semicolon) {
        at = semicolon + 1;
        continue;
      }
      const name = toLowerASCII(StringPrototypeSlice(text, at, equals));
      let value: string;
      if (text[equals + 1] === "\"") {
        const quoted = readQuoted(text, equals + 2);
        value = quoted.value;
        at = endOf(text, ";", quoted.end) + 1;
      } else {
        value = trimEnd(StringPrototypeSlice(text, equals + 1, semicolon));
        at = semicolon + 1;
        if (value === "") continue;
      }
      const isValid = name !== "" && invalidAt(name) === -1 && RegExpPrototypeExec(kNotQuotable, value) === null;
      if (isValid && !params.#data.has(name)) params.#data.set(name, value);
    }
  }
}

ObjectDefineProperty(MIMEParams.prototype, SymbolIterator, {
  __proto__: null, configurable: true, enumerable: false, value: MIMEParams.prototype.entries, writable: true,
} as any);

export class MIMEType {
  #type: string;
  #subtype: string;
  #params = new MIMEParams();

  constructor(input: string) {
    const text = `${input}`;
    const start = skipSpace(text, 0);
    const slash = StringPrototypeIndexOf(text, "/", start);
    const type = StringPrototypeSlice(text, start, slash === -1 ? text.length : slash);
    if (slash === -1) throw new codes.ERR_INVALID_MIME_SYNTAX("type", text, invalidAt(type));
    this.#type = toLowerASCII(checkToken(type, "type", text));
    const end = endOf(text, ";", slash);
    this.#subtype = toLowerASCII(checkToken(trimEnd(StringPrototypeSlice(text, slash + 1, end)), "subtype", text));
    MIMEParams.parseInto(this.#params, text, end + 1);
  }

  get type(): string {
    return this.#type;
  }

  set type(value: string) {
    value = `${value}`;
    this.#type = toLowerASCII(checkToken(value, "type", value));
  }

  get subtype(): string {
    return this.#subtype;
  }

  set subtype(value: string) {
    value = `${value}`;
    this.#subtype = toLowerASCII(checkToken(value, "subtype", value));
  }

  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }

  get params(): MIMEParams {
    return this.#params;
  }

  toString(): string {
    const params = this.#params.toString();
    return params === "" ? this.essence : `${this.essence};${params}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
