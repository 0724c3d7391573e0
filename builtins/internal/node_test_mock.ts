/** `mock` of node:test: https://nodejs.org/api/test.html#class-mocktracker */
import {
  ArrayPrototypePush, ArrayPrototypeSlice, Error, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, Proxy, ReflectApply, ReflectConstruct,
  ReflectDeleteProperty, ReflectGet, SafeMap,
} from "internal/primordials";
import { codes } from "internal/errors";
import { MockTimers } from "internal/node_test_timers";
import { validateBoolean, validateFunction, validateInteger, validateObject } from "internal/validators";

interface MockCall {
  arguments: any[];
  error: unknown;
  result: unknown;
  stack: Error;
  target: Function | undefined;
  this: unknown;
}

export class MockFunctionContext {
  #calls: MockCall[] = [];
  #implementation: any;
  #original: any;
  #restore: (() => void) | undefined;
  #once: Map<number, any> = new SafeMap() as any;
  #times: number;

  constructor(original: any, implementation: any, restore: (() => void) | undefined, times: number) {
    this.#original = original;
    this.#implementation = implementation;
    this.#restore = restore;
    this.#times = times;
  }

  /** A copy. */
  get calls(): MockCall[] {
    return ArrayPrototypeSlice(this.#calls);
  }

  callCount(): number {
    return this.#calls.length;
  }

  resetCalls(): void {
    this.#calls = [];
  }

  mockImplementation(implementation: any): void {
    validateFunction(implementation, "implementation");
    this.#implementation = implementation;
  }

  /** @param onCall Which call it is for, from 0; the next unless given. */
  mockImplementationOnce(implementation: any, onCall?: number): void {
    validateFunction(implementation, "implementation");
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, "onCall", next);
    this.#once.set(call, implementation);
  }

  restore(): void {
    if (this.#restore !== undefined) this.#restore();
    else this.#implementation = this.#original;
    this.#once.clear();
  }

  #next(): any {
    const index = this.#calls.length;
    const once = this.#once.get(index);
    if (once !== undefined) {
      this.#once.delete(index);
      return once;
    }
    return index >= this.#times ? this.#original : this.#implementation;
  }

