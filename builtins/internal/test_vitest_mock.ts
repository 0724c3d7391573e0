/**
 * The mock functions of Vitest 3 (https://vitest.dev/api/mock). They differ from Jest's in what is left after a reset
 * (the original implementation), in `results` (a call appears when it ended) and in that a second spy replaces the
 * first.
 */
import { type Automocker, mockModule, spyOnAll } from "internal/test_automock";
import { type InstanceMethods, functionName, isClass, isMockFunction } from "internal/test_mock_function";
import { findDescriptor } from "internal/test_mock_spy";
import {
  ArrayPrototypeMap, ArrayPrototypePush, ArrayPrototypeShift, Error, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames,
  ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototypeToString, ObjectSetPrototypeOf, Promise, PromisePrototypeThen, ReflectApply, ReflectConstruct, ReflectDeleteProperty,
  SafeSet, SetPrototypeAdd, SetPrototypeForEach, String, SymbolDispose, TypeError, globalThis,
} from "internal/primordials";

type Access = "get" | "set";
type Ended = [failed: boolean, value: any];

/** What a second spy on the same function goes on with. */
interface Inherited {
  implementation: any;
  once: any[];
  changed: boolean;
}

const kConfigurable = { __proto__: null, configurable: true, writable: true };

class VitestCore {
  calls: any[][] = [];
  contexts: any[] = [];
  instances: any[] = [];
  order: number[] = [];
  results: Ended[] = [];
  /** By the place of the call; nothing where no promise was returned, or it is not settled yet. */
  settled: Ended[] = [];
  implementation: any;
  once: any[] = [];
  /** withImplementation is at work. */
  changed = false;
  instanceMethods: InstanceMethods | undefined;

  constructor(
    readonly mocker: VitestMocker, public name: string, readonly original: () => any, readonly restore: () => void) {}

  clear(): void {
    this.calls = [];
    this.contexts = [];
    this.instances = [];
    this.order = [];
    this.results = [];
    this.settled = [];
  }

  reset(): void {
    this.clear();
    this.implementation = undefined;
    this.once = [];
  }

  call(mock: any, self: any, args: any[], newTarget: any): any {
    ArrayPrototypePush(this.calls, args);
    // A mock that is cleared by its own call forgets that call.
    const { results, settled } = this;
    const place = results.length;
    const { instances } = this;
    const at = instances.length;
    ArrayPrototypePush(instances, self);
    ArrayPrototypePush(this.contexts, self);
    ArrayPrototypePush(this.order, ++this.mocker.order);
    const implementation = this.changed ? this.implementation : ArrayPrototypeShift(this.once) || this.implementation || this.original() || mock._protoImpl;
    let value: any;
    try {
      if (newTarget !== undefined) this.instanceMethods?.(self);
      if (implementation && newTarget !== undefined) {
        if (isClass(implementation)) {
          value = ReflectConstruct(implementation, args, newTarget);
          instances[at] = value;
        } else {
          const returned = ReflectApply(implementation, self, args);
          value = (typeof returned === "object" && returned !== null) || typeof returned === "function" ? returned : self;
        }
      } else if (implementation) {
        value = ReflectApply(implementation, self, args);
      }
    } catch (error) {
      ArrayPrototypePush(this.results, [true, error]);
      throw error;
    }
    if (value instanceof Promise) {
      PromisePrototypeThen(value,
        (result: any) => { settled[place] = [false, result]; },
        (error: any) => { settled[place] = [true, error]; });
    }
    ArrayPrototypePush(this.results, [false, value]);
    return value;
  }
}

const cores = new WeakMap<object, VitestCore>();

function lists(core: VitestCore): any {
  const mock = {
    get calls() { return core.calls; },
    get contexts() { return core.contexts; },
    get instances() { return core.instances; },
    get invocationCallOrder() { return core.order; },
    get results() {
      return ArrayPrototypeMap(core.results, ({ 0: failed, 1: value }: Ended) => ({ type: failed ? "throw" : "return", value }));
    },
    get settledResults() {
      return ArrayPrototypeMap(core.settled, ({ 0: failed, 1: value }: Ended) => ({ type: failed ? "rejected" : "fulfilled", value }));
    },
    get lastCall() { return core.calls[core.calls.length - 1]; },
  };
  return mock;
}

