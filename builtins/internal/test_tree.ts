/** What a test file registers: a tree of blocks, tests and hooks. `internal/test_registry` grows it, `internal/test_executor` runs it. */
import { ArrayPrototypePush, RegExpPrototypeTest, StringPrototypeSlice, StringPrototypeStartsWith, decodeURI } from "internal/primordials";
import type { Fixtures } from "internal/test_fixtures";
import { binding } from "internal/util_binding";

/** Whose functions registered something, where the libraries differ in what they mean. */
export type Library = "jest" | "vitest" | "bun" | "node" | "mocha";
export type Mode = "skip" | "only" | "todo" | undefined;
export type HookKind = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";

/** Where the user's code called: the rows of `currentFrames`. */
export type Site = readonly (string | number)[];

export interface Place {
  path: string;
  line: number;
  column: number;
}

const kSiteFrames = 1;

/** The callers of `above`, which is running. */
export function siteOf(above: Function): Site {
  return binding.currentFrames(above, kSiteFrames, true);
}

/** Whether a frame's file is weft's own. */
export function isOwnFile(file: string): boolean {
  return file === "" || StringPrototypeStartsWith(file, "node:") || StringPrototypeStartsWith(file, "weft:") || StringPrototypeStartsWith(file, "bun:") ||
    file === "jest/globals" || file === "vitest/index";
}

/** As a path, if it is a file's URL. */
export function pathOf(file: string): string {
  if (!StringPrototypeStartsWith(file, "file://")) return file;
  const path = StringPrototypeSlice(file, 7);
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

export function placeOf(site: Site | undefined): Place | undefined {
  if (site === undefined) return undefined;
  for (let i = 0; i < site.length; i += 4) {
    const file = site[i + 1] as string;
    if (typeof file === "string" && !isOwnFile(file)) return { path: pathOf(file), line: site[i + 2] as number, column: site[i + 3] as number };
  }
  return undefined;
}

export class Hook {
  /** That it belongs to. */
  block: Block | undefined;

  constructor(
    readonly kind: HookKind, readonly fn: any, readonly timeout: number | undefined, readonly library: Library, readonly site: Site,
    readonly fixtures: Fixtures | undefined) {}
}

/** What a test or a block may say of how its tests run. */
export interface TestOptions {
  timeout?: number;
  retry?: number;
  repeats?: number;
  concurrent?: boolean;
  sequential?: boolean;
  shuffle?: boolean;
  [other: string]: unknown;
}

/** What went wrong; `site` is for what has no stack of its own. */
export interface Failure {
  thrown: unknown;
  site: Site | undefined;
  /** "Timeout" and other names that no error has. */
  name?: string;
}

export class Block {
  readonly isTest = false;
  readonly children: (Block | Test)[] = [];
  readonly beforeAll: Hook[] = [];
  readonly afterAll: Hook[] = [];
  readonly beforeEach: Hook[] = [];
  readonly afterEach: Hook[] = [];
  mode: Mode;
  /** Whether a test beneath it is to run, or is a todo. */
  isActive = false;
  isConcurrent = false;
  fixtures: Fixtures | undefined;

  constructor(
    readonly name: string, readonly parent: Block | undefined, mode: Mode, readonly options: TestOptions, readonly library: Library, readonly site: Site | undefined) {
    this.mode = mode ?? parent?.mode;
    this.fixtures = parent?.fixtures;
  }

  get hasHooks(): boolean {
    return this.beforeAll.length + this.afterAll.length + this.beforeEach.length + this.afterEach.length > 0;
  }
}

export type Plan = "run" | "skip" | "todo";
export type Status = "passed" | "failed" | "skipped" | "todo";

export class Test {
  readonly isTest = true;
  /** Its place among the tests of the file. */
  index = -1;
  plan: Plan = "run";
  /** An earlier attempt at the file has told its end. */
  isReported = false;
  isConcurrent = false;

  // ---- of the run
  status: Status | undefined;
  isRunning = false;
  failures: Failure[] = [];
  note = "";
  /** process.exit() was called. */
  exitCall: Error | undefined;
  attempts = 0;
  startedAt = 0;
  milliseconds = 0;
  /** This attempt's: of `expect`'s state and snapshots. */
  attempt: object | undefined;
  context: any;
  onFinished: Hook[] | undefined;
  onFailed: Hook[] | undefined;
  #names: string[] | undefined;

  constructor(
    readonly name: string, readonly parent: Block, public mode: Mode, readonly fn: any, readonly options: TestOptions, readonly library: Library,
    readonly isFailing: boolean, readonly site: Site, readonly fixtures: Fixtures | undefined) {}

  /** The names of its blocks from outside in, and its own. */
  get names(): string[] {
    if (this.#names) return this.#names;
    const names = [this.name];
    for (let at: Block | undefined = this.parent; at?.parent; at = at.parent) {
      for (let i = names.length; i > 0; i--) names[i] = names[i - 1]!;
      names[0] = at.name;
    }
    return this.#names = names;
  }

  fullName(separator: string): string {
    const { names } = this;
    let text = names[0]!;
    for (let i = 1; i < names.length; i++) text += separator + names[i];
    return text;
  }
}

export interface Selection {
  pattern: RegExp | undefined;
  hasOnly: boolean;
  runsTodo: boolean;
  /** Indices of tests that are not run again. */
  reported: ReadonlySet<number>;
}

/** Decides of each test beneath `block`, from its child `from` on, whether it runs, and gives it its index. */
export function planTests(block: Block, tests: Test[], selection: Selection, isSkipped: boolean, from = 0): void {
  const { children } = block;
  for (let i = from; i < children.length; i++) {
    const child = children[i]!;
    if (!child.isTest) {
      planTests(child, tests, selection, child.mode === "skip");
      if (child.isActive) block.isActive = true;
      continue;
    }
    child.index = tests.length;
    ArrayPrototypePush(tests, child);
    child.isReported = selection.reported.has(child.index);
    child.plan = planOf(child, selection, isSkipped);
    if (child.plan !== "skip" && !child.isReported) block.isActive = true;
  }
}

function planOf(test: Test, { pattern, hasOnly, runsTodo }: Selection, isSkipped: boolean): Plan {
  if (isSkipped || test.mode === "skip" || (hasOnly && test.mode !== "only" && test.mode !== "todo")) return "skip";
  if (pattern !== undefined && !RegExpPrototypeTest(pattern, test.fullName(" "))) return "skip";
  if (test.mode !== "todo") return "run";
  return runsTodo && test.fn !== undefined ? "run" : "todo";
}
