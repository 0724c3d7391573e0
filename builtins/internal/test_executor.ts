/**
 * Runs the tree of a file. Each lane is a generator that gives up only for what must be waited for: a file whose tests
 * are synchronous runs in one go, without a promise. Tests that are concurrent have lanes of their own.
 *
 * The order of hooks, and what follows from one that fails, are those of jest-circus; for tests of Vitest's, Vitest's
 * (https://jestjs.io/docs/setup-teardown, https://vitest.dev/api/#setup-and-teardown).
 */
import { ArrayPrototypePush, Error, MathFloor, MathMax, ObjectCreate } from "internal/primordials";
import { type AsyncFrame, getFrame, setFrame } from "internal/async_context";
import { drainTicks } from "internal/next_tick";
import { callHook, callTest, timeoutMessage } from "internal/test_calls";
import { endDeadlines, now } from "internal/test_deadlines";
import { beginAssertions, endAssertions } from "internal/test_expect_state";
import { frameOfTest, registry } from "internal/test_registry";
import type { Settings } from "internal/test_settings";
import { type Block, type Failure, Hook, type Site, type Test } from "internal/test_tree";
import { Pause, PromiseWait, SkipSignal, TimeoutSignal, Turn, Wait, type Waiter } from "internal/test_waits";

/** Who is told. */
export interface Listener {
  started(test: Test, timeout: number): void;
  ended(test: Test): void;
  /** Before each attempt at a test: mocks and the like are cleared as the settings say. */
  beforeAttempt(test: Test): void;
  /** Before it is tried again. */
  discard(test: Test): void;
  /** Where more may come while tests run: plans what there is of the root behind `from`; gives a wait for more, or nothing at the end. */
  more?(from: number): Wait | undefined;
  /** A child of the root is done. */
  childEnded?(child: Block | Test): void;
}

type Steps = Generator<Wait, void, any>;

class Lane implements Waiter {
  constructor(readonly steps: Steps, readonly frame: AsyncFrame | undefined, readonly test: Test | undefined, readonly ended: () => void) {}

  resume(value: unknown, failed: boolean): void {
    const outerFrame = getFrame();
    if (outerFrame !== this.frame) setFrame(this.frame);
    if (this.test !== undefined) registry.test = this.test;
    let result: IteratorResult<Wait, void> | undefined;
    try {
      result = failed ? this.steps.throw(value) : this.steps.next(value);
    } catch (error) {
      registry.fail(error);
    }
    if (getFrame() !== outerFrame) setFrame(outerFrame);
    if (result === undefined || result.done) this.ended();
    else result.value.begin(this);
  }
}

/** Several lanes, of which some may run at a time. */
class Group extends Wait {
  constructor(readonly executor: Executor, readonly tasks: (() => [steps: Steps, test: Test | undefined])[], readonly limit: number) {
    super();
  }

