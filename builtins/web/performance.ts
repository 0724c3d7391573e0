/**
 * performance: the clock, and the timeline of marks and measures.
 * https://w3c.github.io/hr-time/ and https://w3c.github.io/user-timing/
 */
import {
  ArrayPrototypeFilter,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  ArrayPrototypeSort,
  ObjectDefineProperty,
} from "internal/primordials";
import { codes } from "internal/errors";
import { type FetchedResource, setResourceSink } from "internal/performance_hook";
import { defineEventHandler, EventTarget } from "web/event";
import {
  newMeasure,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  toTimestamp,
} from "web/performance_entry";
import { finishInterface, inspectAs, kInspect, requireThis, toDOMString, toUnsigned } from "web/webidl";

interface PerformanceNative {
  /** Milliseconds since the time origin, with a resolution below a microsecond. */
  now(): number;
  /** The time origin in milliseconds since 1970. */
  timeOrigin(): number;
}
const binding: PerformanceNative = native("performance");

let marks: PerformanceEntry[] = [];
let measures: PerformanceEntry[] = [];
let notify: ((entry: PerformanceEntry) => void) | undefined;

/** PerformanceObserver's way in; undefined while nobody observes. */
export function setEntryListener(listener: ((entry: PerformanceEntry) => void) | undefined): void {
  notify = listener;
}

/** Passes an entry on to the observers. */
export function announceEntry(entry: PerformanceEntry): void {
  if (notify !== undefined) notify(entry);
}

const kCreate = Symbol("create");

/** https://w3c.github.io/hr-time/#sec-performance */
export class Performance extends EventTarget {
  #brand = true;

