/**
 * The mock functions of Jest 30 (https://jestjs.io/docs/mock-function-api). Vitest's are in internal/test_vitest_mock.
 *
 * What clears all mocks of a realm costs nothing per mock: it counts an epoch on, and a mock that is asked later finds
 * that what it has recorded is of an epoch before.
 */
import {
  ArrayPrototypePush, ArrayPrototypeShift, Error, FunctionPrototypeToString, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, RegExpPrototypeExec, SetPrototypeAdd, StringPrototypeReplaceAll,
  StringPrototypeSlice, StringPrototypeStartsWith, SymbolDispose,
} from "internal/primordials";

export type AnyFunction = (this: any, ...args: any[]) => any;
type Result = { type: "incomplete" | "return" | "throw"; value: any };

export interface MockState {
  calls: any[][];
  contexts: any[];
  instances: any[];
  invocationCallOrder: number[];
  results: Result[];
  lastCall?: any[];
}

interface MockConfig {
  implementation: AnyFunction | undefined;
  /** Each is used for one call, and goes. */
  once: AnyFunction[];
  name: string;
  /** whenCalledWith: arguments and the mock that answers them, in order of registration. */
  branches: { matchers: any[]; mock: any }[];
  /** What was the implementation before `branches` had any. */
  fallback: AnyFunction | undefined;
}

/** What all mocks of one realm share. */
export interface MockRealm {
  global: any;
  /** The place of the next call among the calls of all mocks. */
  order: number;
  clears: number;
  resets: number;
  /** What undoes each spy and each replaced property. */
  restorers: Set<() => void>;
  /** `expect`'s equality, with asymmetric matchers and iterables. */
  equals(a: unknown, b: unknown): boolean;
}

/** A function of the prototype, to be mocked on each instance that the mock constructs. */
export type InstanceMethods = (instance: any) => void;

export interface MockOptions {
  length?: number;
  name?: string;
  restore?: () => void;
  instanceMethods?: InstanceMethods;
}

function newState(): MockState {
  return { calls: [], contexts: [], instances: [], invocationCallOrder: [], results: [] };
}

function newConfig(): MockConfig {
  return { implementation: undefined, once: [], name: "jest.fn()", branches: [], fallback: undefined };
}

/** Is it a class, which only `new` may call? */
export function isClass(value: AnyFunction): boolean {
  const prototype = ObjectGetOwnPropertyDescriptor(value, "prototype");
  return prototype !== undefined && prototype.writable === false && StringPrototypeStartsWith(FunctionPrototypeToString(value), "class");
}

