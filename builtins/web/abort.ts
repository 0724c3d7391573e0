/**
 * AbortController and AbortSignal. A signal made by AbortSignal.any is held by its sources weakly, so that
 * requests come and go over one long-lived signal without growth, until somebody listens to it.
 * https://dom.spec.whatwg.org/#aborting-ongoing-activities
 */
import {
  ArrayPrototypePush,
  FinalizationRegistry,
  FinalizationRegistryPrototypeRegister,
  SafeSet,
  SymbolIterator,
  WeakRef,
  WeakRefPrototypeDeref,
} from "internal/primordials";
import { codes } from "internal/errors";
import {
  defineEventHandler,
  Event,
  EventTarget,
  fireEvent,
  hasListeners,
  kListenerAdded,
  kListenerRemoved,
} from "web/event";
import {
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  thisBehindProxies,
  toEnforcedUnsignedLongLong,
} from "web/webidl";

type Algorithm = () => void;

/** The signals that depend on one: those that somebody waits for are held, the others not. */
interface Followers {
  dependents: WeakRef<AbortSignal>[];
  observed: Set<AbortSignal>;
  sweepAt: number;
}

const kCreate = Symbol("create");

let abortSignal: (signal: AbortSignal, reason: unknown) => void;
let addAlgorithm: (signal: AbortSignal, algorithm: Algorithm) => void;
let removeAlgorithm: (signal: AbortSignal, algorithm: Algorithm) => void;
let listAlgorithms: (signal: AbortSignal) => Algorithm[];
let dependOn: (signal: AbortSignal, sources: AbortSignal[]) => void;
let markTimeout: (signal: AbortSignal) => void;
let isSignal: (value: any) => boolean;

// Timeout signals that somebody listens to stay alive until they fire.
const observedTimeouts = new SafeSet<AbortSignal>();

/** https://dom.spec.whatwg.org/#interface-AbortSignal */
export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown = undefined;
  #algorithms: Set<Algorithm> | undefined = undefined;
  #isTimeout = false;
  // Never dependent signals themselves: those are replaced by their own sources.
  #sources: AbortSignal[] | undefined = undefined;
  #followers: Followers | undefined = undefined;

  static {
    isSignal = (value) => value !== null && typeof value === "object" && #aborted in value;
    abortSignal = (signal, reason) => signal.#abort(reason);
    addAlgorithm = (signal, algorithm) => {
      (signal.#algorithms ??= new SafeSet()).add(algorithm);
      signal.#updateObserved();
    };
    removeAlgorithm = (signal, algorithm) => {
      if (signal.#algorithms?.delete(algorithm)) signal.#updateObserved();
    };
    listAlgorithms = (signal) => {
      const list: Algorithm[] = [];
      signal.#algorithms?.forEach((algorithm) => ArrayPrototypePush(list, algorithm));
      return list;
    };
    dependOn = (signal, sources) => signal.#dependOn(sources);
    markTimeout = (signal) => void (signal.#isTimeout = true);
  }

  constructor(token: unknown = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static abort(reason: unknown = undefined): AbortSignal {
    const signal = new AbortSignal(kCreate);
    signal.#aborted = true;
    signal.#reason = reason === undefined ? abortError() : reason;
    return signal;
  }

  static timeout(milliseconds: unknown): AbortSignal {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("milliseconds");
    return startTimeout(toEnforcedUnsignedLongLong(milliseconds, "milliseconds"));
  }

  static any(signals: any): AbortSignal {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("signals");
    const sources = toSignals(signals);
    const result = new AbortSignal(kCreate);
    for (let i = 0; i < sources.length; i++) {
      if (sources[i].#aborted) {
        result.#aborted = true;
        result.#reason = sources[i].#reason;
        return result;
      }
    }
    result.#dependOn(sources);
    return result;
  }

  get aborted(): boolean {
    return thisSignal(this).#aborted;
  }

  get reason(): unknown {
    return thisSignal(this).#reason;
  }

  throwIfAborted(): void {
    const self = thisSignal(this);
    if (self.#aborted) throw self.#reason;
  }

  // https://dom.spec.whatwg.org/#abortsignal-signal-abort
  #abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason === undefined ? abortError() : reason;
    const toAbort: AbortSignal[] = [];
    const followers = this.#followers;
    this.#followers = undefined;
    for (let i = 0; followers !== undefined && i < followers.dependents.length; i++) {
      const dependent = WeakRefPrototypeDeref(followers.dependents[i]);
      if (dependent === undefined || dependent.#aborted) continue;
      dependent.#aborted = true;
      dependent.#reason = this.#reason;
      ArrayPrototypePush(toAbort, dependent);
    }
    this.#runAbortSteps();
    for (let i = 0; i < toAbort.length; i++) toAbort[i].#runAbortSteps();
  }

  // https://dom.spec.whatwg.org/#run-the-abort-steps
  #runAbortSteps(): void {
    const algorithms = this.#algorithms;
    this.#algorithms = undefined;
    this.#updateObserved();
    if (algorithms !== undefined) algorithms.forEach((algorithm) => algorithm());
    if (hasListeners(this, "abort")) fireEvent(this, new Event("abort"));
  }

  #dependOn(signals: AbortSignal[]): void {
    const sources: AbortSignal[] = [];
    for (let i = 0; i < signals.length; i++) {
      const inner = signals[i].#sources;
      if (inner === undefined) addOnce(sources, signals[i]);
      else for (let j = 0; j < inner.length; j++) addOnce(sources, inner[j]);
    }
    const reference = new WeakRef<AbortSignal>(this);
    for (let i = 0; i < sources.length; i++) sources[i].#addDependent(reference);
    this.#sources = sources;
  }

  #addDependent(reference: WeakRef<AbortSignal>): void {
    const followers = (this.#followers ??= { dependents: [], observed: new SafeSet(), sweepAt: 16 });
    const { dependents } = followers;
    ArrayPrototypePush(dependents, reference);
    if (dependents.length < followers.sweepAt) return;
    let kept = 0;
    for (let i = 0; i < dependents.length; i++) {
      if (WeakRefPrototypeDeref(dependents[i]) !== undefined) dependents[kept++] = dependents[i];
    }
    dependents.length = kept;
    followers.sweepAt = kept * 2 + 16;
  }

  /** Keeps this signal alive, over its sources or its timer, exactly while somebody waits for it. */
  #updateObserved(): void {
    const isObserved = !this.#aborted && (this.#algorithms?.size! > 0 || hasListeners(this, "abort"));
    if (this.#isTimeout) {
      if (isObserved) observedTimeouts.add(this);
      else observedTimeouts.delete(this);
    }
    const sources = this.#sources;
    if (sources === undefined) return;
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i];
      if (isObserved) source.#followers?.observed.add(this);
      else source.#followers?.observed.delete(this);
      source.#updateObservedBy();
    }
  }

  // A timeout that only its dependents wait for must outlive its last reference too.
  #updateObservedBy(): void {
    if (!this.#isTimeout || this.#aborted) return;
    if (this.#followers!.observed.size > 0) observedTimeouts.add(this);
    else this.#updateObserved();
  }

  [kListenerAdded](type: string): void {
    if (type === "abort") this.#updateObserved();
  }

  [kListenerRemoved](type: string): void {
    if (type === "abort") this.#updateObserved();
  }

  override [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { aborted: this.aborted }, depth, options, inspect);
  }
}

