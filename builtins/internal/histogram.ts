// The histograms of node:perf_hooks: https://nodejs.org/api/perf_hooks.html#class-histogram
import { Map, MapPrototypeSet, ObjectFromEntries, RangeError } from "internal/primordials";
import { codes, stampCode } from "internal/errors";
import { validateInteger, validateNumber, validateObject } from "internal/validators";
import { inspectAs, kInspect } from "web/webidl";

interface HistogramHandle {
  record(value: number | bigint): void;
  /** Records the nanoseconds since the last call. */
  recordDelta(): number;
  add(other: HistogramHandle): void;
  reset(): void;
  count(asBigInt: boolean): number | bigint;
  min(asBigInt: boolean): number | bigint;
  max(asBigInt: boolean): number | bigint;
  exceeds(asBigInt: boolean): number | bigint;
  mean(): number;
  standardDeviation(): number;
  percentile(percentile: number, asBigInt: boolean): number | bigint;
  /** Percentiles and values in turn. */
  percentiles(asBigInt: boolean): (number | bigint)[];
}
interface HistogramNative {
  Histogram: new (lowest: number | bigint, highest: number | bigint, figures: number) => HistogramHandle;
  /** Records into the histogram how late a timer of `resolution` milliseconds comes. */
  createMonitor(histogram: HistogramHandle, resolution: number): { start(): void; stop(): void };
}
const binding: HistogramNative = native("histogram");

const kCreate = Symbol("create");
const kMostInt64 = 0x7fffffffffffffffn;

let handleOf: (histogram: any) => HistogramHandle;
let isRecordable: (value: any) => value is RecordableHistogram;

class Histogram {
  #handle: HistogramHandle;

  static {
    handleOf = (histogram) => {
      if (histogram === null || typeof histogram !== "object" || !(#handle in histogram)) throw new codes.ERR_INVALID_THIS("Histogram");
      return histogram.#handle;
    };
  }

  constructor(token: unknown, handle?: HistogramHandle) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#handle = handle!;
  }

  get count(): number { return handleOf(this).count(false) as number; }
  get countBigInt(): bigint { return handleOf(this).count(true) as bigint; }
  get min(): number { return handleOf(this).min(false) as number; }
  get minBigInt(): bigint { return handleOf(this).min(true) as bigint; }
  get max(): number { return handleOf(this).max(false) as number; }
  get maxBigInt(): bigint { return handleOf(this).max(true) as bigint; }
  get mean(): number { return handleOf(this).mean(); }
  get exceeds(): number { return handleOf(this).exceeds(false) as number; }
  get exceedsBigInt(): bigint { return handleOf(this).exceeds(true) as bigint; }
  get stddev(): number { return handleOf(this).standardDeviation(); }

  percentile(percentile: unknown): number {
    return percentileOf(handleOf(this), percentile, false) as number;
  }
  percentileBigInt(percentile: unknown): bigint {
    return percentileOf(handleOf(this), percentile, true) as bigint;
  }

  get percentiles(): Map<number, number> { return percentilesOf(handleOf(this), false); }
  get percentilesBigInt(): Map<number, bigint> { return percentilesOf(handleOf(this), true); }

  reset(): void {
    handleOf(this).reset();
  }

  toJSON(): object {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: ObjectFromEntries(percentiles as any) };
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return inspectAs(kNamed, { min, max, mean, exceeds, stddev, count, percentiles }, depth, options, inspect);
  }
}
/** All kinds print alike. */
const kNamed = { constructor: { name: "Histogram" } };

function percentileOf(handle: HistogramHandle, percentile: unknown, asBigInt: boolean): number | bigint {
  validateNumber(percentile, "percentile");
  if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE("percentile", "> 0 && <= 100", percentile);
  return handle.percentile(percentile, asBigInt);
}

function percentilesOf(handle: HistogramHandle, asBigInt: boolean): Map<any, any> {
  const map = new Map();
  const list = handle.percentiles(asBigInt);
  for (let i = 0; i < list.length; i += 2) MapPrototypeSet(map, list[i], list[i + 1]);
  return map;
}

class RecordableHistogram extends Histogram {
  #isRecordable = true;

  static {
    isRecordable = (value): value is RecordableHistogram =>
      value !== null && typeof value === "object" && #isRecordable in value;
  }

  record(value: number | bigint): void {
    if (!isRecordable(this)) throw new codes.ERR_INVALID_THIS("RecordableHistogram");
    if (typeof value === "bigint") {
      if (value < 1n || value > kMostInt64) throw stampCode(new RangeError("value is out of range"), "ERR_OUT_OF_RANGE");
    } else {
      validateInteger(value, "val", 1);
    }
    handleOf(this).record(value);
  }

  recordDelta(): void {
    if (!isRecordable(this)) throw new codes.ERR_INVALID_THIS("RecordableHistogram");
    handleOf(this).recordDelta();
  }

  add(other: unknown): void {
    if (!isRecordable(this)) throw new codes.ERR_INVALID_THIS("RecordableHistogram");
    if (!isRecordable(other)) throw new codes.ERR_INVALID_ARG_TYPE("other", "RecordableHistogram", other);
    handleOf(this).add(handleOf(other));
  }
}

/** https://nodejs.org/api/perf_hooks.html#class-intervalhistogram-extends-histogram */
class ELDHistogram extends Histogram {
  #monitor: { start(): void; stop(): void };
  #isEnabled = false;

  constructor(token: unknown, handle: HistogramHandle, resolution: number) {
    super(token, handle);
    this.#monitor = binding.createMonitor(handle, resolution);
  }

  enable(): boolean {
    if (!(#monitor in this)) throw new codes.ERR_INVALID_THIS("ELDHistogram");
    if (this.#isEnabled) return false;
    this.#isEnabled = true;
    this.#monitor.start();
    return true;
  }

  disable(): boolean {
    if (!(#monitor in this)) throw new codes.ERR_INVALID_THIS("ELDHistogram");
    if (!this.#isEnabled) return false;
    this.#isEnabled = false;
    this.#monitor.stop();
    return true;
  }
}

export { isRecordable };

/** https://nodejs.org/api/perf_hooks.html#perf_hookscreatehistogramoptions */
export function createHistogram(options: any = { __proto__: null }): RecordableHistogram {
  validateObject(options, "options");
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== "bigint") validateInteger(lowest, "options.lowest", 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== "bigint") validateInteger(highest, "options.highest", 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new codes.ERR_INVALID_ARG_VALUE.RangeError("options.highest", highest);
  validateInteger(figures, "options.figures", 1, 5);
  return new RecordableHistogram(kCreate, new binding.Histogram(lowest, highest, figures));
}

/** https://nodejs.org/api/perf_hooks.html#perf_hooksmonitoreventloopdelayoptions */
export function monitorEventLoopDelay(options: any = { __proto__: null }): ELDHistogram {
  validateObject(options, "options");
  const { resolution = 10 } = options;
  validateInteger(resolution, "options.resolution", 1);
  return new ELDHistogram(kCreate, new binding.Histogram(1, 3_600_000_000_000, 3), resolution);
}