const kNoName = /[\s!-/:-@[-`{-~]/g;
const kReserved = /^(?:arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$|^\d/;

/** The name of a mock of a function called `name`: as Jest makes of it a function's name. */
export function functionName(name: string): string {
  let bound = "";
  while (StringPrototypeStartsWith(name, "bound ")) {
    name = StringPrototypeSlice(name, "bound ".length);
    bound = "bound ";
  }
  if (RegExpPrototypeExec(kReserved, name) !== null) name = `$${name}`;
  return bound + StringPrototypeReplaceAll(name, kNoName, () => "$");
}

/** Is it a mock function, of Jest's or of Vitest's kind? */
export function isMockFunction(value: any): boolean {
  return value != null && value._isMockFunction === true;
}

class MockCore {
  state = newState();
  config = newConfig();
  clears: number;
  resets: number;

  constructor(readonly realm: MockRealm, readonly instanceMethods: InstanceMethods | undefined) {
    this.clears = realm.clears;
    this.resets = realm.resets;
  }

  currentState(): MockState {
    if (this.clears !== this.realm.clears) this.clear();
    return this.state;
  }

  currentConfig(): MockConfig {
    if (this.resets !== this.realm.resets) {
      this.resets = this.realm.resets;
      this.config = newConfig();
    }
    return this.config;
  }

  clear(): void {
    this.clears = this.realm.clears;
    this.state = newState();
  }

  /** A mock that whenCalledWith gave away goes back to doing nothing with its parent. */
  reset(): void {
    this.clear();
    const { branches } = this.currentConfig();
    for (let i = 0; i < branches.length; i++) branches[i]!.mock.mockReset();
    this.config = newConfig();
  }

  call(mock: any, self: any, args: any[], newTarget: any): any {
    const state = this.currentState();
    const config = this.currentConfig();
    const result: Result = { type: "incomplete", value: undefined };
    const place = state.instances.length;
    ArrayPrototypePush(state.instances, self);
    ArrayPrototypePush(state.contexts, self);
    ArrayPrototypePush(state.calls, args);
    ArrayPrototypePush(state.results, result);
    ArrayPrototypePush(state.invocationCallOrder, this.realm.order++);
    state.lastCall = args;
    try {
      const constructs = self instanceof mock;
      if (constructs) this.instanceMethods?.(self);
      let implementation = config.once.length > 0 ? ArrayPrototypeShift(config.once) as AnyFunction : config.implementation;
      if (implementation === undefined && !constructs) implementation = mock._protoImpl;
      let value: any;
      if (implementation) {
        if (newTarget !== undefined && isClass(implementation)) {
          value = ReflectConstruct(implementation, args, newTarget === mock ? implementation : newTarget);
          state.instances[place] = value;
        } else {
          value = ReflectApply(implementation, self, args);
        }
      }
      result.type = "return";
      result.value = value;
      return value;
    } catch (error) {
      result.type = "throw";
      result.value = error;
      throw error;
    }
  }

  /**
   * Of the branches that `args` match, the first that has an answer for one call; else the last that has a lasting one;
   * else what was the implementation before; else the prototype's.
   */
  dispatch(mock: any, self: any, args: any[]): any {
    const { branches, fallback } = this.currentConfig();
    let lasting: any;
    for (let i = 0; i < branches.length; i++) {
      const branch = branches[i]!;
      if (!this.realm.equals(branch.matchers, args)) continue;
      const config = cores.get(branch.mock)!.currentConfig();
      if (config.once.length > 0) return ReflectApply(branch.mock, self, args);
      if (config.implementation !== undefined) lasting = branch.mock;
    }
    const answer = lasting ?? fallback ?? mock._protoImpl;
    return answer && ReflectApply(answer, self, args);
  }
}

const cores = new WeakMap<object, MockCore>();

/** A new mock function, which does nothing and answers undefined. */
export function makeMock(realm: MockRealm, options: MockOptions): any {
  const core = new MockCore(realm, options.instanceMethods);
  const { restore } = options;
  const mock: any = function mockConstructor(this: any, ...args: any[]) {
    return core.call(mock, this, args, new.target);
  };
  cores.set(mock, core);
  if (realm.global.Function.prototype !== Function.prototype) adopt(mock, realm.global);
  if (options.length) ObjectDefineProperty(mock, "length", { value: options.length });
  if (options.name) ObjectDefineProperty(mock, "name", { value: functionName(options.name) });
  if (restore) SetPrototypeAdd(realm.restorers, restore);
  mock._isMockFunction = true;

  const dispatcher = function (this: any, ...args: any[]) {
    return core.dispatch(mock, this, args);
  };
  const setImplementation = (implementation: any) => {
    const config = core.currentConfig();
    if (config.implementation === dispatcher) config.fallback = implementation;
    else config.implementation = implementation;
    return mock;
  };
  const addOnce = (implementation: any) => {
    ArrayPrototypePush(core.currentConfig().once, implementation);
    return mock;
  };
  mock.getMockImplementation = () => {
    const config = core.currentConfig();
    return config.implementation === dispatcher ? config.fallback : config.implementation;
  };
  ObjectDefineProperty(mock, "mock", {
    get: () => core.currentState(),
    set: (value) => {
      core.currentState();
      core.state = value;
    },
    enumerable: true,
  });
  mock.mockClear = () => {
    core.clear();
    return mock;
  };
  mock.mockReset = () => {
    core.reset();
    return mock;
  };
  mock.mockRestore = () => {
    core.reset();
    return restore?.();
  };
  const { Promise } = realm.global;
  mock.mockReturnValueOnce = (value: any) => addOnce(() => value);
  mock.mockResolvedValueOnce = (value: any) => addOnce(() => Promise.resolve(value));
  mock.mockRejectedValueOnce = (value: any) => addOnce(() => Promise.reject(value));
  mock.mockReturnValue = (value: any) => setImplementation(() => value);
  mock.mockResolvedValue = (value: any) => setImplementation(() => Promise.resolve(value));
  mock.mockRejectedValue = (value: any) => setImplementation(() => Promise.reject(value));
  mock.mockImplementationOnce = addOnce;
  mock.withImplementation = (implementation: AnyFunction, callback: () => any) => withImplementation(core, implementation, callback);
  mock[SymbolDispose] = mock.mockRestore;
  mock.mockImplementation = setImplementation;
  mock.whenCalledWith = (...matchers: any[]) => {
    const config = core.currentConfig();
    if (config.implementation !== dispatcher) {
      config.fallback = config.implementation;
      config.implementation = dispatcher;
    }
    const branch = makeMock(realm, {});
    ArrayPrototypePush(config.branches, { matchers, mock: branch });
    return branch;
  };
  mock.mockReturnThis = () => setImplementation(function (this: any) {
    return this;
  });
  mock.mockName = (name: string) => {
    if (name) core.currentConfig().name = name;
    return mock;
  };
  mock.getMockName = () => core.currentConfig().name;
  return mock;
}

/** A mock for the program of another realm inherits from that realm's prototypes. */
function adopt(mock: any, global: any): void {
  ObjectSetPrototypeOf(mock, global.Function.prototype);
  ObjectSetPrototypeOf(mock.prototype, global.Object.prototype);
}

/** As long as `callback` runs, and what it promises: `implementation` alone. */
function withImplementation(core: MockCore, implementation: AnyFunction, callback: () => any): any {
  const config = core.currentConfig();
  const { implementation: before, once, fallback } = config;
  const restore = () => {
    config.implementation = before;
    config.once = once;
    config.fallback = fallback;
  };
  config.implementation = implementation;
  config.once = [];
  const returned = callback();
  if (returned != null && typeof returned.then === "function") return returned.then(restore);
  restore();
}

/** The error of a property that cannot be mocked. */
export function missing(key: PropertyKey): Error {
  return new Error(`Property \`${String(key)}\` does not exist in the provided object`);
}
