/**
 * Event, CustomEvent and EventTarget. There is no tree here, so an event's path is its target alone: the
 * capturing listeners run first, then the others, both at the target.
 * https://dom.spec.whatwg.org/#events
 */
import {
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  FunctionPrototypeCall,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  SafeMap,
} from "internal/primordials";
import { codes } from "internal/errors";
import {
  defineConstants,
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  thisBehindProxies,
  toDictionary,
  toDOMString,
} from "web/webidl";
import { reportException } from "web/report_error";

interface PerformanceNative {
  now(): number;
}
const clock: PerformanceNative = native("performance");

const kNone = 0;
const kAtTarget = 2;

// The bits of Event's #flags, in the specification's words.
const kBubbles = 1;
const kCancelable = 2;
const kComposed = 4;
const kStopPropagation = 8;
const kStopImmediatePropagation = 16;
const kCanceled = 32;
const kInPassiveListener = 64;
const kDispatching = 128;
const kInitialized = 256;
const kTrusted = 512;

let flagsOf: (event: Event) => number;
let setFlag: (event: Event, flag: number) => void;
let clearFlag: (event: Event, flag: number) => void;
let setPosition: (event: Event, target: object | null, phase: number) => void;
let setTarget: (event: Event, target: object) => void;

/** Makes an event trusted: for events that the runtime itself fires. */
export function markTrusted<T extends Event>(event: T): T {
  setFlag(event, kTrusted);
  return event;
}

/** https://dom.spec.whatwg.org/#interface-event */
export class Event {
  #type: string;
  #flags = kInitialized;
  #phase = kNone;
  #target: object | null = null;
  #currentTarget: object | null = null;
  #timeStamp: number;