/** Gives a mock the properties of the function it stands for, those that it inherits from a class, too. */
function copyProperties(mock: any, original: any): void {
  for (let at = original; at && at !== Object.prototype && at !== Function.prototype; at = ObjectGetPrototypeOf(at)) {
    const keys: PropertyKey[] = ObjectGetOwnPropertyNames(at);
    const symbols = ObjectGetOwnPropertySymbols(at);
    for (let i = 0; i < symbols.length; i++) ArrayPrototypePush(keys, symbols[i]!);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      if (key === "prototype" || findDescriptor(mock, key)) continue;
      ObjectDefineProperty(mock, key, ObjectGetOwnPropertyDescriptor(at, key)!);
    }
  }
}

function addMethods(mock: any, core: VitestCore): void {
  const setImplementation = (implementation: any) => {
    core.implementation = implementation;
    return mock;
  };
  const addOnce = (implementation: any) => {
    ArrayPrototypePush(core.once, implementation);
    return mock;
  };
  mock.getMockName = () => core.name || "vi.fn()";
  mock.mockName = (name: string) => {
    core.name = name;
    return mock;
  };
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
    core.restore();
    return mock;
  };
  mock[SymbolDispose] = () => mock.mockRestore();
  mock.getMockImplementation = () => (core.changed ? core.implementation : core.once[0] || core.implementation);
  mock.mockImplementation = setImplementation;
  mock.mockImplementationOnce = addOnce;
  mock.withImplementation = (implementation: any, callback: () => any) => {
    const before = core.implementation;
    core.implementation = implementation;
    core.changed = true;
    const end = () => {
      core.implementation = before;
      core.changed = false;
      return mock;
    };
    const returned = callback();
    if (typeof returned === "object" && returned && typeof returned.then === "function") return returned.then(end);
    return end();
  };
  mock.mockReturnThis = () => setImplementation(function (this: any) {
    return this;
  });
  mock.mockReturnValue = (value: any) => setImplementation(() => value);
  mock.mockReturnValueOnce = (value: any) => addOnce(() => value);
  mock.mockResolvedValue = (value: any) => setImplementation(async () => value);
  mock.mockResolvedValueOnce = (value: any) => addOnce(async () => value);
  mock.mockRejectedValue = (value: any) => setImplementation(async () => { throw value; });
  mock.mockRejectedValueOnce = (value: any) => addOnce(async () => { throw value; });
  ObjectDefineProperty(mock, "mock", { get: ((value) => () => value)(lists(core)) });
}

/** What `vi` has of mocks. Its methods are for `vi` to call, which returns itself where Vitest does. */
export class VitestMocker {
  order = 0;
  #mocks: Set<any> = new SafeSet() as any;

  #make(core: VitestCore, original: any): any {
    const mock: any = function (this: any, ...args: any[]) {
      return core.call(mock, this, args, new.target);
    };
    cores.set(mock, core);
    ObjectDefineProperty(mock, "_isMockFunction", { ...kConfigurable, value: true });
    ObjectDefineProperty(mock, "length", { ...kConfigurable, value: original ? original.length : 0 });
    ObjectDefineProperty(mock, "name", { ...kConfigurable, value: core.name });
    if (original && !isMockFunction(original)) copyProperties(mock, original);
    addMethods(mock, core);
    SetPrototypeAdd(this.#mocks, mock);
    return mock;
  }

  fn(implementation?: any): any {
    if (implementation !== undefined && typeof implementation !== "function") throw new Error("cannot spy on a non-function value");
    const core = new VitestCore(this, (implementation && implementation.name) || "spy", () => implementation, () => {});
    const mock = this.#make(core, implementation);
    if (implementation?.prototype != null) ObjectSetPrototypeOf(mock.prototype, implementation.prototype);
    core.implementation = implementation;
    return mock;
  }

  /** The automatic mock of a module with these exports; `name` is for the error. */
  mockModule(exports: unknown, name: string, global: any = globalThis): any {
    const automocker: Automocker = {
      global,
      make: (options) => {
        const mock = this.fn();
        const core = cores.get(mock)!;
        core.instanceMethods = options.instanceMethods;
        if (options.name) ObjectDefineProperty(mock, "name", { ...kConfigurable, value: core.name = functionName(options.name) });
        return mock;
      },
    };
    return mockModule(automocker, exports, name);
  }

