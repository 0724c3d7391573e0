/**
 * What Request and Response have in common: the Body mixin. https://fetch.spec.whatwg.org/#body-mixin
 */
import {
  JSONParse,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ReflectOwnKeys,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteOffset,
  TypeError,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { MIMEType } from "internal/mime";
import { blobDataOver, newBlob, normalizeType, type Blob } from "web/blob";
import { type BodyCore } from "web/body";
import { bytesFrom } from "web/byte_views";
import { decodeText } from "web/encoding";
import type { FormData, FormDataValue } from "web/form_data";
import { rejection, Deferred } from "web/stream_promises";

/** What a Request or a Response keeps. */
export interface BodyHolder {
  /** Null for a message without a body. */
  readonly bodyCore: BodyCore | null;
  /** The value of the header Content-Type. */
  contentTypeText(): string | null;
}

const kNoBytes = new Uint8Array(0);

/** Gives the class the members of the mixin; `holderOf` is its brand check, and gives undefined for anything else. */
export function defineBodyMembers(constructor: any, name: string, holderOf: (value: any) => BodyHolder | undefined): void {
  const holder = (value: unknown): BodyHolder => {
    const found = holderOf(value);
    if (found === undefined) throw new codes.ERR_INVALID_THIS(name);
    return found;
  };
  const members = {
    get body() {
      const core = holder(this).bodyCore;
      return core === null ? null : require("web/readable_stream").toReadableStream(core.toStream());
    },
    get bodyUsed(): boolean {
      const core = holder(this).bodyCore;
      return core !== null && core.isUsed;
    },
    blob(): Promise<Blob> {
      return consume(holderOf(this), name, toBlob);
    },
    arrayBuffer(): Promise<ArrayBuffer> {
      return consume(holderOf(this), name, toBuffer);
    },
    text(): Promise<string> {
      return consume(holderOf(this), name, toText);
    },
    json(): Promise<any> {
      return consume(holderOf(this), name, toJSON);
    },
    formData(): Promise<FormData> {
      return consume(holderOf(this), name, toForm);
    },
    bytes(): Promise<Uint8Array> {
      return consume(holderOf(this), name, toOwned);
    },
  };
  const keys = ReflectOwnKeys(members);
  for (let i = 0; i < keys.length; i++) {
    ObjectDefineProperty(constructor.prototype, keys[i], ObjectGetOwnPropertyDescriptor(members, keys[i])!);
  }
}

type Convert<T> = (bytes: Uint8Array, isOwned: boolean, holder: BodyHolder) => T;

// https://fetch.spec.whatwg.org/#concept-body-consume-body
function consume<T>(holder: BodyHolder | undefined, name: string, convert: Convert<T>): Promise<T> {
  if (holder === undefined) return rejection(new codes.ERR_INVALID_THIS(name));
  const core = holder.bodyCore;
  if (core !== null && core.isUnusable) {
    return rejection(new TypeError("Body is unusable: Body has already been read"));
  }
  const { promise, resolve, reject } = new Deferred<T>();
  const onBytes = (bytes: Uint8Array, isOwned: boolean): void => {
    try {
      resolve(convert(bytes, isOwned, holder));
    } catch (error) {
      reject(error);
    }
  };
  if (core === null) onBytes(kNoBytes, false);
  else core.readAll(onBytes, reject);
  return promise;
}

function toText(bytes: Uint8Array): string {
  return decodeText(bytes);
}

function toJSON(bytes: Uint8Array): any {
  return JSONParse(decodeText(bytes));
}

// What comes from a connection is a Buffer.
function toOwned(bytes: Uint8Array, isOwned: boolean): Uint8Array {
  if (!isOwned) return bytesFrom(bytes);
  return new Uint8Array(TypedArrayPrototypeGetBuffer(bytes), TypedArrayPrototypeGetByteOffset(bytes), bytes.length);
}

function toBuffer(bytes: Uint8Array, isOwned: boolean): ArrayBuffer {
  const buffer = TypedArrayPrototypeGetBuffer(toOwned(bytes, isOwned)) as ArrayBuffer;
  return buffer.byteLength === bytes.length ? buffer : (TypedArrayPrototypeGetBuffer(bytesFrom(bytes)) as ArrayBuffer);
}

function toBlob(bytes: Uint8Array, _isOwned: boolean, holder: BodyHolder): Blob {
  return newBlob(blobDataOver(bytes), normalizeType(mimeTypeOf(holder)?.toString() ?? ""));
}

// https://fetch.spec.whatwg.org/#dom-body-formdata
function toForm(bytes: Uint8Array, _isOwned: boolean, holder: BodyHolder): FormData {
  const type = mimeTypeOf(holder);
  const { newFormData } = require("web/form_data");
  if (type?.essence === "multipart/form-data") return newFormData(parseMultipart(bytes, type));
  if (type?.essence === "application/x-www-form-urlencoded") {
    return newFormData(require("web/url_search_params").parseForm(decodeText(bytes)));
  }
  throw new TypeError(
    'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".',
  );
}

function parseMultipart(bytes: Uint8Array, type: MIMEType): FormDataValue[] {
  const boundary = type.params.get("boundary");
  if (boundary === null) throw new TypeError("Failed to parse body as FormData.");
  try {
    return require("internal/multipart").parseMultipart(bytes, boundary);
  } catch (cause) {
    throw new TypeError("Failed to parse body as FormData.", { cause });
  }
}

function mimeTypeOf(holder: BodyHolder): MIMEType | undefined {
  const text = holder.contentTypeText();
  if (text === null) return undefined;
  try {
    return new MIMEType(text);
  } catch {
    return undefined;
  }
}
