/**
 * `describe`, `test` and the hooks. A function knows what was said on the way to it (`test.only.concurrent.each`); each
 * library has functions of its own, which mean what they mean there.
 */
import {
  Error, ErrorCaptureStackTrace, FunctionPrototype, ObjectCreate, ObjectDefineProperty, ObjectSetPrototypeOf, ReflectApply, String, Symbol, TypeError,
} from "internal/primordials";
import type { Row } from "internal/test_each";
import type { Fixtures } from "internal/test_fixtures";
import { registry } from "internal/test_registry";
import { Hook, type HookKind, type Library, type Mode, type TestOptions, siteOf } from "internal/test_tree";

/** What was said on the way to a function. */
interface Said {
  library: Library;
  isBlock: boolean;
  mode: Mode;
  isFailing: boolean;
  concurrent: boolean | undefined;
  shuffle: boolean;
  fixtures: Fixtures | undefined;
}

const kSaid: unique symbol = Symbol("said") as any;

function complain(message: string, above: Function, kind: ErrorConstructor | TypeErrorConstructor = Error): never {
  const error = new kind(message);
  ErrorCaptureStackTrace(error, above);
  throw error;
}

/** A class or function as a name is its own name. */
function nameOf(name: any, above: Function): string {
  if (typeof name === "string") return name;
  if (typeof name === "number") return String(name);
  if (typeof name === "function" && name.name) return name.name;
  if (typeof name === "function" || name === undefined || name === null || typeof name !== "object")
    complain(`Invalid first argument, ${String(name)}. It must be a named class, named function, number, or string.`, above);
  return complain(`Invalid first argument, ${require("internal/pretty_format").format(name, { maxDepth: 1, min: true })}. It must be a named class, named function, number, or string.`, above);
}

interface Parsed {
  fn: any;
  options: TestOptions;
}

/** `(name, fn, timeout | options)` or `(name, options, fn)`. */
function parse(second: any, third: any, above: Function): Parsed {
  if (typeof third === "function") {
    if (typeof second === "function") complain("Cannot use two functions as arguments. Please use the second argument for options.", above, TypeError);
    return { fn: third, options: typeof second === "number" ? { timeout: second } : { ...second } };
  }
  if (typeof third === "number") return { fn: second, options: { timeout: third } };
  if (typeof third === "object" && third !== null) {
    if (typeof second === "object" && second !== null)
      complain("Cannot use two objects as arguments. Please provide options and a function callback in that order.", above, TypeError);
    return { fn: second, options: { ...third } };
  }
  if (typeof second === "object" && second !== null) return { fn: third, options: { ...second } };
  return { fn: second, options: {} };
}

function modeOf(said: Said, options: any): Mode {
  return said.mode ?? (options.only ? "only" : options.skip ? "skip" : options.todo ? "todo" : undefined);
}

function register(said: Said, name: any, second: any, third: any, above: Function): void {
  const title = nameOf(name, above);
  const { fn, options } = parse(second, third, above);
  const { library } = said;
  const mode = modeOf(said, options);
  if (said.concurrent !== undefined) {
    options.concurrent = said.concurrent;
    options.sequential = !said.concurrent;
  }
  // A test without a function is one to come.
  if (fn === undefined && library === "mocha" && !said.isBlock)
    return registry.addTest(title, "skip", undefined, options, library, false, siteOf(above), undefined);
  if (fn === undefined && mode !== "todo" && mode !== "skip" && library !== "vitest") {
    complain(`Missing second argument. It must be a callback function.${said.isBlock ? "" : " Perhaps you want to use `test.todo` for a test placeholder."}`, above);
  }
  if (fn !== undefined && typeof fn !== "function") complain(`Invalid second argument, ${String(fn)}. It must be a callback function.`, above);
  if (said.isBlock) {
    if (said.shuffle) options.shuffle = true;
    registry.addBlock(title, mode === "todo" ? "skip" : mode, fn, options, library, siteOf(above));
    return;
  }
  if (library === "jest" && mode === "todo" && (second !== undefined || typeof name !== "string")) complain("Todo must be called with only a description.", above);
  // Only Vitest lets a test be without a function: it passes.
  registry.addTest(title, mode, fn ?? (mode === "todo" ? undefined : () => {}), options, library, said.isFailing || options.fails === true, siteOf(above), said.fixtures);
}

