/** node:querystring. https://nodejs.org/api/querystring.html */
import {
  ArrayIsArray,
  ArrayPrototypePush,
  decodeURIComponent,
  encodeURIComponent,
  NumberIsFinite,
  ObjectKeys,
  String,
  StringFromCharCode,
  StringPrototypeCharCodeAt,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
} from "internal/primordials";
import { codes } from "internal/errors";

interface ParseOptions {
  maxKeys?: number;
  decodeURIComponent?: (text: string) => string;
}

interface StringifyOptions {
  encodeURIComponent?: (text: string) => string;
}

/** The bytes of a percent-encoded string; characters above 255 lose their upper bits, as in Node. */
function unescapeBuffer(text: string, decodeSpaces: boolean = false): any {
  const { Buffer } = require("node:buffer").default;
  const bytes = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = StringPrototypeCharCodeAt(text, i);
    if (code === 0x2b && decodeSpaces) {
      code = 0x20;
    } else if (code === 0x25 && i + 2 < text.length) {
      const value = hexPair(text, i + 1);
      if (value >= 0) {
        code = value;
        i += 2;
      }
    }
    bytes[length++] = code;
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

function hexPair(text: string, at: number): number {
  const high = hexDigit(StringPrototypeCharCodeAt(text, at));
  const low = hexDigit(StringPrototypeCharCodeAt(text, at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function unescape(text: string, decodeSpaces: boolean = false): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return querystring.unescapeBuffer(text, decodeSpaces).toString();
  }
}

function escape(value: unknown): string {
  const text = typeof value === "string" ? value : typeof value === "object" ? String(value) : value + "";
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(pairSurrogates(text));
  }
}

/** As in Node, a surrogate takes whatever follows for its other half; at the end there is nothing to take. */
function pairSurrogates(text: string): string {
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code < 0xd800 || code > 0xdfff) {
      out += text[i];
      continue;
    }
    if (++i >= text.length) throw new codes.ERR_INVALID_URI();
    out += StringFromCharCode(0xd800 | code & 0x3ff, 0xdc00 | StringPrototypeCharCodeAt(text, i) & 0x3ff);
  }
  return out;
}

function primitiveText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return NumberIsFinite(value) ? `${value}` : "";
    case "bigint":
    case "boolean":
      return `${value}`;
    default:
      return "";
  }
}

function stringify(object: any, separator?: string, equals?: string, options?: StringifyOptions): string {
  if (object === null || typeof object !== "object") return "";
  const between = separator || "&";
  const assign = equals || "=";
  const encode = typeof options?.encodeURIComponent === "function" ? options.encodeURIComponent : querystring.escape;
  const convert = (value: unknown) => {
    const text = primitiveText(value);
    return text === "" ? "" : encode(text);
  };
  let output = "";
  const keys = ObjectKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const start = encode(keys[i]) + assign;
    const value = object[keys[i]];
    const values = ArrayIsArray(value) ? value : [value];
    for (let j = 0; j < values.length; j++) {
      if (output !== "") output += between;
      output += start + convert(values[j]);
    }
  }
  return output;
}

/** Repeated keys give an array. At most `maxKeys` parts of the text are looked at, 1000 by default, 0 for all. */
function parse(text: string, separator?: string, equals?: string, options?: ParseOptions): Record<string, any> {
  const result: Record<string, any> = { __proto__: null } as any;
  if (typeof text !== "string" || text.length === 0) return result;
  const between = separator ? `${separator}` : "&";
  const assign = equals ? `${equals}` : "=";
  const decode = typeof options?.decodeURIComponent === "function" ? options.decodeURIComponent : querystring.unescape;
  const limit = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
  let remaining = limit > 0 ? limit : -1;
  for (let start = 0; start <= text.length && remaining !== 0; remaining--) {
    let end = between === "" ? -1 : StringPrototypeIndexOf(text, between, start);
    if (end < 0) end = text.length;
    if (end > start) addPair(result, StringPrototypeSlice(text, start, end), assign, decode);
    start = end + (between.length || 1);
  }
  return result;
}

function addPair(result: Record<string, any>, pair: string, assign: string, decode: (text: string) => string): void {
  const at = StringPrototypeIndexOf(pair, assign);
  const key = decodePart(at < 0 ? pair : StringPrototypeSlice(pair, 0, at), decode);
  const value = at < 0 ? "" : decodePart(StringPrototypeSlice(pair, at + assign.length), decode);
  const present = result[key];
  if (present === undefined) result[key] = value;
  else if (ArrayIsArray(present)) ArrayPrototypePush(present, value);
  else result[key] = [present, value];
}

function decodePart(part: string, decode: (text: string) => string): string {
  const isCustom = decode !== unescape;
  const hasPlus = StringPrototypeIncludes(part, "+");
  const text = hasPlus ? StringPrototypeReplaceAll(part, "+", isCustom ? "%20" : " ") : part;
  if (text === "" || (!isCustom && !hasEscape(text))) return text;
  try {
    return decode(text);
  } catch {
    return querystring.unescape(text, true);
  }
}

function hasEscape(text: string): boolean {
  for (let at = StringPrototypeIndexOf(text, "%"); at >= 0; at = StringPrototypeIndexOf(text, "%", at + 1)) {
    if (at + 2 < text.length && hexPair(text, at + 1) >= 0) return true;
  }
  return false;
}

// Programs replace escape and unescape here to change parse and stringify.
const querystring = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

export default querystring;
