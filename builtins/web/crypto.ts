/** Crypto: random values, and the way to SubtleCrypto. https://w3c.github.io/webcrypto/#Crypto-interface */
import {
  ArrayBufferIsView,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, requireThis } from "web/webidl";

interface RandomNative {
  /** Fills the bytes of a view from the system's generator. */
  fill(view: ArrayBufferView): void;
  /** The sixteen bytes there as an identifier's text; they are wiped. */
  takeUuid(pool: Uint8Array, at: number): string;
}
const binding: RandomNative = native("random");

const kQuota = 65536;
const kCreate = Symbol("create");

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export class Crypto {
  #brand = true;

  constructor(token: unknown = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  getRandomValues<T extends ArrayBufferView>(array: T): T {
    requireThis(isObject(this) && #brand in this, "Crypto");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("array");
    if (!isIntegerArray(array)) {
      throw newException("The data argument must be an integer-type TypedArray", "TypeMismatchError");
    }
    const length = TypedArrayPrototypeGetByteLength(array);
    if (length > kQuota) {
      throw newException(
        `The requested length of ${length} bytes exceeds the quota of ${kQuota} bytes`, "QuotaExceededError");
    }
    binding.fill(array);
    return array;
  }

  get subtle(): object {
    requireThis(isObject(this) && #brand in this, "Crypto");
    return require("web/subtle_crypto").subtle;
  }

  randomUUID(): string {
    requireThis(isObject(this) && #brand in this, "Crypto");
    return nextUUID();
  }
}
finishInterface(Crypto, "Crypto");

export const crypto = new Crypto(kCreate);

function isIntegerArray(value: unknown): boolean {
  if (!ArrayBufferIsView(value)) return false;
  switch (TypedArrayPrototypeGetSymbolToStringTag(value)) {
    case undefined:
    case "Float16Array":
    case "Float32Array":
    case "Float64Array":
      return false;
    default:
      return true;
  }
}

// Random bytes for 128 identifiers at a time: the system call costs more than the rest.
const kBatch = 128;
let pool: Uint8Array | undefined;
let used = 0;

/** As crypto.randomUUID gives them. */
export function nextUUID(): string {
  if (pool === undefined || used === kBatch) {
    pool ??= new Uint8Array(16 * kBatch);
    binding.fill(pool);
    used = 0;
  }
  return binding.takeUuid(pool, 16 * used++);
}

function newException(message: string, name: string) {
  const { DOMException } = require("web/dom_exception");
  return new DOMException(message, name);
}
