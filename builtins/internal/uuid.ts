/** Weft.randomUUIDv7 and Weft.randomUUIDv5 (RFC 9562; https://bun.com/docs/runtime/utils#bun-randomuuidv7). */
import "node:buffer";
import {
  DateNow, DatePrototypeGetTime, MathFloor, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringPrototypeSlice, StringPrototypeToLowerCase,
  TypedArrayPrototypeSet, Uint8Array,
} from "internal/primordials";
import { FastBuffer, from as bufferFrom } from "internal/buffer_create";
import { viewBytes } from "internal/byte_tools";
import { codes } from "internal/errors";
import { binding as util, kinds } from "internal/util_binding";
import { encodeText } from "web/encoding";

const random: { fill(view: Uint8Array): void } = native("random");
const hashing: { hash(name: string, data: Uint8Array, encoding: number): Uint8Array } = native("crypto_hash");

const kMostTime = 2 ** 48 - 1;
const kSequenceSize = 0x1000;

type Encoding = "hex" | "base64" | "base64url" | "buffer";

function checkEncoding(encoding: unknown): Encoding {
  switch (encoding) {
    case "hex":
    case "base64":
    case "base64url":
    case "buffer":
      return encoding;
    default:
      throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, 'must be one of "hex", "base64", "base64url" or "buffer"');
  }
}

function encoded(bytes: Uint8Array, encoding: Encoding): string | Uint8Array {
  if (encoding === "buffer") return bytes;
  const text = (bytes as any).toString(encoding) as string;
  if (encoding !== "hex") return text;
  const part = (start: number, end: number): string => StringPrototypeSlice(text, start, end);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}

/** Sets the version and the variant of RFC 9562, sections 4.1 and 4.2. */
function stamp(bytes: Uint8Array, version: number): void {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
}

// Identifiers of one millisecond are in order: 12 bits count on from a random start (section 6.2, method 1).
let lastTime = -1;
let sequence = 0;
const kBatch = 128;
const pool = new Uint8Array(10 * kBatch);
let used = kBatch;

function timeOf(timestamp: unknown): number {
  if (timestamp === undefined || timestamp === null) return DateNow();
  const time = util.kindOf(timestamp) === kinds.Date ? DatePrototypeGetTime(timestamp) : timestamp;
  if (typeof time !== "number") throw new codes.ERR_INVALID_ARG_TYPE("timestamp", ["number", "Date"], timestamp);
  if (!(time >= 0 && time <= kMostTime)) throw new codes.ERR_OUT_OF_RANGE("timestamp", `>= 0 and <= ${kMostTime}`, time);
  return MathFloor(time);
}

/**
 * An identifier whose first 48 bits are the time, so that later ones sort behind.
 * @param encoding "hex" (the usual form with hyphens), "base64", "base64url" or "buffer".
 * @param timestamp Milliseconds since 1970, or a Date; the current time without.
 */
export function randomUUIDv7(encoding: unknown = "hex", timestamp?: unknown): string | Uint8Array {
  if (typeof encoding !== "string") {
    timestamp = encoding;
    encoding = "hex";
  }
  const form = checkEncoding(encoding);
  const time = timeOf(timestamp);
  if (used === kBatch) {
    random.fill(pool);
    used = 0;
  }
  const at = 10 * used++;
  if (time === lastTime) {
    sequence = (sequence + 1) % kSequenceSize;
  } else {
    lastTime = time;
    // The highest bit is left free, so that many fit behind a late start.
    sequence = ((pool[at]! << 8) | pool[at + 1]!) & (kSequenceSize / 2 - 1);
  }
  const bytes = new FastBuffer(16);
  const high = MathFloor(time / 2 ** 16);
  bytes[0] = high >>> 24;
  bytes[1] = high >>> 16;
  bytes[2] = high >>> 8;
  bytes[3] = high;
  bytes[4] = time / 256;
  bytes[5] = time;
  bytes[6] = sequence >>> 8;
  bytes[7] = sequence;
  for (let i = 8; i < 16; i++) bytes[i] = pool[at + i - 6]!;
  stamp(bytes, 7);
  return encoded(bytes, form);
}

// RFC 9562, section 6.6
const kNamespaces: Record<string, string> = {
  __proto__: null as any,
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};
const kUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function namespaceOf(namespace: unknown): Uint8Array {
  if (typeof namespace === "string") {
    const text = kNamespaces[StringPrototypeToLowerCase(namespace)] ?? namespace;
    if (RegExpPrototypeExec(kUuid, text) === null)
      throw new codes.ERR_INVALID_ARG_VALUE("namespace", namespace, 'must be a UUID, "dns", "url", "oid" or "x500"');
    return bufferFrom(RegExpPrototypeSymbolReplace(/-/g, text, "" as any) as string, "hex");
  }
  const bytes = viewBytes(namespace);
  if (bytes === undefined)
    throw new codes.ERR_INVALID_ARG_TYPE("namespace", ["string", "ArrayBuffer", "ArrayBufferView"], namespace);
  if (bytes.length !== 16) throw new codes.ERR_INVALID_ARG_VALUE("namespace", namespace, "must have 16 bytes");
  return bytes;
}

/**
 * An identifier made of a name: the same for the same name and namespace, everywhere.
 * @param name A text or bytes.
 * @param namespace A UUID, as a text or as 16 bytes, or "dns", "url", "oid" or "x500".
 */
export function randomUUIDv5(name: unknown, namespace: unknown, encoding: unknown = "hex"): string | Uint8Array {
  const nameBytes = typeof name === "string" ? encodeText(name) : viewBytes(name);
  if (nameBytes === undefined)
    throw new codes.ERR_INVALID_ARG_TYPE("name", ["string", "ArrayBuffer", "ArrayBufferView"], name);
  const space = namespaceOf(namespace);
  const form = checkEncoding(encoding);
  const input = new Uint8Array(16 + nameBytes.length);
  TypedArrayPrototypeSet(input, space, 0);
  TypedArrayPrototypeSet(input, nameBytes, 16);
  const digest = hashing.hash("sha1", input, -1);
  const bytes = new FastBuffer(16);
  for (let i = 0; i < 16; i++) bytes[i] = digest[i]!;
  stamp(bytes, 5);
  return encoded(bytes, form);
}
