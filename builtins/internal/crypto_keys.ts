// KeyObject and its makers. https://nodejs.org/api/crypto.html#class-keyobject
import {
  BigInt, ObjectDefineProperty, StringPrototypePadStart, Symbol, SymbolToStringTag,
} from "internal/primordials";
import { from } from "internal/buffer_create";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { handleOfRecord, recordOf } from "internal/crypto_key_clone";
import { bytesOf, kHandle } from "internal/crypto_util";
import { codes } from "internal/errors";
import { validateObject, validateOneOf, validateString } from "internal/validators";
import { registerPlatformClass } from "web/webidl";
import { binding, kDer, kPem, kPkcs1, kPkcs8, kSec1, kSpki, type Handle } from "internal/crypto_key_native";

export { binding, type Handle };

/** How a CryptoKey gives away its handle, so that a key of one kind works as the other. */
export const kKeyHandle: unique symbol = Symbol("keyHandle") as any;

const kKinds = ["secret", "public", "private"];

export class KeyObject {
  constructor(type: any, handle: any) {
    if (type !== "secret" && type !== "public" && type !== "private") throw new codes.ERR_INVALID_ARG_VALUE("type", type);
    if (handle === null || typeof handle !== "object" || typeof handle.kind !== "number")
      throw new codes.ERR_INVALID_ARG_TYPE("handle", "object", handle);
    ObjectDefineProperty(this, kHandle, { __proto__: null, value: handle } as any);
  }

  get type(): string {
    return kKinds[(this as any)[kHandle].kind];
  }

  static from(key: any): KeyObject {
    if (!isCryptoKey(key)) throw new codes.ERR_INVALID_ARG_TYPE("key", "CryptoKey", key);
    return keyObjectOf(key[kKeyHandle]);
  }

  toCryptoKey(algorithm: any, extractable: any, keyUsages: any): any {
    const handle: Handle = (this as any)[kHandle];
    const format = handle.kind === 0 ? "raw" : handle.kind === 1 ? "spki" : "pkcs8";
    return require("web/subtle_crypto").importNow(format, recordOf(handle).bytes, algorithm, !!extractable, keyUsages);
  }

  equals(other: any): boolean {
    if (!isKeyObject(other)) throw new codes.ERR_INVALID_ARG_TYPE("otherKeyObject", "KeyObject", other);
    return binding.equals((this as any)[kHandle], (other as any)[kHandle]);
  }
}
ObjectDefineProperty(KeyObject.prototype, SymbolToStringTag, { __proto__: null, configurable: true, value: "KeyObject" } as any);

export class SecretKeyObject extends KeyObject {
  constructor(handle: Handle) {
    super("secret", handle);
  }

  get symmetricKeySize(): number {
    return binding.secretSize((this as any)[kHandle]);
  }

  export(options?: any): any {
    if (options !== undefined) {
      validateObject(options, "options");
      validateOneOf(options.format, "options.format", [undefined, "buffer", "jwk"]);
      if (options.format === "jwk") return exportJwk((this as any)[kHandle]);
    }
    return binding.exportSecret((this as any)[kHandle]);
  }
}

const kDetails: unique symbol = Symbol("details") as any;

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType(): string {
    return binding.typeName((this as any)[kHandle]);
  }

  get asymmetricKeyDetails(): any {
    return (this as any)[kDetails] ??= detailsOf((this as any)[kHandle]);
  }
}

function detailsOf(handle: Handle): object {
  const { 0: bits, 1: exponent, 2: curve } = binding.details(handle);
  if (exponent !== undefined) return { modulusLength: bits, publicExponent: bigIntOf(exponent) };
  return curve === undefined ? {} : { namedCurve: curve };
}

export function bigIntOf(bytes: Uint8Array): bigint {
  let hex = "0x0";
  for (let i = 0; i < bytes.length; i++) hex += StringPrototypePadStart(bytes[i].toString(16), 2, "0");
  return BigInt(hex);
}

export class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle: Handle) {
    super("public", handle);
  }

  export(options?: any): any {
    const handle = (this as any)[kHandle];
    if (options && options.format === "jwk") return exportJwk(handle);
    const { format, type } = parsePublicEncoding(options, binding.typeName(handle), "options");
    return binding.exportKey(handle, format, type, undefined, undefined);
  }
}