  begin(waiter: Waiter): void {
    const { tasks, limit } = this;
    const outer = registry.test;
    let next = 0;
    let open = 0;
    const start = () => {
      while (open < limit && next < tasks.length) {
        open++;
        const { 0: steps, 1: test } = tasks[next++]!();
        new Lane(steps, test === undefined ? getFrame() : frameOfTest(test), test, end).resume(undefined, false);
      }
    };
    const end = () => {
      open--;
      if (next < tasks.length) return start();
      if (open > 0) return;
      registry.test = outer;
      waiter.resume(undefined, false);
    };
    start();
  }
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator is enough for an order; the seed gives the same one again. */
function shuffle<T>(list: T[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = MathFloor(random() * (i + 1));
    const other = list[i]!;
    list[i] = list[j]!;
    list[j] = other;
  }
}

function randomOf(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param context A test's; undefined: those that outlive tests. */
function endFixtures(context: object | undefined): Promise<void> | undefined {
  return registry.usesFixtures ? require("internal/test_fixtures").endFixtures(context) : undefined;
}

function hasConcurrency(child: Block | Test): boolean {
  return child.isConcurrent && (child.isTest ? child.plan === "run" && !child.isReported : child.isActive);
}

/** A test whose function has been called. `isCounted`: its assertions have been, too. */
interface Begun {
  wait: Wait | undefined;
  isCounted?: boolean;
}

function hasEachHooks(block: Block): boolean {
  for (let at: Block | undefined = block; at; at = at.parent) if (at.beforeEach.length > 0 || at.afterEach.length > 0) return true;
  return false;
}

function isPlain(test: Test): boolean {
  return test.library !== "vitest" && test.fixtures === undefined && test.mode !== "todo" && test.failures.length === 0 && test.options.repeats === undefined;
}

export class Executor {
  #settings: Settings;
  #listener: Listener;
  #random: (() => number) | undefined;
  #failed = 0;
  /** Why the tests that are left do not run. */
  #stopped = "";

  constructor(settings: Settings, listener: Listener) {
    this.#settings = settings;
    this.#listener = listener;
    if (settings.randomize) this.#random = randomOf(settings.seed);
  }

  /** @param whenDone Is called from the loop, after what the last test left in the queues. */
  run(root: Block, whenDone: () => void): void {
    const steps = this.#runRoot(root);
    new Lane(steps, getFrame(), undefined, () => {
      endDeadlines();
      whenDone();
    }).resume(undefined, false);
  }

  *#runRoot(root: Block): Steps {
    yield* this.#runBlock(root);
    const ending = endFixtures(undefined);
    if (ending !== undefined) yield* this.#await(ending, (failure) => ArrayPrototypePush(registry.failures, failure));
    // What was rejected last is told within this turn.
    yield new Turn();
  }

  *#runBlock(block: Block): Steps {
    const runs = (block.isActive || (block.parent === undefined && this.#listener.more !== undefined)) && block.mode !== "skip";
    const isVitest = block.library === "vitest";
    let cleanups: Hook[] | undefined;
    if (!block.isActive && !(block.parent === undefined && this.#listener.more !== undefined)) {
      this.#skipAll(block);
      if (block.parent === undefined && this.#listener.childEnded !== undefined) for (let i = 0; i < block.children.length; i++) this.#listener.childEnded(block.children[i]!);
      return;
    }
    if (runs && block.beforeAll.length > 0) {
      const failuresBefore = registry.failures.length;
      let skip: SkipSignal | undefined;
      cleanups = [];
      yield* this.#runHooks(block.beforeAll, undefined, undefined, cleanups, (failure) => {
        if (SkipSignal.is(failure.thrown)) skip = failure.thrown;
        else if (isVitest) ArrayPrototypePush(registry.failures, failure);
        else failAll(block, failure);
      }, isVitest);
      if (skip !== undefined) {
        this.#stopAll(block, skip.note);
        yield* this.#runAfterAll(block, cleanups);
        return;
      }
      if (isVitest && registry.failures.length > failuresBefore) {
        this.#stopAll(block, "a beforeAll hook failed");
        yield* this.#runAfterAll(block, cleanups);
        return;
      }
    }
    if (this.#random !== undefined || block.options.shuffle) shuffle(block.children, this.#random ??= randomOf(this.#settings.seed));
    const deferred: Test[] = [];
    yield* this.#runChildren(block, deferred);
    for (let i = 0; i < deferred.length; i++) {
      yield* this.#retryNow(deferred[i]!, false);
      if (block.parent === undefined) this.#listener.childEnded?.(deferred[i]!);
    }
    if (runs) yield* this.#runAfterAll(block, cleanups);
  }

  *#runAfterAll(block: Block, cleanups: Hook[] | undefined): Steps {
    const report = (failure: Failure) => ArrayPrototypePush(registry.failures, failure);
    if (block.afterAll.length > 0) yield* this.#runHooks(this.#afterOrder(block.afterAll), undefined, undefined, undefined, report, false);
    if (cleanups !== undefined && cleanups.length > 0) yield* this.#runHooks(this.#afterOrder(cleanups), undefined, undefined, undefined, report, false);
  }

  #afterOrder(hooks: Hook[]): Hook[] {
    const order = this.#settings.hookOrder ?? (hooks[0]!.library === "vitest" ? "stack" : "list");
    return order === "stack" && hooks.length > 1 ? hooks.toReversed() : hooks;
  }

  *#runChildren(block: Block, deferred: Test[]): Steps {
    const { children } = block;
    let gathered = false;
    const listener = block.parent === undefined ? this.#listener : undefined;
    const mayBePlain = !hasEachHooks(block) && this.#settings.repeats === 0;
    for (let i = 0;; i++) {
      if (listener?.more !== undefined) {
        for (let wait = listener.more(i); wait !== undefined; wait = listener.more(i)) yield wait;
      }
      if (i >= children.length) break;
      const child = children[i]!;
      if (!hasConcurrency(child)) {
        if (child.isTest) {
          if (child.plan !== "run" || child.isReported) {
            this.#leaveOut(child, "");
          } else if ((listener?.more === undefined ? mayBePlain : !hasEachHooks(block)) && this.#stopped === "" && isPlain(child)) {
            const begun = this.#runPlain(child);
            if (begun !== undefined) yield* this.#runTest(child, false, deferred, begun);
          } else {
            yield* this.#runTest(child, false, deferred);
          }
        } else {
          yield* this.#runBlock(child);
        }
        // One that is to be tried again is not done.
        if (!child.isTest || child.status !== undefined) listener?.childEnded?.(child);
        continue;
      }
      // Those of a block run together: with Jest all, else those that follow one another.
      const group: (Block | Test)[] = [];
      if (block.library === "jest") {
        if (gathered) continue;
        gathered = true;
        for (let j = i; j < children.length; j++) if (hasConcurrency(children[j]!)) ArrayPrototypePush(group, children[j]!);
      } else {
        while (i < children.length && hasConcurrency(children[i]!)) ArrayPrototypePush(group, children[i++]!);
        i--;
      }
      const tasks = group.map((one) => (): [Steps, Test | undefined] =>
        (one.isTest ? [this.#runTest(one, true, deferred), one] : [this.#runBlock(one), undefined]));
      yield new Group(this, tasks, MathMax(1, this.#settings.maxConcurrency));
      if (listener?.childEnded !== undefined) for (let j = 0; j < group.length; j++) listener.childEnded(group[j]!);
    }
  }

  // ---- tests that do not run

  #leaveOut(test: Test, note: string): void {
    if (test.isReported || test.status !== undefined) return;
    test.status = test.plan === "todo" ? "todo" : "skipped";
    test.note = note;
    this.#listener.ended(test);
  }

  #skipAll(block: Block): void {
    const { children } = block;
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      if (child.isTest) this.#leaveOut(child, "");
      else this.#skipAll(child);
    }
  }

  #stopAll(block: Block, note: string): void {
    const { children } = block;
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      if (child.isTest) this.#leaveOut(child, note);
      else this.#stopAll(child, note);
    }
  }

