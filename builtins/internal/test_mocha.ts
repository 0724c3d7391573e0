/**
 * What Mocha gives the functions of a test file as `this` (https://mochajs.org): a context for each block, which
 * begins with what the blocks around it have, and which hooks and tests share. Callbacks of `describe` get the block.
 */
import { FunctionPrototypeCall, Number, ObjectCreate, ObjectDefineProperty, SafeMap, SafeWeakMap, String } from "internal/primordials";
import { type Block, Hook, type HookKind, type Site, type Test } from "internal/test_tree";
import { registry } from "internal/test_registry";
import { SkipSignal } from "internal/test_waits";

/** A timeout as Mocha takes it: milliseconds, or "2s". */
function milliseconds(value: unknown): number {
  if (typeof value !== "string") return Number(value);
  const match = /^\s*(\d*\.?\d+)\s*(ms|s|m|h)?\s*$/.exec(value);
  if (match === null) return Number(value);
  const unit = match[2] === "s" ? 1000 : match[2] === "m" ? 60_000 : match[2] === "h" ? 3_600_000 : 1;
  return Number(match[1]) * unit;
}

/** `this.timeout()` tells, `this.timeout(ms)` sets; also of slow and retries. */
function tell<T extends object>(self: T, given: ArrayLike<unknown>, read: () => unknown, write: (value: unknown) => void): unknown {
  if (given.length === 0) return read();
  write(given[0]);
  return self;
}

