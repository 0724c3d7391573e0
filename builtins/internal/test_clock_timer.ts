/** What a fake timer is, the order in which timers run, and the ways to say a time. */
import {
  Error, NumberParseInt, RegExpPrototypeExec, StringPrototypeSplit, TypeError,
} from "internal/primordials";
import type { HeapEntry } from "internal/timer_heap";

export type TimerType = "Timeout" | "Interval" | "Immediate" | "AnimationFrame" | "IdleCallback";
/** Milliseconds, "mm:ss", "hh:mm:ss", or a Temporal.Duration. */
export type Ticks = number | string | { total(options: object): number };

export interface Timer extends HeapEntry {
  id: number;
  type: TimerType;
  callback: (...args: any[]) => void;
  /** Made when it runs. */
  args: () => any[];
  delay: number;
  interval: number | undefined;
  idle: boolean;
  error: Error | undefined;
}

/** Milliseconds since 1970 of a number, a Date or something of Temporal; none: 0. */
export function epochOf(time: any): number {
  if (!time) return 0;
  if (typeof time === "number") return time;
  if (typeof time.getTime === "function") return time.getTime();
  if (typeof time.epochMilliseconds === "number") return time.epochMilliseconds;
  throw new TypeError("now should be milliseconds since UNIX epoch");
}

function parseTicks(text: string): number {
  if (!text) return 0;
  if (RegExpPrototypeExec(/^(?:\d\d:){0,2}\d\d?$/, text) === null)
    throw new Error("tick only understands numbers, 'm:s' and 'h:m:s'. Each part must be two digits");
  let seconds = 0;
  const parts = StringPrototypeSplit(text, ":");
  for (let i = 0; i < parts.length; i++) {
    const part = NumberParseInt(parts[i]!, 10);
    if (part >= 60) throw new Error(`Invalid time ${text}`);
    seconds = seconds * 60 + part;
  }
  return seconds * 1000;
}

/** Milliseconds of `Ticks`. */
export function ticksOf(value: any): number {
  if (typeof value === "number") return value;
  if (value !== null && typeof value === "object" && typeof value.total === "function") return value.total({ unit: "millisecond" });
  return parseTicks(value);
}

let started = 0;
const kClass = 2 ** 50;

/** The place among timers of one time: immediates first, idle callbacks last, else in the order in which they started. */
export function nextSequence(type: TimerType): number {
  return (type === "Immediate" ? 0 : type === "IdleCallback" ? 2 * kClass : kClass) + started++;
}

/** Does `a` run before `b`? */
export function before(a: Timer, b: Timer): boolean {
  return a.expiry !== b.expiry ? a.expiry < b.expiry : a.sequence < b.sequence;
}

/** The function that clears timers of a type. */
export function clearName(type: TimerType): string {
  return type === "IdleCallback" || type === "AnimationFrame" ? `cancel${type}` : `clear${type}`;
}

/** The function that starts them. */
export function startName(type: TimerType): string {
  return type === "IdleCallback" || type === "AnimationFrame" ? `request${type}` : `set${type}`;
}

/** A timer as Node shows it. */
export class TimerHandle {
  refed = true;

  ref(): this {
    this.refed = true;
    return this;
  }

  unref(): this {
    this.refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.refed;
  }
}
