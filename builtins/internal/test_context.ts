/** What a test of Vitest's is given (https://vitest.dev/guide/test-context). */
import { ArrayPrototypePush, Error, FunctionPrototypeCall, ObjectDefineProperty, SafeWeakMap, TypeError } from "internal/primordials";
import { Hook, type Test, placeOf, siteOf } from "internal/test_tree";
import { SkipSignal } from "internal/test_waits";

export interface Annotation {
  message: string;
  type: string;
  attachment?: unknown;
}

export const annotations = new SafeWeakMap<Test, Annotation[]>();

const controllers = new SafeWeakMap<object, AbortController>();

interface Task {
  readonly name: string;
  readonly fullName: string;
  readonly id: string;
  readonly type: "test";
  readonly mode: string;
  readonly meta: Record<string, unknown>;
  readonly location: { line: number; column: number } | undefined;
  readonly file: { filepath: string; name: string };
  readonly suite: { name: string; type: "suite" } | undefined;
  readonly result: { state: string; errors?: unknown[]; retryCount: number };
  readonly annotations: Annotation[];
}

function taskOf(test: Test): Task {
  const place = placeOf(test.site);
  const list: Annotation[] = [];
  annotations.set(test, list);
  return {
    name: test.name,
    fullName: test.fullName(" > "),
    id: String(test.index),
    type: "test",
    mode: test.mode ?? "run",
    meta: {},
    location: place && { line: place.line, column: place.column },
    file: { filepath: place?.path ?? "", name: place?.path ?? "" },
    suite: test.parent.parent ? { name: test.parent.name, type: "suite" } : undefined,
    get result() {
      const errors: unknown[] = [];
      for (let i = 0; i < test.failures.length; i++) ArrayPrototypePush(errors, test.failures[i]!.thrown);
      const state = test.isRunning && errors.length === 0 ? "run" : errors.length > 0 ? "fail" : test.status === "skipped" ? "skip" : "pass";
      return { state, errors: errors.length > 0 ? errors : undefined, retryCount: test.attempts - 1 };
    },
    annotations: list,
  };
}

function addHook(list: "onFinished" | "onFailed", test: Test, fn: any, timeout: number | undefined, above: Function): void {
  if (typeof fn !== "function") throw new TypeError(`${list === "onFinished" ? "onTestFinished" : "onTestFailed"} needs a function`);
  const call = () => FunctionPrototypeCall(fn, undefined, test.context ?? {});
  ArrayPrototypePush(test[list] ??= [], new Hook("afterEach", call, timeout, test.library, siteOf(above), undefined));
}

export function onTestFinished(test: Test, fn: any, timeout: number | undefined, above: Function): void {
  addHook("onFinished", test, fn, timeout, above);
}

export function onTestFailed(test: Test, fn: any, timeout: number | undefined, above: Function): void {
  addHook("onFailed", test, fn, timeout, above);
}

export function contextOf(test: Test): any {
  const context: any = () => {
    throw new Error("done() callback is deprecated, use promise instead");
  };
  context.task = taskOf(test);
  context.skip = (condition?: unknown, note?: string): void => {
    if (condition === false) return;
    throw new SkipSignal(typeof condition === "string" ? condition : note ?? "");
  };
  context.annotate = async (message: string, type?: unknown, attachment?: unknown): Promise<Annotation> => {
    if (!test.isRunning) throw new Error(`Cannot annotate tests outside of the test run. The test "${test.name}" finished running already.`);
    const annotation: Annotation = { message, type: typeof type === "string" ? type : "notice" };
    const attached = typeof type === "object" ? type : attachment;
    if (attached !== undefined) annotation.attachment = attached;
    ArrayPrototypePush(annotations.get(test)!, annotation);
    return annotation;
  };
  context.onTestFinished = (fn: any, timeout?: number) => onTestFinished(test, fn, timeout, context.onTestFinished);
  context.onTestFailed = (fn: any, timeout?: number) => onTestFailed(test, fn, timeout, context.onTestFailed);
  late(context, "expect", () => require("internal/test_expect").expect);
  late(context, "signal", () => {
    const controller = new AbortController();
    controllers.set(context, controller);
    return controller.signal;
  });
  return context;
}

/** Made when it is first asked for: most tests ask for neither. */
function late(context: any, name: string, make: () => unknown): void {
  ObjectDefineProperty(context, name, {
    __proto__: null,
    get: () => {
      const value = make();
      ObjectDefineProperty(context, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
      return value;
    },
    set: (value: unknown) => ObjectDefineProperty(context, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any),
    enumerable: true,
    configurable: true,
  } as any);
}

/** A test that timed out aborts its signal. */
export function endContext(test: Test, reason?: Error): void {
  if (reason === undefined) return;
  controllers.get(test.context)?.abort(reason);
}
