// node:diagnostics_channel: named channels on which libraries tell of what they do.
// https://nodejs.org/api/diagnostics_channel.html
//
// A channel without subscribers costs nothing: it is collected when nobody holds it, and made anew under the same
// name. One with subscribers or bound stores is held here.

import {
  ArrayPrototypeAt, ArrayPrototypeIndexOf, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSplice,
  FinalizationRegistry, FinalizationRegistryPrototypeRegister, ObjectDefineProperty, Promise, PromisePrototypeThen,
  PromiseReject, PromiseResolve, ReflectApply, SafeMap, WeakRef, WeakRefPrototypeDeref,
} from "internal/primordials";
import { subscribed } from "internal/diagnostics";
import { codes } from "internal/errors";
import { validateFunction } from "internal/validators";
import { nextTick } from "internal/next_tick";

type Name = string | symbol;
type Subscriber = (message: unknown, name: Name) => void;

/** AsyncLocalStorage, or what runs a function with a value as it does. */
interface Store {
  run(value: unknown, callback: () => unknown): unknown;
}
type Transform = (message: any) => unknown;

const channels: Map<Name, WeakRef<Channel>> = new SafeMap();
const collected = new FinalizationRegistry((name: Name) => {
  const reference = channels.get(name);
  if (reference !== undefined && WeakRefPrototypeDeref(reference) === undefined) channels.delete(name);
});

function existing(name: Name): Channel | undefined {
  const reference = channels.get(name);
  return reference === undefined ? undefined : WeakRefPrototypeDeref(reference) as Channel | undefined;
}

/** What a subscriber throws is its own fault, not the publisher's. */
function throwLater(error: unknown): void {
  nextTick(() => require("internal/process_events").reportUncaught(error));
}

/** `next`, run within `store`. */
function within(store: Store, transform: Transform | undefined, message: unknown, next: () => unknown): () => unknown {
  return () => {
    let value: unknown = message;
    if (transform !== undefined) {
      try {
        value = transform(message);
      } catch (error) {
        throwLater(error);
        return next();
      }
    }
    return store.run(value, next);
  };
}

class Channel {
  _subscribers: Subscriber[] | undefined = undefined;
  _stores: Map<Store, Transform | undefined> | undefined = undefined;
  name: Name;

  constructor(name: Name) {
    this.name = name;
    channels.set(name, new WeakRef(this));
    FinalizationRegistryPrototypeRegister(collected, this, name);
  }

  get hasSubscribers(): boolean {
    return this._subscribers !== undefined || this._stores !== undefined;
  }

  #activate(): void {
    subscribed.set(this.name, this);
  }
  #deactivateIfUnused(): void {
    if (this._subscribers?.length === 0) this._subscribers = undefined;
    if (this._stores?.size === 0) this._stores = undefined;
    if (!this.hasSubscribers && subscribed.get(this.name) === this) subscribed.delete(this.name);
  }

  // A list is replaced and never changed, as a publish() may be walking it.
  subscribe(subscription: Subscriber): void {
    validateFunction(subscription, "subscription");
    const list = ArrayPrototypeSlice(this._subscribers ?? []) as Subscriber[];
    ArrayPrototypePush(list, subscription);
    this._subscribers = list;
    this.#activate();
  }

  unsubscribe(subscription: Subscriber): boolean {
    const index = this._subscribers === undefined ? -1 : ArrayPrototypeIndexOf(this._subscribers, subscription);
    if (index < 0) return false;
    const list = ArrayPrototypeSlice(this._subscribers) as Subscriber[];
    ArrayPrototypeSplice(list, index, 1);
    this._subscribers = list;
    this.#deactivateIfUnused();
    return true;
  }

  /** runStores() then runs its function with the message, or what `transform` makes of it, in `store`. */
  bindStore(store: Store, transform?: Transform): void {
    (this._stores ??= new SafeMap() as Map<Store, Transform | undefined>).set(store, transform);
    this.#activate();
  }

  unbindStore(store: Store): boolean {
    if (!this._stores?.delete(store)) return false;
    this.#deactivateIfUnused();
    return true;
  }

  publish(message: unknown): void {
    const list = this._subscribers;
    if (list === undefined) return;
    for (let i = 0; i < list.length; i++) {
      try {
        const subscriber = list[i]!;
        subscriber(message, this.name);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  /** Publishes the message and calls `fn`, both within the bound stores. */
  runStores(message: unknown, fn: any, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, thisArg, args);
    let run = (): unknown => {
      this.publish(message);
      return ReflectApply(fn, thisArg, args);
    };
    this._stores?.forEach((transform, store) => { run = within(store, transform, message, run); });
    return run();
  }
}

function channel(name: Name): Channel {
  const found = existing(name);
  if (found !== undefined) return found;
  if (typeof name !== "string" && typeof name !== "symbol")
    throw new codes.ERR_INVALID_ARG_TYPE("channel", ["string", "symbol"], name);
  return new Channel(name);
}

function subscribe(name: Name, subscription: Subscriber): void {
  channel(name).subscribe(subscription);
}

function unsubscribe(name: Name, subscription: Subscriber): boolean {
  return channel(name).unsubscribe(subscription);
}

function hasSubscribers(name: Name): boolean {
  return existing(name)?.hasSubscribers ?? false;
}

const kEvents = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
type Handlers = { [event in typeof kEvents[number]]?: Subscriber };

function eventChannel(nameOrChannels: any, event: string): Channel {
  if (typeof nameOrChannels === "string") return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels !== "object" || nameOrChannels === null)
    throw new codes.ERR_INVALID_ARG_TYPE("nameOrChannels", ["string", "Object", "TracingChannel"], nameOrChannels);
  const given = nameOrChannels[event];
  if (!(given instanceof Channel)) throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, "Channel", given);
  return given;
}

