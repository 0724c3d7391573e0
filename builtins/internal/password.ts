/** Weft.password: hashes of passwords that can be stored (https://bun.com/docs/runtime/hashing#bun-password). */
import { ArrayBufferIsView, NumberIsInteger, PromiseResolve, StringPrototypeStartsWith } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";
import { encodeText } from "web/encoding";

type Reply = true | undefined;
interface PasswordNative {
  /** At once, or on the thread pool as a promise. `type` is argon2's: 0 d, 1 i, 2 id. */
  hashArgon2(password: Uint8Array, type: number, memory: number, passes: number, reply: Reply): any;
  hashBcrypt(password: Uint8Array, cost: number, reply: Reply): any;
  verify(password: Uint8Array, hash: string, reply: Reply): any;
}
const binding: PasswordNative = native("password");

type Algorithm = "argon2id" | "argon2i" | "argon2d" | "bcrypt";
const kArgon2Types: Record<string, number> = { __proto__: null as any, argon2d: 0, argon2i: 1, argon2id: 2 };
const kDefaultMemory = 65536;
const kDefaultPasses = 2;
const kDefaultCost = 10;
const kLeastMemory = 8;
const kMost32 = 2 ** 32 - 1;

function checkAlgorithm(algorithm: unknown, name: string): Algorithm {
  if (typeof algorithm !== "string") throw new codes.ERR_INVALID_ARG_TYPE(name, "string", algorithm);
  if (algorithm !== "bcrypt" && kArgon2Types[algorithm] === undefined)
    throw new codes.ERR_INVALID_ARG_VALUE(name, algorithm, 'must be one of "argon2id", "argon2i", "argon2d" or "bcrypt"');
  return algorithm as Algorithm;
}

function checkCost(value: unknown, name: string, least: number, most: number, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, "number", value);
  if (!NumberIsInteger(value) || value < least || value > most)
    throw new codes.ERR_OUT_OF_RANGE(`options.${name}`, `an integer >= ${least} && <= ${most}`, value);
  return value;
}

function bytesOf(value: unknown, name: string): Uint8Array {
  if (typeof value === "string") return encodeText(value);
  if (ArrayBufferIsView(value) || isAnyArrayBuffer(value)) return value as Uint8Array;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "ArrayBufferView"], value);
}

function startHash(password: unknown, options: any, reply: Reply): any {
  const bytes = bytesOf(password, "password");
  if (bytes.byteLength === 0) throw new codes.ERR_INVALID_ARG_VALUE("password", password, "must not be empty");
  let algorithm: Algorithm = "argon2id";
  if (typeof options === "string") {
    algorithm = checkAlgorithm(options, "algorithm");
    options = undefined;
  } else if (options !== undefined && options !== null) {
    if (typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", ["string", "Object"], options);
    algorithm = checkAlgorithm(options.algorithm, "options.algorithm");
  }
  if (algorithm === "bcrypt") return binding.hashBcrypt(bytes, checkCost(options?.cost, "cost", 4, 31, kDefaultCost), reply);
  const memory = checkCost(options?.memoryCost, "memoryCost", kLeastMemory, kMost32, kDefaultMemory);
  const passes = checkCost(options?.timeCost, "timeCost", 1, kMost32, kDefaultPasses);
  return binding.hashArgon2(bytes, kArgon2Types[algorithm]!, memory, passes, reply);
}

function startVerify(password: unknown, hash: unknown, algorithm: unknown, reply: Reply): any {
  const bytes = bytesOf(password, "password");
  const stored = typeof hash === "string" ? hash : require("internal/text_argument").textOf(bytesOf(hash, "hash"), "hash");
  if (algorithm !== undefined && algorithm !== null) checkAlgorithm(algorithm, "algorithm");
  const isOther = (algorithm === "bcrypt") !== StringPrototypeStartsWith(stored, "$2");
  if (bytes.byteLength === 0 || stored === "" || (algorithm != null && isOther)) return false;
  return binding.verify(bytes, stored, reply);
}

export const password = {
  /**
   * On another thread.
   * @param password A text or bytes, not empty.
   * @param options The name of an algorithm, or { algorithm } with memoryCost (KiB) and timeCost for argon2id (the
   *   default), argon2i and argon2d, with cost (the binary logarithm of the steps, 4 to 31) for bcrypt.
   * @returns The hash with its parameters and salt, as verify takes it.
   */
  hash(password: unknown, options?: unknown): Promise<string> {
    return startHash(password, options, true);
  },
  hashSync(password: unknown, options?: unknown): string {
    return startHash(password, options, undefined);
  },
  /**
   * On another thread.
   * @param hash What hash gave, or another program: it begins with `$argon2` or `$2`.
   * @param algorithm Of which kind the hash must be.
   */
  verify(password: unknown, hash: unknown, algorithm?: unknown): Promise<boolean> {
    return PromiseResolve(startVerify(password, hash, algorithm, true)) as Promise<boolean>;
  },
  verifySync(password: unknown, hash: unknown, algorithm?: unknown): boolean {
    return startVerify(password, hash, algorithm, undefined);
  },
};
