// Agreement on a secret over elliptic curves. https://nodejs.org/api/crypto.html#class-ecdh
import { binding as keys, isKeyObject, type Handle } from "internal/crypto_keys";
import { bytesOf, hide, kHandle } from "internal/crypto_util";
import { codes } from "internal/errors";
import { validateObject, validateString } from "internal/validators";

interface EcdhHandle {
  generateKeys(): void;
  getPublicKey(form: number): any;
  getPrivateKey(): any;
  setPublicKey(bytes: object): void;
  setPrivateKey(bytes: object): void;
  /** Undefined when the other's key is no point of the curve. */
  computeSecret(other: object): any;
}
interface AgreementNative {
  createEcdh(curve: string): EcdhHandle | undefined;
  convertPoint(curve: string, point: object, form: number): any;
  /** The secret of two keys of one kind. */
  derive(own: Handle, other: Handle, reply?: true): any;
}
export const agreement: AgreementNative = native("crypto_dh");

const kForms: Record<string, number> = { __proto__: null as any, compressed: 2, uncompressed: 4, hybrid: 6 };

function formOf(format: any): number {
  const form = kForms[format || "uncompressed"];
  if (form === undefined) throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  return form;
}

/** Bytes, or their text in an encoding. */
export function encode(bytes: any, encoding: any): any {
  return encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes;
}

export function ECDH(this: any, curve: any): any {
  if (!new.target) return new (ECDH as any)(curve);
  validateString(curve, "curve");
  const handle = agreement.createEcdh(curve);
  if (handle === undefined) throw new codes.ERR_CRYPTO_INVALID_CURVE();
  hide(this, kHandle, handle);
}

const methods = ECDH.prototype as any;

methods.computeSecret = function computeSecret(this: any, key: any, inputEncoding?: any, outputEncoding?: any): any {
  const secret = this[kHandle].computeSecret(bytesOf(key, "key", inputEncoding));
  if (secret === undefined) throw new codes.ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
  return encode(secret, outputEncoding);
};

methods.setPrivateKey = function setPrivateKey(this: any, key: any, encoding?: any): any {
  this[kHandle].setPrivateKey(bytesOf(key, "key", encoding));
  return this;
};

methods.setPublicKey = function setPublicKey(this: any, key: any, encoding?: any): any {
  this[kHandle].setPublicKey(bytesOf(key, "key", encoding));
  return this;
};

methods.getPrivateKey = function getPrivateKey(this: any, encoding?: any): any {
  return encode(this[kHandle].getPrivateKey(), encoding);
};

methods.generateKeys = function generateKeys(this: any, encoding?: any, format?: any): any {
  this[kHandle].generateKeys();
  return this.getPublicKey(encoding, format);
};

methods.getPublicKey = function getPublicKey(this: any, encoding?: any, format?: any): any {
  return encode(this[kHandle].getPublicKey(formOf(format)), encoding);
};

(ECDH as any).convertKey = function convertKey(key: any, curve: any, inputEncoding?: any, outputEncoding?: any, format?: any): any {
  validateString(curve, "curve");
  const bytes = bytesOf(key, "key", inputEncoding);
  return encode(agreement.convertPoint(curve, bytes, formOf(format)), outputEncoding);
};

export function createECDH(curve: any): any {
  return new (ECDH as any)(curve);
}

/** The secret of one's private key and the other's public one. */
export function diffieHellman(options: any): any {
  validateObject(options, "options");
  const { privateKey, publicKey } = options;
  if (!isKeyObject(privateKey)) throw new codes.ERR_INVALID_ARG_VALUE("options.privateKey", privateKey);
  if (!isKeyObject(publicKey)) throw new codes.ERR_INVALID_ARG_VALUE("options.publicKey", publicKey);
  const own: Handle = (privateKey as any)[kHandle];
  const other: Handle = (publicKey as any)[kHandle];
  if (own.kind !== 2) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, "private");
  if (other.kind === 0) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(publicKey.type, "private or public");
  const type = keys.typeName(own);
  const otherType = keys.typeName(other);
  if (type !== otherType || (type !== "ec" && type !== "x25519"))
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY("key types for Diffie-Hellman", `${type} and ${otherType}`);
  return agreement.derive(own, other);
}