class Face {
  #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  get title(): string { return this.#block.name; }
  get parent(): Face | undefined { return this.#block.parent === undefined ? undefined : faceOf(this.#block.parent); }
  get root(): boolean { return this.#block.parent === undefined; }
  get ctx(): Context { return contextOf(this.#block); }
  fullTitle(): string { return titlesOf(this.#block); }
  timeout(..._value: unknown[]): unknown {
    return tell(this, arguments, () => timeoutOf(this.#block), (value) => { this.#block.options.timeout = milliseconds(value); });
  }
  retries(..._value: unknown[]): unknown {
    return tell(this, arguments, () => this.#block.options.retry ?? 0, (value) => { this.#block.options.retry = Number(value); });
  }
  slow(..._value: unknown[]): unknown { return arguments.length === 0 ? 75 : this; }
  bail(): this { return this; }
  skip(): this {
    this.#block.mode = "skip";
    return this;
  }
}

/** What runs: `this.test`, `this.currentTest`. */
class Runnable {
  #test: Test | undefined;
  #title: string;
  #block: Block;
  limit: number | undefined;

  constructor(test: Test | undefined, title: string, block: Block) {
    this.#test = test;
    this.#title = title;
    this.#block = block;
  }

  get title(): string { return this.#title; }
  get parent(): Face { return faceOf(this.#block); }
  get ctx(): Context { return contextOf(this.#block); }
  get type(): string { return this.#test === undefined ? "hook" : "test"; }
  get state(): string | undefined {
    if (this.#test === undefined) return undefined;
    return this.#test.failures.length > 0 ? "failed" : this.#test.isRunning && this.#test.status === undefined ? undefined : "passed";
  }
  get err(): unknown { return this.#test?.failures[0]?.thrown; }
  get pending(): boolean { return this.#test?.status === "skipped"; }
  isPassed(): boolean { return this.state === "passed"; }
  isFailed(): boolean { return this.state === "failed"; }
  isPending(): boolean { return this.pending; }
  titlePath(): string[] { return this.#test === undefined ? [this.#title] : [...this.#test.names]; }
  fullTitle(): string { return `${titlesOf(this.#block)} ${this.#title}`; }
  timeout(..._value: unknown[]): unknown {
    return tell(this, arguments, () => this.limit ?? timeoutOf(this.#block), (value) => { this.limit = milliseconds(value); });
  }
  retries(..._value: unknown[]): unknown {
    return tell(this, arguments, () => this.#test?.options.retry ?? 0, (value) => {
      if (this.#test !== undefined) this.#test.options.retry = Number(value);
    });
  }
  slow(..._value: unknown[]): unknown { return arguments.length === 0 ? 75 : this; }
  currentRetry(): number { return this.#test === undefined ? 0 : this.#test.attempts - 1; }
  skip(): never { throw new SkipSignal(""); }
}

class Context {
  timeout(..._value: unknown[]): unknown {
    const { runnable } = current;
    return arguments.length === 0 ? runnable?.timeout() : (runnable?.timeout(arguments[0]), this);
  }
  retries(..._value: unknown[]): unknown {
    const { runnable } = current;
    return arguments.length === 0 ? runnable?.retries() : (runnable?.retries(arguments[0]), this);
  }
  slow(..._value: unknown[]): unknown { return arguments.length === 0 ? 75 : this; }
  skip(): never { throw new SkipSignal(""); }
  runnable(): Runnable | undefined { return current.runnable; }
}

const current: { runnable: Runnable | undefined } = { runnable: undefined };
const contexts = new SafeMap<Block, Context>();
const faces = new SafeMap<Block, Face>();
const runnables = new SafeWeakMap<Test, Runnable>();

function contextOf(block: Block): Context {
  const known = contexts.get(block);
  if (known !== undefined) return known;
  const made: Context = block.parent === undefined ? new Context() : ObjectCreate(contextOf(block.parent)) as Context;
  contexts.set(block, made);
  return made;
}

function faceOf(block: Block): Face {
  const known = faces.get(block);
  if (known !== undefined) return known;
  const made = new Face(block);
  faces.set(block, made);
  return made;
}

function runnableOf(test: Test): Runnable {
  const known = runnables.get(test);
  if (known !== undefined) return known;
  const made = new Runnable(test, test.name, test.parent);
  runnables.set(test, made);
  return made;
}

function titlesOf(block: Block): string {
  return block.parent === undefined || block.parent.parent === undefined ? block.name : `${titlesOf(block.parent)} ${block.name}`;
}

function timeoutOf(block: Block): number {
  for (let at: Block | undefined = block; at; at = at.parent) if (at.options.timeout !== undefined) return Number(at.options.timeout);
  return Number(registry.testTimeout ?? registry.settings.testTimeout);
}

function set(context: Context, name: string, value: unknown): void {
  ObjectDefineProperty(context, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true } as any);
}

export function describeBlock(fn: any, block: Block): unknown {
  return FunctionPrototypeCall(fn, faceOf(block));
}

/** @returns What `call` gives with the test's context, and how long it may take: the test may have said so itself. */
export function inTest(test: Test, timeout: number, call: (self: unknown) => unknown): { result: unknown; timeout: number } {
  const context = contextOf(test.parent);
  const runnable = runnableOf(test);
  set(context, "test", runnable);
  current.runnable = runnable;
  const result = call(context);
  return { result, timeout: runnable.limit ?? timeout };
}

export function inHook(hook: Hook, test: Test | undefined, timeout: number, call: (self: unknown) => unknown): { result: unknown; timeout: number } {
  const block = hook.block ?? registry.root;
  const context = contextOf(block);
  const runnable = new Runnable(undefined, `"${kHookNames[hook.kind]}" hook`, block);
  set(context, "test", runnable);
  if (test !== undefined) set(context, "currentTest", runnableOf(test));
  current.runnable = runnable;
  const result = call(context);
  return { result, timeout: runnable.limit ?? (hook.timeout === undefined ? timeoutOf(block) : timeout) };
}

const kHookNames: Record<HookKind, string> = { beforeAll: "before all", afterAll: "after all", beforeEach: "before each", afterEach: "after each" };

/** Root hooks of a module that is loaded first (https://mochajs.org/#root-hook-plugins). */
export async function addRootHooks(exports: any): Promise<void> {
  const given = exports?.mochaHooks ?? exports?.default?.mochaHooks;
  const hooks = typeof given === "function" ? await given() : given;
  if (typeof hooks !== "object" || hooks === null) return;
  const site: Site = [];
  for (const kind of ["beforeAll", "afterAll", "beforeEach", "afterEach"] as HookKind[]) {
    const list = hooks[kind] === undefined ? [] : typeof hooks[kind] === "function" ? [hooks[kind]] : hooks[kind];
    for (let i = 0; i < list.length; i++) {
      if (typeof list[i] !== "function") throw new TypeError(`mochaHooks.${kind} must be a function or a list of functions, not ${String(list[i])}`);
      registry.addHook(new Hook(kind, list[i], undefined, "mocha", site, undefined));
    }
  }
}
