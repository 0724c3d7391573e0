// Timeouts, intervals and immediates, and the globals that make them.
// https://nodejs.org/api/timers.html, https://html.spec.whatwg.org/#timers
//
// Timers of one duration expire in the order they were started, so each duration has a list to append to, and a
// heap orders the lists by the expiry of their first timer. One native timer runs for the first list of all.
// A timer is referenced or not; the native timer keeps the process alive while any running one is.

import {
  MathMax, MathTrunc, NumberIsFinite, ObjectDefineProperty, ReflectApply, SafeMap, Symbol,
  SymbolDispose, SymbolFor, SymbolToPrimitive,
} from "internal/primordials";
import { codes } from "internal/errors";
import { dropFrame, newFrame, runInFrame, type AsyncFrame } from "internal/async_context";
import { validateFunction, validateNumber } from "internal/validators";
import { runNextTicks } from "internal/next_tick";
import { TimerHeap } from "internal/timer_heap";

/** The realm's hold on the loop: native("timers").createDriver(processTimers, processImmediates). */
interface TimersDriver {
  /** Milliseconds on the loop's clock, brought up to date. */
  now(): number;
  /** Calls processTimers in so many milliseconds; replaces what was scheduled before. */
  schedule(milliseconds: number): void;
  /** Whether the native timer keeps the loop alive. */
  setRef(referenced: boolean): void;
  /** 0: no immediate waits; 1: only unreferenced ones; 2: the loop must turn for one. */
  setImmediateDemand(demand: 0 | 1 | 2): void;
}

type Callback = (...args: any[]) => void;

export const kTimeoutMax = 2 ** 31 - 1;
const kNoArguments: never[] = [];
const kReferenced: unique symbol = Symbol("refed") as any;
const kFrame: unique symbol = Symbol("frame") as any;
const kId: unique symbol = Symbol("asyncId") as any;
const kKnown: unique symbol = Symbol("kHasPrimitive") as any;
const inspectCustom = SymbolFor("nodejs.util.inspect.custom");
const promisifyCustom = SymbolFor("nodejs.util.promisify.custom");

const driver = native("timers").createDriver(processTimers, processImmediates) as TimersDriver;

let lastId = 0;
/** Timers whose number somebody asked for: clearTimeout(number) must find them. */
const timersById = new SafeMap<number, Timeout>();
const lists = new SafeMap<number, TimerList>();
const heap = new TimerHeap<TimerList>();
let lastSequence = 0;
let nextExpiry = Infinity;
let referencedTimers = 0;

/** What a timer and the list it is in have in common: neighbours in a ring, whose head is the list. */
interface Ring {
  _idlePrev: any;
  _idleNext: any;
}

class TimerList implements Ring {
  _idlePrev: any = this;
  _idleNext: any = this;
  expiry: number;
  sequence = ++lastSequence;
  place = -1;
  duration: number;
  constructor(expiry: number, duration: number) {
    this.expiry = expiry;
    this.duration = duration;
  }
}

function append(list: TimerList, timer: Timeout): void {
  if (timer._idleNext) unlink(timer);
  const last = list._idlePrev;
  timer._idlePrev = last;
  timer._idleNext = list;
  last._idleNext = timer;
  list._idlePrev = timer;
}

function unlink(timer: Timeout): void {
  if (timer._idleNext) timer._idleNext._idlePrev = timer._idlePrev;
  if (timer._idlePrev) timer._idlePrev._idleNext = timer._idleNext;
  timer._idleNext = timer._idlePrev = null;
}

function isEmpty(list: TimerList): boolean {
  return list._idleNext === list;
}

function addReference(): void {
  if (referencedTimers++ === 0) driver.setRef(true);
}

function dropReference(): void {
  if (--referencedTimers === 0) driver.setRef(false);
}

/** Milliseconds as setTimeout takes them: anything but 1 to 2³¹-1 is 1. */
function toDuration(value: unknown): number {
  const duration = (value as any) * 1;
  if (duration >= 1 && duration <= kTimeoutMax) return duration;
  if (duration > kTimeoutMax) {
    require("internal/process_warning").emitWarning(
      `${duration} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`, "TimeoutOverflowWarning");
  }
  return 1;
}

function inspectShallow(this: object, _depth: number, options: object, inspect: any): string {
  return inspect(this, { ...options, depth: 0, customInspect: false });
}

