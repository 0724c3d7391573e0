/**
 * PerformanceResourceTiming, and the timeline's buffer of them.
 * https://w3c.github.io/resource-timing/
 */
import { ArrayPrototypeFilter, ArrayPrototypePush, ArrayPrototypeSlice, MathMax, MathMin } from "internal/primordials";
import { type FetchedResource, observed } from "internal/performance_hook";
import { announceEntry, performance } from "web/performance";
import { kCreate, PerformanceEntry } from "web/performance_entry";
import { finishInterface, requireThis } from "web/webidl";

/** What a response's head is taken to weigh. */
const kHeadSize = 300;

export class PerformanceResourceTiming extends PerformanceEntry {
  #info: any;
  #initiator: string;
  #cacheMode: string;
  #status: number;
  #delivery: string;

  constructor(
    token?: unknown, url?: string, info?: any, initiator?: string, cacheMode?: string, status?: number, delivery?: string,
  ) {
    super(token, url, "resource", info?.startTime, info?.endTime - info?.startTime);
    this.#info = info;
    this.#initiator = initiator!;
    this.#cacheMode = cacheMode!;
    this.#status = status!;
    this.#delivery = delivery!;
  }

  get initiatorType(): string {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#initiator;
  }
  get workerStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalServiceWorkerStartTime;
  }
  get redirectStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.redirectStartTime;
  }
  get redirectEnd(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.redirectEndTime;
  }
  get fetchStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.postRedirectStartTime;
  }
  get domainLookupStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.domainLookupStartTime;
  }
  get domainLookupEnd(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.domainLookupEndTime;
  }
  get connectStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.connectionStartTime;
  }
  get connectEnd(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.connectionEndTime;
  }
  get secureConnectionStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.secureConnectionStartTime;
  }
  get nextHopProtocol(): string {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalConnectionTimingInfo?.ALPNNegotiatedProtocol;
  }
  get requestStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalNetworkRequestStartTime;
  }
  get responseStart(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.finalNetworkResponseStartTime;
  }
  get responseEnd(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.endTime;
  }
  get encodedBodySize(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.encodedBodySize;
  }
  get decodedBodySize(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#info.decodedBodySize;
  }
  get transferSize(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    if (this.#cacheMode === "local") return 0;
    if (this.#cacheMode === "validated") return kHeadSize;
    return this.#info.encodedBodySize + kHeadSize;
  }
  get deliveryType(): string {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#delivery;
  }
  get responseStatus(): number {
    requireThis(#info in this, "PerformanceResourceTiming");
    return this.#status;
  }

  override toJSON(): object {
    requireThis(#info in this, "PerformanceResourceTiming");
    const {
      initiatorType, nextHopProtocol, workerStart, redirectStart, redirectEnd, fetchStart, domainLookupStart,
      domainLookupEnd, connectStart, connectEnd, secureConnectionStart, requestStart, responseStart, responseEnd,
      transferSize, encodedBodySize, decodedBodySize, deliveryType, responseStatus,
    } = this;
    return {
      ...super.toJSON(), initiatorType, nextHopProtocol, workerStart, redirectStart, redirectEnd, fetchStart,
      domainLookupStart, domainLookupEnd, connectStart, connectEnd, secureConnectionStart, requestStart, responseStart,
      responseEnd, transferSize, encodedBodySize, decodedBodySize, deliveryType, responseStatus,
    };
  }
}
finishInterface(PerformanceResourceTiming, "PerformanceResourceTiming");

export function newResourceTiming(
  url: string, info: any, initiator: string, cacheMode: string, status: number, delivery: string,
): PerformanceResourceTiming {
  return new PerformanceResourceTiming(kCreate, url, info, initiator, cacheMode, status, delivery);
}

/** What fetch() tells of itself, in the standard's words. */
export function resourceOf(fetched: FetchedResource): PerformanceResourceTiming {
  const { start, fetchStart, end } = fetched;
  const connection = {
    domainLookupStartTime: fetchStart, domainLookupEndTime: fetchStart, connectionStartTime: fetchStart,
    connectionEndTime: fetchStart, secureConnectionStartTime: fetchStart, ALPNNegotiatedProtocol: "http/1.1",
  };
  const isRedirected = fetchStart !== start;
  const info = {
    startTime: start, endTime: end, finalServiceWorkerStartTime: 0, redirectStartTime: isRedirected ? start : 0,
    redirectEndTime: isRedirected ? fetchStart : 0, postRedirectStartTime: fetchStart,
    finalConnectionTimingInfo: connection, finalNetworkRequestStartTime: fetched.requestStart,
    finalNetworkResponseStartTime: fetched.responseStart, encodedBodySize: fetched.encodedSize, decodedBodySize: fetched.decodedSize,
  };
  return newResourceTiming(fetched.url, info, "fetch", "", fetched.status, "");
}

// ---- the buffer: https://w3c.github.io/resource-timing/#extensions-performance-interface

const kDefaultSize = 250;
let size = kDefaultSize;
let buffer: PerformanceResourceTiming[] = [];
let secondary: PerformanceResourceTiming[] = [];
let isFullPending = false;

export function resources(): PerformanceResourceTiming[] {
  return buffer;
}
/** Those of a name, or all. */
export function clearResources(name?: string): void {
  buffer = name === undefined ? [] : ArrayPrototypeFilter(buffer, (entry: any) => entry.name !== name);
}
export function setBufferSize(value: number): void {
  size = value;
}
export function isBufferFull(): boolean {
  return buffer.length >= size;
}

export function addTiming(entry: PerformanceResourceTiming): void {
  if (buffer.length < size && !isFullPending) {
    ArrayPrototypePush(buffer, entry);
  } else {
    if (!isFullPending) {
      isFullPending = true;
      require("internal/timers").setImmediate(announceFull);
    }
    ArrayPrototypePush(secondary, entry);
  }
  if (observed.resource !== 0) announceEntry(entry);
}

function announceFull(): void {
  const { Event, fireEvent } = require("web/event");
  while (secondary.length > 0) {
    const before = secondary.length;
    if (isBufferFull()) fireEvent(performance, new Event("resourcetimingbufferfull"));
    const room = MathMax(MathMin(size - buffer.length, secondary.length), 0);
    for (let i = 0; i < room; i++) ArrayPrototypePush(buffer, secondary[i]!);
    secondary = ArrayPrototypeSlice(secondary, room);
    if (secondary.length >= before) secondary = [];
  }
  isFullPending = false;
}
