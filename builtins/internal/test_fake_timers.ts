/** The fake timers of `jest` (https://jestjs.io/docs/jest-object#fake-timers). */
import type { Clock, TickMode } from "internal/test_clock";
import { ticksOf } from "internal/test_clock_timer";
import { Installed, type Originals, hasTimerObjects, hostOf, originalsOf } from "internal/test_clock_install";
import { ArrayPrototypeFilter, ArrayPrototypeIncludes, DateNow, Error, ErrorCaptureStackTrace, ObjectKeys, StringPrototypeIndexOf, StringPrototypeSlice, TypeError } from "internal/primordials";

export interface FakeTimersConfig {
  /** Moves by itself: by this many milliseconds in as much real time; true: 20. */
  advanceTimers?: boolean | number;
  doNotFake?: string[];
  now?: unknown;
  timerLimit?: number;
  legacyFakeTimers?: boolean;
}

export class FakeTimers {
  #global: any;
  #config: FakeTimersConfig;
  #originals: Originals;
  #objects: boolean;
  #installed: Installed | undefined;

  /** @param config What useFakeTimers does without options: `fakeTimers` of the configuration. */
  constructor(global: any, config: FakeTimersConfig = {}) {
    this.#global = global;
    this.#config = config;
    this.#originals = originalsOf(global);
    this.#objects = hasTimerObjects(global);
  }

  useFakeTimers(options?: FakeTimersConfig): void {
    const config = { ...this.#config, ...options };
    if (config.legacyFakeTimers) throw new TypeError("legacyFakeTimers are not supported: leave the option out");
    this.useRealTimers();
    const { advanceTimers, doNotFake = [], now, timerLimit } = config;
    this.#installed = new Installed(this.#global, this.#originals, hostOf(this.#originals, this.#objects), {
      now: now ?? this.#originals.Date.now(),
      names: ArrayPrototypeFilter(ObjectKeys(this.#originals), (name: string) => !ArrayPrototypeIncludes(doNotFake, name)),
      loopLimit: timerLimit || 100_000,
      advance: advanceTimers ? (typeof advanceTimers === "number" ? advanceTimers : 20) : undefined,
      clearReal: true,
    });
  }

  useRealTimers(): void {
    this.#installed?.uninstall();
    this.#installed = undefined;
  }

  /** At the end of a test file. */
  dispose(): void {
    this.useRealTimers();
  }

  isFake(): boolean {
    return this.#installed !== undefined;
  }

  /** The clock; without one: a warning. */
  #clock(entry: Function): Clock | undefined {
    if (this.#installed) return this.#installed.clock;
    const error: any = new Error();
    ErrorCaptureStackTrace(error, entry);
    const frames = StringPrototypeSlice(error.stack, StringPrototypeIndexOf(error.stack, "\n") + 1);
    this.#global.console.warn("A function to advance timers was called but the timers APIs are not replaced with fake timers. " +
      "Call `jest.useFakeTimers()` in this test file or enable fake timers for all tests by setting 'fakeTimers': {'enableGlobally': true} " +
      `in Jest configuration file.\nStack Trace:\n${frames}`);
  }

  clearAllTimers(): void {
    this.#installed?.clock.reset();
  }

  runAllTimers(): void {
    this.#clock(this.runAllTimers)?.runAll();
  }

  async runAllTimersAsync(): Promise<void> {
    await this.#clock(this.runAllTimersAsync)?.runAllAsync();
  }

  runOnlyPendingTimers(): void {
    this.#clock(this.runOnlyPendingTimers)?.runToLast();
  }

  async runOnlyPendingTimersAsync(): Promise<void> {
    await this.#clock(this.runOnlyPendingTimersAsync)?.runToLastAsync();
  }

  /** All timers of the next time at which there is one; `steps` times. */
  advanceTimersToNextTimer(steps = 1): void {
    const clock = this.#clock(this.advanceTimersToNextTimer);
    if (!clock) return;
    for (let i = 0; i < steps; i++) {
      clock.next();
      clock.tick(0);
      if (clock.countTimers() === 0) break;
    }
  }

  async advanceTimersToNextTimerAsync(steps = 1): Promise<void> {
    const clock = this.#clock(this.advanceTimersToNextTimerAsync);
    if (!clock) return;
    for (let i = 0; i < steps; i++) {
      await clock.nextAsync();
      await clock.tickAsync(0);
      if (clock.countTimers() === 0) break;
    }
  }

  /** @param time Milliseconds, or a Temporal.Duration. */
  advanceTimersByTime(time: any): void {
    this.#clock(this.advanceTimersByTime)?.tick(ticksOf(time));
  }

  async advanceTimersByTimeAsync(time: any): Promise<void> {
    await this.#clock(this.advanceTimersByTimeAsync)?.tickAsync(ticksOf(time));
  }

  advanceTimersToNextFrame(): void {
    this.#clock(this.advanceTimersToNextFrame)?.runToFrame();
  }

  runAllTicks(): void {
    this.#clock(this.runAllTicks)?.runMicrotasks();
  }

  runAllImmediates(): void {
    throw new TypeError("`jest.runAllImmediates()` is only available when using legacy fake timers.");
  }

  /** Without timers; the time stays. */
  reset(): void {
    const clock = this.#clock(this.reset);
    if (!clock) return;
    const { now } = clock;
    clock.reset();
    clock.setSystemTime(now);
  }

  /** @param now Milliseconds, a Date or something of Temporal. */
  setSystemTime(now?: unknown): void {
    this.#clock(this.setSystemTime)?.setSystemTime(now);
  }

  setTimerTickMode(mode: TickMode): void {
    this.#clock(this.setTimerTickMode)?.setTickMode(mode);
  }

  getRealSystemTime(): number {
    return DateNow();
  }

  now(): number {
    return this.#installed ? this.#installed.clock.now : DateNow();
  }

  getTimerCount(): number {
    return this.#clock(this.getTimerCount)?.countTimers() ?? 0;
  }
}