function make(said: Said): any {
  const call: any = function (name: any, second?: any, third?: any): void {
    register(said, name, second, third, call);
  };
  ObjectDefineProperty(call, "name", { value: said.isBlock ? "describe" : "test", configurable: true });
  call[kSaid] = said;
  ObjectSetPrototypeOf(call, said.isBlock ? describeMembers : testMembers);
  return call;
}

// ---- `each` and `for`

/** A row with fewer items than the function has parameters: the next is `done`. */
function withArguments(said: Said, row: Row, fn: any): any {
  const { args } = row;
  if (!said.isBlock && said.library !== "vitest" && typeof fn === "function" && args.length < fn.length)
    return function (this: unknown, done: any) { return ReflectApply(fn, this, [...args, done]); };
  return function (this: unknown) { return ReflectApply(fn, this, args); };
}

function registerRows(said: Said, name: any, second: any, third: any, table: any, data: unknown[], spreads: boolean, above: Function): void {
  const title = nameOf(name, above);
  const { fn, options } = parse(second, third, above);
  let rows: Row[];
  try {
    rows = require("internal/test_each").rowsOf(said.library, title, table, data, spreads);
  } catch (error: any) {
    // A faulty table is a test that fails.
    const fault = new Error(error.message);
    ErrorCaptureStackTrace(fault, above);
    return register({ ...said, isBlock: false }, title, () => { throw fault; }, undefined, above);
  }
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    let call = fn;
    if (typeof fn === "function") {
      if (spreads) {
        call = withArguments(said, row, fn);
      } else if (said.isBlock || (said.library !== "vitest" && said.fixtures === undefined)) {
        call = () => fn(row.args[0]);
      } else {
        call = (context: any) => fn(row.args[0], context);
        require("internal/test_fixtures").fixtureArgument.set(call, { index: 1, source: fn });
      }
    }
    register(said, row.title, options, call, above);
  }
}

function rowsMaker(said: Said, spreads: boolean): any {
  return (table: any, ...data: unknown[]) => {
    const call = (name: any, second?: any, third?: any): void => registerRows(said, name, second, third, table, data, spreads, call);
    return call;
  };
}

// ---- what stands behind a dot

const testMembers: any = ObjectCreate(FunctionPrototype);
const describeMembers: any = ObjectCreate(FunctionPrototype);

