// process.env: the environment as an object of strings (https://nodejs.org/api/process.html#processenv).
//
// An ordinary object holds the variables, read once from the system, and a proxy in front of it turns what is
// written into strings and passes it on to the system. Reading, listing and `in` need no trap. What native code
// changes behind weft's back later is not seen. A worker has a copy, which the system is not told of; where threads
// share an environment (SHARE_ENV), every question is asked anew.

import {
  ObjectAssign, ObjectDefineProperty, ObjectKeys, ObjectPrototypeHasOwnProperty, Proxy, ReflectDefineProperty,
  ReflectDeleteProperty, ReflectGet, ReflectGetOwnPropertyDescriptor, ReflectHas, ReflectOwnKeys, String, TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";

interface EnvironmentBinding {
  /** Names and values alternate. */
  environment(): string[];
  environmentVariable(name: string): string | undefined;
  /** Also makes Date see a change of TZ. Names that the system cannot take (empty, with "=") are ignored. */
  setEnvironment(name: string, value: string): void;
  unsetEnvironment(name: string): void;
}

type Variables = Record<string, string | undefined>;

function refuseSymbol(value: unknown): void {
  if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
}

const kDescriptorText = "'process.env' only accepts a configurable, writable, and enumerable data descriptor";

function store(target: object, name: string, value: string): boolean {
  return ReflectDefineProperty(target, name, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  } as any);
}

function makeHandler(binding: EnvironmentBinding): ProxyHandler<Variables> {
  return {
    __proto__: null,
    set(target: Variables, name: string | symbol, value: unknown) {
      refuseSymbol(name);
      refuseSymbol(value);
      const text = String(value);
      binding.setEnvironment(name as string, text);
      return store(target, name as string, text);
    },
    defineProperty(target: Variables, name: string | symbol, descriptor: PropertyDescriptor) {
      if (descriptor.get || descriptor.set) {
        throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(
          "'process.env' does not accept an accessor(getter/setter) descriptor");
      }
      if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable)
        throw new codes.ERR_INVALID_OBJECT_DEFINE_PROPERTY(kDescriptorText);
      refuseSymbol(name);
      refuseSymbol(descriptor.value);
      const text = String(descriptor.value);
      binding.setEnvironment(name as string, text);
      return store(target, name as string, text);
    },
    deleteProperty(target: Variables, name: string | symbol) {
      if (typeof name === "string" && ObjectPrototypeHasOwnProperty(target, name)) {
        binding.unsetEnvironment(name);
        ReflectDeleteProperty(target, name);
      }
      return true;
    },
    preventExtensions() {
      throw new TypeError("Cannot prevent extensions of 'process.env'");
    },
  } as any;
}

let environment: Variables | undefined;

/** Told the name of each variable that is asked for, "*" when they are listed. */
let listener: ((name: string) => void) | undefined;

/** Traps that only pass on what is asked, for whoever must know. */
function listeningTraps(tell: (name: string) => void): ProxyHandler<Variables> {
  const note = (name: string | symbol): void => {
    if (typeof name === "string") tell(name);
  };
  return {
    __proto__: null,
    get(target: Variables, name: string | symbol, receiver: unknown) {
      note(name);
      return ReflectGet(target, name, receiver);
    },
    has(target: Variables, name: string | symbol) {
      note(name);
      return ReflectHas(target, name);
    },
    getOwnPropertyDescriptor(target: Variables, name: string | symbol) {
      note(name);
      return ReflectGetOwnPropertyDescriptor(target, name);
    },
    ownKeys(target: Variables) {
      tell("*");
      return ReflectOwnKeys(target);
    },
  } as any;
}

/** From here on, `tell` hears of every variable that the program asks for. */
export function listenToEnvironment(tell: (name: string) => void): void {
  listener = tell;
  if (environment !== undefined) ObjectAssign(handler, listeningTraps(tell));
}

/** Whether a value is process.env. */
export function isEnvironment(value: unknown): boolean {
  return value !== undefined && value === environment;
}

/** Every question goes to the system, or to what threads share: others write to it, too. */
function liveTraps(binding: EnvironmentBinding): ProxyHandler<Variables> {
  const read = (name: string | symbol): string | undefined =>
    typeof name === "string" ? binding.environmentVariable(name) : undefined;
  return {
    __proto__: null,
    get: (target: Variables, name: string | symbol, receiver: unknown) =>
      read(name) ?? (ObjectPrototypeHasOwnProperty(target, name) ? undefined : ReflectGet(target, name, receiver)),
    has: (target: Variables, name: string | symbol) =>
      read(name) !== undefined || (!ObjectPrototypeHasOwnProperty(target, name) && ReflectHas(target, name)),
    getOwnPropertyDescriptor(_target: Variables, name: string | symbol) {
      const value = read(name);
      if (value === undefined) return undefined;
      return { value, writable: true, enumerable: true, configurable: true };
    },
    ownKeys() {
      const list = binding.environment();
      const names: string[] = [];
      for (let i = 0; i < list.length; i += 2) names[names.length] = list[i]!;
      return names;
    },
    deleteProperty(_target: Variables, name: string | symbol) {
      if (typeof name === "string") binding.unsetEnvironment(name);
      return true;
    },
  } as any;
}

/** What a worker's environment is made of: undefined on the main thread; null: shared with others. */
let ofThread: string[] | null | undefined;

export function useThreadEnvironment(list: string[] | null): void {
  ofThread = list;
}

const kAlone: EnvironmentBinding = {
  __proto__: null,
  environment: () => [],
  environmentVariable: () => undefined,
  setEnvironment() {},
  unsetEnvironment() {},
} as any;

let handler: ProxyHandler<Variables>;
let variables: Variables;
let isLive = false;

function goLive(): void {
  isLive = true;
  const { set, defineProperty } = makeHandler(native("process") as EnvironmentBinding);
  ObjectAssign(handler, { set, defineProperty }, liveTraps(native("process") as EnvironmentBinding));
}

export function createEnvironment(): Variables {
  const isCopy = ofThread !== undefined && ofThread !== null;
  const binding = isCopy ? kAlone : native("process") as EnvironmentBinding;
  variables = {};
  const list = isCopy ? ofThread! : ofThread === null ? [] : binding.environment();
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!;
    if (name === "__proto__") ObjectDefineProperty(variables, name, {
      __proto__: null, value: list[i + 1], writable: true, enumerable: true, configurable: true } as any);
    else variables[name] = list[i + 1];
  }
  handler = makeHandler(binding);
  if (listener !== undefined) ObjectAssign(handler, listeningTraps(listener));
  if (ofThread === null) goLive();
  return environment = new Proxy(variables, handler);
}

/** Names and values of an object, or of this thread's environment, in turn. */
export function listEnvironment(env: Record<string, unknown>): string[] {
  const list: string[] = [];
  const names = ObjectKeys(env);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const value = env[name];
    refuseSymbol(value);
    list[list.length] = name;
    list[list.length] = String(value);
  }
  return list;
}

/** From here on, this thread's environment is one that others have, too. */
export function shareEnvironment(): void {
  if (isLive) return;
  const { default: process } = require("node:process");
  if (ofThread !== undefined) native("workers").shareEnvironment(listEnvironment(process.env));
  goLive();
}
