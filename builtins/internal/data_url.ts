/** data: URLs. https://fetch.spec.whatwg.org/#data-url-processor */
import {
  Error, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeTrim,
} from "internal/primordials";
import { kLatin1, type BufferNative } from "internal/buffer_native";

const buffers: BufferNative = native("buffer");

export interface DataUrl {
  /** As it stands in the URL; "text/plain" goes before mere parameters. */
  type: string;
  bytes: Uint8Array;
}

export function readDataUrl(href: string): DataUrl {
  const hash = StringPrototypeIndexOf(href, "#");
  const text = hash < 0 ? href : StringPrototypeSlice(href, 0, hash);
  const comma = StringPrototypeIndexOf(text, ",");
  if (comma < 0) throw new Error("invalid path to data URL");
  let type = StringPrototypeTrim(StringPrototypeSlice(text, 5, comma));
  let bytes = percentDecoded(StringPrototypeSlice(text, comma + 1));
  const base64 = RegExpPrototypeExec(/; *base64$/i, type);
  if (base64 !== null) {
    type = StringPrototypeSlice(type, 0, base64.index);
    bytes = fromBase64(bytes);
  }
  if (type[0] === ";") type = `text/plain${type}`;
  return { type, bytes };
}

// The URL is ASCII.
function percentDecoded(text: string): Uint8Array {
  const source = buffers.fromString(text, kLatin1);
  let end = 0;
  for (let i = 0; i < source.length; i++) {
    const high = source[i] === 0x25 && i + 2 < source.length ? hexOf(source[i + 1]!) : -1;
    const low = high < 0 ? -1 : hexOf(source[i + 2]!);
    if (low < 0) source[end++] = source[i]!;
    else {
      source[end++] = high * 16 + low;
      i += 2;
    }
  }
  return buffers.slice(source, 0, end)!;
}

function hexOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

// https://infra.spec.whatwg.org/#forgiving-base64-decode
function fromBase64(bytes: Uint8Array): Uint8Array {
  const { atob } = require("web/base64");
  const text = require("web/encoding").decodeText(bytes);
  try {
    return buffers.fromString(atob(RegExpPrototypeSymbolReplace(/[\t\n\f\r ]/g, text, "" as any)), kLatin1);
  } catch {
    throw new Error("invalid base64 in data URL");
  }
}
