/**
 * PerformanceObserver: entries are queued as they are made and delivered together, off the stack that made them.
 * https://w3c.github.io/performance-timeline/#dom-performanceobserver
 */
import {
  ArrayIsArray,
  ArrayPrototypeFilter,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  FunctionPrototypeCall,
  ObjectFreeze,
  SafeSet,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction } from "internal/validators";
import { observed } from "internal/performance_hook";
import { filterEntries, performance, setEntryListener, sortEntries } from "web/performance";
import type { PerformanceEntry } from "web/performance_entry";
import { reportException } from "web/report_error";
import { finishInterface, inspectAs, kInspect, toDOMString } from "web/webidl";

const kCreate = Symbol("create");
const kSupportedTypes = ObjectFreeze(["dns", "function", "gc", "http", "mark", "measure", "net", "resource"]);

export class PerformanceObserverEntryList {
  #entries: PerformanceEntry[];

  constructor(token?: unknown, entries?: PerformanceEntry[]) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = sortEntries(entries!);
  }

  getEntries(): PerformanceEntry[] {
    return ArrayPrototypeSlice(this.#entries);
  }

  getEntriesByType(type: unknown): PerformanceEntry[] {
    return filterEntries(this.#entries, undefined, toDOMString(type));
  }

  getEntriesByName(name: unknown, type: unknown = undefined): PerformanceEntry[] {
    return filterEntries(this.#entries, toDOMString(name), type === undefined ? undefined : toDOMString(type));
  }

  [kInspect](depth: number, options: any, inspect: any): any {
    return inspectAs(this, this.#entries, depth, options, inspect);
  }
}
finishInterface(PerformanceObserverEntryList, "PerformanceObserverEntryList");

const active = new SafeSet<PerformanceObserver>();
let offer: (observer: PerformanceObserver, entry: PerformanceEntry) => void;
let deliver: (observer: PerformanceObserver) => void;

export class PerformanceObserver {
  #callback: any;
  #types: Set<string> = new SafeSet();
  #mode: "types" | "type" | undefined = undefined;
  #buffer: PerformanceEntry[] = [];

  static {
    offer = (observer, entry) => {
      if (observer.#types.has(entry.entryType)) ArrayPrototypePush(observer.#buffer, entry);
    };
    deliver = (observer) => observer.#deliver();
  }

  static get supportedEntryTypes(): readonly string[] {
    return kSupportedTypes;
  }

  constructor(callback: any) {
    validateFunction(callback, "callback");
    this.#callback = callback;
  }

  observe(options: any = {}): void {
    if (options === null || typeof options !== "object") {
      throw new codes.ERR_INVALID_ARG_TYPE("options", "object", options);
    }
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw new codes.ERR_MISSING_ARGS("options.entryTypes", "options.type");
    if (entryTypes !== undefined && type !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE("options.entryTypes", entryTypes, "options.entryTypes can not set with options.type together");
    }
    const mode = type === undefined ? "types" : "type";
    if (this.#mode !== undefined && this.#mode !== mode) {
      const { DOMException } = require("web/dom_exception");
      throw new DOMException(
        "PerformanceObserver can not change to a different type of observation", "InvalidModificationError");
    }
    this.#mode = mode;
    if (mode === "types") this.#observeTypes(entryTypes);
    else this.#observeType(type, buffered);
    active.add(this);
    setEntryListener(enqueue);
  }

  #observeTypes(entryTypes: unknown): void {
    if (!ArrayIsArray(entryTypes)) throw new codes.ERR_INVALID_ARG_TYPE("options.entryTypes", "string[]", entryTypes);
    this.#forgetTypes();
    for (let i = 0; i < entryTypes.length; i++) if (isSupported(entryTypes[i])) this.#addType(entryTypes[i]);
  }

  #observeType(type: string, buffered: unknown): void {
    if (!isSupported(type)) return;
    this.#addType(type);
    if (!buffered) return;
    const entries = performance.getEntriesByType(type);
    for (let i = 0; i < entries.length; i++) ArrayPrototypePush(this.#buffer, entries[i]);
    scheduleDelivery();
  }

  #addType(type: string): void {
    if (this.#types.has(type)) return;
    this.#types.add(type);
    count(type, 1);
  }

  #forgetTypes(): void {
    this.#types.forEach((type) => count(type, -1));
    this.#types.clear();
  }

  disconnect(): void {
    this.#buffer = [];
    this.#forgetTypes();
    this.#mode = undefined;
    active.delete(this);
    if (active.size === 0) setEntryListener(undefined);
  }

  takeRecords(): PerformanceEntry[] {
    const records = this.#buffer;
    this.#buffer = [];
    return records;
  }

  #deliver(): void {
    if (this.#buffer.length === 0) return;
    const list = new PerformanceObserverEntryList(kCreate, this.takeRecords());
    try {
      FunctionPrototypeCall(this.#callback, this, list, this);
    } catch (error) {
      reportException(error);
    }
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const fields = { connected: active.has(this), entryTypes: namesOf(this.#types), buffer: this.#buffer };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(PerformanceObserver, "PerformanceObserver");

function namesOf(types: Set<string>): string[] {
  return ArrayPrototypeFilter(kSupportedTypes as string[], (type) => types.has(type));
}

function isSupported(type: unknown): boolean {
  for (let i = 0; i < kSupportedTypes.length; i++) {
    if (kSupportedTypes[i] === type) return true;
  }
  return false;
}

/** What is watched only while somebody wants to know. */
function count(type: string, by: number): void {
  if (!(type in observed)) return;
  const before = observed[type as keyof typeof observed];
  observed[type as keyof typeof observed] = before + by;
  if (type === "gc" && (before === 0 || before + by === 0)) require("internal/performance_gc").watchCollections(before === 0);
}

let isScheduled = false;

function enqueue(entry: PerformanceEntry): void {
  active.forEach((observer) => offer(observer, entry));
  scheduleDelivery();
}

function scheduleDelivery(): void {
  if (isScheduled) return;
  isScheduled = true;
  require("internal/timers").setImmediate(() => {
    isScheduled = false;
    // An observer may disconnect another while the entries go out.
    const observers: PerformanceObserver[] = [];
    active.forEach((observer) => ArrayPrototypePush(observers, observer));
    for (let i = 0; i < observers.length; i++) deliver(observers[i]);
  });
}
