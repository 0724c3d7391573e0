// How the rest of weft tells the performance timeline what it did. Nothing of the timeline is loaded, and nothing is
// kept but the first resources, as long as no program asks.
import { ArrayPrototypePush } from "internal/primordials";

const binding: { now(): number } = native("performance");

/** How many observers there are of each type of entry that Node knows and the standards do not. */
export const observed: Record<"dns" | "function" | "gc" | "http" | "net" | "resource", number> =
  { __proto__: null, dns: 0, function: 0, gc: 0, http: 0, net: 0, resource: 0 } as any;

/** The property under which an object keeps its entry until it is finished. */
export const kEntry = Symbol("performanceEntry");

/** What has begun, for finishEntry(). */
export interface PendingEntry {
  type: "dns" | "http" | "net";
  name: string;
  start: number;
  detail: any;
}

/** Ask for it only if observed[type] is not 0. */
export function startEntry(type: PendingEntry["type"], name: string, detail: any): PendingEntry {
  return { type, name, start: binding.now(), detail };
}

/** `more` is added to the entry's detail. */
export function finishEntry(entry: PendingEntry, more: any): void {
  if (observed[entry.type] === 0) return;
  const { announceEntry } = require("web/performance");
  const { newNodeEntry } = require("web/performance_entry");
  announceEntry(newNodeEntry(entry.name, entry.type, entry.start, binding.now() - entry.start, { ...entry.detail, ...more }));
}

/** A fetch that has ended: its times count from the time origin. */
export interface FetchedResource {
  url: string;
  start: number;
  /** When the last redirect had been followed; `start` if there was none. */
  fetchStart: number;
  requestStart: number;
  responseStart: number;
  end: number;
  encodedSize: number;
  decodedSize: number;
  status: number;
}

/** As many as the timeline keeps unless it is told otherwise. */
const kMostWaiting = 250;
let waiting: FetchedResource[] = [];
let sink: ((resource: FetchedResource) => void) | undefined;
let isFull: () => boolean = () => waiting.length >= kMostWaiting;

/** Whether anybody will want the next resource. */
export function wantsResources(): boolean {
  return observed.resource !== 0 || !isFull();
}

export function addResource(resource: FetchedResource): void {
  if (sink !== undefined) sink(resource);
  else if (waiting.length < kMostWaiting) ArrayPrototypePush(waiting, resource);
}

/** The timeline takes what has come, and what will. */
export function setResourceSink(take: (resource: FetchedResource) => void, full: () => boolean): void {
  const list = waiting;
  waiting = [];
  sink = take;
  isFull = full;
  for (let i = 0; i < list.length; i++) take(list[i]!);
}

export function now(): number {
  return binding.now();
}
