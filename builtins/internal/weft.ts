/**
 * The global `Weft`, which is also `Bun`: what weft has and no standard knows (https://bun.com/docs/runtime/bun-apis).
 *
 * Every member is loaded when it is first read. A new one is a row here, in alphabetical order: its name, and the
 * builtin that exports it.
 */
import { defineLate } from "internal/late_property";

const kMembers = [
  ["ArrayBufferSink", "internal/array_buffer_sink"],
  ["CryptoHasher", "internal/crypto_hasher"],
  ["Glob", "internal/glob"],
  ["JSON5", "internal/data"],
  ["JSONC", "internal/data"],
  ["MD4", "internal/crypto_hasher"],
  ["MD5", "internal/crypto_hasher"],
  ["SHA1", "internal/crypto_hasher"],
  ["SHA224", "internal/crypto_hasher"],
  ["SHA256", "internal/crypto_hasher"],
  ["SHA384", "internal/crypto_hasher"],
  ["SHA512", "internal/crypto_hasher"],
  ["SHA512_256", "internal/crypto_hasher"],
  ["TOML", "internal/data"],
  ["Transpiler", "internal/transpiler"],
  ["YAML", "internal/data"],
  ["allocUnsafe", "internal/byte_tools"],
  ["argv", "internal/weft_facts"],
  ["concatArrayBuffers", "internal/byte_tools"],
  ["cwd", "internal/weft_facts"],
  ["deepEquals", "internal/deep_equals"],
  ["deepMatch", "internal/deep_match"],
  ["deflateSync", "internal/whole_buffers"],
  ["dns", "internal/weft_dns"],
  ["enableANSIColors", "internal/weft_surroundings"],
  ["env", "internal/weft_facts"],
  ["escapeHTML", "internal/text_tools"],
  ["fetch", "internal/weft_light"],
  ["fileURLToPath", "internal/file_url"],
  ["gc", "internal/weft_facts"],
  ["gunzipSync", "internal/whole_buffers"],
  ["gzipSync", "internal/whole_buffers"],
  ["hash", "internal/hashing"],
  ["indexOfLine", "internal/byte_tools"],
  ["inflateSync", "internal/whole_buffers"],
  ["inspect", "internal/weft_inspect"],
  ["isMainThread", "internal/weft_surroundings"],
  ["main", "internal/weft_facts"],
  ["nanoseconds", "internal/weft_facts"],
  ["password", "internal/password"],
  ["pathToFileURL", "internal/file_url"],
  ["peek", "internal/peek"],
  ["randomUUIDv5", "internal/uuid"],
  ["randomUUIDv7", "internal/uuid"],
  ["readableStreamToArray", "internal/stream_contents"],
  ["readableStreamToArrayBuffer", "internal/stream_contents"],
  ["readableStreamToBlob", "internal/stream_contents"],
  ["readableStreamToBytes", "internal/stream_contents"],
  ["readableStreamToFormData", "internal/stream_contents"],
  ["readableStreamToJSON", "internal/stream_contents"],
  ["readableStreamToText", "internal/stream_contents"],
  ["resolve", "internal/resolve_from"],
  ["resolveSync", "internal/resolve_from"],
  ["revision", "internal/weft_facts"],
  ["semver", "internal/semver"],
  ["serve", "internal/weft_light"],
  ["sha", "internal/crypto_hasher"],
  ["shrink", "internal/weft_facts"],
  ["stringWidth", "internal/text_tools"],
  ["stripANSI", "internal/text_tools"],
  ["version", "internal/weft_facts"],
  ["zstdCompress", "internal/whole_buffers"],
  ["zstdCompressSync", "internal/whole_buffers"],
  ["zstdDecompress", "internal/whole_buffers"],
  ["zstdDecompressSync", "internal/whole_buffers"],
] as const;

export const Weft: any = {};
for (let i = 0; i < kMembers.length; i++) {
  const { 0: name, 1: id } = kMembers[i]!;
  defineLate(Weft, name, () => require(id)[name]);
}
