// The C++ half of keys (src/runtime/crypto_keys_binding.cpp, crypto_keygen_binding.cpp).

/** A key; `kind` is 0 for a secret, 1 for a public key, 2 for a private one. */
export interface Handle {
  kind: number;
}

export const kPem = 0;
export const kDer = 1;
export const kPkcs1 = 0;
export const kSpki = 1;
export const kPkcs8 = 2;
export const kSec1 = 3;

export interface KeyNative {
  createSecret(bytes: ArrayBufferView): Handle;
  secretSize(key: Handle): number;
  exportSecret(key: Handle): Uint8Array;
  equals(a: Handle, b: Handle): boolean;
  /** `rsa`, `ec`, `ed25519`, `x25519`, `dsa`. */
  typeName(key: Handle): string;
  /** Bits; the public exponent of an RSA key; the curve of an EC key. */
  details(key: Handle): [bits: number, exponent?: Uint8Array, curve?: string];
  /** Type -1: whatever is found. */
  parsePublic(data: object, format: number, type: number, passphrase?: object): Handle;
  parsePrivate(data: object, format: number, type: number, passphrase?: object): Handle;
  publicOf(key: Handle): Handle;
  /** Undefined for a cipher that the library lacks. */
  exportKey(key: Handle, format: number, type: number, cipher?: string, passphrase?: object): any;
  /** n, e and for a private key d, p, q, dp, dq, qi. */
  rsaParts(key: Handle): Uint8Array[];
  /** x, y and for a private key d, each as long as the curve's field. */
  ecParts(key: Handle): Uint8Array[];
  rawPublic(key: Handle): Uint8Array;
  rawPrivate(key: Handle): Uint8Array;
  /** These give undefined for what is no key. */
  importRsa(n: Uint8Array, e: Uint8Array, d?: Uint8Array, p?: Uint8Array, q?: Uint8Array, dp?: Uint8Array, dq?: Uint8Array, qi?: Uint8Array): Handle | undefined;
  importEc(curve: string, x: Uint8Array, y: Uint8Array, d?: Uint8Array): Handle | undefined;
  importRaw(type: string, bytes: Uint8Array, isPrivate: boolean): Handle | undefined;
  /** An EC public key from a point as SEC 1 encodes it. */
  importPoint(curve: string, point: object): Handle | undefined;
}

export const binding: KeyNative = native("crypto_keys");
