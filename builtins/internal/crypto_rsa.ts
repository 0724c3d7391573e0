// RSA as a cipher. https://nodejs.org/api/crypto.html#cryptopublicencryptkey-buffer
import { privateHandleOf, publicHandleOf, type Handle } from "internal/crypto_keys";
import { bytesOf } from "internal/crypto_util";
import { validateString, validateUint32 } from "internal/validators";

interface RsaNative {
  /** Encrypts with the public half, or decrypts with the private one. */
  rsaCipher(key: Handle, encrypts: boolean, padding: number, digest: string | undefined, label: object | undefined, data: object, reply?: true): any;
  /** The other way round. */
  rsaRaw(key: Handle, encrypts: boolean, padding: number, data: object): any;
}
export const rsa: RsaNative = native("crypto_sign");

const kPkcs1 = 1;
export const kOaep = 4;

interface Arguments {
  padding: number;
  hash: string | undefined;
  label: object | undefined;
  bytes: object;
}

function argumentsOf(options: any, buffer: any, fallback: number): Arguments {
  const padding = options.padding || fallback;
  validateUint32(padding, "key.padding");
  const { oaepHash, oaepLabel, encoding } = options;
  if (oaepHash !== undefined) validateString(oaepHash, "key.oaepHash");
  const label = oaepLabel === undefined ? undefined : bytesOf(oaepLabel, "key.oaepLabel", encoding);
  return { padding, hash: oaepHash, label, bytes: bytesOf(buffer, "buffer", encoding) };
}

export function publicEncrypt(key: any, buffer: any): any {
  const handle = publicHandleOf(key);
  const { padding, hash, label, bytes } = argumentsOf(key, buffer, kOaep);
  return rsa.rsaCipher(handle, true, padding, hash, label, bytes);
}

export function privateDecrypt(key: any, buffer: any): any {
  const handle = privateHandleOf(key);
  const { padding, hash, label, bytes } = argumentsOf(key, buffer, kOaep);
  return rsa.rsaCipher(handle, false, padding, hash, label, bytes);
}

export function privateEncrypt(key: any, buffer: any): any {
  const handle = privateHandleOf(key);
  const { padding, bytes } = argumentsOf(key, buffer, kPkcs1);
  return rsa.rsaRaw(handle, true, padding, bytes);
}

export function publicDecrypt(key: any, buffer: any): any {
  const handle = publicHandleOf(key);
  const { padding, bytes } = argumentsOf(key, buffer, kPkcs1);
  return rsa.rsaRaw(handle, false, padding, bytes);
}
