// What kind of stream a value is and how far it has come. Streams of other makes (of packages, or older than the
// states of Node's own) take part: a question that a value has no answer to is answered by null.
//
// `isX` answers for the program (https://nodejs.org/api/stream.html#streamisreadablestream and its neighbours).
import { SymbolAsyncIterator, SymbolFor, SymbolIterator } from "internal/primordials";

/** How other kinds of streams, web streams for one, answer these questions. */
export const kIsDisturbed = SymbolFor("nodejs.stream.disturbed");
export const kIsErrored = SymbolFor("nodejs.stream.errored");
export const kIsReadable = SymbolFor("nodejs.stream.readable");
export const kIsWritable = SymbolFor("nodejs.stream.writable");
export const kIsDestroyed = SymbolFor("nodejs.stream.destroyed");

/** What the constructor of a promise or callback that nobody waits for is given. */
export function noop(): void {}

/** Has pipe() and on(); a duplex whose readable side is shut has neither in this sense. */
export function isReadableNodeStream(value: any, needsPause = false): boolean {
  if (!value || typeof value.pipe !== "function" || typeof value.on !== "function") return false;
  if (needsPause && (typeof value.pause !== "function" || typeof value.resume !== "function")) return false;
  if (!value._writableState) return true;
  return !!value._readableState && value._readableState.readable !== false;
}

export function isWritableNodeStream(value: any): boolean {
  if (!value || typeof value.write !== "function" || typeof value.on !== "function") return false;
  return !value._readableState || value._writableState?.writable !== false;
}

export function isDuplexNodeStream(value: any): boolean {
  return !!value && !!value._readableState && typeof value.pipe === "function" && typeof value.on === "function" &&
    typeof value.write === "function";
}

export function isNodeStream(value: any): boolean {
  if (!value) return false;
  if (value._readableState || value._writableState) return true;
  return typeof value.on === "function" && (typeof value.write === "function" || typeof value.pipe === "function");
}

export function isAsyncIterable(value: any): boolean {
  return value !== null && value !== undefined && typeof value[SymbolAsyncIterator] === "function";
}

export function isIterable(value: any): boolean {
  if (value === null || value === undefined) return false;
  return typeof value[SymbolAsyncIterator] === "function" || typeof value[SymbolIterator] === "function";
}

export function isDestroyed(stream: any): boolean | null {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return !!(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

/** end() has been called. */
export function isWritableEnded(stream: any): boolean | null {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === "boolean" ? state.ended : null;
}

/** 'finish' has been emitted. */
export function isWritableFinished(stream: any): boolean | null {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.finished === "boolean" ? state.finished : null;
}

/** 'finish' has been emitted, or nothing is left that could come before it. */
export function isWritableFinishing(stream: any): boolean | null {
  const finished = isWritableFinished(stream);
  const state = stream?._writableState;
  return finished === false && !state.errored ? state.ended === true && state.length === 0 : finished;
}

/** 'end' has been emitted. */
export function isReadableFinished(stream: any): boolean | null {
  if (!isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  return typeof state?.endEmitted === "boolean" ? state.endEmitted : null;
}

/** 'end' has been emitted, or nothing is left that could come before it. */
export function isReadableFinishing(stream: any): boolean | null {
  const finished = isReadableFinished(stream);
  const state = stream?._readableState;
  return finished === false && !state.errored ? state.ended === true && state.length === 0 : finished;
}

export function isReadable(stream: any): boolean | null {
  if (stream && stream[kIsReadable] != null) return stream[kIsReadable];
  if (typeof stream?.readable !== "boolean") return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

export function isWritable(stream: any): boolean | null {
  if (stream && stream[kIsWritable] != null) return stream[kIsWritable];
  if (typeof stream?.writable !== "boolean") return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

/** Neither side goes on. */
export function isFinished(stream: any): boolean | null {
  if (!isNodeStream(stream)) return null;
  return !!isDestroyed(stream) || (!isReadable(stream) && !isWritable(stream));
}

export function isDisturbed(stream: any): boolean {
  return !!(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

export function isErrored(stream: any): boolean {
  if (!stream) return false;
  return !!(stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored ??
    stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted ??
    stream._readableState?.errored ?? stream._writableState?.errored);
}

/** A side's own error: the error, or whatever else it says of one, or null. */
export function writableErrorOf(stream: any): any {
  if (!isNodeStream(stream)) return null;
  return stream.writableErrored ? stream.writableErrored : stream._writableState?.errored ?? null;
}

export function readableErrorOf(stream: any): any {
  if (!isNodeStream(stream)) return null;
  return stream.readableErrored ? stream.readableErrored : stream._readableState?.errored ?? null;
}

export function isClosed(stream: any): boolean | null {
  if (!isNodeStream(stream)) return null;
  if (typeof stream.closed === "boolean") return stream.closed;
  const writable = stream._writableState?.closed;
  const readable = stream._readableState?.closed;
  if (typeof writable === "boolean" || typeof readable === "boolean") return writable || readable;
  return isOutgoingMessage(stream) && typeof stream._closed === "boolean" ? stream._closed : null;
}

// HTTP's messages, known by what they have.

function isOutgoingMessage(stream: any): boolean {
  return typeof stream._closed === "boolean" && typeof stream._defaultKeepAlive === "boolean" &&
    typeof stream._removedConnection === "boolean" && typeof stream._removedContLen === "boolean";
}

function isServerResponse(stream: any): boolean {
  return typeof stream._sent100 === "boolean" && isOutgoingMessage(stream);
}

export function isServerRequest(stream: any): boolean {
  return typeof stream._consuming === "boolean" && typeof stream._dumped === "boolean" &&
    stream.req?.upgradeOrConnect === undefined;
}

/** A request of a client, which has abort(). */
export function isRequest(stream: any): boolean {
  return !!stream?.setHeader && typeof stream.abort === "function";
}

/** Whether 'close' can be waited for. */
export function willEmitClose(stream: any): boolean | null {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  if (!state) return isServerResponse(stream);
  return !!(state.autoDestroy && state.emitClose && state.closed === false);
}
