/**
 * ReadableStream.from: a stream of what an asynchronous or a synchronous iterable yields.
 * https://streams.spec.whatwg.org/#readable-stream-from-iterable
 */
import { PromiseResolve, ReflectApply, SymbolAsyncIterator, SymbolIterator } from "internal/primordials";
import { codes } from "internal/errors";
import type { ReadableCore, Source } from "web/readable_core";
import { createReadable, type DefaultController } from "web/readable_default_controller";
import { chain, completionOf, rejection, type Completion } from "web/stream_promises";

export function readableFrom(iterable: any): ReadableCore {
  return createReadable(new IteratorSource(iterable), 0);
}

class IteratorSource implements Source {
  private iterator: any;
  private next: any;
  private isSync: boolean;
  private controller: DefaultController | undefined = undefined;
  private onResult = (result: any): unknown => this.take(result);

  constructor(iterable: any) {
    let method = iterable === null || iterable === undefined ? undefined : iterable[SymbolAsyncIterator];
    this.isSync = method === undefined || method === null;
    if (this.isSync) method = iterable === null || iterable === undefined ? undefined : iterable[SymbolIterator];
    if (typeof method !== "function") throw new codes.ERR_ARG_NOT_ITERABLE(describe(iterable));
    const iterator = ReflectApply(method, iterable, []);
    if (!isObject(iterator)) throw notAnObject("The iterator", iterator);
    this.iterator = iterator;
    this.next = (iterator as any).next;
  }

  pull(controller: DefaultController): Completion {
    this.controller = controller;
    const result = ReflectApply(this.next, this.iterator, []);
    return this.isSync ? this.takeSync(result) : chain(PromiseResolve(result), this.onResult);
  }

  // A synchronous iterator's values are waited for, as `for await` does, and a rejected one ends the iteration.
  // https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation
  private takeSync(result: any): Completion {
    if (!isObject(result)) throw notAnObject("The iterator's result", result);
    const isDone = !!(result as any).done;
    const { value } = result as any;
    return chain(
      PromiseResolve(value),
      (settled) => this.put(isDone, settled),
      (reason) => {
        if (!isDone) this.closeQuietly();
        throw reason;
      },
    );
  }

  private closeQuietly(): void {
    try {
      const method = this.iterator.return;
      if (method !== undefined && method !== null) ReflectApply(method, this.iterator, []);
    } catch {
      // The value's rejection is what is reported.
    }
  }

  private take(result: any): void {
    if (!isObject(result)) throw notAnObject("The iterator's result", result);
    const isDone = !!(result as any).done;
    if (isDone) this.put(true, undefined);
    else this.put(false, (result as any).value);
  }

  private put(isDone: boolean, value: unknown): void {
    if (isDone) this.controller!.close();
    else this.controller!.enqueue(value);
  }

  cancel(reason: unknown): Completion {
    const { iterator } = this;
    const method = iterator.return;
    if (method === undefined || method === null) return undefined;
    if (typeof method !== "function") return rejection(notAnObject("The iterator's return method", method));
    const result = ReflectApply(method, iterator, [reason]);
    if (this.isSync) {
      if (!isObject(result)) throw notAnObject("The result of the iterator's return method", result);
      return completionOf((result as any).value);
    }
    return chain(PromiseResolve(result), (settled) => {
      if (!isObject(settled)) throw notAnObject("The result of the iterator's return method", settled);
    });
  }
}

function isObject(value: unknown): value is object {
  return (value !== null && typeof value === "object") || typeof value === "function";
}

function describe(value: unknown): string {
  return require("internal/inspect").inspect(value);
}

function notAnObject(what: string, value: unknown): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError(`${what} must not be ${describe(value)}`);
}
