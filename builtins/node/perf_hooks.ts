/** node:perf_hooks. https://nodejs.org/api/perf_hooks.html */
import { ObjectDefineProperty, Promise, PromisePrototypeFinally, ReflectApply, ReflectConstruct } from "internal/primordials";
import { validateFunction } from "internal/validators";
import { announceEntry, Performance, performance } from "web/performance";
import { PerformanceEntry, PerformanceFunctionEntry, PerformanceMark, PerformanceMeasure } from "web/performance_entry";
import { PerformanceObserver, PerformanceObserverEntryList } from "web/performance_observer";
import { PerformanceResourceTiming } from "web/performance_resource";

/** Wraps a function so that observers of "function" entries learn how long each call took. */
function timerify(fn: any): any {
  validateFunction(fn, "fn");
  function timerified(this: unknown, ...args: unknown[]): unknown {
    const start = performance.now();
    const result = new.target ? ReflectConstruct(fn, args, fn) : ReflectApply(fn, this, args);
    const announce = () => {
      announceEntry(new PerformanceFunctionEntry(fn.name, start, performance.now() - start, args));
    };
    if (new.target === undefined && result instanceof Promise) {
      return PromisePrototypeFinally(result, announce);
    }
    announce();
    return result;
  }
  ObjectDefineProperty(timerified, "name", { __proto__: null, value: `timerified ${fn.name}`, configurable: true } as any);
  ObjectDefineProperty(timerified, "length", { __proto__: null, value: fn.length, configurable: true } as any);
  return timerified;
}

ObjectDefineProperty(Performance.prototype, "timerify", {
  __proto__: null,
  value: timerify,
  writable: true,
  enumerable: false,
  configurable: true,
} as any);

export default {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  performance,
};
