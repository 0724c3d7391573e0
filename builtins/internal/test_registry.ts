/** The tree of the file that runs in this realm, and which block is being described. */
import { ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSome, Error, SafeMap, SafeSet } from "internal/primordials";
import { type AsyncFrame, getFrame, setFrame } from "internal/async_context";
import { isPromiseLike } from "internal/expect_types";
import { type Settings, completeSettings } from "internal/test_settings";
import { Block, type Failure, Hook, type HookKind, type Library, type Mode, type Site, Test, type TestOptions } from "internal/test_tree";
import type { Fixtures } from "internal/test_fixtures";
import { binding, functionKinds } from "internal/util_binding";

/** In an async frame: the block that an async callback of `describe` describes. */
const kBlock = { name: "block" };
/** In an async frame: the concurrent test that runs. */
const kTest = { name: "test" };

export interface Retries {
  count: number;
  wait: number;
  isImmediate: boolean;
}

interface DeferredBlock {
  block: Block;
  fn: () => unknown;
}

class Registry {
  settings: Settings = completeSettings({});
  root = new Block("", undefined, undefined, {}, "jest", undefined);
  current: Block = this.root;
  phase: "idle" | "collecting" | "running" | "done" = "idle";
  hasOnly = false;
  /** Of the file rather than of a test. */
  failures: Failure[] = [];
  /** Callbacks of describe that are asynchronous. */
  pending: Promise<unknown>[] = [];
  /** Vitest's blocks whose callbacks are called when the file, or the callback around them, is done. */
  deferred: DeferredBlock[] = [];
  /** The test that runs, if tests do not run concurrently. */
  test: Test | undefined;
  usesFrames = false;
  usesFixtures = false;
  /** Set where tests may come while others run (a program on its own): told of each addition to the root. */
  onAddition: (() => void) | undefined;

  // ---- what a file may set for itself
  testTimeout: number | undefined;
  hookTimeout: number | undefined;
  retries: Retries = { count: 0, wait: 0, isImmediate: false };

  begin(settings: Settings): void {
    this.settings = settings;
    this.root = this.current = new Block("", undefined, undefined, {}, settings.flavour, undefined);
    this.phase = "collecting";
    this.hasOnly = settings.only;
    // Of the file before, where files share a realm.
    this.failures = [];
    this.pending = [];
    this.test = this.onAddition = this.testTimeout = this.hookTimeout = undefined;
    this.retries = { count: 0, wait: 0, isImmediate: false };
  }

  /** Whose meaning holds for what hangs on no test: that of the project. */
  get library(): Library {
    return this.settings.flavour;
  }

  /** The test whose code runs, as far as that is known. */
  get running(): Test | undefined {
    if (this.usesFrames) {
      const test = getFrame()?.stores?.get(kTest) as Test | undefined;
      if (test !== undefined) return test;
    }
    return this.test;
  }

  get block(): Block {
    if (this.usesFrames) {
      const block = getFrame()?.stores?.get(kBlock) as Block | undefined;
      if (block !== undefined) return block;
    }
    return this.current;
  }