  // ---- a test

  #begin(test: Test): void {
    this.#listener.started(test, this.#timeoutOf(test));
    test.startedAt = now();
  }

  *#runTest(test: Test, isConcurrent: boolean, deferred: Test[], begun?: Begun): Steps {
    if (begun === undefined) {
      if (this.#stopped !== "") return this.#leaveOut(test, this.#stopped);
      this.#begin(test);
    }
    const settings = this.#settings;
    const hadFailures = begun === undefined && test.failures.length > 0;
    const repeats = test.options.repeats ?? settings.repeats;
    for (let repeat = 0, tries = 0;; begun = undefined) {
      yield* this.#attempt(test, isConcurrent, begun);
      if (test.status === "skipped" || hadFailures) break;
      if (test.failures.length > 0) {
        if (tries < (test.options.retry ?? retriesOfBlocks(test) ?? settings.retry)) tries++;
        else if (registry.retries.count > 0 && test.library !== "vitest") {
          if (!registry.retries.isImmediate && !isConcurrent) {
            ArrayPrototypePush(deferred, test);
            return;
          }
          return yield* this.#retryNow(test, isConcurrent);
        } else break;
        this.#forget(test);
      } else if (repeat++ >= repeats) {
        break;
      } else {
        this.#listener.discard(test);
        tries = 0;
      }
    }
    this.#end(test);
  }

  /** jest.retryTimes */
  *#retryNow(test: Test, isConcurrent: boolean): Steps {
    const { count, wait } = registry.retries;
    for (let left = count; left > 0 && test.failures.length > 0; left--) {
      this.#forget(test);
      if (wait > 0) yield new Pause(wait);
      yield* this.#attempt(test, isConcurrent);
    }
    this.#end(test);
  }

  #forget(test: Test): void {
    test.failures = [];
    this.#listener.discard(test);
  }

  #end(test: Test): void {
    test.milliseconds = now() - test.startedAt;
    test.status ??= test.failures.length > 0 ? "failed" : "passed";
    if (test.status === "failed") {
      const { bail } = this.#settings;
      if (bail > 0 && ++this.#failed >= bail) this.#stopped = `left out after ${this.#failed} failed test${this.#failed === 1 ? "" : "s"}`;
    }
    this.#listener.ended(test);
  }

  #timeoutOf(test: Test): number {
    let timeout: unknown = test.options.timeout;
    for (let at: Block | undefined = test.parent; timeout === undefined && at; at = at.parent) timeout = at.options.timeout;
    return Number(timeout ?? registry.testTimeout ?? this.#settings.testTimeout);
  }

  #beginAttempt(test: Test, isConcurrent: boolean): void {
    test.attempts++;
    test.attempt = {};
    test.isRunning = true;
    registry.test = isConcurrent ? undefined : test;
    this.#listener.beforeAttempt(test);
    beginAssertions(test, isConcurrent);
    test.context = test.library === "vitest" || test.fixtures !== undefined ? require("internal/test_context").contextOf(test) : undefined;
  }

  #endAttempt(test: Test): void {
    if (test.status === "skipped") test.failures = [];
    else if (test.mode === "todo" && test.failures.length === 0) {
      ArrayPrototypePush(test.failures, { thrown: new Error("this test is marked as todo but passes: remove `.todo`"), site: test.site });
    } else if (test.mode === "todo") {
      test.failures = [];
      test.status = "todo";
    }
    test.isRunning = false;
    registry.test = undefined;
  }

  /**
   * A test without hooks around it, up to where it waits; one that waits for nothing is done.
   * @returns Whether it has begun only: `#runTest` goes on with it.
   */
  #runPlain(test: Test): Begun | undefined {
    this.#begin(test);
    this.#beginAttempt(test, false);
    const wait = this.#call(test, ObjectCreate(null));
    if (wait !== undefined || test.failures.length > 0 || test.onFinished !== undefined || test.exitCall !== undefined || test.status !== undefined) return { wait };
    endAssertions(test, false);
    if (test.failures.length > 0) return { wait, isCounted: true };
    this.#endAttempt(test);
    this.#end(test);
    return undefined;
  }

  *#attempt(test: Test, isConcurrent: boolean, begun?: Begun): Steps {
    const report = (failure: Failure) => this.#report(test, failure);
    const self = ObjectCreate(null);
    // Jest does not run them around concurrent tests.
    const hasHooks = begun === undefined && !(isConcurrent && test.library === "jest");
    let cleanups: Hook[] | undefined;
    let wait = begun?.wait;
    if (begun === undefined) {
      this.#beginAttempt(test, isConcurrent);
      if (hasHooks && test.failures.length === 0) {
        cleanups = [];
        yield* this.#beforeEach(test.parent, test, self, cleanups, report);
      }
      if (test.failures.length === 0 && test.status === undefined) wait = this.#call(test, self);
    }
    if (wait !== undefined) yield* this.#waitFor(test, wait);
    if (hasHooks) {
      for (let block: Block | undefined = test.parent; block; block = block.parent) {
        if (block.afterEach.length > 0) yield* this.#runHooks(this.#afterOrder(block.afterEach), test, self, undefined, report, false);
      }
    }
    if (cleanups !== undefined && cleanups.length > 0) yield* this.#runHooks(cleanups.toReversed(), test, self, undefined, report, false);
    if (test.context !== undefined) {
      const ending = endFixtures(test.context);
      if (ending !== undefined) yield* this.#await(ending, report);
    }
    if (begun?.isCounted !== true) endAssertions(test, isConcurrent);
    const { exitCall } = test;
    if (exitCall !== undefined) {
      test.exitCall = undefined;
      if (!test.failures.some((failure) => failure.thrown === exitCall)) report({ thrown: exitCall, site: test.site });
    }
    if (test.onFinished !== undefined || test.onFailed !== undefined) yield* this.#afterTest(test, self, report);
    this.#endAttempt(test);
  }

  #report(test: Test, failure: Failure): void {
    if (SkipSignal.is(failure.thrown)) {
      test.status = "skipped";
      test.note = failure.thrown.note;
      return;
    }
    ArrayPrototypePush(test.failures, failure);
  }

  /** Calls the test's function. @returns What is to be waited for, if it is not done. */
  #call(test: Test, self: unknown): Wait | undefined {
    const timeout = this.#timeoutOf(test);
    const begun = now();
    try {
      const result = callTest(test, self, timeout);
      if (result instanceof Wait) return result;
      drainTicks();
      if (test.library === "vitest" && timeout > 0 && now() - begun >= timeout) throw new TimeoutSignal(timeout);
    } catch (error) {
      drainTicks();
      this.#threw(test, error);
      return undefined;
    }
    this.#returned(test);
    return undefined;
  }

  *#waitFor(test: Test, wait: Wait): Steps {
    try {
      yield wait;
    } catch (error) {
      return this.#threw(test, error);
    }
    this.#returned(test);
  }

  #threw(test: Test, error: unknown): void {
    if (SkipSignal.is(error) || !test.isFailing) this.#report(test, this.#failureOf(error, test, test.fn, test.site, false));
    else test.note = "failed as expected";
  }

  #returned(test: Test): void {
    if (!test.isFailing) return;
    // What failed without throwing: soft assertions, snapshots.
    if (test.failures.length > 0) {
      test.failures = [];
      return;
    }
    const message = test.library === "vitest" ? "Expect test to fail"
      : "Failing test passed even though it was supposed to fail. Remove `.failing` to remove error.";
    ArrayPrototypePush(test.failures, { thrown: new Error(message), site: test.site });
  }

  #failureOf(error: unknown, test: Test | undefined, fn: any, site: Site, isHook: boolean): Failure {
    if (!TimeoutSignal.is(error)) return { thrown: error, site };
    const library = test?.library ?? registry.library;
    const fault = new Error(timeoutMessage(library, isHook, error.milliseconds, library !== "vitest" && library !== "node" && fn.length > 0));
    if (test?.context !== undefined) require("internal/test_context").endContext(test, fault);
    return { thrown: fault, site, name: "Timeout" };
  }

  *#afterTest(test: Test, self: unknown, report: (failure: Failure) => void): Steps {
    const { onFinished, onFailed } = test;
    test.onFinished = test.onFailed = undefined;
    if (onFinished !== undefined) yield* this.#runHooks(onFinished.toReversed(), test, self, undefined, report, false);
    if (onFailed !== undefined && test.failures.length > 0) yield* this.#runHooks(onFailed, test, self, undefined, report, false);
  }

  // ---- hooks

  *#beforeEach(block: Block, test: Test, self: unknown, cleanups: Hook[], report: (failure: Failure) => void): Steps {
    if (block.parent) yield* this.#beforeEach(block.parent, test, self, cleanups, report);
    if (block.beforeEach.length > 0 && test.failures.length === 0) yield* this.#runHooks(block.beforeEach, test, self, cleanups, report, true);
  }

  /** @param cleanups Gets what Vitest's hooks return. `stops`: the first failure is the end. */
  *#runHooks(hooks: Hook[], test: Test | undefined, self: unknown, cleanups: Hook[] | undefined, report: (failure: Failure) => void, stops: boolean): Steps {
    for (let i = 0; i < hooks.length; i++) {
      const hook = hooks[i]!;
      const timeout = Number(hook.timeout ?? registry.hookTimeout ?? this.#settings.hookTimeout ?? registry.testTimeout ?? this.#settings.testTimeout);
      let isFailed = false;
      try {
        let result = callHook(hook, test, self ?? ObjectCreate(null), test?.context ?? {}, timeout);
        if (result instanceof Wait) result = yield result;
        else drainTicks();
        if (cleanups !== undefined && hook.library === "vitest" && typeof result === "function")
          ArrayPrototypePush(cleanups, new Hook(hook.kind, result, hook.timeout, hook.library, hook.site, undefined));
      } catch (error) {
        drainTicks();
        isFailed = true;
        report(this.#failureOf(error, test, hook.fn, hook.site, true));
      }
      if (isFailed && stops) break;
    }
  }

  *#await(promise: Promise<unknown>, report: (failure: Failure) => void): Steps {
    try {
      yield new PromiseWait(promise, 0);
    } catch (error) {
      report({ thrown: error, site: undefined });
    }
  }
}

/** A test may say it while it runs (Mocha). */
function retriesOfBlocks(test: Test): number | undefined {
  for (let at: Block | undefined = test.parent; at; at = at.parent) if (at.options.retry !== undefined) return at.options.retry;
  return undefined;
}

function failAll(block: Block, failure: Failure): void {
  const { children } = block;
  for (let i = 0; i < children.length; i++) {
    const child = children[i]!;
    if (child.isTest) ArrayPrototypePush(child.failures, failure);
    else failAll(child, failure);
  }
}