export class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle: Handle) {
    super("private", handle);
  }

  export(options?: any): any {
    const handle = (this as any)[kHandle];
    if (options && options.format === "jwk") {
      if (options.passphrase !== undefined) throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("jwk", "does not support encryption");
      return exportJwk(handle);
    }
    const { format, type, cipher, passphrase } = parsePrivateEncoding(options, binding.typeName(handle), "options");
    return exportPrivate(handle, format, type, cipher, passphrase);
  }
}

registerClass("SecretKeyObject", SecretKeyObject);
registerClass("PublicKeyObject", PublicKeyObject);
registerClass("PrivateKeyObject", PrivateKeyObject);

/** A key can be cloned, and sent to another thread. */
function registerClass(name: string, Class: any): void {
  registerPlatformClass(Class.prototype, {
    name,
    builtin: "internal/crypto_keys",
    isInstance: isKeyObject,
    serialize: (key) => recordOf(key[kHandle]),
    deserialize: (record) => keyObjectOf(handleOfRecord(record)),
  });
}

export function exportPrivate(handle: Handle, format: number, type: number, cipher?: string, passphrase?: any): any {
  const result = binding.exportKey(handle, format, type, cipher, passphrase);
  if (result === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_CIPHER();
  return result;
}

export function keyObjectOf(handle: Handle): any {
  switch (handle.kind) {
    case 0:
      return new SecretKeyObject(handle);
    case 1:
      return new PublicKeyObject(handle);
    default:
      return new PrivateKeyObject(handle);
  }
}

export function isKeyObject(value: any): value is KeyObject {
  return value !== null && typeof value === "object" && value instanceof KeyObject && (value as any)[kHandle] !== undefined;
}

export function isCryptoKey(value: any): boolean {
  return value !== null && typeof value === "object" && value[kKeyHandle] !== undefined;
}

// Encodings of keys that go out or come in.

interface Encoding {
  format: number;
  /** -1: not said. */
  type: number;
  cipher?: string;
  passphrase?: any;
}

function optionName(object: string, key: string): string {
  return object === "" ? key : `${object}.${key}`;
}

function parseFormat(given: any, fallback: number | undefined, name: string): number {
  if (given === undefined && fallback !== undefined) return fallback;
  if (given === "pem") return kPem;
  if (given === "der") return kDer;
  throw new codes.ERR_INVALID_ARG_VALUE(name, given);
}

/** `isPublic` undefined: a key that comes in may be of either kind. */
function parseType(given: any, isRequired: boolean, keyType: string | undefined, isPublic: boolean | undefined, name: string): number {
  if (given === undefined && !isRequired) return -1;
  if (given === "pkcs1") {
    if (keyType !== undefined && keyType !== "rsa")
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("pkcs1", "can only be used for RSA keys");
    return kPkcs1;
  }
  if (given === "spki" && isPublic !== false) return kSpki;
  if (given === "pkcs8" && isPublic !== true) return kPkcs8;
  if (given === "sec1" && isPublic !== true) {
    if (keyType !== undefined && keyType !== "ec")
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS("sec1", "can only be used for EC keys");
    return kSec1;
  }
  throw new codes.ERR_INVALID_ARG_VALUE(name, given);
}

export function parsePublicEncoding(options: any, keyType: string, object: string): Encoding {
  validateObject(options, object);
  return {
    format: parseFormat(options.format, keyType === undefined ? kPem : undefined, optionName(object, "format")),
    type: parseType(options.type, true, keyType, true, optionName(object, "type")),
  };
}

export function parsePrivateEncoding(options: any, keyType: string, object: string): Encoding {
  validateObject(options, object);
  const format = parseFormat(options.format, undefined, optionName(object, "format"));
  const type = parseType(options.type, true, keyType, false, optionName(object, "type"));
  const { cipher, passphrase, encoding } = options;
  if (cipher != null) {
    if (typeof cipher !== "string") throw new codes.ERR_INVALID_ARG_VALUE(optionName(object, "cipher"), cipher);
    if (format === kDer && (type === kPkcs1 || type === kSec1))
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(options.type, "does not support encryption");
  } else if (passphrase !== undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE(optionName(object, "cipher"), cipher);
  }
  if (cipher != null && typeof passphrase !== "string" && !isArrayBufferView(passphrase) && !isAnyArrayBuffer(passphrase))
    throw new codes.ERR_INVALID_ARG_VALUE(optionName(object, "passphrase"), passphrase);
  return { format, type, cipher: cipher ?? undefined, passphrase: cipher == null ? undefined : bytesOf(passphrase, "passphrase", encoding) };
}

const kBytes = ["ArrayBuffer", "Buffer", "TypedArray", "DataView"];
const kTextAndBytes = ["ArrayBuffer", "Buffer", "TypedArray", "DataView", "string"];
const kAnyKey = ["ArrayBuffer", "Buffer", "TypedArray", "DataView", "string", "KeyObject", "CryptoKey"];

function isBytes(value: any): boolean {
  return isArrayBufferView(value) || isAnyArrayBuffer(value);
}

/** What an asymmetric key is wanted for. */
export const kUsePublic = 0;
export const kUsePrivate = 1;
const kMakePublic = 2;
const kMakePrivate = 3;

function handleOfObject(key: any, use: number): Handle {
  const handle: Handle = key[kHandle] ?? key[kKeyHandle];
  const kind = kKinds[handle.kind];
  if (use === kMakePrivate) throw new codes.ERR_INVALID_ARG_TYPE("key", kTextAndBytes, key);
  if (use === kUsePublic) {
    if (kind === "secret") throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kind, "private or public");
  } else if (kind !== "private") {
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kind, "private");
  }
  return handle;
}

