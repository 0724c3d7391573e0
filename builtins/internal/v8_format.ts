// V8's serialization format, version 15, which files and processes exchange. https://nodejs.org/api/v8.html#serialization-api
//
// A value is a tag and what belongs to it; lengths are base-128 numbers, low bits first; objects are numbered in the
// order in which they begin. The bytes of numbers are in little-endian order.

import { Error } from "internal/primordials";

export const kVersion = 15;

export const enum Tag {
  Padding = 0x00,
  TwoByteString = 0x63,       // c
  OneByteString = 0x22,       // "
  Utf8String = 0x53,          // S
  Hole = 0x2d,                // -
  Undefined = 0x5f,           // _
  Null = 0x30,                // 0
  True = 0x54,                // T
  False = 0x46,               // F
  Int32 = 0x49,               // I
  Uint32 = 0x55,              // U
  Double = 0x4e,              // N
  BigInt = 0x5a,              // Z
  Reference = 0x5e,           // ^
  BeginObject = 0x6f,         // o
  EndObject = 0x7b,           // {
  BeginSparseArray = 0x61,    // a
  EndSparseArray = 0x40,      // @
  BeginDenseArray = 0x41,     // A
  EndDenseArray = 0x24,       // $
  Date = 0x44,                // D
  TrueObject = 0x79,          // y
  FalseObject = 0x78,         // x
  NumberObject = 0x6e,        // n
  BigIntObject = 0x7a,        // z
  StringObject = 0x73,        // s
  RegExp = 0x52,              // R
  BeginMap = 0x3b,            // ;
  EndMap = 0x3a,              // :
  BeginSet = 0x27,            // '
  EndSet = 0x2c,              // ,
  ArrayBuffer = 0x42,         // B
  ResizableArrayBuffer = 0x7e, // ~
  TransferredBuffer = 0x74,   // t
  SharedArrayBuffer = 0x75,   // u
  View = 0x56,                // V
  HostObject = 0x5c,          // \
  Error = 0x72,               // r
  Version = 0xff,
}

export const enum ErrorTag {
  Eval = 0x45,      // E
  Range = 0x52,     // R
  Reference = 0x46, // F
  Syntax = 0x53,    // S
  Type = 0x54,      // T
  Uri = 0x55,       // U
  Message = 0x6d,   // m
  Cause = 0x63,     // c
  Stack = 0x73,     // s
  End = 0x2e,       // .
}

/** Tags of views by the names of their classes, and of the flags after a view's place. */
export const kViewTags: Record<string, number> = {
  __proto__: null as any,
  Int8Array: 0x62,
  Uint8Array: 0x42,
  Uint8ClampedArray: 0x43,
  Int16Array: 0x77,
  Uint16Array: 0x57,
  Int32Array: 0x64,
  Uint32Array: 0x44,
  Float16Array: 0x68,
  Float32Array: 0x66,
  Float64Array: 0x46,
  BigInt64Array: 0x71,
  BigUint64Array: 0x51,
  DataView: 0x3f,
};
export const kLengthTracking = 1;
export const kBackedByResizable = 2;

/** Letters of regular expressions' flags by their bits; the seventh is an engine's own. */
export const kRegExpFlags = "gimyus\0dv";

/** Names of views by the numbers that DefaultSerializer gives them; 10 is Buffer. */
export const kHostViews = [
  "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
  "Float32Array", "Float64Array", "DataView", "Buffer", "BigInt64Array", "BigUint64Array", "Float16Array",
];
export const kHostBuffer = 10;

export function corrupt(): Error {
  return new Error("Unable to deserialize cloned data.");
}
