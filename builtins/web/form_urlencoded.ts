/**
 * The application/x-www-form-urlencoded format over flat lists: name, value, name, value.
 * https://url.spec.whatwg.org/#application/x-www-form-urlencoded
 */
import {
  ArrayPrototypePush,
  decodeURIComponent,
  encodeURIComponent,
  StringPrototypeCharCodeAt,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  Uint8Array,
} from "internal/primordials";

export function parseForm(input: string): string[] {
  const list: string[] = [];
  let start = 0;
  while (start < input.length) {
    let end = StringPrototypeIndexOf(input, "&", start);
    if (end < 0) end = input.length;
    if (end > start) appendPair(list, StringPrototypeSlice(input, start, end));
    start = end + 1;
  }
  return list;
}

function appendPair(list: string[], pair: string): void {
  const equals = StringPrototypeIndexOf(pair, "=");
  if (equals < 0) ArrayPrototypePush(list, decode(pair), "");
  else ArrayPrototypePush(list, decode(StringPrototypeSlice(pair, 0, equals)), decode(StringPrototypeSlice(pair, equals + 1)));
}

function decode(text: string): string {
  const spaced = StringPrototypeIncludes(text, "+") ? StringPrototypeReplaceAll(text, "+", " ") : text;
  return StringPrototypeIncludes(spaced, "%") ? percentDecode(spaced) : spaced;
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return percentDecodeLeniently(text);
  }
}

// decodeURIComponent refuses a stray "%" and malformed UTF-8; here they stay, and become U+FFFD.
function percentDecodeLeniently(text: string): string {
  const { encodeUTF8, decodeUTF8 } = require("web/encoding");
  const input: Uint8Array = encodeUTF8(text);
  const output = new Uint8Array(input.length);
  let length = 0;
  for (let i = 0; i < input.length; i++) {
    const value = input[i] === 0x25 ? hexPair(input, i + 1) : -1;
    output[length++] = value < 0 ? input[i] : value;
    if (value >= 0) i += 2;
  }
  return decodeUTF8(output, 0, length);
}

function hexPair(bytes: Uint8Array, index: number): number {
  if (index + 1 >= bytes.length) return -1;
  const high = hexDigit(bytes[index]);
  const low = hexDigit(bytes[index + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The strings must be well-formed. */
export function serializeForm(list: string[]): string {
  let output = "";
  for (let i = 0; i < list.length; i += 2) {
    if (i > 0) output += "&";
    output += `${encode(list[i])}=${encode(list[i + 1])}`;
  }
  return output;
}

function encode(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (!isUnreserved(StringPrototypeCharCodeAt(text, i))) return adjust(encodeURIComponent(text));
  }
  return text;
}

/** The characters that the format leaves alone: letters, digits, "*", "-", "." and "_". */
function isUnreserved(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) ||
    code === 0x2a || code === 0x2d || code === 0x2e || code === 0x5f;
}

// encodeURIComponent also leaves "!", "'", "(", ")" and "~" alone, and a space is "%20" there.
function adjust(encoded: string): string {
  let output = "";
  let start = 0;
  for (let i = 0; i < encoded.length; i++) {
    const code = StringPrototypeCharCodeAt(encoded, i);
    if (code === 0x25) {
      if (encoded[i + 1] === "2" && encoded[i + 2] === "0") {
        output += StringPrototypeSlice(encoded, start, i) + "+";
        start = i + 3;
      }
      i += 2;
    } else if (!isUnreserved(code)) {
      output += StringPrototypeSlice(encoded, start, i) + kEscapes[encoded[i]];
      start = i + 1;
    }
  }
  return output + StringPrototypeSlice(encoded, start);
}

const kEscapes: Record<string, string> = {
  __proto__: null as any,
  "!": "%21",
  "'": "%27",
  "(": "%28",
  ")": "%29",
  "~": "%7E",
};