  /** `vi.mock(path, { spy: true })`: a module whose functions are spies that do as the originals do. */
  spyOnModule(exports: unknown): any {
    return spyOnAll(exports, (original) => this.fn(original));
  }

  /** Puts a mock in the place of the method `key` of `object`, or, with `access`, of its getter or setter. */
  spyOn(object: any, key: PropertyKey, access?: Access): any {
    if (object === undefined || object === null) throw new TypeError("Cannot convert undefined or null to object");
    if (typeof object !== "object" && typeof object !== "function") throw new Error("cannot spyOn on a primitive value");
    const descriptor = findDescriptor(object, key);
    if (!descriptor && !(key in object)) throw new Error(`${String(key)} does not exist`);
    // A getter that gives a function (as a transpiled module's exports are): the function is what is mocked.
    const behindGetter = access === undefined && descriptor !== undefined && !descriptor.value && descriptor.get !== undefined;
    const slot = behindGetter ? "get" : access ?? "value";
    let original: any = descriptor ? descriptor[slot as "value"] : access ? () => object[key] : object[key];
    const current = behindGetter ? ReflectApply(original, object, []) : original;
    let inherited: Inherited | undefined;
    const before = isMockFunction(current) ? cores.get(current) : undefined;
    if (before) {
      inherited = before;
      original = before.original();
    }
    const mocked = behindGetter ? (before ? original : current) : original;
    if (mocked !== undefined && typeof mocked !== "function") throw new Error("cannot spy on a non-function value");
    const owns = ObjectHasOwn(object, key);
    const place = (value: any) => {
      const { value: _, ...rest } = descriptor ?? kConfigurable as PropertyDescriptor;
      if (slot !== "value") delete rest.writable;
      this.#define(object, key, { ...rest, [slot]: value } as PropertyDescriptor);
    };
    const restore = () => {
      if (!owns) ReflectDeleteProperty(object, key);
      else if (descriptor && !original) ObjectDefineProperty(object, key, descriptor);
      else place(before ? (behindGetter ? () => original : original) : descriptor ? descriptor[slot as "value"] : original);
    };
    const name = (mocked && mocked.name) || "spy";
    const core = new VitestCore(this, name, () => mocked, restore);
    const mock = this.#make(core, mocked);
    if (slot === "value" || behindGetter) {
      if (mocked?.prototype != null) ObjectSetPrototypeOf(mock.prototype, mocked.prototype);
    }
    if (inherited) {
      core.implementation = inherited.implementation;
      core.once = inherited.once;
      core.changed = inherited.changed;
    }
    place(behindGetter ? () => mock : mock);
    return mock;
  }

  #define(object: any, key: PropertyKey, descriptor: PropertyDescriptor): void {
    try {
      ObjectDefineProperty(object, key, descriptor);
    } catch (error) {
      if (ObjectPrototypeToString(object) !== "[object Module]") throw error;
      throw new TypeError(`Cannot spy on export "${String(key)}". Module namespace is not configurable in ESM. See: https://vitest.dev/guide/browser/#limitations`, { cause: error });
    }
  }

  isMockFunction(value: unknown): boolean {
    return typeof value === "function" && isMockFunction(value);
  }

  mocked<T>(value: T, _options?: unknown): T {
    return value;
  }

  /** Calls a method of each mock, the youngest first. */
  #each(method: string): void {
    const mocks: any[] = [];
    SetPrototypeForEach(this.#mocks, (mock: any) => ArrayPrototypePush(mocks, mock));
    for (let i = mocks.length - 1; i >= 0; i--) mocks[i][method]();
  }

  /** Forgets the calls of all mocks. */
  clearAllMocks(): void {
    this.#each("mockClear");
  }

  /** Forgets calls, and gives each mock its original implementation. */
  resetAllMocks(): void {
    this.#each("mockReset");
  }

  /** As resetAllMocks, and takes spies away. */
  restoreAllMocks(): void {
    this.#each("mockRestore");
  }
}