/** The names of the fields are Node's: programs look at some of them. */
export class Timeout implements Ring {
  _idleTimeout: number;
  _idlePrev: any = null;
  _idleNext: any = null;
  _idleStart = 0;
  _onTimeout: Callback | null;
  _timerArgs: any[] | undefined;
  _repeat: number | null;
  _destroyed = false;
  [kReferenced]: boolean;
  [kKnown] = false;
  [kId] = ++lastId;
  [kFrame]: AsyncFrame | undefined;

  constructor(callback: Callback, after: unknown, args: any[] | undefined, repeats: boolean, referenced: boolean) {
    const duration = toDuration(after);
    this._idleTimeout = duration;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = repeats ? duration : null;
    this[kReferenced] = referenced;
    if (referenced) addReference();
    this[kFrame] = newFrame("Timeout", this);
  }

  /** Starts anew with the same duration. */
  refresh(): this {
    if (this._idleTimeout < 0) return this;
    insert(this, this._idleTimeout, driver.now());
    if (this._destroyed) {
      this._destroyed = false;
      if (this[kReferenced]) addReference();
    }
    return this;
  }

  unref(): this {
    if (this[kReferenced]) {
      this[kReferenced] = false;
      if (!this._destroyed) dropReference();
    }
    return this;
  }

  ref(): this {
    if (!this[kReferenced]) {
      this[kReferenced] = true;
      if (!this._destroyed) addReference();
    }
    return this;
  }

  hasRef(): boolean {
    return this[kReferenced];
  }

  close(): this {
    clearTimeout(this);
    return this;
  }

  [SymbolDispose](): void {
    clearTimeout(this);
  }

  [SymbolToPrimitive](): number {
    if (!this[kKnown]) {
      this[kKnown] = true;
      timersById.set(this[kId], this);
    }
    return this[kId];
  }
}
ObjectDefineProperty(Timeout.prototype, inspectCustom, {
  __proto__: null, value: inspectShallow, configurable: true, writable: true,
} as any);

function insert(timer: Timeout, milliseconds: number, start: number): void {
  const duration = MathTrunc(milliseconds);
  timer._idleStart = start;
  let list = lists.get(duration);
  if (list === undefined) {
    const expiry = start + duration;
    list = new TimerList(expiry, duration);
    lists.set(duration, list);
    heap.insert(list);
    if (nextExpiry > expiry) {
      driver.schedule(duration);
      nextExpiry = expiry;
    }
  }
  append(list, timer);
}

/** Puts a new timer to run. */
export function startTimer(timer: Timeout): Timeout {
  insert(timer, timer._idleTimeout, driver.now());
  return timer;
}

/** The timer is over: nothing keeps it but refresh(). */
function retire(timer: Timeout): void {
  if (timer._destroyed) return;
  timer._destroyed = true;
  if (timer[kKnown]) {
    timersById.delete(timer[kId]);
    timer[kKnown] = false;
  }
  if (timer[kReferenced]) dropReference();
  if (timer[kFrame] !== undefined) dropFrame(timer[kFrame]);
}

function removeList(list: TimerList): void {
  if (lists.get(list.duration) !== list) return;
  lists.delete(list.duration);
  heap.remove(list);
}

function stopTimer(timer: Timeout): void {
  timer._onTimeout = null;
  if (timer._destroyed) return;
  unlink(timer);
  retire(timer);
  const list = lists.get(MathTrunc(timer._idleTimeout));
  timer._idleTimeout = -1;
  // The list whose timers are running is looked after there.
  if (list !== undefined && isEmpty(list) && list !== running) setAside(list);
}

/** The list whose timers are running. */
let running: TimerList | undefined;
/** A list that the last clearTimeout emptied: setting and clearing in turn, as servers do, finds it again. */
let spare: TimerList | undefined;

function setAside(list: TimerList): void {
  if (spare !== undefined && spare !== list && isEmpty(spare) && spare !== running) removeList(spare);
  spare = list;
}

/**
 * Runs what is due at `now`. Returns when to be called next on the same clock, 0 if no timer waits.
 */
function processTimers(now: number): number {
  nextExpiry = Infinity;
  let list: TimerList | undefined;
  let first = true;
  while ((list = heap.first()) !== undefined) {
    if (list.expiry > now) {
      return nextExpiry = list.expiry;
    }
    if (first) first = false;
    else runNextTicks();
    const outer = running;
    running = list;
    try {
      runList(list, now);
    } finally {
      running = outer;
    }
  }
  return 0;
}

