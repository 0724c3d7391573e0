// compose(): several streams as one duplex, which writes into the first and reads from the last.
// https://nodejs.org/api/stream.html#streamcomposestreams
import { ArrayPrototypeSlice } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { validateAbortSignal, validateObject } from "internal/validators";
import { addAbortSignal } from "internal/stream_abort";
import { destroyAny } from "internal/stream_destroy";
import { Duplex } from "internal/stream_duplex";
import { finished } from "internal/stream_finished";
import { runPipeline } from "internal/stream_pipeline";
import { isNodeStream, isReadable, isWritable } from "internal/stream_utils";

type Callback = (error?: any) => void;

function toStream(value: any): any {
  return typeof value === "string" ? value : (Duplex as any).from(value);
}

function checkEnds(streams: any[], originals: any[]): void {
  for (let i = 0; i < streams.length; i++) {
    // What is neither is the pipeline's to refuse.
    if (!isNodeStream(streams[i])) continue;
    if (i < streams.length - 1 && !isReadable(streams[i])) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${i}]`, originals[i], "must be readable");
    }
    if (i > 0 && !isWritable(streams[i])) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${i}]`, originals[i], "must be writable");
    }
  }
}

export function compose(...streams: any[]): any {
  if (streams.length === 0) throw new codes.ERR_MISSING_ARGS("streams");
  if (streams.length === 1) return toStream(streams[0]);
  const originals = ArrayPrototypeSlice(streams);
  // Functions at the ends need a duplex around them; those between are the pipeline's.
  if (typeof streams[0] === "function") streams[0] = toStream(streams[0]);
  const lastIndex = streams.length - 1;
  if (typeof streams[lastIndex] === "function") streams[lastIndex] = toStream(streams[lastIndex]);
  checkEnds(streams, originals);
  return new Composed(streams).duplex;
}

class Composed {
  duplex: any;
  head: any;
  tail: any;
  readable: boolean;
  writable: boolean;
  /** The pipeline's callback has come. */
  hasEnded = false;
  onDrain: Callback | undefined;
  onFinish: Callback | undefined;
  onReadable: (() => void) | undefined;
  onClose: Callback | undefined;

  constructor(streams: any[]) {
    this.head = streams[0];
    this.tail = runPipeline(streams, (error) => this.pipelineEnded(error));
    this.writable = !!isWritable(this.head);
    this.readable = !!isReadable(this.tail);
    this.duplex = new (Duplex as any)({
      writableObjectMode: !!this.head?.writableObjectMode,
      readableObjectMode: !!this.tail?.readableObjectMode,
      writable: this.writable,
      readable: this.readable,
    });
    if (this.writable) this.connectWriting();
    if (this.readable) this.connectReading();
    this.duplex._destroy = (error: any, callback: Callback) => this.destroy(error, callback);
  }

  pipelineEnded(error: any): void {
    this.hasEnded = true;
    const callback = this.onClose;
    if (callback !== undefined) callback(error);
    else if (error || !(this.readable || this.writable)) this.duplex.destroy(error);
  }

  connectWriting(): void {
    const { duplex, head } = this;
    duplex._write = (chunk: any, encoding: string, callback: Callback) => {
      if (head.write(chunk, encoding)) callback();
      else this.onDrain = callback;
    };
    duplex._final = (callback: Callback) => {
      head.end();
      this.onFinish = callback;
    };
    head.on("drain", () => {
      const callback = this.onDrain;
      this.onDrain = undefined;
      callback?.();
    });
    // What was written has gone through all of them when the last one has ended.
    finished(this.tail, {}, () => {
      const callback = this.onFinish;
      this.onFinish = undefined;
      callback?.();
    });
  }

  connectReading(): void {
    const { duplex, tail } = this;
    tail.on("readable", () => {
      const resume = this.onReadable;
      this.onReadable = undefined;
      resume?.();
    });
    tail.on("end", () => duplex.push(null));
    const read = () => {
      for (;;) {
        const chunk = tail.read();
        if (chunk === null) {
          this.onReadable = read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
    duplex._read = read;
  }

  /** 'close' waits for the pipeline, which closes as well. */
  destroy(error: any, callback: Callback): void {
    if (!error && !this.hasEnded) error = new AbortError();
    this.onReadable = undefined;
    this.onDrain = undefined;
    this.onFinish = undefined;
    if (isNodeStream(this.tail)) destroyAny(this.tail, error);
    if (this.hasEnded) callback(error);
    else this.onClose = callback;
  }
}

/** Readable.prototype.compose. */
export function composeWith(readable: any, stream: any, options: any): any {
  if (options !== undefined && options !== null) validateObject(options, "options");
  if (options?.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, "options.signal");
  if (isNodeStream(stream) && !isWritable(stream)) throw new codes.ERR_INVALID_ARG_VALUE("stream", stream, "must be writable");
  const composed = compose(readable, stream);
  if (options?.signal) addAbortSignal(options.signal, composed);
  return composed;
}
