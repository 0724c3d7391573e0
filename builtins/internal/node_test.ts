/**
 * node:test: https://nodejs.org/api/test.html. Its outermost tests and suites are those of the file that `weft test`
 * runs, or of a program on its own; what a test makes with `t.test()` runs here, within it.
 */
import {
  ArrayPrototypePush, Error, ErrorCaptureStackTrace, FunctionPrototypeCall, ObjectDefineProperty, Promise, PromisePrototypeThen, PromiseResolve, ReflectApply, RegExpPrototypeExec, SafeWeakMap, String,
} from "internal/primordials";
import { codes } from "internal/errors";
import { isPromiseLike } from "internal/expect_types";
import { MockTracker } from "internal/node_test_mock";
import { assertionsOf } from "internal/node_test_assert";
import { registry } from "internal/test_registry";
import { ensureRun } from "internal/test_globals";
import { endings, setSubtests } from "internal/test_standalone";
import type { Entry } from "internal/test_report";
import { faultsOf } from "internal/test_faults";
import { type Failure, Hook, type HookKind, type Site, Test, placeOf, siteOf } from "internal/test_tree";
import { now } from "internal/test_deadlines";
import { Timeout, clearTimeout, startTimer } from "internal/timers";

interface Options {
  concurrency?: boolean | number | null;
  only?: boolean;
  signal?: AbortSignal;
  skip?: boolean | string;
  todo?: boolean | string;
  timeout?: number;
  plan?: number;
}