function runList(list: TimerList, now: number): void {
  let first = true;
  while (!isEmpty(list)) {
    let timer: Timeout = list._idleNext;
    if (now - timer._idleStart < list.duration) {
      list.expiry = MathMax(timer._idleStart + list.duration, now + 1);
      list.sequence = ++lastSequence;
      heap.moveBack(list);
      return;
    }
    if (first) {
      first = false;
    } else {
      runNextTicks();
      // A tick can have cleared the timer, or the timers before which it stood.
      if (isEmpty(list)) break;
      timer = list._idleNext;
      if (now - timer._idleStart < list.duration) continue;
    }
    runTimer(timer);
  }
  removeList(list);
}

function runTimer(timer: Timeout): void {
  unlink(timer);
  const callback = timer._onTimeout;
  if (!callback) {
    retire(timer);
    return;
  }
  const start = timer._repeat ? driver.now() : 0;
  try {
    const frame = timer[kFrame];
    if (frame !== undefined) runInFrame(frame, callback, timer, timer._timerArgs ?? kNoArguments);
    else ReflectApply(callback, timer, timer._timerArgs ?? kNoArguments);
  } catch (error) {
    require("internal/process_events").reportUncaught(error);
  }
  if (timer._repeat && timer._idleTimeout !== -1) {
    timer._idleTimeout = timer._repeat;
    insert(timer, timer._idleTimeout, start);
  } else if (!timer._idleNext) {
    retire(timer);
  }
}

class Immediate {
  _idleNext: Immediate | null = null;
  _idlePrev: Immediate | null = null;
  _onImmediate: Callback | null;
  _argv: any[] | undefined;
  _destroyed = false;
  /** Null once it has run or was cleared. */
  [kReferenced]: boolean | null = true;
  [kFrame]: AsyncFrame | undefined;

  constructor(callback: Callback, args: any[] | undefined, isTracked: boolean) {
    this[kFrame] = isTracked ? newFrame("Immediate", this) : undefined;
    this._onImmediate = callback;
    this._argv = args;
    if (lastImmediate === null) {
      firstImmediate = this;
    } else {
      lastImmediate._idleNext = this;
      this._idlePrev = lastImmediate;
    }
    lastImmediate = this;
    countImmediates(1, 1);
  }

  ref(): this {
    if (this[kReferenced] === false) {
      this[kReferenced] = true;
      countImmediates(0, 1);
    }
    return this;
  }

  unref(): this {
    if (this[kReferenced] === true) {
      this[kReferenced] = false;
      countImmediates(0, -1);
    }
    return this;
  }

  hasRef(): boolean {
    return !!this[kReferenced];
  }

  [SymbolDispose](): void {
    clearImmediate(this);
  }
}
ObjectDefineProperty(Immediate.prototype, inspectCustom, {
  __proto__: null, value: inspectShallow, configurable: true, writable: true,
} as any);
export type { Immediate };

// Immediates that wait, and those that the running check phase has taken.
let firstImmediate: Immediate | null = null;
let lastImmediate: Immediate | null = null;
let waitingImmediates = 0;
let referencedImmediates = 0;
let demand: 0 | 1 | 2 = 0;
let inCheckPhase = false;

function countImmediates(waiting: number, referenced: number): void {
  waitingImmediates += waiting;
  referencedImmediates += referenced;
  if (!inCheckPhase) updateDemand();
}

/** How many timers and immediates keep the loop alive. */
export function countReferenced(): { timeouts: number; immediates: number } {
  return { timeouts: referencedTimers, immediates: referencedImmediates };
}

/** Nothing that waits will run, nor keep the loop alive: a test file has ended, and what is here will be as it was before. */
export function abandon(): void {
  driver.setRef(false);
  driver.setImmediateDemand(0);
}

function updateDemand(): void {
  const wanted = referencedImmediates > 0 ? 2 : waitingImmediates > 0 ? 1 : 0;
  if (wanted !== demand) driver.setImmediateDemand(demand = wanted);
}

