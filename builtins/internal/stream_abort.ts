// addAbortSignal: an abort destroys the stream (https://nodejs.org/api/stream.html#streamaddabortsignalsignal-stream).
import { PromisePrototypeThen, SymbolDispose } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { finished } from "internal/stream_finished";
import { endOfWeb, failureOfWeb } from "internal/stream_web_parts";
import { isNodeStream } from "internal/stream_utils";

export function addAbortSignalChecked(signal: any, stream: any): any {
  if (typeof signal !== "object" || signal === null || !("aborted" in signal))
    throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
  const fail = failureOfWeb(stream);
  if (fail !== undefined) return abortWeb(signal, stream, fail);
  if (!isNodeStream(stream)) throw new codes.ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
  return addAbortSignal(signal, stream);
}

function abortWeb(signal: any, stream: any, fail: (error: any) => void): any {
  const abort = () => fail(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    abort();
  } else {
    const listening = require("internal/event_helpers").addAbortListener(signal, abort);
    const stop = () => listening[SymbolDispose]();
    PromisePrototypeThen(endOfWeb(stream)!, stop, stop);
  }
  return stream;
}

export function addAbortSignal(signal: any, stream: any): any {
  if (typeof signal !== "object" || !("aborted" in signal)) return stream;
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    abort();
  } else {
    // A stream that has ended no longer listens.
    const listening = require("internal/event_helpers").addAbortListener(signal, abort);
    finished(stream, {}, () => listening[SymbolDispose]());
  }
  return stream;
}
