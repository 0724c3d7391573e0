// performance.timerify: https://nodejs.org/api/perf_hooks.html#performancetimerifyfn-options
import { MathCeil, ObjectDefineProperties, ReflectApply, ReflectConstruct } from "internal/primordials";
import { codes } from "internal/errors";
import { isRecordable } from "internal/histogram";
import { observed } from "internal/performance_hook";
import { validateFunction, validateObject } from "internal/validators";
import { announceEntry, performance } from "web/performance";
import { newNodeEntry } from "web/performance_entry";

const kNanosecondsPerMillisecond = 1e6;

/** Wraps a function so that a histogram, and observers of "function" entries, learn how long each call took. */
export function timerify(fn: any, options: any = { __proto__: null }): any {
  validateFunction(fn, "fn");
  validateObject(options, "options");
  const { histogram } = options;
  if (histogram !== undefined && !isRecordable(histogram)) {
    throw new codes.ERR_INVALID_ARG_TYPE("options.histogram", "RecordableHistogram", histogram);
  }
  function timerified(this: unknown, ...args: unknown[]): any {
    const start = performance.now();
    const result: any = new.target ? ReflectConstruct(fn, args, fn) : ReflectApply(fn, this, args);
    if (new.target === undefined && typeof result?.finally === "function") {
      return result.finally(() => finish(fn.name, start, args, histogram));
    }
    finish(fn.name, start, args, histogram);
    return result;
  }
  ObjectDefineProperties(timerified, {
    length: { __proto__: null, configurable: false, enumerable: true, value: fn.length } as any,
    name: { __proto__: null, configurable: false, enumerable: true, value: `timerified ${fn.name}` } as any,
  });
  return timerified;
}

function finish(name: string, start: number, args: unknown[], histogram: any): void {
  const duration = performance.now() - start;
  if (histogram !== undefined) histogram.record(MathCeil(duration * kNanosecondsPerMillisecond) || 1);
  if (observed.function === 0) return;
  const entry: any = newNodeEntry(name, "function", start, duration, args);
  for (let i = 0; i < args.length; i++) entry[i] = args[i];
  announceEntry(entry);
}
