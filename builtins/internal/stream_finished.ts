// finished(): tells once that a stream has ended, failed, or was closed before its time.
// https://nodejs.org/api/stream.html#streamfinishedstream-options-callback
//
// It works for streams that have ended long ago, and for those of other makes, which say less of themselves.
import { Promise, PromisePrototypeThen, ReflectApply, SymbolDispose } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { validateAbortSignal, validateBoolean, validateFunction, validateObject } from "internal/validators";
import { endOfWeb } from "internal/stream_web_parts";
import {
  isClosed, isNodeStream, isReadable, isReadableFinishing, isReadableNodeStream, isRequest, isWritable, isWritableFinishing,
  isWritableNodeStream, noop, readableErrorOf, willEmitClose, writableErrorOf,
} from "internal/stream_utils";

type Callback = (this: any, error?: any) => void;

class Watch {
  stream: any;
  callback: Callback;
  /** Which sides are waited for. */
  readable: boolean;
  writable: boolean;
  readableFinished: boolean;
  writableFinished: boolean;
  /** 'close' will come, and is the better moment: by then a late error is known. */
  awaitsClose: boolean;
  closed: boolean;
  listening: any;

  onFinish = (): void => {
    const { stream } = this;
    this.writableFinished = true;
    // Destroyed by hand: nothing says when 'close' comes.
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.writable || this.readable)) return;
    if (!this.readable || this.readableFinished) this.done();
  };
  onEnd = (): void => {
    const { stream } = this;
    this.readableFinished = true;
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.readable || this.writable)) return;
    if (!this.writable || this.writableFinished) this.done();
  };
  onError = (error: any): void => this.done(error);
  onClose = (): void => {
    const { stream } = this;
    this.closed = true;
    const error = this.ownError();
    if (error !== undefined) {
      this.done(error);
    } else if (this.readable && !this.readableFinished && isReadableNodeStream(stream, true) && !isReadableFinishing(stream)) {
      this.done(new codes.ERR_STREAM_PREMATURE_CLOSE());
    } else if (this.writable && !this.writableFinished && !isWritableFinishing(stream)) {
      this.done(new codes.ERR_STREAM_PREMATURE_CLOSE());
    } else {
      this.done();
    }
  };
  onClosedBefore = (): void => {
    this.closed = true;
    this.done(this.ownError());
  };
  onRequest = (): void => this.stream.req.on("finish", this.onFinish);
  onLegacyFinish = (): void => {
    if (!this.stream.writable) this.onFinish();
  };

  constructor(stream: any, options: any, callback: Callback) {
    this.stream = stream;
    this.callback = callback;
    const isReadableStream = isReadableNodeStream(stream);
    const isWritableStream = isWritableNodeStream(stream);
    this.readable = options.readable ?? isReadableStream;
    this.writable = options.writable ?? isWritableStream;
    this.awaitsClose = !!willEmitClose(stream) && isReadableStream === this.readable && isWritableStream === this.writable;
    this.writableFinished = !!isWritableFinishing(stream);
    this.readableFinished = !!isReadableFinishing(stream);
    this.closed = !!isClosed(stream);
  }

  /** The callback is called once; it stays attached to late events, which then find nothing to do. */
  done(error?: any): void {
    const { callback } = this;
    if (callback === noop) return;
    this.callback = noop;
    this.listening?.[SymbolDispose]();
    // Without an argument where all is well: programs look at how many they got.
    if (error === undefined) ReflectApply(callback, this.stream, []);
    else ReflectApply(callback, this.stream, [error]);
  }

  /** The error that a stream keeps; some only say that there was one. */
  ownError(): any {
    const error = writableErrorOf(this.stream) || readableErrorOf(this.stream);
    return error && typeof error !== "boolean" ? error : undefined;
  }

  attach(listensToError: boolean): void {
    const { stream } = this;
    if (isRequest(stream)) {
      stream.on("complete", this.onFinish);
      if (!this.awaitsClose) stream.on("abort", this.onClose);
      if (stream.req) this.onRequest();
      else stream.on("request", this.onRequest);
    } else if (this.writable && !stream._writableState) {
      // Old streams have no 'finish'.
      stream.on("end", this.onLegacyFinish);
      stream.on("close", this.onLegacyFinish);
    }
    // Not every message of HTTP emits 'close' after 'aborted'.
    if (!this.awaitsClose && typeof stream.aborted === "boolean") stream.on("aborted", this.onClose);
    stream.on("end", this.onEnd);
    stream.on("finish", this.onFinish);
    if (listensToError) stream.on("error", this.onError);
    stream.on("close", this.onClose);
  }

  detach = (): void => {
    const { stream } = this;
    this.callback = noop;
    this.listening?.[SymbolDispose]();
    stream.removeListener("aborted", this.onClose);
    stream.removeListener("complete", this.onFinish);
    stream.removeListener("abort", this.onClose);
    stream.removeListener("request", this.onRequest);
    if (stream.req) stream.req.removeListener("finish", this.onFinish);
    stream.removeListener("end", this.onLegacyFinish);
    stream.removeListener("close", this.onLegacyFinish);
    stream.removeListener("finish", this.onFinish);
    stream.removeListener("end", this.onEnd);
    stream.removeListener("error", this.onError);
    stream.removeListener("close", this.onClose);
  };

  /** For a stream whose events have been. */
  checkThePast(): void {
    const { stream } = this;
    const writable = stream._writableState;
    const readable = stream._readableState;
    if (this.closed) {
      nextTick(this.onClose);
    } else if (writable?.errorEmitted || readable?.errorEmitted) {
      if (!this.awaitsClose) nextTick(this.onClosedBefore);
    } else if (!this.readable && (!this.awaitsClose || isReadable(stream)) &&
      (this.writableFinished || isWritable(stream) === false) && !writable?.pendingcb) {
      nextTick(this.onClosedBefore);
    } else if (!this.writable && (!this.awaitsClose || isWritable(stream)) &&
      (this.readableFinished || isReadable(stream) === false)) {
      nextTick(this.onClosedBefore);
    } else if (readable && stream.req && stream.aborted) {
      nextTick(this.onClosedBefore);
    }
  }

  watchSignal(signal: any): void {
    const abort = () => {
      const { callback, stream } = this;
      this.detach();
      ReflectApply(callback, stream, [new AbortError(undefined, { cause: signal.reason })]);
    };
    if (signal.aborted) nextTick(abort);
    else this.listening = require("internal/event_helpers").addAbortListener(signal, abort);
  }
}