function parseKey(data: any, format: number, type: number, passphrase: any, use: number): Handle {
  if (passphrase != null && typeof passphrase !== "string" && !isBytes(passphrase))
    throw new codes.ERR_INVALID_ARG_VALUE("key.passphrase", passphrase);
  const secret = passphrase == null ? undefined : bytesOf(passphrase, "key.passphrase");
  const wantsPrivate = use === kUsePrivate || use === kMakePrivate;
  return wantsPrivate ? binding.parsePrivate(data, format, type, secret) : binding.parsePublic(data, format, type, secret);
}

function handleFor(key: any, use: number): Handle {
  if (isKeyObject(key) || isCryptoKey(key)) return handleOfObject(key, use);
  if (typeof key === "string" || isBytes(key)) return parseKey(bytesOf(key, "key"), kPem, -1, undefined, use);
  const names = use === kMakePrivate ? kTextAndBytes : kAnyKey;
  if (key === null || typeof key !== "object") throw new codes.ERR_INVALID_ARG_TYPE("key", names, key);
  const { key: data, encoding, format } = key;
  if (isKeyObject(data) || isCryptoKey(data)) return handleOfObject(data, use);
  if (format === "jwk") {
    validateObject(data, "key.key");
    const handle = importJwk(data);
    if (handle.kind === 1 && (use === kUsePrivate || use === kMakePrivate))
      throw new codes.ERR_CRYPTO_INVALID_JWK();
    return handle;
  }
  if (typeof data !== "string" && !isBytes(data)) throw new codes.ERR_INVALID_ARG_TYPE("key.key", names, data);
  const wantsPrivate = use === kUsePrivate || use === kMakePrivate;
  const parsed = parseFormat(format, kPem, "options.format");
  const type = parseType(key.type, parsed === kDer, undefined, wantsPrivate ? false : undefined, "options.type");
  return parseKey(bytesOf(data, "key", encoding), parsed, type, key.passphrase, use);
}

/** The handle of a key that a private operation needs. */
export function privateHandleOf(key: any): Handle {
  return handleFor(key, kUsePrivate);
}

/** The handle of a key that a public operation needs: a private one serves, too. */
export function publicHandleOf(key: any): Handle {
  return handleFor(key, kUsePublic);
}

export function createPublicKey(key: any): any {
  const handle = handleFor(key, kMakePublic);
  return new PublicKeyObject(handle.kind === 2 ? binding.publicOf(handle) : handle);
}

export function createPrivateKey(key: any): any {
  return new PrivateKeyObject(handleFor(key, kMakePrivate));
}

export function createSecretKey(key: any, encoding?: string): any {
  if (typeof key !== "string" && !isBytes(key)) throw new codes.ERR_INVALID_ARG_TYPE("key", kBytes, key);
  return new SecretKeyObject(binding.createSecret(bytesOf(key, "key", encoding) as any));
}

