/** SubtleCrypto. https://w3c.github.io/webcrypto/#subtlecrypto-interface */
import { ArrayPrototypeIncludes, JSONParse, JSONStringify } from "internal/primordials";
import { codes } from "internal/errors";
import { algorithmOf, isKey, isKeyUsage, usagesOf, type CryptoKey } from "web/crypto_key";
import { decodeText, encodeText } from "web/encoding";
import { toJsonWebKey } from "web/subtle_jwk";
import { algorithmNamed, normalize, tryNormalize } from "web/subtle_normalize";
import { bufferSource, copyOf, dataError, exception, notSupported, syntaxError, type Format } from "web/subtle_support";
import { finishInterface, requireThis, toSequence } from "web/webidl";

export const kCreateSubtle = Symbol("create");

function requireArguments(given: number, needed: number, method: string): void {
  if (given >= needed) return;
  const noun = needed === 1 ? "argument" : "arguments";
  throw new codes.ERR_MISSING_ARGS.TypeError(
    `Failed to execute '${method}' on 'SubtleCrypto': ${needed} ${noun} required, but only ${given} present.`);
}

function toKey(value: any, name: string): CryptoKey {
  if (!isKey(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, "CryptoKey", value);
  return value;
}

function toFormat(value: any): Format {
  const format = `${value}`;
  if (format !== "raw" && format !== "pkcs8" && format !== "spki" && format !== "jwk")
    throw new codes.ERR_INVALID_ARG_VALUE("format", value, "is not a valid enum value of type KeyFormat");
  return format;
}

function toUsages(value: any): string[] {
  return toSequence(value, "keyUsages", (item) => {
    const usage = `${item}`;
    if (!isKeyUsage(usage)) throw new codes.ERR_INVALID_ARG_VALUE("keyUsages", usage, "is not a valid enum value of type KeyUsage");
    return usage;
  });
}

/** unsigned long, or null. */
function toLength(value: any): number | null {
  return value === null || value === undefined ? null : value >>> 0;
}

/** The key is one of that algorithm's, and may be used so. The words are Node's, which differ by the operation. */
function checkKey(key: CryptoKey, name: string, usage: string): void {
  const isOfIt = algorithmOf(key).name === name;
  const isAllowed = ArrayPrototypeIncludes(usagesOf(key), usage);
  if (isOfIt && isAllowed) return;
  let message = "The requested operation is not valid for the provided key";
  if (usage === "sign" || usage === "verify") message = `Unable to use this key to ${usage}`;
  else if (usage === "deriveBits" || usage === "deriveKey")
    message = isAllowed ? "Key algorithm mismatch" : `baseKey does not have ${usage} usage`;
  throw exception("InvalidAccessError", message);
}

function checkNotUseless(key: CryptoKey, isImported = false): CryptoKey {
  if (key.type !== "public" && usagesOf(key).length === 0)
    throw syntaxError(`Usages cannot be empty when ${isImported ? `importing a ${key.type}` : "creating a"} key.`);
  return key;
}

async function exportedKey(format: Format, key: CryptoKey): Promise<any> {
  const algorithm = algorithmNamed(algorithmOf(key).name);
  if (algorithm.exportKey === undefined) throw notSupported(`A key of ${algorithm.name} cannot be exported`);
  if (!key.extractable) throw exception("InvalidAccessError", "key is not extractable");
  return algorithm.exportKey(format, key);
}

/** As importKey, at once. */
export function importNow(format: Format, data: any, algorithm: any, extractable: boolean, keyUsages: any): CryptoKey {
  const usages = toUsages(keyUsages);
  const normalized = normalize("importKey", algorithm);
  return checkNotUseless(normalized.algorithm.importKey!(format, data, normalized.parameters, extractable, usages), true);
}

/** Parses the text of a JWK. */
function parseJwk(bytes: ArrayBuffer): any {
  let value: any;
  try {
    value = JSONParse(decodeText(new Uint8Array(bytes)));
  } catch (error) {
    throw dataError("Invalid wrapped JWK", error);
  }
  if (value === null || typeof value !== "object" || typeof value.kty !== "string") throw dataError("Invalid wrapped JWK");
  return toJsonWebKey(value);
}

async function run(operation: "encrypt" | "decrypt", self: unknown, args: ArrayLike<any>): Promise<any> {
  requireThis(isSubtle(self), "SubtleCrypto");
  requireArguments(args.length, 3, operation);
  const key = toKey(args[1], "key");
  const data = copyOf(bufferSource(args[2], "data"));
  const { algorithm, parameters } = normalize(operation, args[0]);
  checkKey(key, parameters.name, operation);
  return algorithm[operation]!(parameters, key, data);
}

let isSubtle: (value: any) => boolean;

export class SubtleCrypto {
  #brand = true;

  constructor(token?: unknown) {
    if (token !== kCreateSubtle) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  static {
    isSubtle = (value) => typeof value === "object" && value !== null && #brand in value;
  }

  async encrypt(_algorithm: any, _key: any, _data: any): Promise<ArrayBuffer> {
    return run("encrypt", this, arguments);
  }

  async decrypt(_algorithm: any, _key: any, _data: any): Promise<ArrayBuffer> {
    return run("decrypt", this, arguments);
  }

  async sign(algorithm: any, key: any, data: any): Promise<ArrayBuffer> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 3, "sign");
    key = toKey(key, "key");
    data = copyOf(bufferSource(data, "data"));
    const normalized = normalize("sign", algorithm);
    checkKey(key, normalized.parameters.name, "sign");
    return normalized.algorithm.sign!(normalized.parameters, key, data);
  }

  async verify(algorithm: any, key: any, signature: any, data: any): Promise<boolean> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 4, "verify");
    key = toKey(key, "key");
    signature = copyOf(bufferSource(signature, "signature"));
    data = copyOf(bufferSource(data, "data"));
    const normalized = normalize("verify", algorithm);
    checkKey(key, normalized.parameters.name, "verify");
    return normalized.algorithm.verify!(normalized.parameters, key, signature, data);
  }

  async digest(algorithm: any, data: any): Promise<ArrayBuffer> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 2, "digest");
    data = bufferSource(data, "data");
    const normalized = normalize("digest", algorithm);
    return normalized.algorithm.digest!(normalized.parameters, data);
  }

  async generateKey(algorithm: any, extractable: any, keyUsages: any): Promise<any> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 3, "generateKey");
    const usages = toUsages(keyUsages);
    const normalized = normalize("generateKey", algorithm);
    const made = await normalized.algorithm.generateKey!(normalized.parameters, !!extractable, usages);
    checkNotUseless(isKey(made) ? made : made.privateKey);
    return made;
  }

  async deriveBits(algorithm: any, baseKey: any, length: any = null): Promise<ArrayBuffer> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 2, "deriveBits");
    const key = toKey(baseKey, "baseKey");
    const bits = toLength(length);
    const normalized = normalize("deriveBits", algorithm);
    checkKey(key, normalized.parameters.name, "deriveBits");
    return normalized.algorithm.deriveBits!(normalized.parameters, key, bits);
  }

  async deriveKey(algorithm: any, baseKey: any, derivedKeyType: any, extractable: any, keyUsages: any): Promise<CryptoKey> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 5, "deriveKey");
    const key = toKey(baseKey, "baseKey");
    const usages = toUsages(keyUsages);
    const normalized = normalize("deriveBits", algorithm);
    const target = normalize("importKey", derivedKeyType);
    const sized = normalize("getKeyLength", derivedKeyType);
    checkKey(key, normalized.parameters.name, "deriveKey");
    const length = sized.algorithm.getKeyLength!(sized.parameters);
    const bits = await normalized.algorithm.deriveBits!(normalized.parameters, key, length);
    return checkNotUseless(target.algorithm.importKey!("raw", new Uint8Array(bits), target.parameters, !!extractable, usages), true);
  }

  async importKey(format: any, keyData: any, algorithm: any, extractable: any, keyUsages: any): Promise<CryptoKey> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 5, "importKey");
    format = toFormat(format);
    const data = format === "jwk" ? toJsonWebKey(keyData) : copyOf(bufferSource(keyData, "keyData"));
    return importNow(format, data, algorithm, !!extractable, keyUsages);
  }

  async exportKey(format: any, key: any): Promise<any> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 2, "exportKey");
    return exportedKey(toFormat(format), toKey(key, "key"));
  }

  async wrapKey(format: any, key: any, wrappingKey: any, wrapAlgorithm: any): Promise<ArrayBuffer> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 4, "wrapKey");
    format = toFormat(format);
    key = toKey(key, "key");
    wrappingKey = toKey(wrappingKey, "wrappingKey");
    const normalized = tryNormalize("wrapKey", wrapAlgorithm) ?? normalize("encrypt", wrapAlgorithm);
    const { algorithm, parameters } = normalized;
    checkKey(wrappingKey, parameters.name, "wrapKey");
    const exported = await exportedKey(format, key);
    const bytes = format === "jwk" ? encodeText(JSONStringify(exported)) : new Uint8Array(exported);
    return algorithm.wrapKey === undefined ? algorithm.encrypt!(parameters, wrappingKey, bytes) : algorithm.wrapKey(parameters, wrappingKey, bytes);
  }

  async unwrapKey(
    format: any, wrappedKey: any, unwrappingKey: any, unwrapAlgorithm: any, unwrappedKeyAlgorithm: any, extractable: any, keyUsages: any,
  ): Promise<CryptoKey> {
    requireThis(isSubtle(this), "SubtleCrypto");
    requireArguments(arguments.length, 7, "unwrapKey");
    format = toFormat(format);
    const wrapped = copyOf(bufferSource(wrappedKey, "wrappedKey"));
    const key = toKey(unwrappingKey, "unwrappingKey");
    const usages = toUsages(keyUsages);
    const { algorithm, parameters } = tryNormalize("unwrapKey", unwrapAlgorithm) ?? normalize("decrypt", unwrapAlgorithm);
    const target = normalize("importKey", unwrappedKeyAlgorithm);
    checkKey(key, parameters.name, "unwrapKey");
    const bytes: ArrayBuffer = await (algorithm.unwrapKey === undefined
      ? algorithm.decrypt!(parameters, key, wrapped)
      : algorithm.unwrapKey(parameters, key, wrapped));
    const data = format === "jwk" ? parseJwk(bytes) : new Uint8Array(bytes);
    return checkNotUseless(target.algorithm.importKey!(format, data, target.parameters, !!extractable, usages), true);
  }
}
finishInterface(SubtleCrypto, "SubtleCrypto");

export const subtle = new SubtleCrypto(kCreateSubtle);
