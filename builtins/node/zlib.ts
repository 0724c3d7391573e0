// node:zlib: https://nodejs.org/api/zlib.html
import {
  ObjectDefineProperty, ObjectFreeze, ObjectKeys, StringPrototypeSlice, StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} from "internal/primordials";
import { codes as errors } from "internal/errors";
import { isArrayBufferView } from "internal/buffer_types";
import { validateUint32 } from "internal/validators";
import { kinds } from "internal/zlib_classes";
import { binding } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";

const zlib: any = {};

/** The CRC-32 checksum of data, going on from that of what came before it. */
zlib.crc32 = function crc32(data: any, value: any = 0): number {
  if (typeof data === "string") data = require("node:buffer").Buffer.from(data);
  else if (!isArrayBufferView(data)) {
    throw new errors.ERR_INVALID_ARG_TYPE("data", ["Buffer", "TypedArray", "DataView", "string"], data);
  }
  validateUint32(value, "value");
  return binding.crc32(data, value);
};

for (let i = 0; i < kinds.length; i++) zlib[kinds[i]!.name] = kinds[i]!.Class;
for (let i = 0; i < kinds.length; i++) {
  const { name, Class, once, onceSync } = kinds[i]!;
  const functionName = StringPrototypeToLowerCase(name[0]!) + StringPrototypeSlice(name, 1);
  zlib[functionName] = once;
  zlib[`${functionName}Sync`] = onceSync;
  const value = (options: any) => new Class(options);
  ObjectDefineProperty(zlib, `create${name}`, { __proto__: null, value, configurable: true, enumerable: true } as any);
}

ObjectDefineProperty(zlib, "constants", { __proto__: null, value: constants, enumerable: true } as any);

// Results of zlib by name and by number.
const results: any = {};
const kResults = [
  "Z_OK", "Z_STREAM_END", "Z_NEED_DICT", "Z_ERRNO", "Z_STREAM_ERROR", "Z_DATA_ERROR", "Z_MEM_ERROR", "Z_BUF_ERROR",
  "Z_VERSION_ERROR",
];
for (let i = 0; i < kResults.length; i++) results[kResults[i]!] = constants[kResults[i]!];
for (let i = 0; i < kResults.length; i++) results[results[kResults[i]!]] = kResults[i];
ObjectDefineProperty(zlib, "codes", { __proto__: null, value: ObjectFreeze(results), enumerable: true } as any);

// As it was before zlib.constants: those of zlib itself.
const names = ObjectKeys(constants);
for (let i = 0; i < names.length; i++) {
  const name = names[i]!;
  if (StringPrototypeStartsWith(name, "BROTLI") || StringPrototypeStartsWith(name, "ZSTD")) continue;
  ObjectDefineProperty(zlib, name, { __proto__: null, value: constants[name] } as any);
}

export default zlib;