/** A test that runs: an outermost one, or what `t.test()` made. */
export class Running {
  readonly hooks: Record<HookKind, any[]> = { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
  readonly children: Running[] = [];
  readonly diagnostics: string[] = [];
  readonly context: TestContext;
  status: Test["status"];
  note = "";
  failures: Failure[] = [];
  milliseconds = 0;
  isTodo = false;
  mock: MockTracker | undefined;
  controller: AbortController | undefined;
  planned: { count: number; wait: boolean | number | undefined } | undefined;
  counted = 0;
  /** The last of the subtests, which run one after another. */
  last: Promise<void> | undefined;
  open = 0;
  hasStarted = false;
  isOver = false;

  constructor(
    readonly name: string, readonly fn: any, readonly options: Options, readonly parent: Running | undefined, readonly outermost: Test | undefined,
    readonly site: Site) {
    this.context = new TestContext(this);
  }

  get fullName(): string {
    if (this.parent) return `${this.parent.fullName} > ${this.name}`;
    return this.outermost?.fullName(" > ") ?? this.name;
  }

  /** Hooks around each subtest of `this`, those of the outermost test's blocks, too. */
  eachHooks(kind: "beforeEach" | "afterEach"): any[] {
    const found: any[] = [];
    if (this.parent) add(found, this.parent.eachHooks(kind));
    else for (let block = this.outermost?.parent; block; block = block.parent) add(found, block[kind].map((hook) => hook.fn));
    if (kind === "beforeEach") return [...found, ...this.hooks[kind]];
    return [...this.hooks[kind], ...found];
  }
}

function add(list: any[], more: readonly any[]): void {
  for (let i = 0; i < more.length; i++) ArrayPrototypePush(list, more[i]);
}

const runnings = new SafeWeakMap<Test, Running>();
const contexts = new SafeWeakMap<object, Running>();

export function runningOf(test: Test): Running | undefined {
  return runnings.get(test);
}

interface Parsed {
  name: string;
  options: Options;
  fn: any;
}

function parse(name: any, options: any, fn: any): Parsed {
  if (typeof name === "function") return { name: name.name || "<anonymous>", options: {}, fn: name };
  if (name !== null && typeof name === "object") return { name: options?.name || fn?.name || "<anonymous>", options: name, fn: options };
  if (typeof options === "function") return { name: name || options.name || "<anonymous>", options: {}, fn: options };
  return { name: name === undefined || name === "" ? fn?.name || "<anonymous>" : String(name), options: options ?? {}, fn };
}

function noteOf(value: boolean | string | undefined): string {
  return typeof value === "string" ? value : "";
}

function failureError(message: string, failureType: string, above: Function): Error {
  const error: any = new Error(message);
  error.code = "ERR_TEST_FAILURE";
  error.failureType = failureType;
  ErrorCaptureStackTrace(error, above);
  return error;
}

// ---- calling

function withDone(fn: any, context: object): Promise<unknown> {
  return new Promise((resolve: any, reject: any) => {
    let wasCalled = false;
    const result = ReflectApply(fn, context, [context, (error?: unknown) => {
      if (wasCalled) return reject(failureError("callback invoked multiple times", "multipleCallbackInvocations", withDone));
      wasCalled = true;
      if (error) reject(error);
      else resolve();
    }]);
    if (isPromiseLike(result)) reject(failureError("passed a callback but also returned a Promise", "callbackAndPromisePresent", withDone));
  });
}

function call(fn: any, context: object): unknown {
  if (fn.length >= 2) return withDone(fn, context);
  return FunctionPrototypeCall(fn, context, context);
}

/** Calls a test's function, and what must come after it; synchronous if the function is. */
function runBody(running: Running): unknown {
  running.hasStarted = true;
  const { plan } = running.options;
  if (plan !== undefined) running.planned = { count: plan, wait: undefined };
  let result: unknown;
  try {
    result = running.fn === undefined ? undefined : call(running.fn, running.context);
  } catch (error) {
    return finish(running, [error]);
  }
  if (isPromiseLike(result)) return PromisePrototypeThen(PromiseResolve(result as any), () => finish(running), (error: unknown) => finish(running, [error]));
  return finish(running);
}

/** @param thrown What the function threw, in a list. @throws What makes the test fail. */
function finish(running: Running, thrown?: [unknown]): unknown {
  const { planned } = running;
  if (thrown === undefined && planned !== undefined && planned.wait && running.counted < planned.count)
    return PromisePrototypeThen(waitForPlan(running), () => finishNow(running), (error: unknown) => finishNow(running, [error]));
  return finishNow(running, thrown);
}

async function waitForPlan(running: Running): Promise<void> {
  const { count, wait } = running.planned!;
  const end = typeof wait === "number" ? now() + wait : Infinity;
  while (running.counted < count) {
    if (now() > end) throw failureError(`plan timed out after ${wait}ms with ${running.counted} assertions when expecting ${count}`, "testTimeoutFailure", waitForPlan);
    await new Promise<void>((resolve: any) => { startTimer(new Timeout(resolve, 2, undefined, false, true)); });
  }
}

function finishNow(running: Running, thrown?: [unknown]): unknown {
  const { hooks, planned, counted } = running;
  running.isOver = true;
  let fault = thrown;
  if (running.open > 0 && fault === undefined) {
    for (let i = 0; i < running.children.length; i++) {
      const child = running.children[i]!;
      if (child.status === undefined) {
        child.status = "failed";
        ArrayPrototypePush(child.failures, { thrown: failureError("test did not finish before its parent and was cancelled", "cancelledByParent", finishNow), site: child.site });
      }
    }
  }
  if (fault === undefined && planned !== undefined && planned.count !== counted)
    fault = [failureError(`plan expected ${planned.count} assertions but received ${counted}`, "testCodeFailure", finishNow)];
  if (fault === undefined) {
    const failed: Running[] = [];
    for (let i = 0; i < running.children.length; i++) if (running.children[i]!.status === "failed") ArrayPrototypePush(failed, running.children[i]!);
    if (failed.length > 0) {
      const error = failureError(`${failed.length} subtest${failed.length === 1 ? "" : "s"} failed: ${namesOf(failed)}`, "subtestsFailed", finishNow);
      (error as any).cause = failed[0]!.failures[0]?.thrown;
      fault = [error];
    }
  }
  const end = () => {
    running.mock?.reset();
    running.controller?.abort();
    if (fault !== undefined) throw fault[0];
  };
  if (hooks.afterAll.length === 0) return end();
  return (async () => {
    for (let i = 0; i < hooks.afterAll.length; i++) {
      try {
        await call(hooks.afterAll[i], running.context);
      } catch (error) {
        fault ??= [error];
      }
    }
    end();
  })();
}

function namesOf(list: Running[]): string {
  let text = "";
  for (let i = 0; i < list.length; i++) text += `${i === 0 ? "" : ", "}"${list[i]!.name}"`;
  return text;
}

// ---- subtests

function limited(promise: Promise<unknown>, timeout: number | undefined, signal: AbortSignal | undefined): Promise<unknown> {
  if ((timeout === undefined || timeout === Infinity) && signal === undefined) return promise;
  return new Promise((resolve: any, reject: any) => {
    const timer = timeout === undefined || timeout === Infinity ? undefined
      : startTimer(new Timeout(() => reject(failureError(`test timed out after ${timeout}ms`, "testTimeoutFailure", limited)), timeout, undefined, false, true));
    const abort = () => reject((signal as any).reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    const end = () => {
      if (timer !== undefined) clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    PromisePrototypeThen(promise, (value: unknown) => {
      end();
      resolve(value);
    }, (error: unknown) => {
      end();
      reject(error);
    });
  });
}

async function runSubtest(running: Running): Promise<void> {
  const parent = running.parent!;
  const begun = now();
  const { options, context } = running;
  if (options.skip || running.fn === undefined) {
    running.status = options.todo ? "todo" : "skipped";
    running.note = noteOf(options.skip || options.todo);
    parent.open--;
    return;
  }
  const fail = (error: unknown) => ArrayPrototypePush(running.failures, { thrown: error, site: running.site });
  try {
    const before = parent.eachHooks("beforeEach");
    for (let i = 0; i < before.length; i++) await call(before[i], context);
    await limited((async () => runBody(running))(), options.timeout, options.signal);
  } catch (error) {
    fail(error);
  }
  try {
    const after = parent.eachHooks("afterEach");
    for (let i = 0; i < after.length; i++) await call(after[i], context);
  } catch (error) {
    fail(error);
  }
  running.milliseconds = now() - begun;
  parent.open--;
  if (running.status !== undefined) return;
  if (running.isTodo || options.todo) running.status = "todo";
  else running.status = running.failures.length > 0 ? "failed" : running.context.wasSkipped ? "skipped" : "passed";
  if (running.note === "") running.note = noteOf(options.todo);
}

function addSubtest(parent: Running, { name, options, fn }: Parsed, site: Site): Promise<void> {
  if (parent.planned !== undefined) parent.counted++;
  const running = new Running(name, fn, options, parent, undefined, site);
  ArrayPrototypePush(parent.children, running);
  if (parent.isOver) {
    running.status = "failed";
    ArrayPrototypePush(running.failures, { thrown: failureError("test could not be started because its parent finished", "parentAlreadyFinished", addSubtest), site });
    registry.fail(running.failures[0]!.thrown, site);
    return PromiseResolve() as Promise<void>;
  }
  parent.open++;
  const concurrency = parent.options.concurrency ?? false;
  const isConcurrent = concurrency === true || (typeof concurrency === "number" && concurrency > 1);
  const before = parent.last;
  const start = () => runSubtest(running);
  return parent.last = before === undefined || isConcurrent ? start() : PromisePrototypeThen(before, start);
}

// ---- contexts

export class TestContext {
  #running: Running;
  #assert: object | undefined;
  wasSkipped = false;

  constructor(running: Running) {
    this.#running = running;
    contexts.set(this, running);
    ObjectDefineProperty(this, "wasSkipped", { enumerable: false });
  }

  get name(): string {
    return this.#running.name;
  }

  get fullName(): string {
    return this.#running.fullName;
  }

  get filePath(): string | undefined {
    return placeOf(this.#running.site)?.path;
  }

  get error(): unknown {
    return this.#running.failures[0]?.thrown ?? null;
  }

  get passed(): boolean {
    return this.#running.failures.length === 0;
  }

  get attempt(): number {
    return 0;
  }

  get signal(): AbortSignal {
    const running = this.#running;
    if (running.controller === undefined) {
      running.controller = new AbortController();
      const { signal } = running.options;
      signal?.addEventListener("abort", () => running.controller!.abort((signal as any).reason), { once: true });
    }
    return running.controller.signal;
  }

  get mock(): MockTracker {
    return this.#running.mock ??= new MockTracker();
  }

  get assert(): object {
    return this.#assert ??= assertionsOf(this.#running);
  }

  diagnostic(message: string): void {
    ArrayPrototypePush(this.#running.diagnostics, String(message));
  }

  plan(count: number, options: { wait?: boolean | number } = {}): void {
    const running = this.#running;
    if (running.planned !== undefined) throw failureError("cannot set plan more than once", "testCodeFailure", this.plan);
    running.planned = { count, wait: options.wait };
  }

  runOnly(_value: boolean): void {}

  skip(message?: string): void {
    this.wasSkipped = true;
    this.#running.note = message ?? "";
  }

  todo(message?: string): void {
    this.#running.isTodo = true;
    this.#running.note = message ?? "";
  }

  test(name?: any, options?: any, fn?: any): Promise<void> {
    return addSubtest(this.#running, parse(name, options, fn), siteOf(this.test));
  }

  before(fn: any): void {
    // The test has begun: its subtests come later.
    const running = this.#running;
    const run = async () => { await call(fn, this); };
    running.last = running.last === undefined ? run() : PromisePrototypeThen(running.last, run);
  }

  after(fn: any): void {
    ArrayPrototypePush(this.#running.hooks.afterAll, fn);
  }

  beforeEach(fn: any): void {
    ArrayPrototypePush(this.#running.hooks.beforeEach, fn);
  }

  afterEach(fn: any): void {
    ArrayPrototypePush(this.#running.hooks.afterEach, fn);
  }

  /** Asks until it does not throw. */
  async waitFor(condition: () => unknown, options: { interval?: number; timeout?: number } = {}): Promise<unknown> {
    if (typeof condition !== "function") throw new codes.ERR_INVALID_ARG_TYPE("condition", "function", condition);
    const { interval = 50, timeout = 1000 } = options;
    const end = now() + timeout;
    for (;;) {
      try {
        return await condition();
      } catch (error) {
        if (now() >= end) throw new Error("waitFor() timed out", { cause: error });
      }
      await new Promise<void>((resolve: any) => { startTimer(new Timeout(resolve, interval, undefined, false, true)); });
    }
  }
}

class SuiteContext {
  constructor(readonly name: string, readonly filePath: string | undefined) {}

  get signal(): AbortSignal {
    return new AbortController().signal;
  }
}

// ---- what a file calls

function outermost(parsed: Parsed, said: Options, above: Function): Promise<void> {
  const { name, fn } = parsed;
  const options = { ...parsed.options, ...said };
  const { running: outer } = registry;
  const site = siteOf(above);
  if (outer !== undefined) {
    const running = runnings.get(outer);
    if (running !== undefined) return addSubtest(running, { name, options, fn }, site);
  }
  ensureRun("node");
  const { root } = registry;
  const before = registry.block.children.length;
  const block = registry.block;
  const wrapper = fn === undefined ? undefined : () => {
    const test = block.children[before] as Test;
    const running = new Running(name, fn, options, undefined, test, site);
    runnings.set(test, running);
    const ended = () => {
      if (options.todo || running.isTodo) {
        test.status = "todo";
        test.note = running.note || noteOf(options.todo);
      } else if (running.context.wasSkipped) {
        test.status = "skipped";
        test.note = running.note;
      }
    };
    const failed = (error: unknown) => {
      if (!options.todo && !running.isTodo) throw error;
      ended();
    };
    let result: unknown;
    try {
      result = options.signal === undefined ? runBody(running) : limited((async () => runBody(running))(), undefined, options.signal);
    } catch (error) {
      return failed(error);
    }
    if (isPromiseLike(result)) return PromisePrototypeThen(result as Promise<unknown>, ended, failed);
    ended();
  };
  const mode = options.skip ? "skip" : fn === undefined ? (options.todo ? "todo" : undefined) : options.only && registry.settings.only ? "only" : undefined;
  registry.addTest(name, mode, wrapper ?? (() => {}), { timeout: options.timeout === Infinity ? 0 : options.timeout ?? 0 }, "node", false, site, undefined);
  const test = block.children[before];
  if (test === undefined || !test.isTest) return PromiseResolve() as Promise<void>;
  if (options.skip) test.note = noteOf(options.skip);
  else if (mode === "todo") test.note = noteOf(options.todo);
  return block === root ? endings.promiseOf(test) : PromiseResolve() as Promise<void>;
}

function addSuite(parsed: Parsed, said: Options, above: Function): Promise<void> {
  ensureRun("node");
  const { name, fn } = parsed;
  const options = { ...parsed.options, ...said };
  const site = siteOf(above);
  const { concurrency } = options;
  const mode = options.skip ? "skip" : options.only && registry.settings.only ? "only" : undefined;
  const context = new SuiteContext(name, placeOf(site)?.path);
  const isConcurrent = concurrency === true || (typeof concurrency === "number" && concurrency > 1);
  const describeBlock = fn === undefined ? () => {} : isAsync(fn) ? async () => { await call(fn, context); } : () => call(fn, context);
  registry.addBlock(name, mode, describeBlock, { concurrent: concurrency === undefined || concurrency === null ? undefined : isConcurrent, timeout: options.timeout === Infinity ? 0 : options.timeout }, "node", site);
  return PromiseResolve() as Promise<void>;
}

function isAsync(fn: any): boolean {
  return RegExpPrototypeExec(/^async\b/, String(fn)) !== null;
}

function makeTest(said: Options): any {
  const test: any = (name?: any, options?: any, fn?: any) => outermost(parse(name, options, fn), said, test);
  return test;
}

function makeSuite(said: Options): any {
  const suite: any = (name?: any, options?: any, fn?: any) => addSuite(parse(name, options, fn), said, suite);
  return suite;
}

function withModes(make: (said: Options) => any): any {
  const made = make({});
  made.skip = make({ skip: true });
  made.todo = make({ todo: true });
  made.only = make({ only: true });
  return made;
}

function makeHook(kind: HookKind): any {
  const hook: any = (fn: any = () => {}, options: { timeout?: number } = {}) => {
    ensureRun("node");
    const { running: test } = registry;
    const running = test === undefined ? undefined : runnings.get(test);
    if (running !== undefined) {
      if (kind === "beforeAll") running.context.before(fn);
      else ArrayPrototypePush(running.hooks[kind], fn);
      return;
    }
    const wrapper = () => {
      const current = registry.running === undefined ? undefined : runnings.get(registry.running);
      return call(fn, current?.context ?? new SuiteContext("", undefined));
    };
    registry.addHook(new Hook(kind, wrapper, options.timeout === Infinity ? 0 : options.timeout ?? 0, "node", siteOf(hook), undefined));
  };
  return hook;
}

function entriesOf(running: Running): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i < running.children.length; i++) {
    const child = running.children[i]!;
    const { name, status = "failed", milliseconds, note, failures, diagnostics } = child;
    ArrayPrototypePush(entries, { name, status, isSuite: false, milliseconds, note, faults: faultsOf(failures), children: entriesOf(child), diagnostics });
  }
  return entries;
}

setSubtests((test) => {
  const running = runnings.get(test);
  return running === undefined ? { entries: [], diagnostics: [] } : { entries: entriesOf(running), diagnostics: running.diagnostics };
});

export const test = withModes(makeTest);
export const suite = withModes(makeSuite);
export const before = makeHook("beforeAll");
export const after = makeHook("afterAll");
export const beforeEach = makeHook("beforeEach");
export const afterEach = makeHook("afterEach");
export const mock = new MockTracker();

