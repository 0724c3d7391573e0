// events.once, addAbortListener, and what node:events asks of an EventTarget.
// Loaded at the first call only: most programs never come here.
import { ObjectDefineProperty, Promise, PromisePrototypeThen, PromiseResolve, SafeWeakMap, SymbolDispose } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { validateAbortSignal, validateFunction, validateObject } from "internal/validators";

type EventName = string | symbol;
type Listener = (...args: any[]) => any;

/** Adds a listener to an EventEmitter, or else to an EventTarget. */
export function attach(target: any, name: EventName, listener: Listener, once: boolean): void {
  if (typeof target.on === "function") {
    if (once) target.once(name, listener);
    else target.on(name, listener);
  } else if (typeof target.addEventListener === "function") {
    target.addEventListener(name, listener, { once });
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("emitter", ["EventEmitter", "EventTarget"], target);
  }
}

/** The reverse of {@link attach}. */
export function detach(target: any, name: EventName, listener: Listener): void {
  if (typeof target.removeListener === "function") {
    target.removeListener(name, listener);
  } else if (typeof target.removeEventListener === "function") {
    target.removeEventListener(name, listener);
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("emitter", ["EventEmitter", "EventTarget"], target);
  }
}

/**
 * A promise of the arguments of the next `name`; an 'error' that comes first rejects it.
 * https://nodejs.org/api/events.html#eventsonceemitter-name-options
 */
export async function once(emitter: any, name: EventName, options: any = {}): Promise<unknown[]> {
  validateObject(options, "options");
  const signal = options.signal;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  return new Promise((resolve: (value: unknown[]) => void, reject: (reason: unknown) => void) => {
    const onError = (error: unknown) => {
      emitter.removeListener(name, onEvent);
      if (signal != null) detach(signal, "abort", onAbort);
      reject(error);
    };
    const onEvent = (...args: unknown[]) => {
      if (typeof emitter.removeListener === "function") emitter.removeListener("error", onError);
      if (signal != null) detach(signal, "abort", onAbort);
      resolve(args);
    };
    const onAbort = () => {
      detach(emitter, name, onEvent);
      detach(emitter, "error", onError);
      reject(new AbortError(undefined, { cause: signal?.reason }));
    };
    attach(emitter, name, onEvent, true);
    // An EventTarget has no 'error' of this meaning.
    if (name !== "error" && typeof emitter.once === "function") emitter.once("error", onError);
    if (signal != null) attach(signal, "abort", onAbort, true);
  });
}

/**
 * Listens to a signal's abort even if another listener stops the event, and gives what undoes it.
 * https://nodejs.org/api/events.html#eventsaddabortlistenersignal-listener
 */
export function addAbortListener(signal: any, listener: Listener): Disposable {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
  validateAbortSignal(signal, "signal");
  validateFunction(listener, "listener");
  let remove: (() => void) | undefined;
  if (signal.aborted) {
    PromisePrototypeThen(PromiseResolve(undefined), () => listener());
  } else {
    // Not a listener like others, which stopImmediatePropagation() would keep from hearing of it.
    const { addAbortAlgorithm, isAbortSignal, removeAbortAlgorithm } = require("web/abort");
    if (isAbortSignal(signal)) {
      const algorithm = () => listener(abortEvent(signal));
      addAbortAlgorithm(signal, algorithm);
      remove = () => removeAbortAlgorithm(signal, algorithm);
    } else {
      signal.addEventListener("abort", listener, { __proto__: null, once: true });
      remove = () => signal.removeEventListener("abort", listener);
    }
  }
  return {
    __proto__: null,
    [SymbolDispose]() {
      remove?.();
    },
  } as any;
}

function abortEvent(signal: any): any {
  const { Event, markTrusted } = require("web/event");
  const event = markTrusted(new Event("abort"));
  ObjectDefineProperty(event, "target", { __proto__: null, value: signal, configurable: true } as any);
  return event;
}

// EventTargets.

const targetLimits = new SafeWeakMap<object, number>();

export function isEventTarget(value: unknown): boolean {
  return require("web/event").isEventTarget(value);
}

export function getTargetListeners(target: any, type: string): unknown[] {
  const listeners: unknown[] = require("web/event").eventListenersOf(target, type);
  const { abortAlgorithmsOf, isAbortSignal } = require("web/abort");
  // In Node what addAbortListener adds is a listener like others.
  return type === "abort" && isAbortSignal(target) ? [...listeners, ...abortAlgorithmsOf(target)] : listeners;
}

/** undefined where the default holds. */
export function getTargetMaxListeners(target: any): number | undefined {
  return targetLimits.get(target);
}

export function setTargetMaxListeners(target: any, limit: number): void {
  targetLimits.set(target, limit);
}
