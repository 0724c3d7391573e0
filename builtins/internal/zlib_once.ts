// node:zlib's functions for whole buffers: on the thread pool, or at once.
// https://nodejs.org/api/zlib.html#convenience-methods
import { Uint32Array } from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { codes } from "internal/errors";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { validateFunction } from "internal/validators";
import { faultOf, type Codec, type CreateCodec } from "internal/zlib_codec";

type Callback = (error: any, result?: any) => void;

function getBuffer(): any {
  return require("node:buffer").Buffer;
}

/** Text is UTF-8; undefined is what cannot be had. */
function toBytes(data: any): any {
  if (typeof data === "string") return getBuffer().from(data);
  if (isArrayBufferView(data) || isAnyArrayBuffer(data)) return data;
  return undefined;
}

/** With the option `info` come the stream that stands for the call, and how much of the input it has read. */
interface Run {
  codec: Codec;
  engine: any;
  left: Uint32Array;
}

function prepare(createCodec: CreateCodec, Class: any, options: any): Run {
  if (options?.info) {
    const engine = new Class(options);
    const codec: Codec = {
      handle: engine._handle, flush: engine._defaultFlushFlag, finishFlush: engine._finishFlushFlag,
      fullFlush: engine._defaultFullFlushFlag, chunkSize: engine._chunkSize, maxOutputLength: engine._maxOutputLength,
      wantsInfo: true, level: engine._level, strategy: engine._strategy,
    };
    return { codec, engine, left: engine._writeState };
  }
  return { codec: createCodec(options), engine: undefined, left: new Uint32Array(2) };
}

function nothing(): void {}

/** Takes leave of the codec; gives the result, or throws what was wrong. */
function finish(run: Run, input: any, output: any): any {
  const { handle, maxOutputLength } = run.codec;
  const fault = faultOf(handle);
  const tooLarge = handle.tooLarge;
  handle.close();
  if (run.engine !== undefined) {
    run.engine._handle = null;
    run.engine.bytesWritten = input.byteLength - run.left[1]!;
  }
  if (fault !== undefined) throw fault;
  if (tooLarge) throw new codes.ERR_BUFFER_TOO_LARGE(maxOutputLength);
  return run.engine === undefined ? output : { buffer: output, engine: run.engine };
}

export function makeSync(createCodec: CreateCodec, Class: any): (buffer: any, options?: any) => any {
  return function syncBufferWrapper(buffer: any, options?: any): any {
    const run = prepare(createCodec, Class, options);
    const input = toBytes(buffer);
    if (input === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["string", "Buffer", "TypedArray", "DataView", "ArrayBuffer"], buffer);
    }
    const { handle, finishFlush, maxOutputLength } = run.codec;
    handle.init(nothing, run.left);
    return finish(run, input, handle.runSync(input, finishFlush, maxOutputLength));
  };
}

export function makeAsync(createCodec: CreateCodec, Class: any): (buffer: any, options: any, callback?: any) => void {
  return function asyncBufferWrapper(buffer: any, options: any, callback?: any): void {
    if (typeof options === "function") {
      callback = options;
      options = {};
    }
    const run = prepare(createCodec, Class, options);
    validateFunction(callback, "callback");
    // Nothing is an empty input here.
    const input = buffer === undefined || buffer === null ? getBuffer().alloc(0) : toBytes(buffer);
    if (input === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], buffer);
    }
    const { handle, finishFlush, maxOutputLength } = run.codec;
    handle.init(bindToFrame((output: any) => answer(run, input, output, callback)), run.left);
    handle.run(input, finishFlush, maxOutputLength);
  };
}

function answer(run: Run, input: any, output: any, callback: Callback): void {
  let result: any;
  try {
    result = finish(run, input, output);
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, result);
}