  static {
    flagsOf = (event) => event.#flags;
    setFlag = (event, flag) => void (event.#flags |= flag);
    clearFlag = (event, flag) => void (event.#flags &= ~flag);
    setTarget = (event, target) => void (event.#target = target);
    setPosition = (event, target, phase) => {
      event.#currentTarget = target;
      event.#phase = phase;
    };
  }

  static isEvent(value: any): value is Event {
    return value !== null && typeof value === "object" && #type in value;
  }

  constructor(type: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    this.#type = toDOMString(type);
    if (options !== undefined) {
      const init = toDictionary(options, "options");
      if (init.bubbles) this.#flags |= kBubbles;
      if (init.cancelable) this.#flags |= kCancelable;
      if (init.composed) this.#flags |= kComposed;
    }
    this.#timeStamp = clock.now();
    ObjectDefineProperty(this, "isTrusted", kIsTrusted);
  }

  get type(): string {
    return this.#type;
  }
  get target(): object | null {
    return this.#target;
  }
  get srcElement(): object | null {
    return this.#target;
  }
  get currentTarget(): object | null {
    return this.#currentTarget;
  }

  composedPath(): object[] {
    return this.#currentTarget === null ? [] : [this.#currentTarget];
  }

  get eventPhase(): number {
    return this.#phase;
  }

  stopPropagation(): void {
    this.#flags |= kStopPropagation;
  }

  get cancelBubble(): boolean {
    return (this.#flags & kStopPropagation) !== 0;
  }
  set cancelBubble(value: unknown) {
    if (value) this.#flags |= kStopPropagation;
  }

  stopImmediatePropagation(): void {
    this.#flags |= kStopPropagation | kStopImmediatePropagation;
  }

  get bubbles(): boolean {
    return (this.#flags & kBubbles) !== 0;
  }
  get cancelable(): boolean {
    return (this.#flags & kCancelable) !== 0;
  }

  get returnValue(): boolean {
    return (this.#flags & kCanceled) === 0;
  }
  set returnValue(value: unknown) {
    if (!value) this.#cancel();
  }

  preventDefault(): void {
    this.#cancel();
  }

  get defaultPrevented(): boolean {
    return (this.#flags & kCanceled) !== 0;
  }
  get composed(): boolean {
    return (this.#flags & kComposed) !== 0;
  }
  get timeStamp(): number {
    return this.#timeStamp;
  }

  initEvent(type: unknown, bubbles: unknown = false, cancelable: unknown = false): void {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    const text = toDOMString(type);
    if (this.#flags & kDispatching) return;
    this.#type = text;
    this.#target = null;
    this.#flags =
      (this.#flags & kComposed) | kInitialized | (bubbles ? kBubbles : 0) | (cancelable ? kCancelable : 0);
  }

  #cancel(): void {
    if ((this.#flags & (kCancelable | kInPassiveListener)) === kCancelable) this.#flags |= kCanceled;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const fields = {
      type: this.#type,
      defaultPrevented: this.defaultPrevented,
      cancelable: this.cancelable,
      timeStamp: this.#timeStamp,
    };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

const isEvent = Event.isEvent;
delete (Event as any).isEvent;

// [LegacyUnforgeable]: an own property of each event, with one getter for all of them.
const kIsTrusted: any = {
  __proto__: null,
  get: ObjectGetOwnPropertyDescriptor(
    {
      get isTrusted() {
        requireThis(isEvent(this), "Event");
        return (flagsOf(this as any) & kTrusted) !== 0;
      },
    },
    "isTrusted",
  )!.get,
  set: undefined,
  enumerable: true,
  configurable: false,
};

finishInterface(Event, "Event");
defineConstants(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });
registerPlatformClass(Event.prototype, { name: "Event", isInstance: isEvent });

/** https://dom.spec.whatwg.org/#interface-customevent */
export class CustomEvent extends Event {
  #detail: unknown = null;

  constructor(type: unknown, options: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    super(type, options);
    if (options?.detail !== undefined) this.#detail = options.detail;
  }

  get detail(): unknown {
    return this.#detail;
  }

  initCustomEvent(type: unknown, bubbles: unknown = false, cancelable: unknown = false, detail: unknown = null): void {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    if (flagsOf(this) & kDispatching) return;
    super.initEvent(type, bubbles, cancelable);
    this.#detail = detail;
  }
}
finishInterface(CustomEvent, "CustomEvent");

interface Listener {
  type: string;
  callback: any;
  capture: boolean;
  once: boolean;
  passive: boolean;
  removed: boolean;
  /** Takes the listener off the signal that would remove it. */
  release: (() => void) | undefined;
}

interface Handler {
  value: any;
  listener: Listener | null;
}

/** A subclass that must know when it gets or loses a listener defines these two methods; they get the type. */
export const kListenerAdded: unique symbol = Symbol("listenerAdded") as any;
export const kListenerRemoved: unique symbol = Symbol("listenerRemoved") as any;

let listenersOf: (target: any) => Map<string, Listener[]> | undefined;
let listenersOfType: (target: any, type: string) => Listener[] | undefined;
let handlersOf: (target: any) => Map<string, Handler>;
let isEventTarget: (value: any) => boolean;

/** https://dom.spec.whatwg.org/#interface-eventtarget */
export class EventTarget {
  // While a dispatch walks a list, entries are appended or marked as removed, and taken out after it.
  #listeners: Map<string, Listener[]> | undefined = undefined;
  #dispatches = 0;
  #hasStale = false;
  #handlers: Map<string, Handler> | undefined = undefined;

  static {
    isEventTarget = (value) => value !== null && typeof value === "object" && #listeners in value;
    listenersOf = (target) => target.#listeners;
    listenersOfType = (target, type) => target.#listeners?.get(type);
    handlersOf = (target) => (target.#handlers ??= new SafeMap());
  }

  addEventListener(type: unknown, callback: any, options: any = undefined): void {
    const self = thisTarget(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("type", "listener");
    const isCallable = requireCallback(callback);
    const { capture, once, passive, signal } = flattenOptions(options);
    const name = toDOMString(type);
    if (!isCallable || signal?.aborted) return;
    const listener: Listener = { type: name, callback, capture, once, passive, removed: false, release: undefined };
    if (!self.#add(listener) || signal === undefined) return;
    const { addAbortAlgorithm, removeAbortAlgorithm } = require("web/abort");
    const remove = () => self.#remove(listener);
    addAbortAlgorithm(signal, remove);
    listener.release = () => removeAbortAlgorithm(signal, remove);
  }

  removeEventListener(type: unknown, callback: any, options: any = undefined): void {
    const self = thisTarget(this);
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("type", "listener");
    requireCallback(callback);
    const capture = typeof options === "object" && options !== null ? !!options.capture : !!options;
    const list = self.#listeners?.get(toDOMString(type));
    if (list === undefined) return;
    const index = indexOf(list, callback, capture);
    if (index >= 0) self.#remove(list[index]);
  }

  dispatchEvent(event: Event): boolean {
    const self = thisTarget(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("event");
    if (!isEvent(event)) throw new codes.ERR_INVALID_ARG_TYPE("event", "Event", event);
    const flags = flagsOf(event);
    if (flags & kDispatching) {
      const { DOMException } = require("web/dom_exception");
      throw new DOMException("The event is already being dispatched", "InvalidStateError");
    }
    clearFlag(event, kTrusted);
    return self.#dispatch(event, this);
  }

  /** Fires an event of the runtime's own making: it stays trusted. */
  static fire(target: EventTarget, event: Event): boolean {
    return target.#dispatch(markTrusted(event), target);
  }

  static add(target: EventTarget, listener: Listener): void {
    target.#add(listener);
  }

  static remove(target: EventTarget, listener: Listener): void {
    target.#remove(listener);
  }

  #add(listener: Listener): boolean {
    const map: Map<string, Listener[]> = (this.#listeners ??= new SafeMap());
    const list = map.get(listener.type);
    if (list === undefined) map.set(listener.type, [listener]);
    else if (indexOf(list, listener.callback, listener.capture) >= 0) return false;
    else ArrayPrototypePush(list, listener);
    const added = (this as any)[kListenerAdded];
    if (added !== undefined) FunctionPrototypeCall(added, this, listener.type);
    return true;
  }

  #remove(listener: Listener): void {
    if (listener.removed) return;
    const list = this.#listeners!.get(listener.type)!;
    if (this.#dispatches === 0) {
      ArrayPrototypeSplice(list, indexOf(list, listener.callback, listener.capture), 1);
      if (list.length === 0) this.#listeners!.delete(listener.type);
    } else {
      this.#hasStale = true;
    }
    listener.removed = true;
    if (listener.release !== undefined) listener.release();
    const removed = (this as any)[kListenerRemoved];
    if (removed !== undefined) FunctionPrototypeCall(removed, this, listener.type);
  }

  #sweep(): void {
    this.#hasStale = false;
    this.#listeners!.forEach((list, type) => {
      let kept = 0;
      for (let i = 0; i < list.length; i++) {
        if (!list[i].removed) list[kept++] = list[i];
      }
      list.length = kept;
      if (kept === 0) this.#listeners!.delete(type);
    });
  }

  // https://dom.spec.whatwg.org/#concept-event-dispatch
  // `shown` is what listeners see: this, or a Proxy of it.
  #dispatch(event: Event, shown: EventTarget): boolean {
    setFlag(event, kDispatching);
    setTarget(event, shown);
    setPosition(event, shown, kAtTarget);
    this.#dispatches++;
    this.#invoke(event, true, shown);
    this.#invoke(event, false, shown);
    if (--this.#dispatches === 0 && this.#hasStale) this.#sweep();
    setPosition(event, null, kNone);
    clearFlag(event, kDispatching | kStopPropagation | kStopImmediatePropagation);
    return !event.defaultPrevented;
  }

  // https://dom.spec.whatwg.org/#concept-event-listener-inner-invoke
  #invoke(event: Event, capture: boolean, shown: EventTarget): void {
    if (flagsOf(event) & kStopPropagation) return;
    const list = this.#listeners?.get(event.type);
    if (list === undefined) return;
    // Those added from here on don't see this event.
    const length = list.length;
    for (let i = 0; i < length; i++) {
      const listener = list[i];
      if (listener.removed || listener.capture !== capture) continue;
      if (listener.once) this.#remove(listener);
      if (listener.passive) setFlag(event, kInPassiveListener);
      callListener(listener.callback, shown, event);
      clearFlag(event, kInPassiveListener);
      if (flagsOf(event) & kStopImmediatePropagation) return;
    }
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, {}, depth, options, inspect);
  }
}

/** Fires a trusted event at a target. */
export const fireEvent = EventTarget.fire;
const addListener = EventTarget.add;
const removeListener = EventTarget.remove;
delete (EventTarget as any).fire;
delete (EventTarget as any).add;
delete (EventTarget as any).remove;

finishInterface(EventTarget, "EventTarget");
registerPlatformClass(EventTarget.prototype, { name: "EventTarget", isInstance: (value) => isEventTarget(value) });

function thisTarget(value: any): EventTarget {
  return isEventTarget(value) ? value : thisBehindProxies(value, isEventTarget, "EventTarget");
}

// https://webidl.spec.whatwg.org/#call-a-user-objects-operation
function callListener(callback: any, target: EventTarget, event: Event): void {
  try {
    if (typeof callback === "function") {
      FunctionPrototypeCall(callback, target, event);
      return;
    }
    const method = callback.handleEvent;
    if (typeof method !== "function") {
      throw new codes.ERR_INVALID_ARG_TYPE("listener.handleEvent", "Function", method);
    }
    FunctionPrototypeCall(method, callback, event);
  } catch (error) {
    reportException(error);
  }
}

/** Whether there is something to call; a value that is neither object nor null is a TypeError. */
function requireCallback(callback: any): boolean {
  if (callback === null || callback === undefined) return false;
  if (typeof callback === "function" || typeof callback === "object") return true;
  throw new codes.ERR_INVALID_ARG_TYPE("listener", "EventListener", callback);
}

// https://dom.spec.whatwg.org/#event-flatten-more
function flattenOptions(options: any) {
  if (options === undefined || options === null || (typeof options !== "object" && typeof options !== "function")) {
    return { capture: !!options, once: false, passive: false, signal: undefined };
  }
  const signal = options.signal;
  if (signal !== undefined && !require("web/abort").isAbortSignal(signal)) {
    throw new codes.ERR_INVALID_ARG_TYPE("options.signal", "AbortSignal", signal);
  }
  return { capture: !!options.capture, once: !!options.once, passive: !!options.passive, signal };
}

function indexOf(list: Listener[], callback: any, capture: boolean): number {
  for (let i = 0; i < list.length; i++) {
    const { callback: other, capture: otherCapture, removed } = list[i];
    if (other === callback && otherCapture === capture && !removed) return i;
  }
  return -1;
}

/** Whether anything listens for a type. */
export function hasListeners(target: EventTarget, type: string): boolean {
  const list = listenersOfType(target, type);
  if (list === undefined) return false;
  for (let i = 0; i < list.length; i++) {
    if (!list[i].removed) return true;
  }
  return false;
}

/** The callbacks registered for a type, for events.getEventListeners. */
export function eventListenersOf(target: EventTarget, type: string): unknown[] {
  const callbacks: unknown[] = [];
  const list = listenersOfType(target, type);
  if (list !== undefined) {
    for (let i = 0; i < list.length; i++) {
      if (!list[i].removed) ArrayPrototypePush(callbacks, list[i].callback);
    }
  }
  return callbacks;
}

/** The types that something listens for. */
export function eventTypesOf(target: EventTarget): string[] {
  const types: string[] = [];
  listenersOf(target)?.forEach((_, type) => {
    if (hasListeners(target, type)) ArrayPrototypePush(types, type);
  });
  return types;
}

export { isEvent, isEventTarget };

/**
 * Gives a prototype the attribute `on<type>`. The handler takes its place among the listeners when it is first
 * set, and keeps it while it is replaced by another. https://html.spec.whatwg.org/#event-handler-attributes
 */
export function defineEventHandler(prototype: object, type: string): void {
  const accessors = {
    get(this: any): unknown {
      return handlersOf(thisTarget(this)).get(type)?.value ?? null;
    },
    set(this: any, value: unknown): void {
      setHandler(thisTarget(this), type, isObject(value) ? value : null);
    },
  };
  ObjectDefineProperty(accessors.get, "name", { __proto__: null, value: `get on${type}` } as any);
  ObjectDefineProperty(accessors.set, "name", { __proto__: null, value: `set on${type}` } as any);
  ObjectDefineProperty(prototype, `on${type}`, {
    __proto__: null,
    get: accessors.get,
    set: accessors.set,
    enumerable: true,
    configurable: true,
  } as any);
}

function isObject(value: unknown): boolean {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

function setHandler(target: EventTarget, type: string, value: any): void {
  const handlers = handlersOf(target);
  let handler = handlers.get(type);
  if (handler === undefined) {
    handler = { value: null, listener: null };
    handlers.set(type, handler);
  }
  handler.value = value;
  if (value === null) {
    if (handler.listener !== null) removeListener(target, handler.listener);
    handler.listener = null;
  } else if (handler.listener === null) {
    handler.listener = {
      type,
      callback: handlerCallback(handler),
      capture: false,
      once: false,
      passive: false,
      removed: false,
      release: undefined,
    };
    addListener(target, handler.listener);
  }
}

// https://html.spec.whatwg.org/#the-event-handler-processing-algorithm
function handlerCallback(handler: Handler) {
  return function (this: unknown, event: Event) {
    if (typeof handler.value !== "function") return;
    if (FunctionPrototypeCall(handler.value, this, event) === false) event.preventDefault();
  };
}
