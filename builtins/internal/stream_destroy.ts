// How a stream begins and how it ends: _construct(), destroy(), and the order of 'error' and 'close'.
// https://nodejs.org/api/stream.html#writabledestroyerror
//
// Both sides of a duplex live and die together: whatever is noted here is noted on each state that there is.
import { ArrayPrototypePush, Symbol } from "internal/primordials";
import { AbortError, aggregateTwoErrors, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { isDestroyed, isFinished, isRequest, isServerRequest, kIsDestroyed } from "internal/stream_utils";

type Callback = (error?: any) => void;

/** What waits for _construct(): continuations, and a call of destroy() if there was one. */
const kConstructing = Symbol("constructing");
interface Constructing {
  ready: (() => void)[];
  destroy: ((error: any) => void) | undefined;
}

function noteError(stream: any, error: any): void {
  if (!error) return;
  const { _readableState: readable, _writableState: writable } = stream;
  if (writable && !writable.errored) writable.errored = error;
  if (readable && !readable.errored) readable.errored = error;
}

/** Notes a boolean on both sides. */
function mark(stream: any, name: string, value: boolean): void {
  if (stream._writableState) stream._writableState[name] = value;
  if (stream._readableState) stream._readableState[name] = value;
}

function isMarked(stream: any, name: string): boolean {
  return !!(stream._writableState?.[name] || stream._readableState?.[name]);
}

/** Readable.prototype.destroy, and Writable's after it has dropped what it held. */
export function destroy(this: any, error?: any, callback?: Callback): any {
  if (isMarked(this, "destroyed")) {
    if (typeof callback === "function") callback();
    return this;
  }
  noteError(this, error);
  mark(this, "destroyed", true);

  const state = this._writableState || this._readableState;
  if (state.constructed) {
    runDestroy(this, error, callback);
  } else {
    // The resource must be whole before it can be given back.
    const waiting: Constructing | undefined = this[kConstructing];
    const go = (constructError: any) => runDestroy(this, aggregateTwoErrors(constructError, error), callback);
    if (waiting !== undefined) waiting.destroy = go;
    else nextTick(go, null);
  }
  return this;
}

function runDestroy(stream: any, error: any, callback: Callback | undefined): void {
  let called = false;
  const onDestroyed = (result?: any) => {
    if (called) return;
    called = true;
    noteError(stream, result);
    mark(stream, "closed", true);
    if (typeof callback === "function") callback(result);
    if (result) nextTick(emitErrorAndClose, stream, result);
    else nextTick(emitClose, stream);
  };
  try {
    stream._destroy(error || null, onDestroyed);
  } catch (thrown) {
    onDestroyed(thrown);
  }
}

function emitErrorAndClose(stream: any, error: any): void {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream: any): void {
  mark(stream, "closeEmitted", true);
  if (isMarked(stream, "emitClose")) stream.emit("close");
}

function emitError(stream: any, error: any): void {
  if (isMarked(stream, "errorEmitted")) return;
  mark(stream, "errorEmitted", true);
  stream.emit("error", error);
}

/** Puts a destroyed stream back to its beginning, for those that connect again. */
export function undestroy(this: any): void {
  this._readableState?.undestroy();
  this._writableState?.undestroy();
}

/** A fault met while working: ends a stream that destroys itself, and is told of by others. */
export function errorOrDestroy(stream: any, error: any, isSync = false): void {
  if (isMarked(stream, "destroyed")) return;
  if (isMarked(stream, "autoDestroy")) {
    stream.destroy(error);
  } else if (error) {
    noteError(stream, error);
    if (isSync) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Runs _construct() on a later tick if there is one, and `ready` when that has succeeded. */
export function construct(stream: any, ready: () => void): void {
  if (typeof stream._construct !== "function") return;
  mark(stream, "constructed", false);
  const waiting: Constructing | undefined = stream[kConstructing];
  if (waiting !== undefined) {
    ArrayPrototypePush(waiting.ready, ready);
    return;
  }
  stream[kConstructing] = { ready: [ready], destroy: undefined };
  nextTick(runConstruct, stream);
}

function runConstruct(stream: any): void {
  let called = false;
  const onConstructed = (error?: any) => {
    if (called) {
      errorOrDestroy(stream, error ?? new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const waiting: Constructing = stream[kConstructing];
    stream[kConstructing] = undefined;
    mark(stream, "constructed", true);
    if (isMarked(stream, "destroyed")) {
      waiting.destroy?.(error);
    } else if (error) {
      errorOrDestroy(stream, error, true);
    } else {
      for (let i = 0; i < waiting.ready.length; i++) waiting.ready[i]!();
    }
  };
  try {
    stream._construct((error?: any) => nextTick(onConstructed, error));
  } catch (thrown) {
    nextTick(onConstructed, thrown);
  }
}

/** Ends a stream of any make, and what only looks like one. An unfinished stream ends with an AbortError. */
export function destroyAny(stream: any, error?: any): void {
  if (!stream || isDestroyed(stream)) return;
  if (!error && !isFinished(stream)) error = new AbortError();
  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(error);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === "function") {
    stream.destroy(error);
  } else if (typeof stream.close === "function") {
    stream.close();
  } else {
    // It knows no end of its own: those that wait for one are told all the same.
    nextTick(endOldStream, stream, error);
  }
  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

function endOldStream(stream: any, error: any): void {
  if (error) {
    stream.emit("error", error);
    nextTick(endOldStream, stream);
  } else {
    stream.emit("close");
  }
}
