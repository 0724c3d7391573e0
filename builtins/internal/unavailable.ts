// What packages import, but weft does not do: it is there, and says so when it is used.
import { ArrayPrototypePush, ObjectDefineProperty } from "internal/primordials";
import { codes } from "internal/errors";

/** A function of this name that throws. */
export function unavailable(what: string, name: string): (...args: any[]) => never {
  const method = {
    [name](): never {
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(what);
    },
  };
  return method[name]!;
}

/** A class that can be asked for with `instanceof` and inherited from, but has no instances. */
export function unavailableClass(what: string, name: string, Base?: any): any {
  const Class = Base === undefined
    ? class { constructor() { throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(what); } }
    : class extends Base { constructor() { throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(what); super(); } };
  ObjectDefineProperty(Class, "name", { __proto__: null, value: name, configurable: true } as any);
  return Class;
}

/** The names that a program sees of a list, without those that start with an underscore. */
export function publicNames(names: string[]): string[] {
  const list: string[] = [];
  for (let i = 0; i < names.length; i++) if (names[i]![0] !== "_") ArrayPrototypePush(list, names[i]!);
  return list;
}
