/** Puts a clock's functions in the place of a program's own, and takes them away again. */
import { Clock, type ClockHost } from "internal/test_clock";
import type { TimerType } from "internal/test_clock_timer";
import { makeDate, makeIntl } from "internal/test_clock_date";
import { makePromises } from "internal/test_clock_promises";
import {
  ArrayPrototypeIncludes, ArrayPrototypePush, MapPrototypeForEach, Number, ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectGetPrototypeOf,
  Promise, ReferenceError, ReflectApply, ReflectDeleteProperty, ReflectHas, StringPrototypeStartsWith, SymbolFor, TypeError, globalThis,
} from "internal/primordials";

/** All that can be faked, as it was before. */
export type Originals = Record<string, any>;

export interface InstallOptions {
  now: unknown;
  /** Names of what is faked; what does not exist is left out if `lenient`, else a ReferenceError. */
  names: readonly string[];
  lenient?: boolean;
  loopLimit: number;
  /** By how many milliseconds the clock moves by itself, in as much real time. */
  advance?: number;
  clearReal: boolean;
}

const kNames = [
  "setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "setImmediate", "clearImmediate", "hrtime", "nextTick", "performance",
  "requestAnimationFrame", "queueMicrotask", "cancelAnimationFrame", "requestIdleCallback", "cancelIdleCallback", "Intl",
];
const promisifyCustom = SymbolFor("nodejs.util.promisify.custom");

/** Where a function lives: on `process`, or on the global object. */
function ownerOf(global: any, name: string): any {
  return name === "hrtime" || name === "nextTick" ? global.process : global;
}

/** What of all that can be faked `global` has. */
export function originalsOf(global: any): Originals {
  const found: Originals = ObjectCreate(null);
  for (let i = 0; i < kNames.length; i++) {
    const name = kNames[i]!;
    const value = ownerOf(global, name)?.[name];
    const isThere = name === "Intl" ? typeof value === "object" && value !== null : name === "performance" ? typeof value?.now === "function" : typeof value === "function";
    if (isThere) found[name] = value;
  }
  return found;
}

/** Are the timers of `global` objects? Those of weft are; another environment's are asked. */
export function hasTimerObjects(global: any): boolean {
  if (global === globalThis) return true;
  if (typeof global.setTimeout !== "function") return false;
  const timer = global.setTimeout(() => {}, 0);
  global.clearTimeout?.(timer);
  return typeof timer === "object";
}

function makeTimers(clock: Clock, fakes: Record<string, any>): void {
  const start = (type: TimerType) => function fake(callback: any, delay?: any, ...args: any[]) {
    return clock.add(type, callback, delay, () => args, fake);
  };
  fakes.setTimeout = start("Timeout");
  fakes.setInterval = start("Interval");
  fakes.setImmediate = function fake(callback: any, ...args: any[]) {
    return clock.add("Immediate", callback, undefined, () => args, fake);
  };
  fakes.requestAnimationFrame = function fake(callback: any) {
    return Number(clock.add("AnimationFrame", callback, clock.timeToNextFrame(), () => [clock.performanceNow()], fake));
  };
  fakes.requestIdleCallback = function fake(callback: any, options?: any) {
    const deadline = { didTimeout: true, timeRemaining: () => (clock.countTimers() > 0 ? 50 : 0) };
    return Number(clock.add("IdleCallback", callback, options?.timeout, () => [deadline], fake));
  };
  fakes.clearTimeout = (timer: any) => clock.clear("Timeout", timer);
  fakes.clearInterval = (timer: any) => clock.clear("Interval", timer);
  fakes.clearImmediate = (timer: any) => clock.clear("Immediate", timer);
  fakes.cancelAnimationFrame = (timer: any) => clock.clear("AnimationFrame", timer);
  fakes.cancelIdleCallback = (timer: any) => clock.clear("IdleCallback", timer);
  fakes.nextTick = function fake(callback: any, ...args: any[]) {
    clock.enqueue(callback, args, fake);
  };
  fakes.queueMicrotask = function fake(callback: any) {
    clock.enqueue(callback, [], fake);
  };
  fakes.setTimeout[promisifyCustom] = (delay: any, value: any) =>
    new Promise((resolve) => clock.add("Timeout", resolve, delay, () => [value]));
  fakes.setImmediate[promisifyCustom] = (value: any) =>
    new Promise((resolve) => clock.add("Immediate", resolve, undefined, () => [value]));
}