/** The handle of a secret given as text, bytes or a key. */
export function secretHandleOf(key: any, name: string, encoding?: string): Handle {
  if (isKeyObject(key) || isCryptoKey(key)) {
    const handle: Handle = (key as any)[kHandle] ?? (key as any)[kKeyHandle];
    if (handle.kind !== 0) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kKinds[handle.kind], "secret");
    return handle;
  }
  if (typeof key !== "string" && !isBytes(key)) throw new codes.ERR_INVALID_ARG_TYPE(name, kAnyKey, key);
  return binding.createSecret(bytesOf(key, name, encoding) as any);
}

export function secretBytesOf(handle: Handle): Uint8Array {
  if (handle.kind !== 0) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(kKinds[handle.kind], "secret");
  return binding.exportSecret(handle);
}

// JSON Web Keys: https://www.rfc-editor.org/rfc/rfc7517

const kJwkCurves: Record<string, string> = { __proto__: null as any, prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };
const kCurvesOfJwk: Record<string, string> = { __proto__: null as any, "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" };
const kRsaNames = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

function base64url(bytes: any): string {
  return bytes.base64urlSlice();
}

export function exportJwk(handle: Handle): Record<string, string> {
  if (handle.kind === 0) return { kty: "oct", k: base64url(binding.exportSecret(handle)) };
  const type = binding.typeName(handle);
  const isPrivate = handle.kind === 2;
  if (type === "rsa") {
    const parts = binding.rsaParts(handle);
    const jwk: Record<string, string> = { kty: "RSA" };
    for (let i = 0; i < parts.length; i++) jwk[kRsaNames[i]] = base64url(parts[i]);
    return jwk;
  }
  if (type === "ec") {
    const curve = binding.details(handle)[2]!;
    if (kJwkCurves[curve] === undefined) throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(curve);
    const { 0: x, 1: y, 2: d } = binding.ecParts(handle);
    const jwk: Record<string, string> = { kty: "EC", x: base64url(x), y: base64url(y), crv: kJwkCurves[curve] };
    if (isPrivate) jwk.d = base64url(d);
    return jwk;
  }
  if (type === "ed25519" || type === "x25519") {
    const jwk: Record<string, string> = { crv: type === "ed25519" ? "Ed25519" : "X25519" };
    if (isPrivate) jwk.d = base64url(binding.rawPrivate(handle));
    jwk.x = base64url(binding.rawPublic(handle));
    jwk.kty = "OKP";
    return jwk;
  }
  throw new codes.ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
}

function jwkBytes(jwk: any, key: string): Uint8Array {
  validateString(jwk[key], `key.${key}`);
  return from(jwk[key], "base64url");
}

export function importJwk(jwk: any): Handle {
  validateOneOf(jwk.kty, "key.kty", ["RSA", "EC", "OKP"]);
  let handle: Handle | undefined;
  if (jwk.kty === "RSA") {
    const isPrivate = jwk.d !== undefined;
    const parts: Uint8Array[] = [];
    for (let i = 0; i < (isPrivate ? 8 : 2); i++) parts[i] = jwkBytes(jwk, kRsaNames[i]);
    handle = binding.importRsa(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]);
  } else if (jwk.kty === "EC") {
    validateOneOf(jwk.crv, "key.crv", ["P-256", "secp256k1", "P-384", "P-521"]);
    const curve = kCurvesOfJwk[jwk.crv];
    if (curve === undefined) throw new codes.ERR_CRYPTO_INVALID_CURVE();
    handle = binding.importEc(curve, jwkBytes(jwk, "x"), jwkBytes(jwk, "y"), jwk.d === undefined ? undefined : jwkBytes(jwk, "d"));
  } else {
    validateOneOf(jwk.crv, "key.crv", ["Ed25519", "Ed448", "X25519", "X448"]);
    if (jwk.crv === "Ed448" || jwk.crv === "X448") throw new codes.ERR_CRYPTO_UNSUPPORTED_OPERATION();
    const isPrivate = jwk.d !== undefined;
    const publicBytes = jwkBytes(jwk, "x");
    handle = binding.importRaw(jwk.crv === "Ed25519" ? "ed25519" : "x25519", isPrivate ? jwkBytes(jwk, "d") : publicBytes, isPrivate);
    if (isPrivate && handle !== undefined && !equalBytes(binding.rawPublic(handle), publicBytes)) handle = undefined;
  }
  if (handle === undefined) throw new codes.ERR_CRYPTO_INVALID_JWK();
  return handle;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
