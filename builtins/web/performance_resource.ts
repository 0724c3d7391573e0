/**
 * Resource timing: entries about what was fetched, in a buffer of their own whose size a program sets.
 * https://w3c.github.io/resource-timing/
 *
 * Clients written in JavaScript make the entries, through Node's performance.markResourceTiming; what they give is
 * taken as it is.
 */
import { ArrayPrototypeFilter, ArrayPrototypePush, ArrayPrototypeSlice } from "internal/primordials";
import { codes } from "internal/errors";
import { kCreate, PerformanceEntry } from "web/performance_entry";
import { finishInterface, requireThis } from "web/webidl";

/** Fetch's timing info: https://fetch.spec.whatwg.org/#fetch-timing-info */
interface TimingInfo {
  startTime: number;
  redirectStartTime: number;
  redirectEndTime: number;
  postRedirectStartTime: number;
  finalServiceWorkerStartTime: number;
  finalNetworkRequestStartTime: number;
  finalNetworkResponseStartTime: number;
  endTime: number;
  encodedBodySize: number;
  decodedBodySize: number;
  finalConnectionTimingInfo?: {
    domainLookupStartTime: number;
    domainLookupEndTime: number;
    connectionStartTime: number;
    connectionEndTime: number;
    secureConnectionStartTime: number;
    ALPNNegotiatedProtocol: string;
  };
}

/** What the headers of a response are counted as: the standard has no more exact figure. */
const kHeadersSize = 300;

let readInfo: (entry: PerformanceResourceTiming) => TimingInfo;

export class PerformanceResourceTiming extends PerformanceEntry {
  #info: TimingInfo;
  #initiatorType: string;
  #cacheMode: string;
  #responseStatus: number;
  #deliveryType: string;

  static {
    readInfo = (entry) => {
      requireThis(#info in entry, "PerformanceResourceTiming");
      return entry.#info;
    };
  }

  constructor(
    token?: unknown, name?: string, info?: TimingInfo, initiatorType?: string, cacheMode?: string,
    responseStatus?: number, deliveryType?: string,
  ) {
    super(token, name, "resource", info?.startTime, info && info.endTime - info.startTime);
    this.#info = info!;
    this.#initiatorType = initiatorType!;
    this.#cacheMode = cacheMode!;
    this.#responseStatus = responseStatus!;
    this.#deliveryType = deliveryType!;
  }

  get initiatorType(): string {
    readInfo(this);
    return this.#initiatorType;
  }
  get nextHopProtocol(): string | undefined {
    return readInfo(this).finalConnectionTimingInfo?.ALPNNegotiatedProtocol;
  }
  get workerStart(): number {
    return readInfo(this).finalServiceWorkerStartTime;
  }
  get redirectStart(): number {
    return readInfo(this).redirectStartTime;
  }
  get redirectEnd(): number {
    return readInfo(this).redirectEndTime;
  }
  get fetchStart(): number {
    return readInfo(this).postRedirectStartTime;
  }
  get domainLookupStart(): number | undefined {
    return readInfo(this).finalConnectionTimingInfo?.domainLookupStartTime;
  }
  get domainLookupEnd(): number | undefined {
    return readInfo(this).finalConnectionTimingInfo?.domainLookupEndTime;
  }
  get connectStart(): number | undefined {
    return readInfo(this).finalConnectionTimingInfo?.connectionStartTime;
  }
  get connectEnd(): number | undefined {
    return readInfo(this).finalConnectionTimingInfo?.connectionEndTime;
  }
  get secureConnectionStart(): number | undefined {
    return readInfo(this).finalConnectionTimingInfo?.secureConnectionStartTime;
  }
  get requestStart(): number {
    return readInfo(this).finalNetworkRequestStartTime;
  }
  get responseStart(): number {
    return readInfo(this).finalNetworkResponseStartTime;
  }
  get responseEnd(): number {
    return readInfo(this).endTime;
  }
  get transferSize(): number {
    const { encodedBodySize } = readInfo(this);
    return this.#cacheMode === "local" ? 0 : encodedBodySize + kHeadersSize;
  }
  get encodedBodySize(): number {
    return readInfo(this).encodedBodySize;
  }
  get decodedBodySize(): number {
    return readInfo(this).decodedBodySize;
  }
  get deliveryType(): string {
    readInfo(this);
    return this.#deliveryType;
  }
  get responseStatus(): number {
    readInfo(this);
    return this.#responseStatus;
  }

  override toJSON(): object {
    readInfo(this);
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

/**
 * Entries up to the size that is set; those beyond it wait until the 'resourcetimingbufferfull' event has been
 * fired, whose listeners may make room, and are dropped if there is still none.
 */
export class ResourceTimingBuffer {
  #entries: PerformanceEntry[] = [];
  #waiting: PerformanceEntry[] = [];
  #size = 250;
  #isEventPending = false;
  #fireFull: () => void;

  constructor(fireFull: () => void) {
    this.#fireFull = fireFull;
  }

  get entries(): PerformanceEntry[] {
    return this.#entries;
  }

  setSize(size: number): void {
    this.#size = size;
  }

  clear(name: string | undefined): void {
    this.#entries = name === undefined ? [] : ArrayPrototypeFilter(this.#entries, (entry) => entry.name !== name);
  }

  add(entry: PerformanceEntry): void {
    if (this.#entries.length < this.#size && !this.#isEventPending) {
      ArrayPrototypePush(this.#entries, entry);
      return;
    }
    ArrayPrototypePush(this.#waiting, entry);
    if (this.#isEventPending) return;
    this.#isEventPending = true;
    require("internal/timers").setImmediate(() => this.#relieve());
  }

  #relieve(): void {
    while (this.#waiting.length > 0) {
      const before = this.#waiting.length;
      if (this.#entries.length >= this.#size) this.#fireFull();
      this.#moveWaiting();
      if (this.#waiting.length >= before) this.#waiting = [];
    }
    this.#isEventPending = false;
  }

  #moveWaiting(): void {
    let moved = 0;
    while (moved < this.#waiting.length && this.#entries.length < this.#size) {
      ArrayPrototypePush(this.#entries, this.#waiting[moved++]);
    }
    this.#waiting = ArrayPrototypeSlice(this.#waiting, moved);
  }
}

/** What performance.markResourceTiming makes. */
export function newResourceTiming(
  info: TimingInfo, url: string, initiatorType: string, cacheMode: string, responseStatus: number, deliveryType: string,
): PerformanceResourceTiming {
  if (cacheMode !== "" && cacheMode !== "local") {
    throw new codes.ERR_INTERNAL_ASSERTION("cache must be an empty string or 'local'");
  }
  return new PerformanceResourceTiming(kCreate, url, info, initiatorType, cacheMode, responseStatus, deliveryType);
}