/** `now` is the clock's; all else does nothing. */
function makePerformance(clock: Clock, real: any, now: number): any {
  const fake = ObjectCreate(null);
  const prototype = ObjectGetPrototypeOf(real);
  const names = prototype === null ? [] : ObjectGetOwnPropertyNames(prototype);
  for (let i = 0; i < names.length; i++) fake[names[i]!] = StringPrototypeStartsWith(names[i]!, "getEntries") ? () => [] : () => {};
  fake.mark = (name: string) => ({ name, entryType: "mark", startTime: 0, duration: 0 });
  fake.measure = (name: string) => ({ name, entryType: "measure", startTime: 0, duration: 100 });
  fake.timeOrigin = now;
  fake.now = () => clock.performanceNow();
  return fake;
}

export class Installed {
  readonly clock: Clock;
  /** What undoes each replacement, in turn. */
  #undo: (() => void)[] = [];

  constructor(global: any, originals: Originals, host: Omit<ClockHost, "clearReal">, options: InstallOptions) {
    if (global.Date.isFake === true) throw new TypeError("Can't install fake timers twice on the same global object.");
    const clearReal = (type: TimerType, timer: any) =>
      originals[type === "AnimationFrame" || type === "IdleCallback" ? `cancel${type}` : `clear${type}`]?.(timer);
    const clock = this.clock = new Clock({ ...host, clearReal: options.clearReal ? clearReal : undefined }, options.now, options.loopLimit);
    if (options.advance !== undefined) clock.setTickMode({ mode: "interval", delta: options.advance });
    const fakes = this.#fakes(originals);
    for (let i = 0; i < options.names.length; i++) {
      const name = options.names[i]!;
      if (ReflectHas(originals, name)) this.#replace(ownerOf(global, name), name, fakes[name]);
      else if (!options.lenient) throw new ReferenceError(`non-existent timers and/or objects cannot be faked: '${name}'`);
    }
    if (global === globalThis) this.#replaceInModules(options.names, fakes);
  }

  #fakes(originals: Originals): Record<string, any> {
    const { clock } = this;
    const fakes: Record<string, any> = ObjectCreate(null);
    makeTimers(clock, fakes);
    fakes.hrtime = (since?: any) => clock.hrtime(since);
    fakes.hrtime.bigint = () => clock.hrtimeBigint();
    if (originals.performance) fakes.performance = makePerformance(clock, originals.performance, clock.now);
    fakes.Date = makeDate(clock, originals.Date);
    if (originals.Intl) fakes.Intl = makeIntl(clock, originals.Intl);
    // By this property libraries see that timers are fake. A function is named as what it stands for.
    for (let i = 0; i < kNames.length; i++) {
      const fake = fakes[kNames[i]!];
      if (typeof fake === "function" && kNames[i] !== "Date") ObjectDefineProperty(fake, "name", { value: kNames[i], configurable: true });
      if (fake !== undefined) fake.clock = clock;
    }
    return fakes;
  }

  #replace(owner: any, name: string, value: any): void {
    const original = ObjectGetOwnPropertyDescriptor(owner, name);
    if (original && !original.configurable) {
      const { value: before } = original;
      owner[name] = value;
      ArrayPrototypePush(this.#undo, () => { owner[name] = before; });
      return;
    }
    ObjectDefineProperty(owner, name, { value, writable: true, configurable: true, enumerable: original?.enumerable ?? true });
    ArrayPrototypePush(this.#undo, () => {
      if (original) ObjectDefineProperty(owner, name, original);
      else ReflectDeleteProperty(owner, name);
    });
  }

  /** The same functions as builtin modules give them. */
  #replaceInModules(names: readonly string[], fakes: Record<string, any>): void {
    const timers = require("node:timers").default;
    const promises = require("node:timers/promises").default;
    const fakePromises = makePromises(this.clock);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      if (timers[name]) this.#replace(timers, name, fakes[name]);
      if (fakePromises[name]) this.#replace(promises, name, fakePromises[name]);
    }
    if (ArrayPrototypeIncludes(names, "performance")) {
      const { performance } = require("node:perf_hooks").default;
      this.#replace(performance, "now", fakes.performance.now);
    }
  }

  uninstall(): void {
    this.clock.end();
    for (let i = this.#undo.length - 1; i >= 0; i--) ReflectApply(this.#undo[i]!, undefined, []);
    this.#undo = [];
    MapPrototypeForEach(this.clock.aborts, (forget: () => void) => forget());
  }
}

/** The real functions that a clock for `global` needs. */
export function hostOf(originals: Originals, objects: boolean): Omit<ClockHost, "clearReal"> {
  const macrotask = originals.setImmediate ?? originals.setTimeout;
  const { setInterval, clearInterval } = originals;
  return { macrotask: (callback) => macrotask(callback), setInterval: (callback, delay) => setInterval(callback, delay), clearInterval: (timer) => clearInterval(timer), objects };
}
