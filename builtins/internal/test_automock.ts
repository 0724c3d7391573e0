/**
 * Automatic mocks: the shape of a module or a value as metadata, and mocks made from it
 * (https://jestjs.io/docs/jest-object#jestcreatemockfrommodulemodulename).
 */
import { type MockOptions, isMockFunction } from "internal/test_mock_function";
import {
  ArrayIsArray, ArrayPrototypePush, Error, MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames,
  ObjectGetPrototypeOf, ObjectKeys, ObjectPrototypeToString, SafeMap, SafeSet, SetPrototypeAdd, SetPrototypeHas, StringPrototypeSlice,
  StringPrototypeStartsWith,
} from "internal/primordials";

/** Whose mocks are made. */
export interface Automocker {
  global: any;
  make(options: MockOptions): any;
}

type Type = "object" | "array" | "regexp" | "function" | "constant" | "collection" | "null" | "undefined";

export interface Metadata {
  type?: Type;
  name?: string;
  value?: unknown;
  length?: number;
  /** The implementation of a mock that is mocked itself. */
  mockImpl?: any;
  members?: Record<string, Metadata>;
  /** The number by which `ref` names this one. */
  refID?: number;
  /** Stands for what has this refID. */
  ref?: number;
}

const kTypes = {
  __proto__: null,
  Function: "function", AsyncFunction: "function", GeneratorFunction: "function", AsyncGeneratorFunction: "function",
  Object: "object", Module: "object",
  Number: "constant", String: "constant", Boolean: "constant", Symbol: "constant",
  Map: "collection", WeakMap: "collection", Set: "collection",
  RegExp: "regexp", Undefined: "undefined", Null: "null",
} as Record<string, any>;
const kFunctionKeys = { __proto__: null, arguments: true, caller: true, callee: true, name: true, length: true } as Record<string, any>;
const kRegExpKeys = { __proto__: null, source: true, global: true, ignoreCase: true, multiline: true } as Record<string, any>;
/** What a mock function has of its own, beside what begins with "mock". */
const kMockKeys = {
  __proto__: null, _isMockFunction: true, _protoImpl: true, getMockImplementation: true, getMockName: true, whenCalledWith: true, withImplementation: true,
} as Record<string, any>;

function tag(value: unknown): string {
  return StringPrototypeSlice(ObjectPrototypeToString(value), 8, -1);
}

function typeOf(value: unknown): Type | undefined {
  const type = kTypes[tag(value)];
  return type !== "function" && ArrayIsArray(value) ? "array" : type;
}

function isFixed(object: unknown, key: string): boolean {
  if (kFunctionKeys[key]) return kTypes[tag(object)] === "function";
  return kRegExpKeys[key] === true && tag(object) === "RegExp";
}

/** The keys of an object and of what it inherits that a mock of it has, too; accessors only of a module. */
function slots(mocker: Automocker, object: any): string[] {
  const found: string[] = [];
  if (!object) return found;
  const { global } = mocker;
  const seen = new SafeSet();
  const ends = new SafeSet([
    Object.prototype, Function.prototype, RegExp.prototype,
    global.Object.prototype, global.Function.prototype, global.RegExp.prototype,
  ]);
  for (let at = object; at != null && !SetPrototypeHas(ends, at); at = ObjectGetPrototypeOf(at)) {
    const names = ObjectGetOwnPropertyNames(at);
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      if (SetPrototypeHas(seen, name) || isFixed(at, name)) continue;
      const descriptor = ObjectGetOwnPropertyDescriptor(at, name);
      if ((descriptor === undefined || descriptor.get) && !at.__esModule) continue;
      SetPrototypeAdd(seen, name);
      ArrayPrototypePush(found, name);
    }
  }
  return found;
}

/** The shape of `component`; null for what has none (a Date, a promise). */
export function getMetadata(mocker: Automocker, component: any, refs: Map<unknown, number> = new SafeMap() as any): Metadata | null {
  const ref = MapPrototypeGet(refs, component);
  if (ref !== undefined) return { ref };
  const type = typeOf(component);
  if (!type) return null;
  const metadata: Metadata = { type };
  if (type === "constant" || type === "collection" || type === "undefined" || type === "null") {
    metadata.value = component;
    return metadata;
  }
  const isMock = type === "function" && isMockFunction(component);
  if (type === "function") {
    if (typeof component.name === "string") metadata.name = component.name;
    if (isMock) metadata.mockImpl = component.getMockImplementation();
  }
  metadata.refID = refs.size;
  MapPrototypeSet(refs, component, metadata.refID);
  if (type === "array") return metadata;
  const names = slots(mocker, component);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (isMock && (StringPrototypeStartsWith(name, "mock") || kMockKeys[name])) continue;
    const member = getMetadata(mocker, component[name], refs);
    if (member) (metadata.members ??= {})[name] = member;
  }
  return metadata;
}