  get #isTooLate(): boolean {
    return this.phase === "done" || (this.phase === "running" && this.onAddition === undefined);
  }

  fail(thrown: unknown, site?: Site, name?: string): void {
    ArrayPrototypePush(this.failures, { thrown, site, name });
  }

  addHook(hook: Hook): void {
    const { running: test } = this;
    if (test !== undefined) {
      const message = `Hooks cannot be defined inside tests. Hook of type "${hook.kind}" is nested within "${test.name}".`;
      ArrayPrototypePush(test.failures, { thrown: new Error(message), site: hook.site });
      return;
    }
    if (this.#isTooLate) {
      this.fail(new Error("Cannot add a hook after tests have started running. Hooks must be defined synchronously."), hook.site);
      return;
    }
    hook.block = this.block;
    ArrayPrototypePush(hook.block[hook.kind], hook);
  }

  addTest(name: string, mode: Mode, fn: any, options: TestOptions, library: Library, isFailing: boolean, site: Site, fixtures: Fixtures | undefined): void {
    const { running, block } = this;
    if (running !== undefined) {
      const message = `Tests cannot be nested. Test "${name}" cannot run because it is nested within "${running.name}".`;
      ArrayPrototypePush(running.failures, { thrown: new Error(message), site });
      return;
    }
    if (this.#isTooLate) {
      this.fail(new Error("Cannot add a test after tests have started running. Tests must be defined synchronously."), site);
      return;
    }
    if (mode === "only") this.#checkOnly(site, "test");
    const test = new Test(name, block, mode, fn, options, library, isFailing, site, fixtures ?? block.fixtures);
    test.isConcurrent = options.sequential ? false : options.concurrent ?? (block.isConcurrent || this.settings.concurrent);
    if (block.mode !== "skip" && mode === "only") this.hasOnly = true;
    ArrayPrototypePush(block.children, test);
    if (block === this.root) this.onAddition?.();
  }

  #checkOnly(site: Site, what: string): void {
    if (!this.settings.forbidOnly) return;
    this.fail(new Error(`${what}.only is not allowed here: it would leave the other tests out. Take it away, or allow it in the settings`), site);
  }

  /** @throws What the callback throws, and if it does what the library does not know. */
  addBlock(name: string, mode: Mode, fn: any, options: TestOptions, library: Library, site: Site): void {
    const { running, block: parent } = this;
    if (running !== undefined) {
      const message = `Cannot nest a describe inside a test. Describe block "${name}" cannot run because it is nested within "${running.name}".`;
      ArrayPrototypePush(running.failures, { thrown: new Error(message), site });
      return;
    }
    if (this.#isTooLate) {
      this.fail(new Error(`Cannot add a describe block after tests have started running: "${name}". Blocks must be defined while the file is loaded.`), site);
      return;
    }
    if (mode === "only") this.#checkOnly(site, "describe");
    const block = new Block(name, parent, mode, options, library, site);
    block.isConcurrent = options.sequential ? false : options.concurrent ?? parent.isConcurrent;
    ArrayPrototypePush(parent.children, block);
    if (fn === undefined) return;
    if (library === "vitest" && this.onAddition === undefined) ArrayPrototypePush(this.deferred, { block, fn });
    else this.#describe(block, fn, library);
  }

  /**
   * Calls what was deferred, in the order in which it is written; what those callbacks defer follows each of them.
   * @returns A promise if one of them is asynchronous: the others wait for it.
   */
  describeDeferred(): Promise<unknown> | undefined {
    const { deferred } = this;
    this.deferred = [];
    for (let i = 0; i < deferred.length; i++) {
      const { block, fn } = deferred[i]!;
      const { pending } = this;
      this.pending = [];
      this.#describe(block, fn, "vitest");
      const begun = this.pending;
      this.pending = pending;
      let wait: Promise<unknown> | undefined;
      if (begun.length > 0) wait = begun[0]!.then(() => this.describeDeferred());
      else wait = this.describeDeferred();
      if (wait === undefined) continue;
      const rest = ArrayPrototypeSlice(deferred, i + 1);
      return wait.then(() => {
        this.deferred = rest;
        return this.describeDeferred();
      });
    }
    return undefined;
  }

  #describe(block: Block, fn: any, library: Library): void {
    const outer = this.current;
    this.current = block;
    let result: unknown;
    const frame = getFrame();
    // What an asynchronous callback describes later belongs to its block, too.
    const isAsync = library !== "jest" && (binding.functionKind(fn) & functionKinds.async) !== 0;
    if (isAsync) {
      this.usesFrames = true;
      setFrame(frameWith(frame, kBlock, block));
    }
    try {
      result = library === "mocha" ? require("internal/test_mocha").describeBlock(fn, block) : fn();
    } finally {
      if (isAsync) setFrame(frame);
      this.current = outer;
    }
    if (isPromiseLike(result)) {
      if (library === "jest") throw new Error("Returning a Promise from \"describe\" is not supported. Tests must be defined synchronously.");
      ArrayPrototypePush(this.pending, (result as Promise<unknown>).then(() => this.#endBlock(block)));
      return;
    }
    if (library === "jest" && result !== undefined) throw new Error("A \"describe\" callback must not return a value.");
    this.#endBlock(block);
  }

  #endBlock(block: Block): void {
    if (block.parent === this.root) this.onAddition?.();
    if (block.library === "jest" && block.hasHooks && !hasTests(block)) {
      const lists = [block.beforeAll, block.afterAll, block.beforeEach, block.afterEach];
      for (let i = 0; i < lists.length; i++) {
        for (let j = 0; j < lists[i]!.length; j++) {
          const hook = lists[i]![j]!;
          this.fail(new Error(`Invalid: ${hook.kind}() may not be used in a describe block containing no tests.`), hook.site);
        }
      }
    }
    const { children } = block;
    const isMarked = ArrayPrototypeSome(children, (child: Block | Test) => child.isTest && child.mode === "only");
    // One test that is marked within a marked block leaves out those beside it; not with Vitest.
    if (!(block.mode === "only" && isMarked) || block.library === "vitest") {
      for (let i = 0; i < children.length; i++) {
        const child = children[i]!;
        if (child.isTest && child.mode === undefined) child.mode = block.mode;
      }
    }
    if (block.mode !== "skip" && ArrayPrototypeSome(children, (child: Block | Test) => child.isTest && child.mode === "only")) this.hasOnly = true;
  }
}

function hasTests(block: Block): boolean {
  return ArrayPrototypeSome(block.children, (child: Block | Test) => child.isTest || hasTests(child));
}

function frameWith(frame: AsyncFrame | undefined, key: object, value: unknown): AsyncFrame {
  const stores = frame?.stores === undefined ? new SafeMap<object, unknown>() : new SafeMap<object, unknown>(frame.stores);
  stores.set(key, value);
  return { stores, asyncId: frame?.asyncId ?? 0, triggerId: frame?.triggerId ?? 0, resource: frame?.resource };
}

export const registry = new Registry();

/** What a concurrent test's code runs in. */
export function frameOfTest(test: Test): AsyncFrame {
  registry.usesFrames = true;
  return frameWith(getFrame(), kTest, test);
}

export const kNone: ReadonlySet<number> = new SafeSet<number>();
export type { HookKind };