/** Runs the immediates that wait now; those they make wait for the next turn. */
function processImmediates(): void {
  let immediate = firstImmediate;
  firstImmediate = lastImmediate = null;
  inCheckPhase = true;
  let first = true;
  while (immediate !== null) {
    if (first) first = false;
    else runNextTicks();
    // A cleared one keeps its link forward, so the walk goes on.
    if (!immediate._destroyed) runImmediate(immediate);
    immediate = immediate._idleNext;
  }
  inCheckPhase = false;
  updateDemand();
}

function runImmediate(immediate: Immediate): void {
  const callback = immediate._onImmediate!;
  const args = immediate._argv;
  settleImmediate(immediate);
  try {
    const frame = immediate[kFrame];
    if (frame !== undefined) runInFrame(frame, callback, immediate, args ?? kNoArguments);
    else ReflectApply(callback, immediate, args ?? kNoArguments);
  } catch (error) {
    require("internal/process_events").reportUncaught(error);
  }
}

function settleImmediate(immediate: Immediate): void {
  immediate._destroyed = true;
  immediate._onImmediate = null;
  const referenced = immediate[kReferenced];
  immediate[kReferenced] = null;
  countImmediates(-1, referenced ? -1 : 0);
  if (immediate[kFrame] !== undefined) dropFrame(immediate[kFrame]);
}

function promiseOf(name: string): () => unknown {
  return () => require("node:timers/promises").default[name];
}

/** Calls `callback` with `args` once, after at least `after` milliseconds. */
export function setTimeout(callback: Callback, after?: number, ...args: any[]): Timeout {
  if (typeof callback !== "function") validateFunction(callback, "callback");
  return startTimer(new Timeout(callback, after, args.length > 0 ? args : undefined, false, true));
}
ObjectDefineProperty(setTimeout, promisifyCustom, { __proto__: null, enumerable: true, get: promiseOf("setTimeout") } as any);

/** Calls `callback` with `args` every `repeat` milliseconds, counted from the start of the call before. */
export function setInterval(callback: Callback, repeat?: number, ...args: any[]): Timeout {
  if (typeof callback !== "function") validateFunction(callback, "callback");
  return startTimer(new Timeout(callback, repeat, args.length > 0 ? args : undefined, true, true));
}

/** Calls `callback` with `args` in the loop's next check phase, after I/O. */
export function setImmediate(callback: Callback, ...args: any[]): Immediate {
  if (typeof callback !== "function") validateFunction(callback, "callback");
  return new Immediate(callback, args.length > 0 ? args : undefined, true);
}

/** For weft's own use: no hook hears of it, and it does not keep the process alive. */
export function setImmediateUntracked(callback: Callback): void {
  new Immediate(callback, undefined, false).unref();
}
ObjectDefineProperty(setImmediate, promisifyCustom, { __proto__: null, enumerable: true, get: promiseOf("setImmediate") } as any);

/** Takes a Timeout or the number it converts to; anything else is ignored. */
export function clearTimeout(timer?: Timeout | number | string | null): void {
  if (typeof timer === "number" || typeof timer === "string") {
    const known = timersById.get(+timer);
    if (known !== undefined) stopTimer(known);
  } else if (timer && (timer as Timeout)._onTimeout) {
    stopTimer(timer as Timeout);
  }
}

export function clearInterval(timer?: Timeout | number | string | null): void {
  clearTimeout(timer);
}

export function clearImmediate(immediate?: Immediate | null): void {
  if (!immediate || immediate._destroyed) return;
  const { _idlePrev: before, _idleNext: after } = immediate;
  if (before) before._idleNext = after;
  if (after) after._idlePrev = before;
  if (firstImmediate === immediate) firstImmediate = after;
  if (lastImmediate === immediate) lastImmediate = before;
  settleImmediate(immediate);
}

/** A timer for weft's own use that does not keep the process alive. */
export function setUnrefTimeout(callback: Callback, after: number): Timeout {
  return startTimer(new Timeout(callback, after, undefined, false, false));
}

/** Checks a duration as socket.setTimeout() takes it. */
export function getTimerDuration(milliseconds: unknown, name: string): number {
  validateNumber(milliseconds, name);
  if (milliseconds < 0 || !NumberIsFinite(milliseconds))
    throw new codes.ERR_OUT_OF_RANGE(name, "a non-negative finite number", milliseconds);
  if (milliseconds <= kTimeoutMax) return milliseconds;
  require("internal/process_warning").emitWarning(
    `${milliseconds} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${kTimeoutMax}.`,
    "TimeoutOverflowWarning");
  return kTimeoutMax;
}
