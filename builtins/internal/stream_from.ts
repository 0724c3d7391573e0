// Readable.from: a stream of an iterable's values (https://nodejs.org/api/stream.html#streamreadablefromiterable-options).
import { FunctionPrototypeCall, PromisePrototypeThen, SymbolAsyncIterator, SymbolIterator } from "internal/primordials";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";

/** `Class` is Readable or a class that builds on it. */
export function from(Class: any, iterable: any, options?: any): any {
  if (typeof iterable === "string" || iterable instanceof require("node:buffer").Buffer) {
    // One chunk, and not one for each character.
    return new Class({
      objectMode: true,
      ...options,
      read(this: any) {
        this.push(iterable);
        this.push(null);
      },
    });
  }

  let iterator: any;
  let isAsync: boolean;
  if (iterable && iterable[SymbolAsyncIterator]) {
    isAsync = true;
    iterator = iterable[SymbolAsyncIterator]();
  } else if (iterable && iterable[SymbolIterator]) {
    isAsync = false;
    iterator = iterable[SymbolIterator]();
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("iterable", ["Iterable"], iterable);
  }

  const stream = new Class({ objectMode: true, highWaterMark: 1, ...options });
  let isReading = false;

  stream._read = () => {
    if (isReading) return;
    isReading = true;
    if (isAsync) pushAsync();
    else pushSync();
  };
  const destroy = stream._destroy;
  stream._destroy = (error: any, callback: (error?: any) => void) => {
    FunctionPrototypeCall(destroy, stream, error, (result: any) => PromisePrototypeThen(
      close(error),
      () => nextTick(callback, result || error),
      (reason: any) => nextTick(callback, reason || result || error),
    ));
  };

  /** Tells the iterator that nobody will ask it again: by throw() after a fault, if that does not end it by return(). */
  async function close(error: any): Promise<void> {
    if (error != null && typeof iterator.throw === "function" && (await settle(iterator.throw(error)))) return;
    if (typeof iterator.return === "function") await settle(iterator.return());
  }

  /** Waits for an answer of the iterator and its value; whether it is the last. */
  async function settle(answer: any): Promise<boolean> {
    const result = await answer;
    await result.value;
    return result.done;
  }

  function pushSync(): void {
    for (;;) {
      try {
        const { value, done } = iterator.next();
        if (done) {
          stream.push(null);
          return;
        }
        if (value && typeof value.then === "function") {
          pushSettled(value);
          return;
        }
        if (!offer(value)) return;
      } catch (error) {
        stream.destroy(error);
        return;
      }
    }
  }

  /** A promise among the values of a synchronous iterable is waited for. */
  async function pushSettled(promise: any): Promise<void> {
    try {
      if (!offer(await promise)) return;
    } catch (error) {
      stream.destroy(error);
      return;
    }
    pushSync();
  }

  async function pushAsync(): Promise<void> {
    for (;;) {
      try {
        const { value, done } = await iterator.next();
        if (done) {
          stream.push(null);
          return;
        }
        if (!offer(value && typeof value.then === "function" ? await value : value)) return;
      } catch (error) {
        stream.destroy(error);
        return;
      }
    }
  }

  /** Whether there is room for another. */
  function offer(value: any): boolean {
    if (value === null) {
      isReading = false;
      throw new codes.ERR_STREAM_NULL_VALUES();
    }
    if (stream.push(value)) return true;
    isReading = false;
    return false;
  }

  return stream;
}
