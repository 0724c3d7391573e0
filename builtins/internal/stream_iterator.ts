// Asynchronous iteration over a readable: `for await (const chunk of stream)`, stream.iterator().
// https://nodejs.org/api/stream.html#readablesymbolasynciterator
import { Promise } from "internal/primordials";
import { aggregateTwoErrors } from "internal/errors";
import { validateObject } from "internal/validators";
import { destroyAny } from "internal/stream_destroy";
import { finished } from "internal/stream_finished";
import { noop } from "internal/stream_utils";

export function iterator(stream: any, options?: any): any {
  if (options !== undefined) validateObject(options, "options");
  if (typeof stream.read !== "function") stream = require("internal/stream_wrap").wrapNew(stream, { objectMode: true });
  const generator: any = chunksOf(stream, options);
  generator.stream = stream;
  return generator;
}

async function* chunksOf(stream: any, options: any): AsyncGenerator<any, void> {
  let wake: () => void = noop;
  const sleep = (resolve: () => void) => { wake = resolve; };
  const onChange = () => {
    wake();
    wake = noop;
  };
  // undefined: the stream goes on; null: it has ended well.
  let error: any;
  stream.on("readable", onChange);
  const stopWatching = finished(stream, { writable: false }, (reason: any) => {
    error = reason ? aggregateTwoErrors(error, reason) : null;
    onChange();
  });

  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else await new Promise<void>(sleep);
    }
  } catch (thrown) {
    error = aggregateTwoErrors(error, thrown);
    throw error;
  } finally {
    const mayDestroy = error || options?.destroyOnReturn !== false;
    if (mayDestroy && (error === undefined || stream._readableState.autoDestroy)) {
      destroyAny(stream, null);
    } else {
      stream.off("readable", onChange);
      stopWatching();
    }
  }
}