  constructor(token: unknown = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  now(): number {
    requireThis(#brand in this, "Performance");
    return binding.now();
  }

  get timeOrigin(): number {
    requireThis(#brand in this, "Performance");
    return binding.timeOrigin();
  }

  toJSON(): object {
    requireThis(#brand in this, "Performance");
    const { nodeTiming, timeOrigin } = this as any;
    return { nodeTiming, timeOrigin, eventLoopUtilization: (this as any).eventLoopUtilization() };
  }

  mark(markName: unknown, markOptions: any = undefined): PerformanceMark {
    requireThis(#brand in this, "Performance");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    const mark = new PerformanceMark(markName, markOptions);
    ArrayPrototypePush(marks, mark);
    announceEntry(mark);
    return mark;
  }

  measure(measureName: unknown, startOrOptions: any = undefined, endMark: any = undefined): PerformanceMeasure {
    requireThis(#brand in this, "Performance");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    const name = toDOMString(measureName);
    const { start, end, detail } = measureSpan(startOrOptions, endMark);
    const measure = newMeasure(name, start, end - start, detail);
    ArrayPrototypePush(measures, measure);
    announceEntry(measure);
    return measure;
  }

  clearMarks(markName: unknown = undefined): void {
    requireThis(#brand in this, "Performance");
    marks = markName === undefined ? [] : without(marks, toDOMString(markName));
  }

  clearMeasures(measureName: unknown = undefined): void {
    requireThis(#brand in this, "Performance");
    measures = measureName === undefined ? [] : without(measures, toDOMString(measureName));
  }

  clearResourceTimings(name?: unknown): void {
    requireThis(#brand in this, "Performance");
    timeline().clearResources(name === undefined ? undefined : `${name}`);
  }

  setResourceTimingBufferSize(maxSize: unknown): void {
    requireThis(#brand in this, "Performance");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("maxSize");
    timeline().setBufferSize(toUnsigned(maxSize, 32));
  }

  getEntries(): PerformanceEntry[] {
    requireThis(#brand in this, "Performance");
    return allEntries();
  }

  getEntriesByName(name: unknown, type: unknown = undefined): PerformanceEntry[] {
    requireThis(#brand in this, "Performance");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    return filterEntries(allEntries(), toDOMString(name), type === undefined ? undefined : toDOMString(type));
  }

  getEntriesByType(type: unknown): PerformanceEntry[] {
    requireThis(#brand in this, "Performance");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("type");
    return filterEntries(allEntries(), undefined, toDOMString(type));
  }

  override [kInspect](depth: number, options: any, inspect: any): string {
    const { nodeTiming, timeOrigin } = this as any;
    return inspectAs(this, { nodeTiming, timeOrigin }, depth, options, inspect);
  }
}
finishInterface(Performance, "Performance");
defineEventHandler(Performance.prototype, "resourcetimingbufferfull");

export const performance = new Performance(kCreate);

export { PerformanceEntry, PerformanceMark, PerformanceMeasure };

// ---- what Node adds: loaded at its first use

function defineLate(name: string, load: () => unknown): void {
  const set = (value: unknown): void => {
    ObjectDefineProperty(Performance.prototype, name, { __proto__: null, value, writable: true, configurable: true } as any);
  };
  ObjectDefineProperty(Performance.prototype, name, {
    __proto__: null,
    get: () => {
      const value = load();
      set(value);
      return value;
    },
    set,
    configurable: true,
  } as any);
}
defineLate("eventLoopUtilization", () => require("internal/performance_timing").eventLoopUtilization);
defineLate("nodeTiming", () => require("internal/performance_timing").nodeTiming);
defineLate("timerify", () => require("internal/performance_timerify").timerify);
defineLate("markResourceTiming", () => markResourceTiming);

/** https://nodejs.org/api/perf_hooks.html#performancemarkresourcetimingtiminginfo-requestedurl-initiatortype-global-cachemode-bodyinfo-responsestatus-deliverytype */
function markResourceTiming(
  timingInfo: any, requestedUrl: any, initiatorType: any, global: any, cacheMode: any, _bodyInfo: any, responseStatus: any,
  deliveryType: any = "",
): PerformanceEntry {
  if (cacheMode !== "" && cacheMode !== "local") {
    throw new codes.ERR_INTERNAL_ASSERTION("cache must be an empty string or 'local'");
  }
  const { addTiming, newResourceTiming } = timeline();
  const entry = newResourceTiming(requestedUrl, timingInfo, initiatorType, cacheMode, responseStatus, deliveryType);
  addTiming(entry);
  return entry;
}

// ---- the timeline

/** The part of the timeline that holds resources. */
function timeline(): any {
  return require("web/performance_resource");
}

let hasResources = false;
setResourceSink(
  (fetched: FetchedResource) => {
    hasResources = true;
    const { addTiming, resourceOf } = timeline();
    addTiming(resourceOf(fetched));
  },
  () => hasResources && timeline().isBufferFull() && !hasFullListener(),
);

function hasFullListener(): boolean {
  return require("web/event").hasListeners(performance, "resourcetimingbufferfull");
}

function allEntries(): PerformanceEntry[] {
  const entries = ArrayPrototypeSlice(marks);
  for (let i = 0; i < measures.length; i++) ArrayPrototypePush(entries, measures[i]);
  const resources = timeline().resources();
  for (let i = 0; i < resources.length; i++) ArrayPrototypePush(entries, resources[i]);
  return sortEntries(entries);
}

export function sortEntries(entries: PerformanceEntry[]): PerformanceEntry[] {
  return ArrayPrototypeSort(entries, (a, b) => a.startTime - b.startTime);
}

export function filterEntries(
  entries: PerformanceEntry[],
  name: string | undefined,
  type: string | undefined,
): PerformanceEntry[] {
  return ArrayPrototypeFilter(
    entries,
    (entry) => (name === undefined || entry.name === name) && (type === undefined || entry.entryType === type),
  );
}

function without(entries: PerformanceEntry[], name: string): PerformanceEntry[] {
  return ArrayPrototypeFilter(entries, (entry) => entry.name !== name);
}

// https://w3c.github.io/user-timing/#dom-performance-measure
function measureSpan(startOrOptions: any, endMark: any) {
  if (startOrOptions === null || typeof startOrOptions !== "object") {
    return {
      start: startOrOptions === undefined ? 0 : toTime(startOrOptions, "startMark"),
      end: endMark === undefined ? binding.now() : toTime(endMark, "endMark"),
      detail: undefined,
    };
  }
  const { start, end, duration, detail } = startOrOptions;
  const isEmpty = start === undefined && end === undefined && duration === undefined && detail === undefined;
  if (!isEmpty) checkMeasureOptions(start, end, duration, endMark);
  return { ...spanOf(start, end, duration, endMark), detail };
}

function checkMeasureOptions(start: unknown, end: unknown, duration: unknown, endMark: unknown): void {
  const { ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: InvalidOptions } = codes;
  if (endMark !== undefined) throw new InvalidOptions("endMark must not be specified");
  if (start === undefined && end === undefined) {
    throw new InvalidOptions("One of options.start or options.end is required");
  }
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw new InvalidOptions("Must not have options.start, options.end, and options.duration specified");
  }
}

function spanOf(start: any, end: any, duration: any, endMark: any): { start: number; end: number } {
  const length = duration === undefined ? undefined : toTime(duration, "duration");
  let to: number;
  if (endMark !== undefined) to = toTime(endMark, "endMark");
  else if (end !== undefined) to = toTime(end, "end");
  else if (start !== undefined && length !== undefined) to = toTime(start, "start") + length;
  else to = binding.now();
  let from = 0;
  if (start !== undefined) from = toTime(start, "start");
  else if (length !== undefined) from = to - length;
  return { start: from, end: to };
}

/** A mark's name stands for its start; a number for itself. */
function toTime(value: any, name: string): number {
  if (typeof value === "number") {
    const time = toTimestamp(value, name);
    if (time < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(value as any);
    return time;
  }
  const text = toDOMString(value);
  for (let i = marks.length - 1; i >= 0; i--) {
    if (marks[i].name === text) return marks[i].startTime;
  }
  const { DOMException } = require("web/dom_exception");
  throw new DOMException(`The "${text}" performance mark has not been set`, "SyntaxError");
}
