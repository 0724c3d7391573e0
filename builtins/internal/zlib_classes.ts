// The classes of node:zlib, and for each its functions.
import { FunctionPrototypeCall, ObjectDefineProperty, ObjectSetPrototypeOf } from "internal/primordials";
import { createBrotli, createZlib, createZstd, type CreateCodec } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";
import { makeAsync, makeSync } from "internal/zlib_once";
import { params, ZlibBase } from "internal/zlib_stream";

/** Between ZlibBase and the classes for each format. */
function makeParent(name: string): any {
  function Parent(): void {}
  ObjectDefineProperty(Parent, "name", { __proto__: null, value: name, configurable: true } as any);
  ObjectSetPrototypeOf(Parent.prototype, ZlibBase.prototype);
  ObjectSetPrototypeOf(Parent, ZlibBase);
  return Parent;
}

const Zlib = makeParent("Zlib");
Zlib.prototype.params = params;
const Brotli = makeParent("Brotli");
const Zstd = makeParent("Zstd");

export interface Kind {
  name: string;
  Class: any;
  once: any;
  onceSync: any;
}

function makeKind(name: string, Parent: any, createCodec: CreateCodec): Kind {
  function Class(this: any, options?: any): any {
    if (!(this instanceof (Class as any))) return new (Class as any)(options);
    FunctionPrototypeCall(ZlibBase as any, this, options, createCodec(options));
  }
  ObjectDefineProperty(Class, "name", { __proto__: null, value: name, configurable: true } as any);
  ObjectSetPrototypeOf(Class.prototype, Parent.prototype);
  ObjectSetPrototypeOf(Class, Parent);
  return { name, Class, once: makeAsync(createCodec, Class), onceSync: makeSync(createCodec, Class) };
}

function makeZlib(name: string, mode: number): Kind {
  return makeKind(name, Zlib, (options) => createZlib(mode, options));
}

export const kinds: Kind[] = [
  makeZlib("Deflate", constants.DEFLATE!),
  makeZlib("Inflate", constants.INFLATE!),
  makeZlib("Gzip", constants.GZIP!),
  makeZlib("Gunzip", constants.GUNZIP!),
  makeZlib("DeflateRaw", constants.DEFLATERAW!),
  makeZlib("InflateRaw", constants.INFLATERAW!),
  makeZlib("Unzip", constants.UNZIP!),
  makeKind("BrotliCompress", Brotli, (options) => createBrotli(true, options)),
  makeKind("BrotliDecompress", Brotli, (options) => createBrotli(false, options)),
  makeKind("ZstdCompress", Zstd, (options) => createZstd(true, options)),
  makeKind("ZstdDecompress", Zstd, (options) => createZstd(false, options)),
];
