// AsyncLocalStorage: https://nodejs.org/api/async_context.html#class-asynclocalstorage
import { ObjectIs, ReflectApply, SafeMap } from "internal/primordials";
import { getFrame, setFrame, type AsyncFrame } from "internal/async_context";
import { AsyncResource } from "internal/async_resource";

function withStores(frame: AsyncFrame | undefined, stores: Map<object, unknown>): AsyncFrame {
  if (frame === undefined) return { stores, asyncId: 0, triggerId: 0, resource: undefined };
  const { asyncId, triggerId, resource } = frame;
  return { stores, asyncId, triggerId, resource };
}

export class AsyncLocalStorage<T = unknown> {
  #isEnabled = false;

  /** The frame there is now, but with another value of this storage. */
  #frameWith(store: T | undefined): AsyncFrame {
    const frame = getFrame();
    const stores = frame?.stores === undefined ? new SafeMap<object, unknown>() : new SafeMap<object, unknown>(frame.stores);
    stores.set(this, store);
    return withStores(frame, stores);
  }

  static bind(fn: any): any {
    return AsyncResource.bind(fn);
  }

  static snapshot(): any {
    return AsyncLocalStorage.bind((callback: any, ...args: any[]) => callback(...args));
  }

  /** Until the next run() or enterWith() there is no store anywhere. */
  disable(): void {
    this.#isEnabled = false;
  }

  /** For the rest of what runs now, and all that follows from it. */
  enterWith(store: T): void {
    this.#isEnabled = true;
    setFrame(this.#frameWith(store));
  }

  run(store: T, callback: any, ...args: any[]): any {
    // Nothing to change.
    if (ObjectIs(store, this.getStore())) return ReflectApply(callback, null, args);
    this.#isEnabled = true;
    const outer = getFrame();
    setFrame(this.#frameWith(store));
    try {
      return ReflectApply(callback, null, args);
    } finally {
      setFrame(outer);
    }
  }

  exit(callback: any, ...args: any[]): any {
    if (!this.#isEnabled) return ReflectApply(callback, null, args);
    const outer = getFrame();
    setFrame(this.#frameWith(undefined));
    try {
      return ReflectApply(callback, null, args);
    } finally {
      setFrame(outer);
    }
  }

  getStore(): T | undefined {
    if (!this.#isEnabled) return undefined;
    return getFrame()?.stores?.get(this) as T | undefined;
  }
}
