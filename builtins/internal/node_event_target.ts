/**
 * An EventTarget that also has the methods of Node's emitters. Their listeners are called with what the event
 * carries instead of the event, where it carries something.
 * https://nodejs.org/api/events.html#class-nodeeventtarget-extends-eventtarget
 */
import { FunctionPrototypeCall, SafeMap, SafeWeakMap } from "internal/primordials";
import { codes } from "internal/errors";
import { validateNumber } from "internal/validators";
import { Event, EventTarget, eventListenersOf, eventTypesOf, fireEvent } from "web/event";

type Listener = ((...args: any[]) => unknown) | { handleEvent(...args: any[]): unknown };
interface Adapter {
  (this: unknown, event: Event): void;
  listener: Listener;
}

const carried = new SafeWeakMap<Event, { value: unknown }>();

/** Fires an event whose listeners of Node's kind get `value`. */
export function fireWithValue(target: EventTarget, event: Event, value: unknown): void {
  carried.set(event, { value });
  fireEvent(target, event);
}

export class NodeEventTarget extends EventTarget {
  #adapters: Map<string, Map<Listener, Adapter>> = new SafeMap();
  #maxListeners = 10;

  setMaxListeners(count: number): this {
    validateNumber(count, "setMaxListeners", 0);
    this.#maxListeners = count;
    return this;
  }
  getMaxListeners(): number {
    return this.#maxListeners;
  }
  eventNames(): string[] {
    return eventTypesOf(this);
  }
  listenerCount(type: string): number {
    return eventListenersOf(this, `${type}`).length;
  }

  on(type: string, listener: Listener): this {
    return this.#addListener(type, listener, false);
  }
  addListener(type: string, listener: Listener): this {
    return this.#addListener(type, listener, false);
  }
  once(type: string, listener: Listener): this {
    return this.#addListener(type, listener, true);
  }
  off(type: string, listener: Listener, options?: unknown): this {
    return this.#removeListener(type, listener, options);
  }
  removeListener(type: string, listener: Listener, options?: unknown): this {
    return this.#removeListener(type, listener, options);
  }
  removeAllListeners(type?: string): this {
    const types = type === undefined ? eventTypesOf(this) : [`${type}`];
    for (let i = 0; i < types.length; i++) {
      const listeners = eventListenersOf(this, types[i]!);
      for (let k = 0; k < listeners.length; k++) this.removeEventListener(types[i], listeners[k]);
      this.#adapters.delete(types[i]!);
    }
    return this;
  }
  /** Whether anybody listened. */
  emit(type: string, value: unknown): boolean {
    const name = `${type}`;
    const had = this.listenerCount(name) > 0;
    fireWithValue(this, new Event(name), value);
    return had;
  }

  #addListener(type: string, listener: any, once: boolean): this {
    if (typeof listener !== "function" && (typeof listener !== "object" || listener === null))
      throw new codes.ERR_INVALID_ARG_TYPE("listener", "EventListener", listener);
    const name = `${type}`;
    let adapters = this.#adapters.get(name);
    if (adapters === undefined) this.#adapters.set(name, adapters = new SafeMap<Listener, Adapter>());
    if (adapters.has(listener)) return this;
    const known = adapters;
    const adapter = function (this: unknown, event: Event): void {
      if (once) known.delete(listener);
      const value = carried.get(event);
      const argument = value === undefined ? event : value.value;
      if (typeof listener === "function") FunctionPrototypeCall(listener, this, argument);
      else listener.handleEvent(argument);
    } as Adapter;
    adapter.listener = listener;
    adapters.set(listener, adapter);
    this.addEventListener(name, adapter, { __proto__: null, once });
    return this;
  }

  #removeListener(type: string, listener: any, options: unknown): this {
    const name = `${type}`;
    const adapter = this.#adapters.get(name)?.get(listener);
    if (adapter !== undefined) {
      this.#adapters.get(name)!.delete(listener);
      this.removeEventListener(name, adapter);
    } else {
      this.removeEventListener(name, listener, options);
    }
    return this;
  }
}