/** A member is made when it is first asked for. */
function member(members: any, name: string, makeMember: (said: Said, self: any) => unknown): void {
  ObjectDefineProperty(members, name, {
    __proto__: null,
    get(this: any) {
      const value = makeMember(this[kSaid], this);
      ObjectDefineProperty(this, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
      return value;
    },
    set(this: any, value: unknown) {
      ObjectDefineProperty(this, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
    },
    configurable: true,
  } as any);
}

const both = [testMembers, describeMembers];
for (let i = 0; i < both.length; i++) {
  const members = both[i];
  member(members, "only", (said) => make({ ...said, mode: "only" }));
  member(members, "skip", (said) => make({ ...said, mode: "skip" }));
  member(members, "todo", (said) => make({ ...said, mode: "todo" }));
  member(members, "concurrent", (said) => make({ ...said, concurrent: true }));
  member(members, "sequential", (said) => make({ ...said, concurrent: false }));
  member(members, "serial", (said) => make({ ...said, concurrent: false }));
  member(members, "each", (said) => rowsMaker(said, true));
  member(members, "for", (said) => rowsMaker(said, false));
  member(members, "if", (_, self) => (condition: unknown) => (condition ? self : self.skip));
  member(members, "runIf", (_, self) => (condition: unknown) => (condition ? self : self.skip));
  member(members, "skipIf", (_, self) => (condition: unknown) => (condition ? self.skip : self));
  member(members, "todoIf", (_, self) => (condition: unknown) => (condition ? self.todo : self));
}
member(describeMembers, "shuffle", (said) => make({ ...said, shuffle: true }));
member(testMembers, "failing", (said) => make({ ...said, isFailing: true }));
member(testMembers, "fails", (said) => make({ ...said, isFailing: true }));
member(testMembers, "failingIf", (_, self) => (condition: unknown) => (condition ? self.failing : self));
member(testMembers, "concurrentIf", (_, self) => (condition: unknown) => (condition ? self.concurrent : self));
member(testMembers, "serialIf", (_, self) => (condition: unknown) => (condition ? self.serial : self));
/** Those of a test function or of the block that is described, and others. */
function extended(said: Said, fixtures: any): Fixtures {
  registry.usesFixtures = true;
  return require("internal/test_fixtures").extendFixtures(said.fixtures ?? registry.block.fixtures, fixtures, registry.settings.provided);
}

member(testMembers, "extend", (said) => (fixtures: any) => make({ ...said, fixtures: extended(said, fixtures) }));
member(testMembers, "scoped", (said) => (fixtures: any) => {
  registry.block.fixtures = extended(said, fixtures);
});

const kPlain: Said = { library: "jest", isBlock: false, mode: undefined, isFailing: false, concurrent: undefined, shuffle: false, fixtures: undefined };

function makeHook(library: Library, kind: HookKind): any {
  const call = (fn: any, timeout?: any): void => {
    // Mocha's may have a name before the function.
    if (library === "mocha" && typeof fn === "string") [fn, timeout] = [timeout, undefined];
    if (typeof fn !== "function") complain("Invalid first argument. It must be a callback function.", call);
    const limit = typeof timeout === "object" && timeout !== null ? timeout.timeout : timeout;
    registry.addHook(new Hook(kind, fn, typeof limit === "number" ? limit : undefined, library, siteOf(call), undefined));
  };
  ObjectDefineProperty(call, "name", { value: kind, configurable: true });
  return call;
}

export interface Api {
  describe: any;
  suite: any;
  test: any;
  it: any;
  xtest: any;
  xit: any;
  fit: any;
  xdescribe: any;
  fdescribe: any;
  beforeAll: any;
  afterAll: any;
  beforeEach: any;
  afterEach: any;
}

const made: Partial<Record<Library, Api>> = {};

export function apiOf(library: Library): Api {
  const known = made[library];
  if (known !== undefined) return known;
  const test = make({ ...kPlain, library });
  const describe = make({ ...kPlain, library, isBlock: true });
  if (library === "mocha") return made[library] = mochaApi(test, describe);
  return made[library] = {
    describe, suite: describe, test, it: test, xtest: test.skip, xit: test.skip, fit: test.only, xdescribe: describe.skip, fdescribe: describe.only,
    beforeAll: makeHook(library, "beforeAll"), afterAll: makeHook(library, "afterAll"),
    beforeEach: makeHook(library, "beforeEach"), afterEach: makeHook(library, "afterEach"),
  };
}

/** Both of Mocha's interfaces, "bdd" and "tdd" (https://mochajs.org/#interfaces); `test` is `it`, as elsewhere. */
function mochaApi(test: any, describe: any): Api {
  const [beforeAll, afterAll, beforeEach, afterEach] = [
    makeHook("mocha", "beforeAll"), makeHook("mocha", "afterAll"), makeHook("mocha", "beforeEach"), makeHook("mocha", "afterEach")];
  return {
    describe, context: describe, suite: describe, xdescribe: describe.skip, xcontext: describe.skip, fdescribe: describe.only,
    test, it: test, specify: test, xtest: test.skip, xit: test.skip, xspecify: test.skip, fit: test.only,
    before: beforeAll, after: afterAll, beforeAll, afterAll, beforeEach, afterEach,
    suiteSetup: beforeAll, suiteTeardown: afterAll, setup: beforeEach, teardown: afterEach,
  } as Api;
}

/** The test that runs, for functions that need one. */
export function runningTest(what: string): any {
  const { running } = registry;
  if (running === undefined) throw new Error(`${what} can only be called inside a test`);
  return running;
}
