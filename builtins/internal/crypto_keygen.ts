// New keys. https://nodejs.org/api/crypto.html#cryptogeneratekeypairtype-options-callback
import { MathFloor, ObjectDefineProperty } from "internal/primordials";
import {
  exportJwk, exportPrivate, binding as keys, parsePrivateEncoding, parsePublicEncoding, keyObjectOf, type Handle,
} from "internal/crypto_keys";
import { codes } from "internal/errors";
import { kCustomPromisifyArgs } from "internal/promisify";
import { validateFunction, validateInteger, validateObject, validateOneOf, validateString, validateUint32 } from "internal/validators";

type Reply = (error: unknown, value?: any) => void;
type Pair = [publicKey: Handle, privateKey: Handle];
interface KeygenNative {
  /** Without `reply` these give the value; with a function or `true` they run on the thread pool. */
  rsa(bits: number, exponent: number, reply?: Reply | true): any;
  ec(curve: string, reply?: Reply | true): any;
  ed25519(reply?: Reply | true): any;
  x25519(reply?: Reply | true): any;
  secret(bytes: number, reply?: Reply | true): any;
  isCurve(name: string): boolean;
}
export const keygen: KeygenNative = native("crypto_keygen");

/** One half of a new pair, as the caller wants it. */
type Encode = (handle: Handle) => any;

function encoderOf(options: any, name: string, type: string, isPublic: boolean): Encode {
  const encoding = options[name];
  if (encoding == null) return keyObjectOf;
  if (typeof encoding !== "object") throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
  if (encoding.format === "jwk") return exportJwk;
  const { format, type: form, cipher, passphrase } = isPublic
    ? parsePublicEncoding(encoding, type, `options.${name}`)
    : parsePrivateEncoding(encoding, type, `options.${name}`);
  return isPublic ? (handle) => keys.exportKey(handle, format, form) : (handle) => exportPrivate(handle, format, form, cipher, passphrase);
}

type Start = (reply?: Reply) => Pair;

function starterOf(type: string, options: any): Start {
  switch (type) {
    case "rsa": {
      validateObject(options, "options");
      const { modulusLength, publicExponent } = options;
      validateUint32(modulusLength, "options.modulusLength");
      if (publicExponent != null) validateUint32(publicExponent, "options.publicExponent");
      return (reply) => keygen.rsa(modulusLength, publicExponent ?? 0x10001, reply);
    }
    case "ec": {
      validateObject(options, "options");
      const { namedCurve, paramEncoding } = options;
      validateString(namedCurve, "options.namedCurve");
      if (paramEncoding === "explicit") throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("explicit curve parameters");
      if (paramEncoding != null && paramEncoding !== "named")
        throw new codes.ERR_INVALID_ARG_VALUE("options.paramEncoding", paramEncoding);
      if (!keygen.isCurve(namedCurve)) throw new codes.ERR_CRYPTO_INVALID_CURVE();
      return (reply) => keygen.ec(namedCurve, reply);
    }
    case "ed25519":
      return (reply) => keygen.ed25519(reply);
    case "x25519":
      return (reply) => keygen.x25519(reply);
    case "rsa-pss":
    case "dsa":
    case "dh":
    case "ed448":
    case "x448":
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`key type ${type}`);
    default:
      throw new codes.ERR_INVALID_ARG_VALUE("type", type, "must be a supported key type");
  }
}

function prepare(type: any, options: any): [start: Start, publicHalf: Encode, privateHalf: Encode] {
  validateString(type, "type");
  if (options !== undefined) validateObject(options, "options");
  const given = options ?? { __proto__: null };
  const publicHalf = encoderOf(given, "publicKeyEncoding", type, true);
  const privateHalf = encoderOf(given, "privateKeyEncoding", type, false);
  return [starterOf(type, options), publicHalf, privateHalf];
}

export function generateKeyPair(type: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, "callback");
  const { 0: start, 1: publicHalf, 2: privateHalf } = prepare(type, options);
  start((error, pair: Pair) => {
    if (error) {
      callback(error);
      return;
    }
    let publicKey: any;
    let privateKey: any;
    try {
      publicKey = publicHalf(pair[0]);
      privateKey = privateHalf(pair[1]);
    } catch (fault) {
      callback(fault);
      return;
    }
    callback(null, publicKey, privateKey);
  });
}
ObjectDefineProperty(generateKeyPair, kCustomPromisifyArgs, { __proto__: null, value: ["publicKey", "privateKey"], enumerable: false } as any);

export function generateKeyPairSync(type: any, options?: any): { publicKey: any; privateKey: any } {
  const { 0: start, 1: publicHalf, 2: privateHalf } = prepare(type, options);
  const pair = start();
  return { publicKey: publicHalf(pair[0]), privateKey: privateHalf(pair[1]) };
}

/** Bytes of a new secret key. */
function secretSize(type: any, options: any): number {
  validateString(type, "type");
  validateObject(options, "options");
  const { length } = options;
  if (type === "hmac") validateInteger(length, "options.length", 8, 2147483647);
  else if (type === "aes") validateOneOf(length, "options.length", [128, 192, 256]);
  else throw new codes.ERR_INVALID_ARG_VALUE("type", type, "must be a supported key type");
  return MathFloor(length / 8);
}

export function generateKey(type: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, "callback");
  keygen.secret(secretSize(type, options), (error, handle) => {
    if (error) callback(error);
    else callback(null, keyObjectOf(handle));
  });
}

export function generateKeySync(type: any, options: any): any {
  return keyObjectOf(keygen.secret(secretSize(type, options)));
}
