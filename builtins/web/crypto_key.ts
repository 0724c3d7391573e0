/** CryptoKey: a key with what it may be used for. https://w3c.github.io/webcrypto/#cryptokey-interface */
import { ArrayPrototypeIncludes, ArrayPrototypePush, ObjectDefineProperty, Symbol } from "internal/primordials";
import { handleOfRecord, recordOf } from "internal/crypto_key_clone";
import { kKeyHandle, type Handle } from "internal/crypto_keys";
import { codes } from "internal/errors";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis } from "web/webidl";

export type KeyType = "secret" | "public" | "private";

export interface KeyAlgorithm {
  name: string;
  length?: number;
  hash?: { name: string };
  namedCurve?: string;
  modulusLength?: number;
  publicExponent?: Uint8Array;
}

const kUsages = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];
const kKinds: KeyType[] = ["secret", "public", "private"];
const kCreate = Symbol("create");

let handleOf: (key: CryptoKey) => Handle;
let algorithmOf: (key: CryptoKey) => KeyAlgorithm;
let usagesOf: (key: CryptoKey) => string[];
let isKey: (value: any) => value is CryptoKey;

/** Each usage once, in the order of the specification. */
export function normalizeUsages(usages: string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < kUsages.length; i++) if (ArrayPrototypeIncludes(usages, kUsages[i])) ArrayPrototypePush(out, kUsages[i]);
  return out;
}

export function isKeyUsage(value: string): boolean {
  return ArrayPrototypeIncludes(kUsages, value);
}

export class CryptoKey {
  #handle: Handle;
  #algorithm: KeyAlgorithm;
  #extractable: boolean;
  #usages: string[];
  // What the getters give: a program's changes to it change nothing of the key.
  #shownAlgorithm: any;
  #shownUsages: string[] | undefined;

  constructor(token?: unknown, handle?: Handle, algorithm?: KeyAlgorithm, extractable?: boolean, usages?: string[]) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#handle = handle!;
    this.#algorithm = algorithm!;
    this.#extractable = extractable!;
    this.#usages = usages!;
  }

  static {
    handleOf = (key) => key.#handle;
    algorithmOf = (key) => key.#algorithm;
    usagesOf = (key) => key.#usages;
    isKey = (value): value is CryptoKey => value !== null && typeof value === "object" && #handle in value;
    registerPlatformClass(this.prototype, {
      name: "CryptoKey",
      builtin: "web/crypto_key",
      isInstance: isKey,
      serialize: (key) => ({
        key: recordOf(key.#handle),
        algorithm: copyAlgorithm(key.#algorithm),
        extractable: key.#extractable,
        usages: key.#usages,
      }),
      deserialize: (data) => newKey(handleOfRecord(data.key), data.algorithm, data.extractable, data.usages),
    });
  }

  get type(): KeyType {
    requireThis(isKey(this), "CryptoKey");
    return kKinds[this.#handle.kind];
  }

  get extractable(): boolean {
    requireThis(isKey(this), "CryptoKey");
    return this.#extractable;
  }

  get algorithm(): KeyAlgorithm {
    requireThis(isKey(this), "CryptoKey");
    return (this.#shownAlgorithm ??= copyAlgorithm(this.#algorithm));
  }

  get usages(): string[] {
    requireThis(isKey(this), "CryptoKey");
    return (this.#shownUsages ??= [...this.#usages]);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const fields = { type: this.type, extractable: this.extractable, algorithm: this.algorithm, usages: this.usages };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(CryptoKey, "CryptoKey");
ObjectDefineProperty(CryptoKey.prototype, kKeyHandle, {
  __proto__: null,
  get(this: any) {
    return isKey(this) ? handleOf(this) : undefined;
  },
} as any);

function copyAlgorithm(algorithm: KeyAlgorithm): KeyAlgorithm {
  const copy = { ...algorithm };
  if (copy.hash !== undefined) copy.hash = { ...copy.hash };
  if (copy.publicExponent !== undefined) copy.publicExponent = new Uint8Array(copy.publicExponent);
  return copy;
}

export function newKey(handle: Handle, algorithm: KeyAlgorithm, extractable: boolean, usages: string[]): CryptoKey {
  return new CryptoKey(kCreate, handle, algorithm, extractable, normalizeUsages(usages));
}

export { algorithmOf, handleOf, isKey, usagesOf };
