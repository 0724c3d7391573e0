// assert.CallTracker: whether functions were called as often as expected. Deprecated.
// https://nodejs.org/api/assert.html#class-assertcalltracker
import {
  ArrayPrototypePush, ArrayPrototypeSlice, Error, FunctionPrototype, ObjectFreeze, Proxy, ReflectApply, SafeMap, SafeWeakMap,
} from "internal/primordials";
import { AssertionError } from "internal/assert_error";
import { codes } from "internal/errors";
import { validateUint32 } from "internal/validators";

interface Call {
  thisArg: unknown;
  arguments: unknown[];
}

/** One function's calls. */
class Record {
  expected: number;
  name: string;
  calls: Call[] = [];
  /** Where the function was given to the tracker. */
  stack: Error;

  constructor(expected: number, name: string, stack: Error) {
    this.expected = expected;
    this.name = name;
    this.stack = stack;
  }

  report(): any {
    const { expected, name, stack } = this;
    const actual = this.calls.length;
    if (actual === expected) return undefined;
    const message = `Expected the ${name} function to be executed ${expected} time(s) but was executed ${actual} time(s).`;
    return { message, actual, expected, operator: name, stack };
  }
}

export class CallTracker {
  #records = new SafeMap<number, Record>();
  #byFunction = new SafeWeakMap<object, Record>();

  #recordOf(tracked: any): Record {
    const record = tracked !== null && (typeof tracked === "object" || typeof tracked === "function")
      ? this.#byFunction.get(tracked) : undefined;
    if (record === undefined) throw new codes.ERR_INVALID_ARG_VALUE("tracked", tracked, "is not a tracked function");
    return record;
  }

  calls(fn: any, expected: any = 1): any {
    if (require("internal/process_events").isExiting()) throw new codes.ERR_UNAVAILABLE_DURING_EXIT();
    if (typeof fn === "number") {
      expected = fn;
      fn = FunctionPrototype;
    } else if (fn === undefined) {
      fn = FunctionPrototype;
    }
    validateUint32(expected, "expected", true);
    const record = new Record(expected, fn.name || "calls", new Error());
    const tracked = new Proxy(fn, {
      __proto__: null,
      apply(target: any, thisArg: unknown, args: unknown[]) {
        ArrayPrototypePush(record.calls, ObjectFreeze({ thisArg, arguments: ObjectFreeze(ArrayPrototypeSlice(args)) }) as any);
        return ReflectApply(target, thisArg, args);
      },
    } as any);
    this.#records.set(this.#records.size, record);
    this.#byFunction.set(tracked, record);
    return tracked;
  }

  getCalls(tracked: any): readonly Call[] {
    return ObjectFreeze(ArrayPrototypeSlice(this.#recordOf(tracked).calls)) as any;
  }

  /** What does not hold. */
  report(): any[] {
    const errors: any[] = [];
    this.#records.forEach((record) => {
      const error = record.report();
      if (error !== undefined) ArrayPrototypePush(errors, error);
    });
    return errors;
  }

  /** Forgets the calls of one function, or of all. */
  reset(tracked?: any): void {
    if (tracked === undefined) this.#records.forEach((record) => { record.calls = []; });
    else this.#recordOf(tracked).calls = [];
  }

  verify(): void {
    const errors = this.report();
    if (errors.length === 0) return;
    const message = errors.length === 1 ? errors[0].message : "Functions were not called the expected number of times";
    const error: any = new AssertionError({ message });
    error.details = errors;
    throw error;
  }
}