/** The life of one operation on five channels. https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel */
class TracingChannel {
  declare start: Channel;
  declare end: Channel;
  declare asyncStart: Channel;
  declare asyncEnd: Channel;
  declare error: Channel;

  constructor(nameOrChannels: unknown) {
    for (let i = 0; i < kEvents.length; i++)
      ObjectDefineProperty(this, kEvents[i]!, { __proto__: null, value: eventChannel(nameOrChannels, kEvents[i]!) } as any);
  }

  get hasSubscribers(): boolean {
    for (let i = 0; i < kEvents.length; i++) if (this[kEvents[i]!].hasSubscribers) return true;
    return false;
  }

  subscribe(handlers: Handlers): void {
    for (let i = 0; i < kEvents.length; i++) {
      const handler = handlers[kEvents[i]!];
      if (handler) this[kEvents[i]!].subscribe(handler);
    }
  }

  /** Whether each of the handlers had been subscribed. */
  unsubscribe(handlers: Handlers): boolean {
    let all = true;
    for (let i = 0; i < kEvents.length; i++) {
      const handler = handlers[kEvents[i]!];
      if (handler && !this[kEvents[i]!].unsubscribe(handler)) all = false;
    }
    return all;
  }

  /** Between 'start' and 'end'; what `body` throws is told of as 'error'. */
  #trace(context: any, body: () => unknown): unknown {
    return this.start.runStores(context, () => {
      try {
        return body();
      } catch (error) {
        context.error = error;
        this.error.publish(context);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceSync(fn: any, context: any = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, thisArg, args);
    return this.#trace(context, () => (context.result = ReflectApply(fn, thisArg, args)));
  }

  #settled(context: any): void {
    this.asyncStart.publish(context);
    this.asyncEnd.publish(context);
  }

  tracePromise(fn: any, context: any = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, thisArg, args);
    const resolved = (result: unknown): unknown => {
      context.result = result;
      this.#settled(context);
      return result;
    };
    const rejected = (error: unknown): unknown => {
      context.error = error;
      this.error.publish(context);
      this.#settled(context);
      return PromiseReject(error);
    };
    return this.#trace(context, () => {
      const result = ReflectApply(fn, thisArg, args);
      const promise = result instanceof Promise ? result : PromiseResolve(result);
      return PromisePrototypeThen(promise as Promise<unknown>, resolved, rejected);
    });
  }

  /** The callback is the argument at `position`, by default the last one. */
  traceCallback(fn: any, position = -1, context: any = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    if (!this.hasSubscribers) return ReflectApply(fn, thisArg, args);
    const callback = ArrayPrototypeAt(args, position);
    validateFunction(callback, "callback");
    const { asyncStart, asyncEnd, error: errorChannel } = this;
    function traced(this: unknown, ...results: unknown[]): void {
      if (results[0]) {
        context.error = results[0];
        errorChannel.publish(context);
      } else {
        context.result = results[1];
      }
      asyncStart.runStores(context, () => {
        try {
          return ReflectApply(callback as any, this, results);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    ArrayPrototypeSplice(args, position, 1, traced);
    return this.#trace(context, () => ReflectApply(fn, thisArg, args));
  }
}

function tracingChannel(nameOrChannels: unknown): TracingChannel {
  return new TracingChannel(nameOrChannels);
}

export default { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };
