// HTTP/2's settings and their form on the wire. https://nodejs.org/api/http2.html#settings-object
import { ArrayPrototypePush, NumberIsInteger, ObjectEntries, ObjectKeys } from "internal/primordials";
import { codes } from "internal/errors";
import { validateObject } from "internal/validators";
import { isArrayBufferView } from "internal/buffer_types";

const kMax32 = 4294967295;

interface Row {
  name: string;
  id: number;
  min: number;
  max: number;
  isBoolean?: boolean;
  fallback: number | boolean;
}

/** In the order in which Node packs them. */
const kRows: Row[] = [
  { name: "headerTableSize", id: 1, min: 0, max: kMax32, fallback: 4096 },
  { name: "enablePush", id: 2, min: 0, max: 1, isBoolean: true, fallback: true },
  { name: "initialWindowSize", id: 4, min: 0, max: kMax32, fallback: 65535 },
  { name: "maxFrameSize", id: 5, min: 16384, max: 16777215, fallback: 16384 },
  { name: "maxConcurrentStreams", id: 3, min: 0, max: kMax32, fallback: kMax32 },
  { name: "maxHeaderListSize", id: 6, min: 0, max: kMax32, fallback: 65535 },
  { name: "enableConnectProtocol", id: 8, min: 0, max: 1, isBoolean: true, fallback: false },
];
const kMaxCustomSettings = 10;

export function getDefaultSettings(): any {
  const settings: any = { __proto__: null };
  for (let i = 0; i < kRows.length; i++) {
    const { name, fallback } = kRows[i]!;
    settings[name] = fallback;
    // An older name of the next.
    if (name === "maxConcurrentStreams") settings.maxHeaderSize = 65535;
  }
  return settings;
}

function invalid(name: string, value: unknown, isRange: boolean, min?: number, max?: number): Error {
  const Class = isRange ? codes.ERR_HTTP2_INVALID_SETTING_VALUE.RangeError : codes.ERR_HTTP2_INVALID_SETTING_VALUE.TypeError;
  const error: any = new Class(name, value);
  error.actual = value;
  if (min !== undefined) {
    error.min = min;
    error.max = max;
  }
  return error;
}

function checkNumber(name: string, value: any, min: number, max: number): void {
  if (value === undefined) return;
  if (typeof value !== "number" || !(value >= min && value <= max)) throw invalid(name, value, true, min, max);
}

function checkCustom(custom: any): void {
  if (typeof custom !== "object" || custom === null) throw new codes.ERR_HTTP2_INVALID_SETTING_VALUE.TypeError("customSettings", custom);
  const entries = ObjectEntries(custom);
  if (entries.length > kMaxCustomSettings) throw new codes.ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  for (let i = 0; i < entries.length; i++) {
    const { 0: id, 1: value } = entries[i]!;
    checkNumber("customSettings:id", +id, 0, 65535);
    checkNumber("customSettings:value", value, 0, kMax32);
  }
}

/** Throws for a setting that HTTP/2 has no room for. */
export function validateSettings(settings: any): void {
  if (settings === undefined) return;
  validateObject(settings, "settings");
  if (settings.customSettings !== undefined) checkCustom(settings.customSettings);
  for (let i = 0; i < kRows.length; i++) {
    const { name, min, max, isBoolean } = kRows[i]!;
    const value = settings[name];
    if (!isBoolean) checkNumber(name, value, min, max);
    else if (value !== undefined && typeof value !== "boolean") throw invalid(name, value, false);
  }
  checkNumber("maxHeaderSize", settings.maxHeaderSize, 0, kMax32);
}

/** Six bytes a setting: two of its number, four of its value. */
export function getPackedSettings(settings: any = {}): Uint8Array {
  validateSettings(settings);
  const pairs: [number, number][] = [];
  for (let i = 0; i < kRows.length; i++) {
    const { name, id } = kRows[i]!;
    let value = settings[name];
    if (name === "maxHeaderListSize") value ??= settings.maxHeaderSize;
    if (value !== undefined) ArrayPrototypePush(pairs, [id, +value]);
  }
  const custom = settings.customSettings ?? {};
  const ids = ObjectKeys(custom);
  for (let i = 0; i < ids.length; i++) {
    if (NumberIsInteger(+ids[i]!)) ArrayPrototypePush(pairs, [+ids[i]!, custom[ids[i]!]]);
  }
  const packed = require("node:buffer").Buffer.alloc(pairs.length * 6);
  for (let i = 0; i < pairs.length; i++) {
    packed.writeUInt16BE(pairs[i]![0], i * 6);
    packed.writeUInt32BE(pairs[i]![1], i * 6 + 2);
  }
  return packed;
}

export function getUnpackedSettings(buf: any, options: any = {}): any {
  if (!isArrayBufferView(buf) || (buf as any).length === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE("buf", ["Buffer", "TypedArray"], buf);
  }
  const bytes = require("node:buffer").Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
  if (bytes.length % 6 !== 0) throw new codes.ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH();
  const settings: any = {};
  for (let at = 0; at < bytes.length; at += 6) {
    const id = bytes.readUInt16BE(at);
    const value = bytes.readUInt32BE(at + 2);
    const row = rowOf(id);
    if (row === undefined) {
      settings.customSettings ??= {};
      settings.customSettings[id] = value;
    } else {
      settings[row.name] = row.isBoolean ? value !== 0 : value;
      if (row.name === "maxHeaderListSize") settings.maxHeaderSize = value;
    }
  }
  if (options != null && options.validate) validateSettings(settings);
  return settings;
}

function rowOf(id: number): Row | undefined {
  for (let i = 0; i < kRows.length; i++) if (kRows[i]!.id === id) return kRows[i];
  return undefined;
}
