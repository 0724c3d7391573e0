// node:events: EventEmitter and the helpers around it (https://nodejs.org/api/events.html).
//
// Invariants, all of them visible to programs and therefore kept as Node has them:
// - `_events` maps an event's name to one function, or to an array of two or more;
// - an array of listeners is never walked while user code may change it: emit() walks a copy;
// - a `once` listener is stored wrapped, and the wrapper's `listener` is the user's function.
import {
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  ArrayPrototypeUnshift,
  Error,
  FunctionPrototype,
  FunctionPrototypeCall,
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectGetPrototypeOf,
  ReflectApply,
  ReflectOwnKeys,
  String,
  Symbol,
  SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateBoolean, validateFunction, validateNumber } from "internal/validators";

type EventName = string | symbol;
type Listener = ((...args: any[]) => any) & { listener?: Listener };
type Slot = Listener | (Listener[] & { warned?: boolean });

interface EmitterOptions {
  captureRejections?: boolean;
}

/** What every method finds on `this`; programs may reach these properties too. */
interface Emitter {
  _events: Record<EventName, Slot> | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [key: EventName]: any;
}

const kCapture = Symbol("kCapture");
const kShapeMode = Symbol("shapeMode");
const kErrorMonitor = Symbol("events.errorMonitor");
const kRejection = SymbolFor("nodejs.rejection");
const apply = ReflectApply;

let defaultMaxListeners = 10;

function checkListener(listener: unknown): void {
  if (typeof listener !== "function") validateFunction(listener, "listener");
}

function emptyEvents(): Record<EventName, Slot> {
  return { __proto__: null } as any;
}

/** A function and not a class: `EventEmitter.call(this)` and `util.inherits` must work. */
function EventEmitter(this: Emitter, options?: EmitterOptions) {
  FunctionPrototypeCall(EventEmitter.init, this, options);
}

