/**
 * A clock that moves when it is told to, with its timers and its queue of microtasks. It behaves as that of
 * @sinonjs/fake-timers 15 (https://github.com/sinonjs/fake-timers#api-reference), except that an interval lasts at
 * least 1 ms (there, one of 0 ms never ends), and that a job of the queue that throws is not run again.
 */
import {
  ArrayIsArray, ArrayPrototypePush, ArrayPrototypeSplice, BigInt, Error, ErrorCaptureStackTrace, MapPrototypeClear, MapPrototypeDelete, MapPrototypeForEach,
  MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, MathFloor, MathMax, Number, NumberIsFinite, NumberIsNaN,
  NumberParseInt, ObjectDefineProperty, Promise, ReflectApply, SafeMap, StringPrototypeIndexOf, StringPrototypeSlice,
  SymbolToPrimitive, TypeError,
} from "internal/primordials";
import { TimerHeap } from "internal/timer_heap";
import { type Ticks, type Timer, TimerHandle, type TimerType, before, clearName, epochOf, nextSequence, startName, ticksOf } from "internal/test_clock_timer";

export type TickMode = { mode: "manual" | "nextAsync" | "interval"; delta?: number };

interface Job {
  callback: (...args: any[]) => void;
  args: any[];
  error: Error | undefined;
}

/** The real functions that the clock itself needs. */
export interface ClockHost {
  /** Calls back in a turn of the real event loop. */
  macrotask(callback: () => void): void;
  setInterval(callback: () => void, delay: number): any;
  clearInterval(id: any): void;
  /** Are timers objects, as in Node, or numbers, as in a browser? */
  objects: boolean;
  /** What clears a timer that is not the clock's; undefined: it is left, with a warning. */
  clearReal: ((type: TimerType, id: any) => void) | undefined;
}

interface Tick {
  from: number;
  to: number;
  previous: number;
  nanos: number;
  failed: boolean;
  error: unknown;
}

const kFirstId = 1e12;
const kLongest = 2 ** 31 - 1;
const kFrame = 16;

let nextId = kFirstId;
let warned = false;

export class Clock {
  now: number;
  duringTick = false;
  /** What removes the listener of each `abort` that is waited for. */
  readonly aborts: Map<object, () => void> = new SafeMap() as any;
  #host: ClockHost;
  #start: number;
  #limit: number;
  /** One more timer would be too many: those started now remember where. */
  #nearLimit = false;
  #nanos = 0;
  /** By how much setSystemTime moved the clock: what hrtime does not see. */
  #shift = 0;
  #nanoShift = 0;
  #queue = new TimerHeap<Timer>();
  /** All that are in the queue, by id. */
  #timers: Map<number, Timer> = new SafeMap() as any;
  #jobs: Job[] = [];
  #mode: TickMode = { mode: "manual" };
  /** Counts changes of the mode. */
  #modes = 0;
  #ticker: any;
  #ended = false;

  /** @param limit How many timers runAll may run. */
  constructor(host: ClockHost, start: unknown, limit: number) {
    this.#host = host;
    this.#limit = limit;
    this.now = this.#start = MathFloor(epochOf(start));
  }

  // Timers