  static call(context: MockFunctionContext, self: unknown, args: any[], target: Function | undefined, outer: Function): unknown {
    const implementation = context.#next();
    let result: any;
    let error: unknown;
    try {
      if (target === undefined) result = ReflectApply(implementation, self, args);
      else result = ReflectConstruct(implementation, args, target);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      const stack = new Error();
      Error.captureStackTrace(stack, outer);
      ArrayPrototypePush(context.#calls, { arguments: args, error, result, stack, target, this: target === undefined ? self : result });
    }
    return result;
  }
}

interface Options {
  times?: number;
  getter?: boolean;
  setter?: boolean;
}

function timesOf(options: Options): number {
  if (options.times === undefined) return Infinity;
  validateInteger(options.times, "options.times", 1);
  return options.times;
}

function findDescriptor(object: any, key: PropertyKey): PropertyDescriptor | undefined {
  for (let at = object; at !== null && at !== undefined; at = ObjectGetPrototypeOf(at)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

export class MockTracker {
  #mocks: MockFunctionContext[] = [];
  #timers: MockTimers | undefined;

  get timers(): MockTimers {
    return this.#timers ??= new MockTimers();
  }

  /** A proxy of `original` with the property `mock`. */
  #make(original: any, implementation: any, restore: (() => void) | undefined, times: number): any {
    const context = new MockFunctionContext(original, implementation, restore, times);
    ArrayPrototypePush(this.#mocks, context);
    const mock: any = new Proxy(original, {
      __proto__: null,
      apply: (_target: any, self: unknown, args: any[]) => MockFunctionContext.call(context, self, args, undefined, mock),
      construct: (target: any, args: any[], newTarget: any) => MockFunctionContext.call(context, undefined, args, newTarget === mock ? target : newTarget, mock) as object,
      get: (target: any, key: PropertyKey, receiver: unknown) => (key === "mock" ? context : ReflectGet(target, key, receiver)),
    } as any);
    return mock;
  }

  fn(original: any = function () {}, implementation: any = original, options: Options = {}): any {
    if (original !== null && typeof original === "object") {
      options = original;
      original = function () {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === "object") {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, "original");
    validateFunction(implementation, "implementation");
    validateObject(options, "options");
    return this.#make(original, implementation, undefined, timesOf(options));
  }

  method(object: any, key: PropertyKey, implementation?: any, options: Options = {}): any {
    if (typeof object !== "function") validateObject(object, "object");
    if (typeof key !== "string" && typeof key !== "symbol") throw new codes.ERR_INVALID_ARG_TYPE("methodName", ["string", "symbol"], key);
    if (implementation !== null && typeof implementation === "object") {
      options = implementation;
      implementation = undefined;
    }
    validateObject(options, "options");
    const { getter = false, setter = false } = options;
    validateBoolean(getter, "options.getter");
    validateBoolean(setter, "options.setter");
    if (getter && setter) throw new codes.ERR_INVALID_ARG_VALUE("options.setter", setter, "cannot be used with 'options.getter'");
    const descriptor = findDescriptor(object, key);
    const slot = getter ? "get" : setter ? "set" : "value";
    const original: any = descriptor?.[slot];
    if (typeof original !== "function") throw new codes.ERR_INVALID_ARG_VALUE("methodName", original, "must be a method");
    if (implementation === undefined) implementation = original;
    validateFunction(implementation, "implementation");
    const owns = ObjectHasOwn(object, key);
    const restore = () => {
      if (owns) ObjectDefineProperty(object, key, descriptor!);
      else ReflectDeleteProperty(object, key);
    };
    const mock = this.#make(original, implementation, restore, timesOf(options));
    ObjectDefineProperty(object, key, { ...descriptor, configurable: true, [slot]: mock });
    return mock;
  }

  getter(object: any, key: PropertyKey, implementation?: any, options: Options = {}): any {
    if (implementation !== null && typeof implementation === "object") {
      options = implementation;
      implementation = undefined;
    }
    if (options.getter === false) throw new codes.ERR_INVALID_ARG_VALUE("options.getter", false, "cannot be false");
    return this.method(object, key, implementation, { ...options, getter: true });
  }

  setter(object: any, key: PropertyKey, implementation?: any, options: Options = {}): any {
    if (implementation !== null && typeof implementation === "object") {
      options = implementation;
      implementation = undefined;
    }
    if (options.setter === false) throw new codes.ERR_INVALID_ARG_VALUE("options.setter", false, "cannot be false");
    return this.method(object, key, implementation, { ...options, setter: true });
  }

  /** Puts a value in the place of a property. */
  property(object: any, key: PropertyKey, value?: unknown): any {
    if (typeof object !== "function") validateObject(object, "object");
    const descriptor = findDescriptor(object, key);
    if (descriptor === undefined) throw new codes.ERR_INVALID_ARG_VALUE("propertyName", key, "is not a property of the object");
    const owns = ObjectHasOwn(object, key);
    const before = object[key];
    const accesses: object[] = [];
    let current = arguments.length < 3 ? before : value;
    const note = (type: string, accessed: unknown) => ArrayPrototypePush(accesses, { type, value: accessed, stack: new Error() });
    ObjectDefineProperty(object, key, {
      __proto__: null, configurable: true, enumerable: descriptor.enumerable,
      get: () => {
        note("get", current);
        return current;
      },
      set: (given: unknown) => {
        note("set", given);
        current = given;
      },
    } as any);
    const context: any = {
      get accesses() { return ArrayPrototypeSlice(accesses); },
      accessCount: () => accesses.length,
      resetAccesses: () => { accesses.length = 0; },
      mockImplementation: (given: unknown) => { current = given; },
      restore: () => {
        if (owns) ObjectDefineProperty(object, key, descriptor);
        else ReflectDeleteProperty(object, key);
      },
    };
    ArrayPrototypePush(this.#mocks, context);
    return new Proxy(object, {
      __proto__: null,
      get: (target: any, name: PropertyKey, receiver: unknown) => (name === "mock" ? context : ReflectGet(target, name, receiver)),
    } as any);
  }

  /** Takes all mocks away and forgets them. */
  reset(): void {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll(): void {
    for (let i = 0; i < this.#mocks.length; i++) this.#mocks[i]!.restore();
  }
}

