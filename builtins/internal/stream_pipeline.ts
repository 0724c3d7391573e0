// pipeline(): joins streams, iterables and functions of them, ends all when one fails, and tells of the end once.
// https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-callback
//
// Invariant: `pending` counts what has still to end; the callback comes when it is 0, or with the first error once
// the other streams are destroyed.
import {
  ArrayIsArray, ArrayPrototypeMap, ArrayPrototypePop, ArrayPrototypePush, FunctionPrototypeCall, Promise, SymbolDispose,
} from "internal/primordials";
import { AbortError, aggregateTwoErrors, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { validateAbortSignal, validateFunction } from "internal/validators";
import { destroyAny } from "internal/stream_destroy";
import { Duplex } from "internal/stream_duplex";
import { finished } from "internal/stream_finished";
import { PassThrough } from "internal/stream_transform";
import { isWebPart, toNodePart } from "internal/stream_web_parts";
import {
  isAsyncIterable, isClosed, isIterable, isNodeStream, isReadable, isReadableFinished, isReadableNodeStream,
  isWritableFinished,
} from "internal/stream_utils";

type Callback = (error?: any, value?: any) => void;

const kPremature = "ERR_STREAM_PREMATURE_CLOSE";

export function pipeline(...streams: any[]): any {
  const callback = ArrayPrototypePop(streams);
  validateFunction(callback, "streams[stream.length - 1]");
  return runPipeline(streams, callback);
}

/** Gives the last stream. */
export function runPipeline(streams: any[], callback: Callback, options?: { signal?: any; end?: boolean }): any {
  if (streams.length === 1 && ArrayIsArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new codes.ERR_MISSING_ARGS("streams");
  validateAbortSignal(options?.signal, "options.signal");
  const parts = ArrayPrototypeMap(streams, toNodePart);
  const last = parts[parts.length - 1];
  const result = new Pipeline(parts, callback, options).run();
  return result === last ? streams[streams.length - 1] : result;
}

class Pipeline {
  streams: any[];
  callback: Callback;
  signal: any;
  ends: boolean;
  pending = 0;
  error: any;
  value: any;
  /** Ends one stream each; all of them are called, with the error or without. */
  destroys: ((error: any) => void)[] = [];
  /** Takes off what still listens to a last stream that can be read on. */
  releases: (() => void)[] = [];
  listening: any;
  /** What the functions among the streams get: it aborts at the end, too, so that a source knows. */
  controller: any = new (require("web/abort").AbortController)();

  constructor(streams: any[], callback: Callback, options: any) {
    this.streams = streams;
    this.callback = callback;
    this.signal = options?.signal;
    this.ends = options?.end !== false;
  }

  run(): any {
    const { streams, signal } = this;
    if (signal) this.listening = require("internal/event_helpers").addAbortListener(signal, this.abort);
    let current: any;
    for (let i = 0; i < streams.length; i++) {
      const stream = streams[i];
      if (isNodeStream(stream)) this.watch(stream, i);
      if (i === 0) current = this.openSource(stream);
      else if (typeof stream === "function") current = this.callStep(stream, current, i);
      else if (isNodeStream(stream)) current = this.joinStream(current, stream, i);
      else current = (Duplex as any).from(stream);
    }
    if (this.controller.signal.aborted || signal?.aborted) nextTick(this.abort);
    return current;
  }

  isLast(index: number): boolean {
    return index === this.streams.length - 1;
  }

  /** Only the last stream is left open, if the program wants that. */
  endsAt(index: number): boolean {
    return !this.isLast(index) || this.ends;
  }

  abort = (): void => this.settle(new AbortError(undefined, this.signal ? { cause: this.signal.reason } : undefined), false);

  /** One of the pending has ended. */
  finish = (error?: any): void => this.settle(error, --this.pending === 0);

  /** A fault that ends the others, but is not the end of one of the pending. */
  fail = (error: any): void => this.settle(error, false);

  settle(error: any, isLast: boolean): void {
    // A stream closes early because another failed: the other's error is the cause.
    if (error && (!this.error || this.error.code === kPremature)) this.error = error;
    if (!this.error && !isLast) return;
    const { destroys } = this;
    this.destroys = [];
    for (let i = 0; i < destroys.length; i++) destroys[i]!(this.error);
    this.listening?.[SymbolDispose]();
    this.controller.abort();
    if (!isLast) return;
    if (!this.error) for (let i = 0; i < this.releases.length; i++) this.releases[i]!();
    nextTick(this.callback, this.error, this.value);
  }

  watch(stream: any, index: number): void {
    const keeps = this.isLast(index) && isReadable(stream);
    if (this.endsAt(index)) {
      const stop = this.endLater(stream, !this.isLast(index), index > 0);
      if (keeps) ArrayPrototypePush(this.releases, stop);
    }
    // Whatever 'finished' makes of it, an error is handled here.
    const onError = (error: any) => {
      if (error && error.name !== "AbortError" && error.code !== kPremature) this.fail(error);
    };
    stream.on("error", onError);
    if (keeps) ArrayPrototypePush(this.releases, () => stream.removeListener("error", onError));
  }

  /** Destroys the stream with the others, unless it has ended by then. */
  endLater(stream: any, readable: boolean, writable: boolean): () => void {
    let hasEnded = false;
    stream.on("close", () => { hasEnded = true; });
    const stop = finished(stream, { readable, writable }, (error: any) => { hasEnded = !error; });
    ArrayPrototypePush(this.destroys, (error: any) => {
      if (hasEnded) return;
      hasEnded = true;
      destroyAny(stream, error || new codes.ERR_STREAM_DESTROYED("pipe"));
    });
    return stop;
  }

  openSource(source: any): any {
    if (typeof source === "function") {
      const made = source({ signal: this.controller.signal });
      if (!isIterable(made)) throw new codes.ERR_INVALID_RETURN_VALUE("Iterable, AsyncIterable or Stream", "source", made);
      return made;
    }
    if (isIterable(source) || isReadableNodeStream(source)) return source;
    return (Duplex as any).from(source);
  }

  /** A function of what comes before it; the last one may give a promise of the pipeline's value. */
  callStep(step: any, previous: any, index: number): any {
    const made = step(toAsyncIterable(previous), { signal: this.controller.signal });
    if (!this.isLast(index)) {
      if (!isAsyncIterable(made)) throw new codes.ERR_INVALID_RETURN_VALUE("AsyncIterable", `transform[${index - 1}]`, made);
      return made;
    }
    // The result has to be a stream, whatever the function gave.
    const through = new (PassThrough as any)({ objectMode: true });
    const then = made?.then;
    if (typeof then === "function") {
      this.pending++;
      FunctionPrototypeCall(then, made, (value: any) => {
        this.value = value;
        if (value !== undefined && value !== null) through.write(value);
        if (this.ends) through.end();
        nextTick(this.finish);
      }, (error: any) => {
        through.destroy(error);
        nextTick(this.finish, error);
      });
    } else if (isAsyncIterable(made)) {
      this.pending++;
      writeAll(made, through, this.finish, this.ends);
    } else {
      throw new codes.ERR_INVALID_RETURN_VALUE("AsyncIterable or Promise", "destination", made);
    }
    const stop = this.endLater(through, false, true);
    ArrayPrototypePush(this.releases, stop);
    return through;
  }

  joinStream(previous: any, stream: any, index: number): any {
    if (isReadableNodeStream(previous)) {
      this.pending += 2;
      const stop = this.pipe(previous, stream, this.endsAt(index));
      if (this.isLast(index) && isReadable(stream)) ArrayPrototypePush(this.releases, stop);
    } else if (isIterable(previous)) {
      this.pending++;
      writeAll(previous, stream, this.finish, this.endsAt(index));
    } else {
      const expected = ["Readable", "Iterable", "AsyncIterable", "ReadableStream", "TransformStream"];
      throw new codes.ERR_INVALID_ARG_TYPE("val", expected, previous);
    }
    return stream;
  }

  pipe(source: any, destination: any, ends: boolean): () => void {
    let hasEnded = false;
    // Nothing would take the data, and no event is left that could say so.
    if (isClosed(destination) && isWritableFinished(destination)) {
      nextTick(this.fail, new codes.ERR_STREAM_UNABLE_TO_PIPE());
    }
    destination.on("close", () => {
      if (!hasEnded) this.fail(new codes.ERR_STREAM_PREMATURE_CLOSE());
    });
    // Not pipe()'s own end: that would not know of a source that has ended before.
    source.pipe(destination, { end: false });
    if (ends) {
      const end = () => {
        hasEnded = true;
        destination.end();
      };
      if (isReadableFinished(source)) nextTick(end);
      else source.once("end", end);
    } else {
      this.finish();
    }
    finished(source, { readable: true, writable: false }, (error: any) => {
      const state = source._readableState;
      // Closed after the last of its data was pushed: that will still be read.
      if (error && error.code === kPremature && state && state.ended && !state.errored && !state.errorEmitted) {
        source.once("end", this.finish).once("error", this.finish);
      } else {
        this.finish(error);
      }
    });
    return finished(destination, { readable: false, writable: true }, this.finish);
  }
}

function toAsyncIterable(value: any): any {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return chunksOf(value);
  throw new codes.ERR_INVALID_ARG_TYPE("val", ["Readable", "Iterable", "AsyncIterable"], value);
}

/** An old stream is wrapped at the first step only: a function may leave it alone. */
async function* chunksOf(stream: any): AsyncGenerator<any, void> {
  yield* require("internal/stream_iterator").iterator(stream);
}

/** Writes an iterable's values, as fast as the stream takes them. */
export async function writeAll(iterable: any, writable: any, finish: Callback, ends: boolean): Promise<void> {
  let error: any;
  let wake: (() => void) | undefined;
  const onChange = (reason?: any) => {
    if (reason) error = reason;
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  const wait = () => new Promise<void>((resolve, reject) => {
    if (error) reject(error);
    else wake = () => (error ? reject(error) : resolve(undefined as void));
  });

  writable.on("drain", onChange);
  const stop = finished(writable, { readable: false }, onChange);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (ends) {
      writable.end();
      await wait();
    }
    finish();
  } catch (reason) {
    finish(error !== reason ? aggregateTwoErrors(error, reason) : reason);
  } finally {
    stop();
    writable.off("drain", onChange);
  }
}

/** https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-options */
export function pipelinePromise(...streams: any[]): Promise<any> {
  return new Promise((resolve, reject) => {
    const last = streams[streams.length - 1];
    let options: any = {};
    if (last && typeof last === "object" && !isNodeStream(last) && !isIterable(last) && !isWebPart(last)) options = ArrayPrototypePop(streams);
    runPipeline(streams, (error, value) => {
      if (error) reject(error);
      else resolve(value);
    }, options);
  });
}
