/**
 * Stubs of environment variables and globals (https://vitest.dev/api/vi#vi-stubenv): what the first stub of a name finds
 * is what unstubbing gives back.
 */
import { MapPrototypeClear, MapPrototypeForEach, MapPrototypeHas, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ReflectDeleteProperty, SafeMap, String } from "internal/primordials";

/** Variables whose stub is a boolean: "1" and "". */
const kBooleans = { __proto__: null, DEV: true, PROD: true, SSR: true } as Record<string, any>;

export class Stubs {
  #global: any;
  #environment: () => Record<string, string | undefined>;
  #globals: Map<PropertyKey, PropertyDescriptor | undefined> = new SafeMap() as any;
  #variables: Map<string, string | undefined> = new SafeMap() as any;

  /** @param environment Gives the variables: process.env as the program has it. */
  constructor(global: any, environment: () => Record<string, string | undefined>) {
    this.#global = global;
    this.#environment = environment;
  }

  stubGlobal(name: PropertyKey, value: unknown): void {
    if (!MapPrototypeHas(this.#globals, name)) MapPrototypeSet(this.#globals, name, ObjectGetOwnPropertyDescriptor(this.#global, name));
    ObjectDefineProperty(this.#global, name, { value, writable: true, configurable: true, enumerable: true });
  }

  unstubAllGlobals(): void {
    MapPrototypeForEach(this.#globals, (original: PropertyDescriptor | undefined, name: PropertyKey) => {
      if (original) ObjectDefineProperty(this.#global, name, original);
      else ReflectDeleteProperty(this.#global, name);
    });
    MapPrototypeClear(this.#globals);
  }

  /** Sets the variable; undefined deletes it. */
  stubEnv(name: string, value: unknown): void {
    const environment = this.#environment();
    if (!MapPrototypeHas(this.#variables, name)) MapPrototypeSet(this.#variables, name, environment[name]);
    if (kBooleans[name]) environment[name] = value ? "1" : "";
    else if (value === undefined) delete environment[name];
    else environment[name] = String(value);
  }

  unstubAllEnvs(): void {
    const environment = this.#environment();
    MapPrototypeForEach(this.#variables, (original: string | undefined, name: string) => {
      if (original === undefined) delete environment[name];
      else environment[name] = original;
    });
    MapPrototypeClear(this.#variables);
  }
}
