/** node:perf_hooks. https://nodejs.org/api/perf_hooks.html */
import { ObjectDefineProperty } from "internal/primordials";
import { createHistogram, monitorEventLoopDelay } from "internal/histogram";
import { constants } from "internal/performance_constants";
import { Performance, performance } from "web/performance";
import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from "web/performance_entry";
import { PerformanceObserver, PerformanceObserverEntryList } from "web/performance_observer";
import { PerformanceResourceTiming } from "web/performance_resource";

const perfHooks = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  monitorEventLoopDelay,
  createHistogram,
  performance,
};
ObjectDefineProperty(perfHooks, "constants", { __proto__: null, value: constants, enumerable: true } as any);

export default perfHooks;
