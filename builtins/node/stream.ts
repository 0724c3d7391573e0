// node:stream (https://nodejs.org/api/stream.html): the classes, and the functions over them. Each has a file of its
// own, internal/stream_*; what few programs use is loaded at its first call.
import { ObjectDefineProperty } from "internal/primordials";
import { isArrayBufferView, isUint8Array } from "internal/buffer_types";
import { kCustomPromisify } from "internal/promisify";
import { addAbortSignalChecked } from "internal/stream_abort";
import { destroyAny } from "internal/stream_destroy";
import { Duplex } from "internal/stream_duplex";
import { finished } from "internal/stream_finished";
import { Stream } from "internal/stream_legacy";
import { Readable } from "internal/stream_readable";
import { PassThrough, Transform } from "internal/stream_transform";
import { isDestroyed, isDisturbed, isErrored, isReadable, isWritable } from "internal/stream_utils";
import { getDefaultHighWaterMark, setDefaultHighWaterMark } from "internal/stream_water_mark";
import { Writable } from "internal/stream_writable";

/** The module is the base class, as it was before it had others. */
const stream: any = Stream;

function pipeline(...streams: any[]): any {
  return require("internal/stream_pipeline").pipeline(...streams);
}

stream.isDestroyed = isDestroyed;
stream.isDisturbed = isDisturbed;
stream.isErrored = isErrored;
stream.isReadable = isReadable;
stream.isWritable = isWritable;
stream.Readable = Readable;
stream.Writable = Writable;
stream.Duplex = Duplex;
stream.Transform = Transform;
stream.PassThrough = PassThrough;
stream.duplexPair = function duplexPair(options?: any): any {
  return require("internal/stream_duplex_pair").duplexPair(options);
};
stream.pipeline = pipeline;
stream.addAbortSignal = addAbortSignalChecked;
stream.finished = finished;
stream.destroy = destroyAny;
stream.compose = function compose(...streams: any[]): any {
  return require("internal/stream_compose").compose(...streams);
};
stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
stream.getDefaultHighWaterMark = getDefaultHighWaterMark;
stream.Stream = stream;
stream._isArrayBufferView = isArrayBufferView;
stream._isUint8Array = isUint8Array;
stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(bytes: Uint8Array): Uint8Array {
  return require("node:buffer").Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

// Web streams, from and to: loaded when a program has both kinds.
(Readable as any).toWeb = function toWeb(readable: any, options?: any): any {
  return require("internal/stream_web_readable").toWeb(readable, options);
};
(Readable as any).fromWeb = function fromWeb(stream: any, options?: any): any {
  return require("internal/stream_web_readable").fromWeb(stream, options);
};
(Writable as any).toWeb = function toWeb(writable: any): any {
  return require("internal/stream_web_writable").toWeb(writable);
};
(Writable as any).fromWeb = function fromWeb(stream: any, options?: any): any {
  return require("internal/stream_web_writable").fromWeb(stream, options);
};
(Duplex as any).toWeb = function toWeb(duplex: any): any {
  return require("internal/stream_web_duplex").toWeb(duplex);
};
(Duplex as any).fromWeb = function fromWeb(pair: any, options?: any): any {
  return require("internal/stream_web_duplex").fromWeb(pair, options);
};

function getPromises(): any {
  return require("node:stream/promises").default;
}
ObjectDefineProperty(stream, "promises", { __proto__: null, get: getPromises, enumerable: true, configurable: true } as any);
ObjectDefineProperty(pipeline, kCustomPromisify, { __proto__: null, get: () => getPromises().pipeline, enumerable: true } as any);
ObjectDefineProperty(finished, kCustomPromisify, { __proto__: null, get: () => getPromises().finished, enumerable: true } as any);

export default stream;
