/** spyOn and replaceProperty of Jest (https://jestjs.io/docs/jest-object#mock-functions). */
import { type MockRealm, isMockFunction, makeMock, missing } from "internal/test_mock_function";
import {
  Error, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ObjectPrototypeToString, ReflectApply, ReflectDeleteProperty,
  SafeSet, SetPrototypeAdd, SetPrototypeDelete, String, TypeError,
} from "internal/primordials";

type Access = "get" | "set";

export interface Replaced {
  replaceValue(value: unknown): Replaced;
  restore(): void;
}

interface Replacement {
  (): void;
  object: object;
  key: PropertyKey;
  replaced: Replaced;
}

function typeName(value: unknown): string {
  return value == null ? `${value}` : typeof value;
}

function checkTarget(object: unknown, key: unknown, method: string): void {
  if (object == null || (typeof object !== "object" && typeof object !== "function"))
    throw new Error(`Cannot use ${method} on a primitive value; ${typeName(object)} given`);
  if (key == null) throw new Error("No property name supplied");
}

/** The property of `object`, or the nearest that it inherits. */
export function findDescriptor(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let at: object | null = object; at !== null; at = ObjectGetPrototypeOf(at)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return descriptor;
  }
}

function notAFunction(what: string, key: PropertyKey, value: unknown): Error {
  const advice = typeof value === "object" ? "" : ` If you are trying to mock a property, use \`jest.replaceProperty(object, '${String(key)}', value)\` instead.`;
  return new TypeError(`Cannot spy on the ${what} property because it is not a function; ${typeName(value)} given instead.${advice}`);
}

/** A mock that does as `original` does. */
function mockOf(realm: MockRealm, original: Function, restore: () => void): any {
  return makeMock(realm, { restore }).mockImplementation(function (this: any) {
    return ReflectApply(original, this, arguments as any);
  });
}

/** Sets a property. That of a module's namespace cannot be set, which is told as the language's own error. */
function assign(object: any, key: PropertyKey, value: unknown): void {
  if (ObjectPrototypeToString(object) === "[object Module]" && ObjectGetOwnPropertyDescriptor(object, key)?.configurable === false)
    throw new TypeError(`Cannot assign to read only property '${String(key)}' of object '[object Module]'`);
  object[key] = value;
}

/**
 * Puts a mock in the place of the method `key` of `object`, which calls the method; or, with `access`, in the place of
 * the getter or setter. What is a mock already stays the same one.
 */
export function spyOn(realm: MockRealm, object: any, key: PropertyKey, access?: Access): any {
  checkTarget(object, key, "spyOn");
  if (access) return spyOnAccessor(realm, object, key, access);
  const original = object[key];
  if (!original) throw missing(key);
  if (isMockFunction(original)) return original;
  if (typeof original !== "function") throw notAFunction(`\`${String(key)}\``, key, original);
  const owns = ObjectHasOwn(object, key);
  const descriptor = findDescriptor(object, key);
  if (descriptor?.get) {
    const { get } = descriptor;
    const mock = mockOf(realm, original, () => {
      if (owns) ObjectDefineProperty(object, key, { ...descriptor, get });
      else delete object[key];
    });
    ObjectDefineProperty(object, key, { ...descriptor, get: () => mock });
    return object[key];
  }
  const mock = mockOf(realm, original, () => {
    if (owns) object[key] = original;
    else delete object[key];
  });
  assign(object, key, mock);
  return object[key];
}

function spyOnAccessor(realm: MockRealm, object: any, key: PropertyKey, access: Access): any {
  const descriptor = findDescriptor(object, key);
  if (!descriptor) throw missing(key);
  if (!descriptor.configurable) throw new Error(`Property \`${String(key)}\` is not declared configurable`);
  const original = descriptor[access];
  if (!original) throw new Error(`Property \`${String(key)}\` does not have access type ${access}`);
  if (isMockFunction(original)) {
    ObjectDefineProperty(object, key, descriptor);
    return original;
  }
  const owns = ObjectHasOwn(object, key);
  const mock = mockOf(realm, original, () => {
    if (owns) ObjectDefineProperty(object, key, { ...descriptor, [access]: original });
    else delete object[key];
  });
  ObjectDefineProperty(object, key, { ...descriptor, [access]: mock });
  return mock;
}

function checkReplaceable(object: object, key: PropertyKey): PropertyDescriptor {
  const name = String(key);
  const descriptor = findDescriptor(object, key);
  if (!descriptor) throw missing(key);
  if (!descriptor.configurable) throw new Error(`Property \`${name}\` is not declared configurable`);
  if (descriptor.get !== undefined)
    throw new Error(`Cannot replace the \`${name}\` property because it has a getter. Use \`jest.spyOn(object, '${name}', 'get').mockReturnValue(value)\` instead.`);
  if (descriptor.set !== undefined)
    throw new Error(`Cannot replace the \`${name}\` property because it has a setter. Use \`jest.spyOn(object, '${name}', 'set').mockReturnValue(value)\` instead.`);
  if (typeof descriptor.value === "function")
    throw new TypeError(`Cannot replace the \`${name}\` property because it is a function. Use \`jest.spyOn(object, '${name}')\` instead.`);
  return descriptor;
}

/** Gives the property `key` of `object` another value, until it is restored. */
export function replaceProperty(realm: MockRealm, object: any, key: PropertyKey, value: unknown): Replaced {
  checkTarget(object, key, "replaceProperty");
  const { value: original } = checkReplaceable(object, key);
  for (const restorer of new SafeSet(realm.restorers) as Set<any>) {
    if (restorer.object === object && restorer.key === key) return restorer.replaced.replaceValue(value);
  }
  const owns = ObjectHasOwn(object, key);
  const restore = (() => {
    if (owns) object[key] = original;
    else ReflectDeleteProperty(object, key);
  }) as Replacement;
  const replaced: Replaced = {
    replaceValue(next) {
      object[key] = next;
      return replaced;
    },
    restore() {
      restore();
      SetPrototypeDelete(realm.restorers, restore);
    },
  };
  restore.object = object;
  restore.key = key;
  restore.replaced = replaced;
  SetPrototypeAdd(realm.restorers, restore);
  return replaced.replaceValue(value);
}