  #remove(timer: Timer): void {
    if (timer.place >= 0) this.#queue.remove(timer);
  }

  #due(delay: number): number {
    return this.now + (MathFloor(delay) || (this.duringTick ? 1 : 0));
  }

  #trace(entry: Function | undefined): Error | undefined {
    if (!this.#nearLimit) return undefined;
    const error = new Error();
    ErrorCaptureStackTrace(error, entry ?? this.add);
    return error;
  }

  /**
   * Starts a timer.
   * @param entry The function that the program called: what is above it is not part of its stack.
   * @returns A handle or a number, by which it can be cleared.
   */
  add(type: TimerType, callback: any, delay: any, args: () => any[], entry?: Function): any {
    if (callback === undefined) throw new Error("Callback must be provided to timer calls");
    if (typeof callback !== "function")
      throw new TypeError(`[ERR_INVALID_CALLBACK]: Callback must be a function. Received ${callback} of type ${typeof callback}`);
    let length = typeof delay === "number" ? delay : NumberParseInt(delay, 10);
    if (!NumberIsFinite(length)) length = type === "Interval" ? 1 : 0;
    if (length > kLongest) length = 1;
    const interval = type === "Interval" ? MathMax(1, MathFloor(length)) : undefined;
    length = type === "Interval" && !NumberIsFinite(NumberParseInt(delay, 10)) ? 0 : MathMax(0, length);
    const timer: Timer = {
      id: nextId++, type: type === "IdleCallback" && length > 0 ? "Timeout" : type, callback, args, delay: length, interval, idle: type === "IdleCallback",
      expiry: this.#due(length), sequence: 0, place: -1, error: this.#trace(entry),
    };
    timer.sequence = nextSequence(timer.type);
    MapPrototypeSet(this.#timers, timer.id, timer);
    this.#queue.insert(timer);
    return this.#host.objects ? this.#handle(timer) : timer.id;
  }

  #handle(timer: Timer): TimerHandle {
    const handle = new TimerHandle();
    const refresh = () => {
      this.#remove(timer);
      timer.expiry = this.#due(timer.delay);
      timer.sequence = nextSequence(timer.type);
      MapPrototypeSet(this.#timers, timer.id, timer);
      this.#queue.insert(timer);
      return handle;
    };
    ObjectDefineProperty(handle, "refresh", { value: refresh });
    ObjectDefineProperty(handle, SymbolToPrimitive, { value: () => timer.id });
    return handle;
  }

  /** Clears a timer, or leaves one that is not the clock's to the real function. */
  clear(type: TimerType, handle: any): void {
    if (!handle) return;
    const id = Number(handle);
    if (NumberIsNaN(id) || id < kFirstId) {
      if (this.#host.clearReal) return this.#host.clearReal(type, handle);
      this.#warn(type);
      return;
    }
    const timer = MapPrototypeGet(this.#timers, id) as Timer | undefined;
    if (!timer) return;
    const fits = timer.type === type || (timer.idle && type === "IdleCallback") ||
      (timer.type === "Timeout" && type === "Interval") || (timer.type === "Interval" && type === "Timeout");
    if (!fits) throw new Error(`Cannot clear timer: timer created with ${startName(timer.type)}() but cleared with ${clearName(type)}()`);
    MapPrototypeDelete(this.#timers, id);
    this.#remove(timer);
  }

  #warn(type: TimerType): void {
    if (warned) return;
    warned = true;
    (globalThis as any).console.warn(`FakeTimers: ${clearName(type)} was invoked to clear a native timer instead of one created by this library.\n` +
      "To automatically clean-up native timers, use `shouldClearNativeTimers`.");
  }

  /** Queues what nextTick and queueMicrotask take. */
  enqueue(callback: any, args: any[], entry?: Function): void {
    ArrayPrototypePush(this.#jobs, { callback, args, error: this.#trace(entry) });
  }

  countTimers(): number {
    return this.#timers.size + this.#jobs.length;
  }

  #tooMany(type: string, callback: Function, error: Error | undefined): Error {
    const fault = new Error(`Aborting after running ${this.#limit} timers, assuming an infinite loop!`);
    if (!error) return fault;
    const { stack } = error as { stack: string };
    const frames = StringPrototypeSlice(stack, StringPrototypeIndexOf(stack, "\n") + 1);
    ObjectDefineProperty(fault, "stack", { value: `${fault}\n${type} - ${callback.name || "anonymous"}\n${frames}` });
    return fault;
  }

  /** Runs the queue of microtasks, and what they queue. */
  runMicrotasks(): void {
    const wasNear = this.#nearLimit;
    let ran = 0;
    try {
      for (; ran < this.#jobs.length; ran++) {
        const job = this.#jobs[ran]!;
        ReflectApply(job.callback, null, job.args);
        if (ran === this.#limit - 1) this.#nearLimit = true;
        if (ran > this.#limit) throw this.#tooMany("Microtask", job.callback, job.error);
      }
    } catch (error) {
      ArrayPrototypeSplice(this.#jobs, 0, ran + 1);
      throw error;
    }
    if (!wasNear) this.#nearLimit = false;
    this.#jobs = [];
  }

  #has(timer: Timer): boolean {
    return MapPrototypeHas(this.#timers, timer.id);
  }

  #run(timer: Timer): void {
    if (!this.#has(timer)) return;
    this.#remove(timer);
    if (timer.interval !== undefined) {
      timer.expiry += timer.interval;
      timer.sequence = nextSequence(timer.type);
      timer.error = this.#trace(undefined);
      this.#queue.insert(timer);
    } else {
      MapPrototypeDelete(this.#timers, timer.id);
    }
    ReflectApply(timer.callback, null, timer.args());
  }

  /** The next timer of a time between `from` and `to`. An idle callback that is alone need not wait. */
  #between(from: number, to: number): Timer | undefined {
    const first = this.#queue.first();
    if (!first) return undefined;
    if (first.expiry >= from) return first.expiry <= to || (first.idle && this.#timers.size === 1) ? first : undefined;
    if (first.idle && this.#timers.size === 1) return first;
    // What should have run before stays behind.
    return this.#least((timer) => timer.expiry >= from && timer.expiry <= to);
  }

  #least(fits: (timer: Timer) => boolean): Timer | undefined {
    let least: Timer | undefined;
    MapPrototypeForEach(this.#timers, (timer: Timer) => {
      if (fits(timer) && (!least || before(timer, least))) least = timer;
    });
    return least;
  }

  #last(): Timer | undefined {
    let last: Timer | undefined;
    MapPrototypeForEach(this.#timers, (timer: Timer) => {
      if (!last || before(last, timer)) last = timer;
    });
    return last;
  }

  // Moving on

  #beginTick(value: Ticks): Tick {
    const float = ticksOf(value);
    if (float < 0) throw new TypeError("Negative ticks are not supported");
    let nanos = this.#nanos + MathFloor((float * 1e6) % 1e6);
    let to = this.now + MathFloor(float);
    if (nanos >= 1e6) {
      to++;
      nanos -= 1e6;
    }
    this.#nanos = nanos;
    return { from: this.now, to, previous: this.now, nanos, failed: false, error: undefined };
  }

  /** A callback may have set the time, which moves what is still to run. */
  #follow(tick: Tick, was: number, previous: boolean): void {
    const difference = this.now - was;
    if (difference === 0) return;
    tick.from += difference;
    tick.to += difference;
    if (previous) tick.previous += difference;
  }

  #tickJobs(tick: Tick): void {
    const was = this.now;
    this.runMicrotasks();
    this.#follow(tick, was, false);
  }

  /** Runs a timer and the microtasks before it. @returns The time before. */
  #tickTimer(tick: Tick, timer: Timer): number {
    tick.from = this.now = timer.expiry;
    const was = this.now;
    try {
      this.runMicrotasks();
      this.#run(timer);
    } catch (error) {
      if (!tick.failed) tick.error = error;
      tick.failed = true;
    }
    return was;
  }

  #nextInTick(tick: Tick): Timer | undefined {
    const timer = this.#between(tick.previous, tick.to);
    tick.previous = tick.from;
    return timer;
  }

  #endTick(tick: Tick): number {
    this.#tickJobs(tick);
    this.duringTick = false;
    if (this.#between(tick.from, tick.to)) {
      try {
        this.tick(tick.to - this.now);
      } catch (error) {
        if (!tick.failed) tick.error = error;
        tick.failed = true;
      }
    } else {
      this.now = tick.to;
      this.#nanos = tick.nanos;
    }
    if (tick.failed) throw tick.error;
    return this.now;
  }

  /** Moves the clock by `value`, running what falls due. @returns The new time. */
  tick(value: Ticks): number {
    const tick = this.#beginTick(value);
    this.duringTick = true;
    try {
      this.#tickJobs(tick);
      let timer = this.#between(tick.from, tick.to);
      while (timer && tick.from <= tick.to) {
        if (this.#has(timer)) this.#follow(tick, this.#tickTimer(tick, timer), true);
        timer = this.#nextInTick(tick);
      }
      return this.#endTick(tick);
    } finally {
      this.duringTick = false;
    }
  }

  /** Moves the clock to the next timer, and runs it. */
  next(): number {
    this.runMicrotasks();
    const timer = this.#queue.first();
    if (!timer) return this.now;
    this.duringTick = true;
    try {
      this.now = timer.expiry;
      this.#run(timer);
      this.runMicrotasks();
      return this.now;
    } finally {
      this.duringTick = false;
    }
  }

  /** Runs timers until none is left. */
  runAll(): number {
    this.runMicrotasks();
    for (let i = 0; i < this.#limit; i++) {
      if (this.#timers.size === 0) {
        this.#nearLimit = false;
        return this.now;
      }
      if (i === this.#limit - 1) this.#nearLimit = true;
      this.next();
    }
    const excess = this.#queue.first();
    if (excess) throw this.#tooMany(excess.type, excess.callback, excess.error);
    throw this.#tooMany("", () => {}, undefined);
  }

  runToFrame(): number {
    return this.tick(this.timeToNextFrame());
  }

  /** Runs what is due until the last of the timers that there are now. */
  runToLast(): number {
    const timer = this.#last();
    if (timer) return this.tick(timer.expiry - this.now);
    this.runMicrotasks();
    return this.now;
  }

  // The same, with turns of the real event loop between, in which promises settle

  #turn(): Promise<void> {
    return new Promise<void>((resolve) => this.#host.macrotask(resolve));
  }

  /** A clock that moves by itself waits for `work`. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const moves = this.#mode.mode === "nextAsync";
    if (moves) this.setTickMode({ mode: "manual" });
    try {
      await this.#turn();
      return await work();
    } finally {
      if (moves && !this.#ended) this.setTickMode({ mode: "nextAsync" });
    }
  }

  tickAsync(value: Ticks): Promise<number> {
    return this.#alone(async () => {
      const tick = this.#beginTick(value);
      this.duringTick = true;
      try {
        this.#tickJobs(tick);
        let timer = this.#between(tick.from, tick.to);
        while (timer && tick.from <= tick.to) {
          if (this.#has(timer)) {
            const was = this.#tickTimer(tick, timer);
            await this.#turn();
            this.#follow(tick, was, true);
            tick.previous = tick.from;
            timer = this.#between(tick.from, tick.to);
          } else {
            timer = this.#nextInTick(tick);
          }
        }
        return this.#endTick(tick);
      } finally {
        this.duringTick = false;
      }
    });
  }

  nextAsync(): Promise<number> {
    return this.#alone(async () => {
      try {
        return this.next();
      } finally {
        await this.#turn();
      }
    });
  }

  runAllAsync(): Promise<number> {
    return this.#alone(async () => {
      for (let i = 0; i < this.#limit; i++) {
        this.runMicrotasks();
        if (this.#timers.size === 0) {
          this.#nearLimit = false;
          return this.now;
        }
        if (i === this.#limit - 1) this.#nearLimit = true;
        this.next();
        await this.#turn();
      }
      this.runMicrotasks();
      const excess = this.#queue.first();
      throw excess ? this.#tooMany(excess.type, excess.callback, excess.error) : this.#tooMany("", () => {}, undefined);
    });
  }

  runToLastAsync(): Promise<number> {
    return this.#alone(async () => {
      const timer = this.#last();
      if (timer) return this.tickAsync(timer.expiry - this.now);
      this.runMicrotasks();
      return this.now;
    });
  }

  /** `manual`: moves when told; `interval`: by `delta` every `delta` real milliseconds; `nextAsync`: from timer to timer. */
  setTickMode({ mode, delta }: TickMode): void {
    if (mode === this.#mode.mode && delta === this.#mode.delta) return;
    if (this.#mode.mode === "interval") this.#host.clearInterval(this.#ticker);
    this.#mode = { mode, delta };
    this.#modes++;
    if (mode === "nextAsync") this.#moveOn();
    else if (mode === "interval") this.#ticker = this.#host.setInterval(() => this.tick(delta || 20), delta || 20);
  }

  async #moveOn(): Promise<void> {
    const mode = this.#modes;
    while (this.#modes === mode) {
      await this.#turn();
      await this.#turn();
      if (this.#modes !== mode) return;
      this.next();
    }
  }

  // Time

  setSystemTime(time: unknown): void {
    const next = epochOf(time);
    const difference = next - this.now;
    this.#shift += difference;
    this.#nanoShift += this.#nanos;
    this.now = next;
    this.#nanos = 0;
    // All by the same: their order stays.
    MapPrototypeForEach(this.#timers, (timer: Timer) => { timer.expiry += difference; });
  }

  /** Moves the clock as if the machine had slept: what was due meanwhile runs once. */
  jump(value: Ticks): number {
    const ms = MathFloor(ticksOf(value));
    this.#queue = new TimerHeap();
    MapPrototypeForEach(this.#timers, (timer: Timer) => {
      timer.expiry = MathMax(timer.expiry, this.now + ms);
      this.#queue.insert(timer);
    });
    return this.tick(ms);
  }

  #elapsed(): number {
    return this.now - this.#shift - this.#start;
  }

  timeToNextFrame(): number {
    return kFrame - (this.#elapsed() % kFrame);
  }

  hrtime(since?: [number, number]): [number, number] {
    const elapsed = this.#elapsed();
    const seconds = MathFloor(elapsed / 1000);
    const nanos = (elapsed - seconds * 1e3) * 1e6 + this.#nanos - this.#nanoShift;
    if (!ArrayIsArray(since)) return [seconds, nanos];
    if (since[1]! > 1e9) throw new TypeError("Number of nanoseconds can't exceed a billion");
    const difference = nanos - since[1]!;
    return difference < 0 ? [seconds - since[0]! - 1, difference + 1e9] : [seconds - since[0]!, difference];
  }

  hrtimeBigint(): bigint {
    const { 0: seconds, 1: nanos } = this.hrtime();
    return BigInt(seconds) * 1000000000n + BigInt(nanos);
  }

  performanceNow(): number {
    const { 0: seconds, 1: nanos } = this.hrtime();
    return seconds * 1000 + nanos / 1e6;
  }

  /** Without timers, at the time when it started. */
  reset(): void {
    this.#nanos = this.#shift = this.#nanoShift = 0;
    MapPrototypeClear(this.#timers);
    this.#queue = new TimerHeap();
    this.#jobs = [];
    this.now = this.#start;
  }

  /** The clock does not move by itself any more. */
  end(): void {
    this.#ended = true;
    this.setTickMode({ mode: "manual" });
  }
}
