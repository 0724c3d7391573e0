// addAbortSignal: an abort destroys the stream (https://nodejs.org/api/stream.html#streamaddabortsignalsignal-stream).
import { SymbolDispose } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { finished } from "internal/stream_finished";
import { isNodeStream } from "internal/stream_utils";

export function addAbortSignalChecked(signal: any, stream: any): any {
  if (typeof signal !== "object" || signal === null || !("aborted" in signal))
    throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
  if (!isNodeStream(stream)) throw new codes.ERR_INVALID_ARG_TYPE("stream", ["ReadableStream", "WritableStream", "Stream"], stream);
  return addAbortSignal(signal, stream);
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
