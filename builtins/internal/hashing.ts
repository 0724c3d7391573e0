/** Weft.hash: fast hashes that are not cryptographic (https://bun.com/docs/runtime/hashing#bun-hash). */
import { ObjectAssign } from "internal/primordials";
import { type HashInput, hashInput } from "internal/hash_input";

type Native<T> = (data: HashInput, seed: unknown) => T;
interface HashingNative {
  adler32: Native<number>;
  cityHash32: Native<number>;
  cityHash64: Native<bigint>;
  crc32: Native<number>;
  murmur32v2: Native<number>;
  murmur32v3: Native<number>;
  murmur64v2: Native<bigint>;
  rapidhash: Native<bigint>;
  wyhash: Native<bigint>;
  xxHash3: Native<bigint>;
  xxHash32: Native<number>;
  xxHash64: Native<bigint>;
}
const binding: HashingNative = native("hashing");

function adler32(data: unknown, seed?: unknown): number {
  return binding.adler32(hashInput(data, "data"), seed);
}
function cityHash32(data: unknown, seed?: unknown): number {
  return binding.cityHash32(hashInput(data, "data"), seed);
}
function cityHash64(data: unknown, seed?: unknown): bigint {
  return binding.cityHash64(hashInput(data, "data"), seed);
}
function crc32(data: unknown, seed?: unknown): number {
  return binding.crc32(hashInput(data, "data"), seed);
}
function murmur32v2(data: unknown, seed?: unknown): number {
  return binding.murmur32v2(hashInput(data, "data"), seed);
}
function murmur32v3(data: unknown, seed?: unknown): number {
  return binding.murmur32v3(hashInput(data, "data"), seed);
}
function murmur64v2(data: unknown, seed?: unknown): bigint {
  return binding.murmur64v2(hashInput(data, "data"), seed);
}
function rapidhash(data: unknown, seed?: unknown): bigint {
  return binding.rapidhash(hashInput(data, "data"), seed);
}
function wyhash(data: unknown, seed?: unknown): bigint {
  return binding.wyhash(hashInput(data, "data"), seed);
}
function xxHash3(data: unknown, seed?: unknown): bigint {
  return binding.xxHash3(hashInput(data, "data"), seed);
}
function xxHash32(data: unknown, seed?: unknown): number {
  return binding.xxHash32(hashInput(data, "data"), seed);
}
function xxHash64(data: unknown, seed?: unknown): bigint {
  return binding.xxHash64(hashInput(data, "data"), seed);
}

/**
 * @param data A text, whose UTF-8 is meant, or bytes.
 * @param seed A number or a BigInt; 0 without. adler32 and cityHash32 know none, crc32 goes on from an earlier result.
 * @returns wyhash of it, a BigInt; the members are other hashes, numbers where they have 32 bits.
 */
function hash(data: unknown, seed?: unknown): bigint {
  return binding.wyhash(hashInput(data, "data"), seed);
}
ObjectAssign(hash, {
  wyhash, adler32, crc32, cityHash32, cityHash64, xxHash32, xxHash64, xxHash3, murmur32v2, murmur32v3, murmur64v2, rapidhash,
});
export { hash };
