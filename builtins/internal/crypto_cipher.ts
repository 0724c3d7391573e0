// Cipheriv and Decipheriv. https://nodejs.org/api/crypto.html#class-cipheriv
import { Error, FunctionPrototypeCall } from "internal/primordials";
import { normalizeEncoding } from "internal/buffer_native";
import { isArrayBufferView } from "internal/buffer_types";
import { LazyTransform } from "internal/crypto_lazy_transform";
import { bytesOf, hide, inherit, inputEncoding, kHandle, stringOption } from "internal/crypto_util";
import { secretHandleOf } from "internal/crypto_keys";
import { codes, stampCode } from "internal/errors";
import { isUint32, validateEncoding, validateInt32, validateObject, validateString } from "internal/validators";

interface CipherHandle {
  update(data: string | ArrayBufferView, encoding: number): Uint8Array;
  final(): Uint8Array;
  /** These are false in a state that does not allow them. */
  setAutoPadding(pads: boolean): boolean;
  setAAD(data: object): boolean;
  setAuthTag(tag: object): boolean;
  getAuthTag(): Uint8Array | undefined;
}
interface CipherNative {
  create(name: string, encrypts: boolean, key: object, iv: object | null, tagLength: number): CipherHandle;
  info(name: string | number, keyLength: number, ivLength: number):
    [mode: string, name: string, nid: number, blockSize: number, ivLength: number, keyLength: number] | undefined;
}
const binding: CipherNative = native("crypto_cipher");

function tagLengthOf(options: any): number {
  const length = options?.authTagLength;
  if (length == null) return -1;
  if (!isUint32(length)) throw new codes.ERR_INVALID_ARG_VALUE("options.authTagLength", length);
  return length;
}

function construct(self: any, encrypts: boolean, cipher: any, key: any, options: any, iv: any): void {
  validateString(cipher, "cipher");
  const handle = secretHandleOf(key, "key", stringOption(options, "encoding"));
  const vector = iv === null ? null : bytesOf(iv, "iv");
  const tagLength = tagLengthOf(options);
  hide(self, kHandle, binding.create(cipher, encrypts, handle, vector, tagLength));
  hide(self, "_decoder", null);
  FunctionPrototypeCall(LazyTransform as any, self, options);
}

function addMethods(methods: any): void {
  methods._transform = function _transform(this: any, chunk: any, encoding: string, callback: (error?: unknown) => void): void {
    try {
      this.push(this[kHandle].update(chunk, inputEncoding(encoding)));
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  };

  methods._flush = function _flush(this: any, callback: (error?: unknown) => void): void {
    try {
      this.push(this[kHandle].final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  };

  methods.update = function update(this: any, data: any, inputName?: string, outputName?: string): any {
    if (typeof data === "string") {
      if (inputName !== undefined) validateEncoding(data, inputName);
    } else if (!isArrayBufferView(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    const bytes = this[kHandle].update(data, inputEncoding(inputName));
    if (!outputName || outputName === "buffer") return bytes;
    return decoderFor(this, outputName).write(bytes);
  };

  methods.final = function final(this: any, outputName?: string): any {
    const bytes = this[kHandle].final();
    if (!outputName || outputName === "buffer") return bytes;
    return decoderFor(this, outputName).end(bytes);
  };

  methods.setAutoPadding = function setAutoPadding(this: any, pads?: boolean): any {
    if (!this[kHandle].setAutoPadding(pads === undefined ? true : !!pads)) throw new codes.ERR_CRYPTO_INVALID_STATE("setAutoPadding");
    return this;
  };

  methods.setAAD = function setAAD(this: any, data: any, options?: any): any {
    const bytes = bytesOf(data, "aadbuf", stringOption(options, "encoding"));
    const length = options?.plaintextLength;
    if (length != null && !isUint32(length)) throw new codes.ERR_INVALID_ARG_VALUE("options.plaintextLength", length);
    if (!this[kHandle].setAAD(bytes)) throw new codes.ERR_CRYPTO_INVALID_STATE("setAAD");
    return this;
  };
}

/** Text of one encoding comes out: characters may lie across chunks. */
function decoderFor(self: any, name: string): any {
  const encoding = normalizeEncoding(name);
  if (self._decoder === null) {
    if (encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
    const { StringDecoder } = require("node:string_decoder").default;
    self._decoder = new StringDecoder(encoding);
  } else if (self._decoder.encoding !== encoding) {
    if (encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
    throw stampCode(new Error("Cannot change encoding"), "ERR_INTERNAL_ASSERTION");
  }
  return self._decoder;
}

export function Cipheriv(this: any, cipher: any, key: any, iv: any, options?: any): any {
  if (!new.target) return new (Cipheriv as any)(cipher, key, iv, options);
  construct(this, true, cipher, key, options, iv);
}
inherit(Cipheriv, LazyTransform);
addMethods(Cipheriv.prototype);

(Cipheriv.prototype as any).getAuthTag = function getAuthTag(this: any): Uint8Array {
  const tag = this[kHandle].getAuthTag();
  if (tag === undefined) throw new codes.ERR_CRYPTO_INVALID_STATE("getAuthTag");
  return tag;
};

export function Decipheriv(this: any, cipher: any, key: any, iv: any, options?: any): any {
  if (!new.target) return new (Decipheriv as any)(cipher, key, iv, options);
  construct(this, false, cipher, key, options, iv);
}
inherit(Decipheriv, LazyTransform);
addMethods(Decipheriv.prototype);

(Decipheriv.prototype as any).setAuthTag = function setAuthTag(this: any, tag: any, encoding?: string): any {
  const bytes = bytesOf(tag, "buffer", encoding);
  if (!this[kHandle].setAuthTag(bytes)) throw new codes.ERR_CRYPTO_INVALID_STATE("setAuthTag");
  return this;
};

export function createCipheriv(cipher: any, key: any, iv: any, options?: any): any {
  return new (Cipheriv as any)(cipher, key, iv, options);
}

export function createDecipheriv(cipher: any, key: any, iv: any, options?: any): any {
  return new (Decipheriv as any)(cipher, key, iv, options);
}

export function getCipherInfo(nameOrNid: any, options?: any): any {
  if (typeof nameOrNid !== "string" && typeof nameOrNid !== "number")
    throw new codes.ERR_INVALID_ARG_TYPE("nameOrNid", ["string", "number"], nameOrNid);
  if (typeof nameOrNid === "number") validateInt32(nameOrNid, "nameOrNid");
  let keyLength = -1;
  let ivLength = -1;
  if (options !== undefined) {
    validateObject(options, "options");
    if (options.keyLength !== undefined) validateInt32(keyLength = options.keyLength, "options.keyLength");
    if (options.ivLength !== undefined) validateInt32(ivLength = options.ivLength, "options.ivLength");
  }
  const found = binding.info(nameOrNid, keyLength, ivLength);
  if (found === undefined) return undefined;
  const info: any = { mode: found[0], name: found[1], nid: found[2] };
  if (found[0] !== "stream") info.blockSize = found[3];
  if (found[4] > 0) info.ivLength = found[4];
  info.keyLength = found[5];
  return info;
}
