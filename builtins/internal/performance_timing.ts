// performance.nodeTiming and performance.eventLoopUtilization:
// https://nodejs.org/api/perf_hooks.html#performancenodetiming
import { ObjectDefineProperty, ObjectSetPrototypeOf } from "internal/primordials";
import { PerformanceEntry } from "web/performance_entry";
import { inspectAs, kInspect } from "web/webidl";

interface TimingNative {
  now(): number;
  /** Milliseconds since the time origin at which the runtime, its engine, its environment and the program began. */
  milestones(): number[];
  /** -1: the loop has not begun; it has not ended. */
  loopStart(): number;
  loopExit(): number;
  idleTime(): number;
}
const binding: TimingNative = native("performance");

function fact(name: string, get: () => unknown): void {
  facts[name] = { __proto__: null, get, enumerable: true, configurable: true };
}
const facts: Record<string, any> = { __proto__: null } as any;
fact("name", () => "node");
fact("entryType", () => "node");
fact("startTime", () => 0);
fact("duration", () => binding.now());
fact("nodeStart", () => binding.milestones()[0]);
fact("v8Start", () => binding.milestones()[1]);
fact("bootstrapComplete", () => binding.milestones()[3]);
fact("environment", () => binding.milestones()[2]);
fact("loopStart", () => binding.loopStart());
fact("loopExit", () => binding.loopExit());
fact("idleTime", () => binding.idleTime());

class PerformanceNodeTiming {
  constructor() {
    for (const name in facts) ObjectDefineProperty(this, name, facts[name]);
  }

  toJSON(this: any): object {
    const fields: Record<string, unknown> = {};
    for (const name in facts) fields[name] = this[name];
    return fields;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, this.toJSON(), depth, options, inspect);
  }
}
ObjectSetPrototypeOf(PerformanceNodeTiming.prototype, PerformanceEntry.prototype);
ObjectSetPrototypeOf(PerformanceNodeTiming, PerformanceEntry);

export const nodeTiming = new PerformanceNodeTiming();

export interface Utilization {
  idle: number;
  active: number;
  utilization: number;
}

/** https://nodejs.org/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2 */
export function eventLoopUtilization(first?: Utilization, second?: Utilization): Utilization {
  const start = binding.loopStart();
  if (start <= 0) return nothing();
  return between(first, second, () => [binding.now() - start, binding.idleTime()]);
}

/**
 * As above, of another thread's loop. `times` gives the milliseconds since that loop began and those of them in which
 * it waited, or nothing while it does not run. https://nodejs.org/api/worker_threads.html#performanceeventlooputilizationutilization1-utilization2
 */
export function utilizationOf(times: () => number[], first?: Utilization, second?: Utilization): Utilization {
  const now = times();
  return now.length === 0 ? nothing() : between(first, second, () => now);
}

function between(first: Utilization | undefined, second: Utilization | undefined, times: () => number[]): Utilization {
  if (second) return share(first!.idle - second.idle, first!.active - second.active);
  const { 0: elapsed, 1: idle } = times();
  const active = elapsed - idle;
  return first ? share(idle - first.idle, active - first.active) : share(idle, active);
}

function nothing(): Utilization {
  return { idle: 0, active: 0, utilization: 0 };
}

function share(idle: number, active: number): Utilization {
  return { idle, active, utilization: active / (idle + active) };
}