EventEmitter.init = function (this: Emitter, options?: EmitterOptions) {
  if (this._events === undefined || this._events === ObjectGetPrototypeOf(this)._events) {
    this._events = emptyEvents();
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    // The subclass laid `_events` out itself; removing a listener then keeps its shape.
    this[kShapeMode] = true;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options?.captureRejections) {
    validateBoolean(options.captureRejections, "options.captureRejections");
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
};

const proto: any = EventEmitter.prototype;
proto._events = undefined;
proto._eventsCount = 0;
proto._maxListeners = undefined;
ObjectDefineProperty(proto, kCapture, { __proto__: null, value: false, writable: true, enumerable: false } as any);

/** The limit that holds for this emitter, own or default. */
function maxListenersOf(emitter: Emitter): number {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

proto.setMaxListeners = function setMaxListeners(this: Emitter, n: number) {
  validateNumber(n, "setMaxListeners", 0);
  this._maxListeners = n;
  return this;
};

proto.getMaxListeners = function getMaxListeners(this: Emitter): number {
  return maxListenersOf(this);
};

/** An 'error' event that nobody listens to is thrown. */
function throwUnhandledError(error: unknown): never {
  if (error instanceof Error) throw error;
  let text: string;
  try {
    text = require("internal/inspect").inspect(error);
  } catch {
    text = error as string;
  }
  const wrapped: any = new codes.ERR_UNHANDLED_ERROR(text);
  wrapped.context = error;
  throw wrapped;
}

function cloneListeners(list: Listener[]): Listener[] {
  const length = list.length;
  if (length === 2) return [list[0], list[1]];
  if (length === 3) return [list[0], list[1], list[2]];
  const copy: Listener[] = [];
  for (let i = 0; i < length; i++) copy[i] = list[i];
  return copy;
}

/** Watches the promise a listener returned, for emitters that capture rejections. */
function watchResult(emitter: Emitter, result: any, type: EventName, args: unknown[]): void {
  try {
    const then = result.then;
    if (typeof then === "function") {
      FunctionPrototypeCall(then, result, undefined, (error: unknown) => {
        // On a later tick, so that a throwing 'error' handler is an uncaught exception
        // and not a rejection of this promise.
        require("node:process").default.nextTick(reportRejection, emitter, error, type, args);
      });
    }
  } catch (error) {
    emitter.emit("error", error);
  }
}

function reportRejection(emitter: Emitter, error: unknown, type: EventName, args: unknown[]): void {
  const handler = emitter[kRejection];
  if (typeof handler === "function") {
    apply(handler, emitter, [error, type, ...args]);
    return;
  }
  // The 'error' handlers' own rejections must not come back here for ever.
  const previous = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit("error", error);
  } finally {
    emitter[kCapture] = previous;
  }
}

const callMethod = FunctionPrototype.call;

/**
 * Calls one listener. `handler.call(…)` with its arguments spelt out is what the engine compiles best, so it
 * is used as long as it means Function.prototype.call.
 */
function callListener(emitter: Emitter, type: EventName, handler: Listener, args: unknown[]): void {
  let result: unknown;
  if (handler.call !== callMethod) {
    result = apply(handler, emitter, args);
  } else {
    switch (args.length) {
      case 0:
        result = handler.call(emitter);
        break;
      case 1:
        result = handler.call(emitter, args[0]);
        break;
      case 2:
        result = handler.call(emitter, args[0], args[1]);
        break;
      case 3:
        result = handler.call(emitter, args[0], args[1], args[2]);
        break;
      default:
        result = apply(handler, emitter, args);
    }
  }
  if (result !== undefined && result !== null && emitter[kCapture]) watchResult(emitter, result, type, args);
}

proto.emit = function emit(this: Emitter, type: EventName, ...args: unknown[]): boolean {
  const events = this._events;
  if (type === "error") {
    if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
    if (events === undefined || events.error === undefined) throwUnhandledError(args[0]);
  } else if (events === undefined) {
    return false;
  }

  const handler = events![type];
  if (handler === undefined) return false;
  if (typeof handler === "function") {
    callListener(this, type, handler, args);
    return true;
  }
  const listeners = cloneListeners(handler);
  for (let i = 0; i < listeners.length; ++i) callListener(this, type, listeners[i], args);
  return true;
};

function warnAboutLeak(emitter: Emitter, type: EventName, list: Listener[] & { warned?: boolean }, limit: number): void {
  list.warned = true;
  const { inspect } = require("internal/inspect");
  const warning: any = new Error(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners ` +
      `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use ` +
      "emitter.setMaxListeners() to increase limit",
  );
  warning.name = "MaxListenersExceededWarning";
  warning.emitter = emitter;
  warning.type = type;
  warning.count = list.length;
  require("node:process").default.emitWarning(warning);
}

function addListenerTo(emitter: Emitter, type: EventName, listener: Listener, prepend: boolean): Emitter {
  checkListener(listener);
  let events = emitter._events;
  let slot: Slot | undefined;
  if (events === undefined) {
    events = emitter._events = emptyEvents();
    emitter._eventsCount = 0;
  } else {
    // Told before the listener is stored, so that a listener of 'newListener' does not hear of itself.
    if (events.newListener !== undefined) {
      emitter.emit("newListener", type, listener.listener ?? listener);
      events = emitter._events!;
    }
    slot = events[type];
  }

  if (slot === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
    return emitter;
  }
  if (typeof slot === "function") {
    slot = events[type] = prepend ? [listener, slot] : [slot, listener];
  } else if (prepend) {
    ArrayPrototypeUnshift(slot, listener);
  } else {
    ArrayPrototypePush(slot, listener);
  }
  const limit = maxListenersOf(emitter);
  if (limit > 0 && slot.length > limit && !(slot as any).warned) warnAboutLeak(emitter, type, slot as Listener[], limit);
  return emitter;
}

proto.addListener = function addListener(this: Emitter, type: EventName, listener: Listener) {
  return addListenerTo(this, type, listener, false);
};

proto.on = proto.addListener;

proto.prependListener = function prependListener(this: Emitter, type: EventName, listener: Listener) {
  return addListenerTo(this, type, listener, true);
};

function wrapOnce(target: Emitter, type: EventName, listener: Listener): Listener {
  let fired = false;
  const wrapper: Listener = function (...args: unknown[]) {
    if (fired) return undefined;
    target.removeListener(type, wrapper);
    fired = true;
    return apply(listener, target, args);
  };
  wrapper.listener = listener;
  return wrapper;
}

proto.once = function once(this: Emitter, type: EventName, listener: Listener) {
  checkListener(listener);
  this.on(type, wrapOnce(this, type, listener));
  return this;
};

proto.prependOnceListener = function prependOnceListener(this: Emitter, type: EventName, listener: Listener) {
  checkListener(listener);
  this.prependListener(type, wrapOnce(this, type, listener));
  return this;
};

/** Drops an event's slot as a whole. */
function dropSlot(emitter: Emitter, events: Record<EventName, Slot>, type: EventName): void {
  if (emitter[kShapeMode]) {
    events[type] = undefined as any;
  } else if (--emitter._eventsCount === 0) {
    emitter._events = emptyEvents();
  } else {
    delete events[type];
  }
}

proto.removeListener = function removeListener(this: Emitter, type: EventName, listener: Listener) {
  checkListener(listener);
  const events = this._events;
  if (events === undefined) return this;
  const slot = events[type];
  if (slot === undefined) return this;

  if (slot === listener || (slot as Listener).listener === listener) {
    dropSlot(this, events, type);
    if (events.removeListener) this.emit("removeListener", type, (slot as Listener).listener || listener);
    return this;
  }
  if (typeof slot === "function") return this;

  let position = -1;
  for (let i = slot.length - 1; i >= 0; i--) {
    if (slot[i] === listener || slot[i].listener === listener) {
      position = i;
      break;
    }
  }
  if (position < 0) return this;
  const removed = slot[position];
  ArrayPrototypeSplice(slot, position, 1);
  if (slot.length === 1) events[type] = slot[0];
  if (events.removeListener !== undefined) this.emit("removeListener", type, removed.listener || listener);
  return this;
};

proto.off = proto.removeListener;

proto.removeAllListeners = function removeAllListeners(this: Emitter, type?: EventName) {
  const events = this._events;
  if (events === undefined) return this;

  if (events.removeListener === undefined) {
    // Nobody wants to hear of each one.
    if (arguments.length === 0) {
      this._events = emptyEvents();
      this._eventsCount = 0;
    } else if (events[type!] !== undefined) {
      if (--this._eventsCount === 0) this._events = emptyEvents();
      else delete events[type!];
    }
    this[kShapeMode] = false;
    return this;
  }

  if (arguments.length === 0) {
    const keys = ReflectOwnKeys(events);
    for (let i = 0; i < keys.length; ++i) {
      if (keys[i] !== "removeListener") this.removeAllListeners(keys[i]);
    }
    this.removeAllListeners("removeListener");
    this._events = emptyEvents();
    this._eventsCount = 0;
    this[kShapeMode] = false;
    return this;
  }

  const slot = events[type!];
  if (typeof slot === "function") {
    this.removeListener(type, slot);
  } else if (slot !== undefined) {
    for (let i = slot.length - 1; i >= 0; i--) this.removeListener(type, slot[i]);
  }
  return this;
};

enum Unwrap {
  No,
  Yes,
}

function listenersOf(emitter: Emitter, type: EventName, unwrap: Unwrap): Listener[] {
  const slot = emitter._events?.[type];
  if (slot === undefined) return [];
  if (typeof slot === "function") return [unwrap === Unwrap.Yes ? slot.listener || slot : slot];
  const list = cloneListeners(slot);
  if (unwrap === Unwrap.Yes) {
    for (let i = 0; i < list.length; ++i) list[i] = list[i].listener || list[i];
  }
  return list;
}

proto.listeners = function listeners(this: Emitter, type: EventName) {
  return listenersOf(this, type, Unwrap.Yes);
};

proto.rawListeners = function rawListeners(this: Emitter, type: EventName) {
  return listenersOf(this, type, Unwrap.No);
};

proto.listenerCount = function listenerCount(this: Emitter, type: EventName, listener?: Listener | null): number {
  const slot = this._events?.[type];
  if (slot === undefined) return 0;
  const matches = (entry: Listener) => entry === listener || entry.listener === listener;
  if (typeof slot === "function") return listener == null || matches(slot) ? 1 : 0;
  if (listener == null) return slot.length;
  let count = 0;
  for (let i = 0; i < slot.length; ++i) if (matches(slot[i])) count++;
  return count;
};

proto.eventNames = function eventNames(this: Emitter): EventName[] {
  if (!(this._eventsCount > 0)) return [];
  const events = this._events!;
  const keys = ReflectOwnKeys(events);
  if (!this[kShapeMode]) return keys;
  // Those that the subclass has laid out, and nobody listens to, do not count.
  const names: EventName[] = [];
  for (let i = 0; i < keys.length; i++) if (events[keys[i]!] !== undefined) ArrayPrototypePush(names, keys[i]!);
  return names;
};

function isEventTarget(value: any): boolean {
  return typeof value?.addEventListener === "function" && require("internal/event_helpers").isEventTarget(value);
}

/** Raises the limit of the given emitters, or the default (https://nodejs.org/api/events.html#eventssetmaxlistenersn-eventtargets). */
EventEmitter.setMaxListeners = function setMaxListeners(n: number = defaultMaxListeners, ...targets: any[]) {
  validateNumber(n, "setMaxListeners", 0);
  if (targets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i];
    if (isEventTarget(target)) {
      require("internal/event_helpers").setTargetMaxListeners(target, n);
    } else if (typeof target.setMaxListeners === "function") {
      target.setMaxListeners(n);
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE("eventTargets", ["EventEmitter", "EventTarget"], target);
    }
  }
};

EventEmitter.getMaxListeners = function getMaxListeners(target: any): number {
  if (typeof target?.getMaxListeners === "function") return maxListenersOf(target);
  if (isEventTarget(target)) {
    return require("internal/event_helpers").getTargetMaxListeners(target) ?? defaultMaxListeners;
  }
  throw new codes.ERR_INVALID_ARG_TYPE("emitter", ["EventEmitter", "EventTarget"], target);
};

EventEmitter.getEventListeners = function getEventListeners(target: any, type: EventName): Listener[] {
  if (typeof target?.listeners === "function") return target.listeners(type);
  if (isEventTarget(target)) return require("internal/event_helpers").getTargetListeners(target, type);
  throw new codes.ERR_INVALID_ARG_TYPE("emitter", ["EventEmitter", "EventTarget"], target);
};

EventEmitter.listenerCount = function listenerCount(emitter: any, type: EventName): number {
  if (typeof emitter.listenerCount === "function") return emitter.listenerCount(type);
  return FunctionPrototypeCall(proto.listenerCount, emitter, type);
};

EventEmitter.once = async function once(emitter: any, name: EventName, options?: any): Promise<unknown[]> {
  return require("internal/event_helpers").once(emitter, name, options);
};

EventEmitter.on = function on(emitter: any, event: EventName, options?: any): AsyncIterableIterator<unknown[]> {
  return require("internal/event_iterator").on(emitter, event, options);
};

EventEmitter.addAbortListener = function addAbortListener(signal: any, listener: Listener): Disposable {
  return require("internal/event_helpers").addAbortListener(signal, listener);
};

EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;
EventEmitter.errorMonitor = kErrorMonitor;

let asyncResourceClass: any;

ObjectDefineProperties(EventEmitter, {
  EventEmitterAsyncResource: {
    __proto__: null,
    get: () => (asyncResourceClass ??=
      require("internal/event_emitter_async_resource").makeEventEmitterAsyncResource(EventEmitter)),
    set: undefined,
    enumerable: true,
    configurable: true,
  },
  captureRejections: {
    __proto__: null,
    get: () => proto[kCapture],
    set(value: boolean) {
      validateBoolean(value, "EventEmitter.captureRejections");
      proto[kCapture] = value;
    },
    enumerable: true,
    configurable: true,
  },
  defaultMaxListeners: {
    __proto__: null,
    get: () => defaultMaxListeners,
    set(value: number) {
      validateNumber(value, "defaultMaxListeners", 0);
      defaultMaxListeners = value;
    },
    enumerable: true,
    configurable: true,
  },
} as any);

export default EventEmitter;
