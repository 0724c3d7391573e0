/**
 * PerformanceEntry and the entries that programs make: marks and measures.
 * https://w3c.github.io/performance-timeline/ and https://w3c.github.io/user-timing/
 */
import { codes } from "internal/errors";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDictionary, toDOMString } from "web/webidl";

interface PerformanceNative {
  /** Milliseconds since the time origin. */
  now(): number;
}
const binding: PerformanceNative = native("performance");

/** Who has it may make entries. */
export const kCreate = Symbol("create");

export class PerformanceEntry {
  #name: string;
  #entryType: string;
  #startTime: number;
  #duration: number;

  static {
    registerPlatformClass(this.prototype, { name: "PerformanceEntry", isInstance: (value) => #name in value });
  }

  constructor(token?: unknown, name?: string, entryType?: string, startTime?: number, duration?: number) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name!;
    this.#entryType = entryType!;
    this.#startTime = startTime!;
    this.#duration = duration!;
  }

  get name(): string {
    requireThis(#name in this, "PerformanceEntry");
    return this.#name;
  }
  get entryType(): string {
    requireThis(#name in this, "PerformanceEntry");
    return this.#entryType;
  }
  get startTime(): number {
    requireThis(#name in this, "PerformanceEntry");
    return this.#startTime;
  }
  get duration(): number {
    requireThis(#name in this, "PerformanceEntry");
    return this.#duration;
  }

  toJSON(): object {
    requireThis(#name in this, "PerformanceEntry");
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration };
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, this.toJSON(), depth, options, inspect);
  }
}
finishInterface(PerformanceEntry, "PerformanceEntry");

/** https://w3c.github.io/user-timing/#performancemark */
export class PerformanceMark extends PerformanceEntry {
  #detail: unknown;

  constructor(markName: unknown, markOptions: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    const name = toDOMString(markName);
    const options = toDictionary(markOptions, "options");
    super(kCreate, name, "mark", toStartTime(options.startTime), 0);
    this.#detail = cloneDetail(options.detail);
  }

  get detail(): unknown {
    requireThis(#detail in this, "PerformanceMark");
    return this.#detail;
  }

  override toJSON(): object {
    requireThis(#detail in this, "PerformanceMark");
    return { ...super.toJSON(), detail: this.#detail };
  }
}
finishInterface(PerformanceMark, "PerformanceMark");

/** https://w3c.github.io/user-timing/#performancemeasure */
export class PerformanceMeasure extends PerformanceEntry {
  #detail: unknown;

  constructor(token?: unknown, name?: string, startTime?: number, duration?: number, detail?: unknown) {
    super(token, name, "measure", startTime, duration);
    this.#detail = detail;
  }

  get detail(): unknown {
    requireThis(#detail in this, "PerformanceMeasure");
    return this.#detail;
  }

  override toJSON(): object {
    requireThis(#detail in this, "PerformanceMeasure");
    return { ...super.toJSON(), detail: this.#detail };
  }
}
finishInterface(PerformanceMeasure, "PerformanceMeasure");

/** An entry of a type that only Node has. */
class PerformanceNodeEntry extends PerformanceEntry {
  #detail: unknown;

  constructor(token: unknown, name: string, entryType: string, startTime: number, duration: number, detail: unknown) {
    super(token, name, entryType, startTime, duration);
    this.#detail = detail;
  }

  get detail(): unknown {
    requireThis(#detail in this, "NodePerformanceEntry");
    return this.#detail;
  }

  override toJSON(): object {
    requireThis(#detail in this, "NodePerformanceEntry");
    return { ...super.toJSON(), detail: this.#detail };
  }
}

export function newNodeEntry(
  name: string, entryType: string, startTime: number, duration: number, detail: unknown,
): PerformanceEntry {
  return new PerformanceNodeEntry(kCreate, name, entryType, startTime, duration, detail);
}

export function newMeasure(name: string, startTime: number, duration: number, detail: unknown): PerformanceMeasure {
  return new PerformanceMeasure(kCreate, name, startTime, duration, cloneDetail(detail));
}

function cloneDetail(detail: unknown): unknown {
  if (detail === undefined || detail === null) return null;
  return require("web/structured_clone").structuredClone(detail);
}

/** A DOMHighResTimeStamp that a program gave; now if it gave none. */
export function toStartTime(value: unknown): number {
  if (value === undefined) return binding.now();
  const time = toTimestamp(value, "startTime");
  if (time < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(value as any);
  return time;
}

export function toTimestamp(value: unknown, name: string): number {
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(name, "number", value);
  if (value !== value || value === Infinity || value === -Infinity) {
    throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(value as any);
  }
  return value;
}
