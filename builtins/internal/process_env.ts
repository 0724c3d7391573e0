// process.env: the environment as an object of strings (https://nodejs.org/api/process.html#processenv).
//
// An ordinary object holds the variables, read once from the system, and a proxy in front of it turns what is
// written into strings and passes it on to the system. Reading, listing and `in` need no trap. What native code
// changes behind weft's back later is not seen.

import {
  ObjectDefineProperty, ObjectPrototypeHasOwnProperty, Proxy, ReflectDefineProperty, ReflectDeleteProperty, String,
  TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";

interface EnvironmentBinding {
  /** Names and values alternate. */
  environment(): string[];
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

/** Whether a value is process.env. */
export function isEnvironment(value: unknown): boolean {
  return value !== undefined && value === environment;
}

export function createEnvironment(): Variables {
  const binding = native("process") as EnvironmentBinding;
  const variables: Variables = {};
  const list = binding.environment();
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!;
    if (name === "__proto__") ObjectDefineProperty(variables, name, {
      __proto__: null, value: list[i + 1], writable: true, enumerable: true, configurable: true } as any);
    else variables[name] = list[i + 1];
  }
  return environment = new Proxy(variables, makeHandler(binding));
}