class Generator {
  refs: any[] = [];
  later: (() => void)[] = [];

  constructor(readonly mocker: Automocker) {}

  make(metadata: Metadata): any {
    const { Object, Array, RegExp } = this.mocker.global;
    switch (metadata.type) {
      case "object": return new Object();
      case "array": return new Array();
      case "regexp": return new RegExp("");
      case "constant": case "collection": case "null": case "undefined": return metadata.value;
      case "function": return this.makeFunction(metadata);
    }
    throw new Error(`Unrecognized type ${metadata.type || "undefined type"}`);
  }

  makeFunction(metadata: Metadata): any {
    const { mocker } = this;
    const methods = metadata.members?.prototype?.members;
    const names = methods ? ObjectKeys(methods) : [];
    const mock = mocker.make({
      length: metadata.length,
      name: metadata.name === "mockConstructor" ? undefined : metadata.name,
      // Each instance has mocks of its own, which call the prototype's unless they are told otherwise.
      instanceMethods: names.length === 0 ? undefined : (instance) => {
        for (let i = 0; i < names.length; i++) {
          const name = names[i]!;
          if (methods![name]!.type !== "function") continue;
          const inherited = instance[name];
          instance[name] = generateFromMetadata(mocker, methods![name]!);
          instance[name]._protoImpl = inherited;
        }
      },
    });
    return metadata.mockImpl ? mock.mockImplementation(metadata.mockImpl) : mock;
  }

  generate(metadata: Metadata): any {
    const mock = this.make(metadata);
    if (metadata.refID !== undefined) this.refs[metadata.refID] = mock;
    const names = metadata.members ? ObjectKeys(metadata.members) : [];
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const member = metadata.members![name]!;
      if (member.ref === undefined) mock[name] = this.generate(member);
      else ArrayPrototypePush(this.later, () => (mock[name] = this.refs[member.ref!]));
    }
    if (mock != null && metadata.type !== "constant" && mock.prototype && typeof mock.prototype === "object") mock.prototype.constructor = mock;
    return mock;
  }
}

/** A mock with the shape of `metadata`. */
export function generateFromMetadata(mocker: Automocker, metadata: Metadata): any {
  const generator = new Generator(mocker);
  const mock = generator.generate(metadata);
  for (let i = 0; i < generator.later.length; i++) generator.later[i]!();
  return mock;
}

/** The automatic mock of a module, whose exports are `exports`. `name` is for the error. */
export function mockModule(mocker: Automocker, exports: unknown, name: string): any {
  const metadata = getMetadata(mocker, exports);
  if (metadata === null)
    throw new Error(`Failed to get mock metadata: ${name}\n\nSee: https://jestjs.io/docs/manual-mocks#content`);
  return generateFromMetadata(mocker, metadata);
}

/** Own properties of `from`, those that hold functions and plain objects as spies, on `to`. */
function spyOnMembers(to: any, from: any, wrap: (original: any) => any, seen: Map<unknown, any>): void {
  const names = ObjectGetOwnPropertyNames(from);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (name === "prototype" || name === "constructor" || isFixed(from, name)) continue;
    const descriptor = ObjectGetOwnPropertyDescriptor(from, name)!;
    if (!("value" in descriptor)) ObjectDefineProperty(to, name, descriptor);
    else ObjectDefineProperty(to, name, { value: spyOnAll(descriptor.value, wrap, seen), enumerable: descriptor.enumerable, writable: true, configurable: true });
  }
}

/**
 * A copy of a module or a value that does as the original does, and whose functions are mocks: `wrap` makes one of a
 * function. What is neither a function nor a plain object is the original itself.
 */
export function spyOnAll(value: any, wrap: (original: any) => any, seen: Map<unknown, any> = new SafeMap() as any): any {
  const known = MapPrototypeGet(seen, value);
  if (known !== undefined) return known;
  if (typeof value === "function") {
    const mock = wrap(value);
    MapPrototypeSet(seen, value, mock);
    spyOnMembers(mock, value, wrap, seen);
    if (value.prototype) {
      spyOnMembers(mock.prototype, value.prototype, wrap, seen);
      ObjectDefineProperty(mock.prototype, "constructor", { value: mock, enumerable: false, writable: true, configurable: true });
    }
    return mock;
  }
  if (value === null || typeof value !== "object" || typeOf(value) !== "object") return value;
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype !== null && ObjectGetPrototypeOf(prototype) !== null) return value;
  const copy = {};
  MapPrototypeSet(seen, value, copy);
  spyOnMembers(copy, value, wrap, seen);
  return copy;
}
