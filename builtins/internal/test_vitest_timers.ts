/** The fake timers of `vi` (https://vitest.dev/api/vi#fake-timers). */
import { makeDate } from "internal/test_clock_date";
import type { Clock, TickMode } from "internal/test_clock";
import { type Ticks, epochOf } from "internal/test_clock_timer";
import { Installed, type Originals, hasTimerObjects, hostOf, originalsOf } from "internal/test_clock_install";
import {
  ArrayPrototypeFilter, ArrayPrototypeIncludes, Date, DateNow, DatePrototypeGetTime, Error, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectKeys, TypeError,
} from "internal/primordials";

export interface VitestTimersConfig {
  now?: unknown;
  toFake?: string[];
  toNotFake?: string[];
  loopLimit?: number;
  shouldAdvanceTime?: boolean;
  advanceTimeDelta?: number;
  shouldClearNativeTimers?: boolean;
}

export class VitestFakeTimers {
  #global: any;
  #config: VitestTimersConfig;
  #originals: Originals;
  #objects: boolean;
  #installed: Installed | undefined;
  /** setSystemTime without fake timers: the Date alone stands still. */
  #date: { now: number } | undefined;
  #realDate: PropertyDescriptor | undefined;

  /** @param config `fakeTimers` of the configuration. */
  constructor(global: any, config: VitestTimersConfig = {}) {
    this.#global = global;
    this.#config = config;
    this.#originals = originalsOf(global);
    this.#objects = hasTimerObjects(global);
  }

  useFakeTimers(options?: VitestTimersConfig): void {
    if (this.#date)
      throw new Error("\"setSystemTime\" was called already and date was mocked. Reset timers using `vi.useRealTimers()` if you want to use fake timers again.");
    this.#installed?.uninstall();
    this.#installed = undefined;
    const config = { ...this.#config, ...options };
    if (config.toFake && config.toNotFake) throw new TypeError("config.toFake and config.toNotFake cannot be used together");
    const { toNotFake = ["nextTick", "queueMicrotask"] } = config;
    const names = config.toFake && config.toFake.length > 0 ? config.toFake
      : ArrayPrototypeFilter(ObjectKeys(this.#originals), (name: string) => !ArrayPrototypeIncludes(toNotFake, name));
    this.#installed = new Installed(this.#global, this.#originals, hostOf(this.#originals, this.#objects), {
      now: config.now ?? DateNow(),
      names,
      lenient: true,
      loopLimit: config.loopLimit || 10_000,
      advance: config.shouldAdvanceTime ? config.advanceTimeDelta || 20 : undefined,
      clearReal: config.shouldClearNativeTimers ?? false,
    });
  }

  useRealTimers(): void {
    if (this.#date) ObjectDefineProperty(this.#global, "Date", this.#realDate!);
    this.#date = undefined;
    this.#installed?.uninstall();
    this.#installed = undefined;
  }

  dispose(): void {
    this.useRealTimers();
  }

  isFakeTimers(): boolean {
    return this.#installed !== undefined;
  }

  #clock(): Clock {
    if (this.#installed) return this.#installed.clock;
    throw new Error("Timers are not mocked. Try calling \"vi.useFakeTimers()\" first.");
  }

  clearAllTimers(): void {
    this.#installed?.clock.reset();
  }

  runAllTimers(): void {
    this.#clock().runAll();
  }

  async runAllTimersAsync(): Promise<void> {
    await this.#clock().runAllAsync();
  }

  runOnlyPendingTimers(): void {
    this.#clock().runToLast();
  }

  async runOnlyPendingTimersAsync(): Promise<void> {
    await this.#clock().runToLastAsync();
  }

  advanceTimersToNextTimer(steps = 1): void {
    const clock = this.#clock();
    for (let i = 0; i < steps; i++) {
      clock.next();
      clock.tick(0);
      if (clock.countTimers() === 0) break;
    }
  }

  async advanceTimersToNextTimerAsync(steps = 1): Promise<void> {
    const clock = this.#clock();
    for (let i = 0; i < steps; i++) {
      await clock.nextAsync();
      clock.tick(0);
      if (clock.countTimers() === 0) break;
    }
  }

  advanceTimersByTime(time: Ticks): void {
    this.#clock().tick(time);
  }

  async advanceTimersByTimeAsync(time: Ticks): Promise<void> {
    await this.#clock().tickAsync(time);
  }

  advanceTimersToNextFrame(): void {
    this.#clock().runToFrame();
  }

  runAllTicks(): void {
    this.#clock().runMicrotasks();
  }

  setTimerTickMode(mode: TickMode["mode"], delta?: number): void {
    this.#clock().setTickMode({ mode, delta });
  }

  /** @param now Milliseconds, a text that Date understands, or a Date; without fake timers, Date alone shows it. */
  setSystemTime(now?: any): void {
    const time = now === undefined || typeof now === "object" ? now : DatePrototypeGetTime(new Date(now));
    if (this.#installed) return this.#installed.clock.setSystemTime(time);
    const shown = time === undefined ? DateNow() : epochOf(time);
    if (this.#date) {
      this.#date.now = shown;
      return;
    }
    this.#date = { now: shown };
    this.#realDate = ObjectGetOwnPropertyDescriptor(this.#global, "Date");
    ObjectDefineProperty(this.#global, "Date", { value: makeDate(this.#date, this.#originals.Date), writable: true, configurable: true, enumerable: false });
  }

  /** The time that setSystemTime or the clock shows; null if it is the real one. */
  getMockedSystemTime(): Date | null {
    if (this.#installed) return new Date(this.#installed.clock.now);
    return this.#date ? new Date(this.#date.now) : null;
  }

  getRealSystemTime(): number {
    return DateNow();
  }

  getTimerCount(): number {
    return this.#clock().countTimers();
  }
}