function thisSignal(value: any): AbortSignal {
  return isSignal(value) ? value : thisBehindProxies(value, isSignal, "AbortSignal");
}

finishInterface(AbortSignal, "AbortSignal");
defineEventHandler(AbortSignal.prototype, "abort");
registerPlatformClass(AbortSignal.prototype, { name: "AbortSignal", isInstance: (value) => isSignal(value) });

/** https://dom.spec.whatwg.org/#interface-abortcontroller */
export class AbortController {
  #signal = new AbortSignal(kCreate);

  static {
    registerPlatformClass(this.prototype, {
      name: "AbortController",
      isInstance: (value) => #signal in value,
    });
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason: unknown = undefined): void {
    abortSignal(this.#signal, reason);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { signal: this.#signal }, depth, options, inspect);
  }
}

finishInterface(AbortController, "AbortController");

export const isAbortSignal = (value: any): value is AbortSignal => isSignal(value);

/** A signal that no AbortController has: `signalAbort` aborts it. https://dom.spec.whatwg.org/#abortsignal-signal-abort */
export function createSignal(): AbortSignal {
  return new AbortSignal(kCreate);
}

export function signalAbort(signal: AbortSignal, reason: unknown): void {
  abortSignal(signal, reason);
}

/** Runs when the signal aborts, before its event. https://dom.spec.whatwg.org/#abortsignal-add */
export function addAbortAlgorithm(signal: AbortSignal, algorithm: Algorithm): void {
  if (!signal.aborted) addAlgorithm(signal, algorithm);
}

export function removeAbortAlgorithm(signal: AbortSignal, algorithm: Algorithm): void {
  removeAlgorithm(signal, algorithm);
}

/** What runs when the signal aborts, beside its listeners. */
export function abortAlgorithmsOf(signal: AbortSignal): Algorithm[] {
  return listAlgorithms(signal);
}

function addOnce(list: AbortSignal[], signal: AbortSignal): void {
  for (let i = 0; i < list.length; i++) {
    if (list[i] === signal) return;
  }
  ArrayPrototypePush(list, signal);
}

function newException(message: string, name: string) {
  const { DOMException } = require("web/dom_exception");
  return new DOMException(message, name);
}

function abortError() {
  return newException("This operation was aborted", "AbortError");
}

function toSignals(value: any): AbortSignal[] {
  const iterator = value !== null && typeof value === "object" ? value[SymbolIterator] : undefined;
  if (typeof iterator !== "function") throw new codes.ERR_INVALID_ARG_TYPE("signals", "Iterable", value);
  const signals: AbortSignal[] = [];
  for (const signal of value) {
    if (!isSignal(signal)) {
      throw new codes.ERR_INVALID_ARG_TYPE(`signals[${signals.length}]`, "AbortSignal", signal);
    }
    ArrayPrototypePush(signals, signal);
  }
  return signals;
}

let abandonedTimers: FinalizationRegistry<any> | undefined;

/** The timer holds neither the process nor an unobserved signal. */
function startTimeout(milliseconds: number): AbortSignal {
  const { setTimeout, clearTimeout } = require("internal/timers");
  const signal = new AbortSignal(kCreate);
  markTimeout(signal);
  const reference = new WeakRef<AbortSignal>(signal);
  const timer = setTimeout(() => {
    const target = WeakRefPrototypeDeref(reference);
    if (target === undefined) return;
    observedTimeouts.delete(target);
    abortSignal(target, newException("The operation was aborted due to timeout", "TimeoutError"));
  }, milliseconds);
  timer.unref();
  abandonedTimers ??= new FinalizationRegistry((abandoned) => clearTimeout(abandoned));
  FinalizationRegistryPrototypeRegister(abandonedTimers, signal, timer);
  return signal;
}