/** Gives a function that stops watching. */
export function finished(stream: any, options: any, callback?: any): () => void {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validateObject(options, "options");
  }
  validateFunction(callback, "callback");
  validateAbortSignal(options.signal, "options.signal");
  if (!isNodeStream(stream)) {
    const end = endOfWeb(stream);
    if (end !== undefined) return finishedWeb(stream, end, options, callback);
    throw new codes.ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
  }
  const watch = new Watch(stream, options, callback);
  watch.attach(options.error !== false);
  watch.checkThePast();
  if (options.signal && !watch.closed) watch.watchSignal(options.signal);
  return watch.detach;
}

/** A web stream tells of its end by a promise. */
function finishedWeb(stream: any, end: Promise<any>, options: any, callback: any): () => void {
  let isAborted = false;
  let listening: any;
  const { signal } = options;
  if (signal) {
    const abort = () => {
      isAborted = true;
      ReflectApply(callback, stream, [new AbortError(undefined, { cause: signal.reason })]);
    };
    if (signal.aborted) nextTick(abort);
    else listening = require("internal/event_helpers").addAbortListener(signal, abort);
  }
  const done = (...args: any[]): void => {
    listening?.[SymbolDispose]();
    if (!isAborted) nextTick(() => ReflectApply(callback, stream, args));
  };
  PromisePrototypeThen(end, () => done(), (error: any) => done(error));
  return noop;
}

/** https://nodejs.org/api/stream.html#streamfinishedstream-options */
export function finishedPromise(stream: any, options?: any): Promise<void> {
  let cleansUp = false;
  if (options === undefined || options === null) options = {};
  if (options.cleanup) {
    validateBoolean(options.cleanup, "cleanup");
    cleansUp = options.cleanup;
  }
  return new Promise<void>((resolve, reject) => {
    const stop = finished(stream, options, (error: any) => {
      if (cleansUp) stop();
      if (error) reject(error);
      else resolve(undefined as void);
    });
  });
}
