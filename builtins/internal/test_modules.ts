/**
 * Modules that a test has put others in the place of. What is mocked is known by the file (or builtin) that a request
 * leads to, for `require`, `import` and `import()` alike: the graph asks `substitute` where an import leads (a node of
 * its own for each mock), the CommonJS loader asks `requireMock`. Both are in place only where something is mocked.
 *
 * A registry is what has been loaded: a number that the graph has in the keys of its nodes, and require.cache.
 */
import {
  ArrayPrototypeIncludes, ArrayPrototypePush, Error, MapPrototypeDelete, MapPrototypeForEach, MapPrototypeGet,
  MapPrototypeSet, ObjectCreate, ObjectGetOwnPropertyDescriptor, ObjectHasOwn, ObjectKeys, SafePromiseAll,
  PromisePrototypeThen, Proxy, RegExp, RegExpPrototypeExec, SafeMap, SafeSet, SetPrototypeAdd, SetPrototypeHas,
  StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";
import { loadActual, setRequireMocks, swapRegistry } from "internal/cjs_loader";
import { ManualMocks } from "internal/test_manual_mocks";

type Found = [type: string, path: string];

interface MocksNative {
  setSubstitute(hook: unknown): void;
  setFaces(hook: (node: number, wanted: string[]) => object): void;
  addMock(type: string, path: string): number;
  setRegistry(registry: number): void;
  find(request: string, referrer: string, isImport: boolean): Found | undefined;
  importedNode(specifier: string, referrer: string, words: string[]): number;
  mocksBelow(node: number): number[];
  actualNode(type: string, path: string): number;
  importNode(node: number): Promise<any>;
  /** Whether the module has been imported: its exports are what `face` has from now on. */
  overrideExports(type: string, path: string, face: object): boolean;
  setImportHook(hook: unknown): void;
}
const modules = native("modules") as any;
const binding = modules.mocks as MocksNative;

/** Whose rules hold for a mock. Those of "module" are Jest's for ES modules: what the factory gives are the exports. */
export type MockKind = "jest" | "module" | "vitest" | "bun";

export interface MockOptions {
  /** Jest's: there need be no such module. */
  virtual?: boolean;
  /** Vitest's: functions are spies that do as the originals do. */
  spy?: boolean;
}

/** What a test has asked for. */
interface Mock {
  kind: MockKind;
  type: string;
  path: string;
  request: string;
  factory: ((importOriginal?: () => Promise<any>) => any) | undefined;
  isSpy: boolean;
}

/** A mock that somebody has asked for. */
interface Instance {
  mock: Mock;
  node: number;
  state: "new" | "making" | "made";
  /** While an asynchronous factory runs. */
  promise: Promise<void> | undefined;
  exports: any;
  /** `exports` has the exports by name, `default` among them: it is not what a CommonJS module would export. */
  isNamespace: boolean;
}

export interface ModuleMocksOptions {
  kind: MockKind;
  rootDir: string;
  roots: string[];
  automock: boolean;
  unmockedModulePathPatterns: string[];
  /** The automatic mock of a module with these exports, of Jest's kind and of Vitest's. */
  automatic(kind: MockKind, exports: any, name: string): any;
  spyOnModule(exports: any): any;
}

const kEsModule = 0;

function dirname(path: string): string {
  return StringPrototypeSlice(path, 0, StringPrototypeLastIndexOf(path, "/")) || "/";
}

function isRelative(request: string): boolean {
  return StringPrototypeStartsWith(request, "./") || StringPrototypeStartsWith(request, "../") || request === "." || request === "..";
}

function isThenable(value: any): value is Promise<any> {
  return value !== null && (typeof value === "object" || typeof value === "function") && typeof value.then === "function";
}

export class ModuleMocks {
  #options: ModuleMocksOptions;
  #manual: ManualMocks;
  #isAutomatic: boolean;
  /** By path: what is mocked; null: what is not, whatever else says so. */
  #mocks = new SafeMap<string, Mock | null>();
  #deeplyUnmocked = new SafeSet<string>();
  #unmockedPatterns: RegExp[] = [];
  /** Of the current registry, by path. */
  #instances = new SafeMap<string, Instance>();
  #byNode = new SafeMap<number, Instance>();
  #unmade = 0;
  #registry = 0;
  #lastRegistry = 0;
  #isIsolated = false;
  #isInstalled = false;

  constructor(options: ModuleMocksOptions) {
    this.#options = options;
    this.#isAutomatic = options.automock;
    this.#manual = new ManualMocks(options.kind === "vitest" ? [options.rootDir] : options.roots, binding.find);
    for (let i = 0; i < options.unmockedModulePathPatterns.length; i++) {
      ArrayPrototypePush(this.#unmockedPatterns, new RegExp(options.unmockedModulePathPatterns[i]!));
    }
    if (options.automock || (options.kind === "jest" && this.#manual.hasAny())) this.#install();
  }

  // ---- what is mocked

  mock(from: string, request: string, factory: any, options: MockOptions = {}, kind: MockKind = this.#options.kind): void {
    const places = this.#places(from, request, options.virtual === true || (kind !== "jest" && factory !== undefined));
    for (let i = 0; i < places.length; i++) {
      const { 0: type, 1: path } = places[i]!;
      MapPrototypeSet(this.#mocks, path, { kind, type, path, request, factory, isSpy: options.spy === true });
      // In Jest what has been made stays until resetModules().
      if (kind !== "jest") MapPrototypeDelete(this.#instances, path);
    }
    this.#install();
  }

  /** Bun's: what has been imported already changes, too. A promise where the factory gives one. */
  mockNow(from: string, request: string, factory: () => any): Promise<void> | undefined {
    this.mock(from, request, factory, { virtual: true }, "bun");
    const { 0: type, 1: path } = this.#places(from, request, true)[0]!;
    if (!binding.overrideExports(type, path, {})) return undefined;
    const instance = this.#instanceOf(MapPrototypeGet(this.#mocks, path)!);
    this.#make(instance, true);
    const override = () => { binding.overrideExports(type, path, this.#face(instance, [])); };
    if (instance.promise !== undefined) return PromisePrototypeThen(instance.promise, override);
    override();
    return undefined;
  }

  unmock(from: string, request: string): void {
    const places = this.#places(from, request, true);
    for (let i = 0; i < places.length; i++) {
      MapPrototypeSet(this.#mocks, places[i]![1], null);
      if (this.#options.kind === "vitest") MapPrototypeDelete(this.#instances, places[i]![1]);
    }
  }

  /** With all that it needs, where modules are mocked by themselves. */
  deepUnmock(from: string, request: string): void {
    const places = this.#places(from, request, true);
    for (let i = 0; i < places.length; i++) SetPrototypeAdd(this.#deeplyUnmocked, places[i]![1]);
    this.unmock(from, request);
  }

  setMock(from: string, request: string, exports: unknown): void {
    this.mock(from, request, () => exports, { virtual: true }, "jest");
    const places = this.#places(from, request, true);
    for (let i = 0; i < places.length; i++) MapPrototypeDelete(this.#instances, places[i]![1]);
  }

  setAutomock(isAutomatic: boolean): void {
    this.#isAutomatic = isAutomatic;
    if (isAutomatic) this.#install();
  }

  isMocked(from: string, request: string): boolean {
    const places = this.#places(from, request, true);
    return this.#mockAt(places[0]![0], places[0]![1], request, from) !== undefined;
  }

  /** What a request leads to, as `import` and as `require`. `mayBeMissing`: the place where it would be. */
  #places(from: string, request: string, mayBeMissing: boolean): Found[] {
    const places: Found[] = [];
    const imported = binding.find(request, from, true);
    const required = binding.find(request, from, false);
    if (imported !== undefined) ArrayPrototypePush(places, imported);
    if (required !== undefined && required[1] !== imported?.[1]) ArrayPrototypePush(places, required);
    if (places.length > 0) return places;
    if (!mayBeMissing) {
      const error: any = new Error(`Cannot find module '${request}' from '${from}'`);
      error.code = "MODULE_NOT_FOUND";
      throw error;
    }
    return [["file", virtualPath(request, from)]];
  }

  /** What stands in the place of a module, undefined if it stands there itself. `type`: undefined if there is none. */
  #mockAt(type: string | undefined, path: string, specifier: string, referrer: string): Mock | undefined {
    const known = MapPrototypeGet(this.#mocks, path);
    if (known !== undefined) return known ?? undefined;
    if (type === "builtin" || type === "data" || (!this.#isAutomatic && this.#options.kind !== "jest")) return undefined;
    const isPackage = !isRelative(specifier) && !StringPrototypeStartsWith(specifier, "/");
    const isMocked = this.#isAutomatic && type !== undefined && !this.#isUnmocked(path, referrer);
    if (!isMocked && !(isPackage && this.#manual.ofPackage(specifier) !== undefined)) return undefined;
    if (this.#manual.isOne(path)) return undefined;
    const mock: Mock = { kind: this.#options.kind, type: type ?? "file", path, request: specifier, factory: undefined, isSpy: false };
    return mock;
  }

  #isUnmocked(path: string, referrer: string): boolean {
    if (SetPrototypeHas(this.#deeplyUnmocked, path)) return true;
    if (SetPrototypeHas(this.#deeplyUnmocked, referrer)) {
      SetPrototypeAdd(this.#deeplyUnmocked, path);
      return true;
    }
    for (let i = 0; i < this.#unmockedPatterns.length; i++) {
      if (RegExpPrototypeExec(this.#unmockedPatterns[i]!, path) !== null) return true;
    }
    return false;
  }

  // ---- who asks

  #install(): void {
    if (this.#isInstalled) return;
    this.#isInstalled = true;
    binding.setSubstitute((type: string | undefined, path: string, specifier: string, referrer: string) => this.#substitute(type, path, specifier, referrer));
    binding.setFaces((node, wanted) => this.#face(MapPrototypeGet(this.#byNode, node)!, wanted));
    binding.setImportHook((specifier: string, referrer: string, words: string[]) => this.#import(specifier, referrer, words));
    setRequireMocks((request: string, referrer: string) => this.#requireMock(request, referrer));
  }

  /** The node that an import leads to instead. */
  #substitute(type: string | undefined, path: string | undefined, specifier: string, referrer: string): number | undefined {
    return this.#instanceFor(type, path ?? virtualPath(specifier, referrer), specifier, referrer)?.node;
  }

  /** For the CommonJS loader. */
  #requireMock(request: string, referrer: string): { exports: any } | undefined {
    const found = binding.find(request, referrer, false);
    const instance = this.#instanceFor(found?.[0], found?.[1] ?? virtualPath(request, referrer), request, referrer);
    return instance === undefined ? undefined : this.#made(instance);
  }

  #instanceFor(type: string | undefined, path: string, specifier: string, referrer: string): Instance | undefined {
    const mock = this.#mockAt(type, path, specifier, referrer);
    if (mock === undefined) return undefined;
    const instance = this.#instanceOf(mock);
    // A manual mock sees what it stands for.
    if (instance.state === "making" && this.#manual.isOne(referrer) && this.#manual.of(mock) === referrer) return undefined;
    return instance;
  }

  #instanceOf(mock: Mock): Instance {
    let instance = MapPrototypeGet(this.#instances, mock.path);
    if (instance === undefined) {
      const node = binding.addMock(mock.type, mock.path);
      instance = { mock, node, state: "new", promise: undefined, exports: undefined, isNamespace: false };
      MapPrototypeSet(this.#instances, mock.path, instance);
      MapPrototypeSet(this.#byNode, node, instance);
      this.#unmade++;
    }
    return instance;
  }

  /** import(): what is made asynchronously is made before anything is linked. */
  async #import(specifier: string, referrer: string, words: string[]): Promise<any> {
    const node = binding.importedNode(specifier, referrer, words);
    return this.#importNode(node);
  }

  /** What import() in `folder` gives. */
  importFrom(specifier: string, folder: string): Promise<any> {
    return this.#import(specifier, folder, []);
  }

  async #importNode(node: number): Promise<any> {
    while (this.#unmade > 0) {
      const waiting: Promise<void>[] = [];
      const below = binding.mocksBelow(node);
      for (let i = 0; i < below.length; i++) {
        const instance = MapPrototypeGet(this.#byNode, below[i]!)!;
        if (instance.state === "new") this.#make(instance, true);
        if (instance.promise !== undefined) ArrayPrototypePush(waiting, instance.promise);
      }
      if (waiting.length === 0) break;
      await SafePromiseAll(waiting);
    }
    const namespace = await binding.importNode(node);
    const instance = MapPrototypeGet(this.#byNode, node);
    return instance?.mock.kind === "vitest" ? strict(namespace, instance) : namespace;
  }

  // ---- making mocks

  /** The instance with its exports, now. */
  #made(instance: Instance): Instance {
    if (instance.state === "new") this.#make(instance, false);
    if (instance.promise !== undefined) {
      throw new Error(`The mock of "${instance.mock.request}" is made by an asynchronous factory, which has not ended: it can be imported, but not required`);
    }
    return instance;
  }

  #make(instance: Instance, mayWait: boolean): void {
    const { mock } = instance;
    instance.state = "making";
    let value: any;
    try {
      value = mock.factory !== undefined ? mock.factory(() => this.#importActual(mock)) : this.#withoutFactory(instance, mayWait);
    } catch (error) {
      throw this.#failed(instance, error);
    }
    // What Jest's own factories return is what is exported, a promise, too.
    const isExports = mock.kind === "jest" && mock.factory !== undefined;
    if (isExports || !isThenable(value)) return this.#finish(instance, value);
    instance.promise = PromisePrototypeThen(value, (exports: any) => this.#finish(instance, exports), (error: unknown) => {
      throw this.#failed(instance, error);
    }) as Promise<void>;
  }

  #finish(instance: Instance, exports: any): void {
    const { mock } = instance;
    if (mock.kind === "vitest" && (exports === null || typeof exports !== "object")) {
      throw this.#failed(instance, new Error(
        `[vitest] vi.mock("${mock.request}", factory?: () => unknown) is not returning an object. Did you mean to return an object with a "default" key?`), false);
    }
    instance.exports = exports;
    instance.isNamespace ||= mock.kind === "module" || mock.kind === "vitest";
    instance.state = "made";
    instance.promise = undefined;
    this.#unmade--;
  }

  #failed(instance: Instance, cause: unknown, isWrapped = instance.mock.kind === "vitest" && instance.mock.factory !== undefined): unknown {
    instance.state = "new";
    instance.promise = undefined;
    if (!isWrapped) return cause;
    return new Error(
      '[vitest] There was an error when mocking a module. If you are using "vi.mock" factory, make sure there are no top level variables inside, since this call is hoisted to top of the file. Read more: https://vitest.dev/api/vi.html#vi-mock',
      { cause });
  }

  #withoutFactory(instance: Instance, mayWait: boolean): any {
    const { mock } = instance;
    const manual = mock.isSpy ? undefined : this.#manual.of(mock);
    const isManual = manual !== undefined;
    const read = (exports: any, isNamespace: boolean): any => {
      instance.isNamespace = isNamespace;
      if (isManual) return exports;
      if (mock.isSpy) return this.#options.spyOnModule(exports);
      return this.#options.automatic(mock.kind, exports, mock.request);
    };
    const type = isManual ? "file" : mock.type;
    const path = manual ?? mock.path;
    const isEsModule = type === "data" || (type === "file" && modules.load(path) === kEsModule);
    if (mayWait && isEsModule) {
      const load = () => this.#importNode(binding.actualNode(type, path));
      const loaded = isManual || mock.kind === "vitest" ? load() : this.#apart(load);
      return PromisePrototypeThen(loaded, (namespace: any) => read(namespace, true));
    }
    const load = () => (type === "builtin" ? modules.builtin(path) : loadActual(path));
    const exports = isManual || mock.kind === "vitest" ? load() : this.#apart(load);
    if (mock.kind !== "vitest" || isEsModule) return read(exports, isEsModule);
    return read(namespaceOf(exports), true);
  }

  /** Runs `load` in a registry of its own, which nothing else will see: Jest's automatic mocks have no effect but their own. */
  #apart<T>(load: () => T): T {
    const saved = this.#enterRegistry();
    try {
      return load();
    } finally {
      this.#leaveRegistry(saved);
    }
  }

  /** The exports by name, as `import` sees them. */
  #face(instance: Instance, wanted: string[]): object {
    const { exports, isNamespace, mock } = this.#made(instance);
    const face = ObjectCreate(null);
    const hasMembers = exports !== null && (typeof exports === "object" || typeof exports === "function");
    if (hasMembers) {
      const keys = ObjectKeys(exports);
      for (let i = 0; i < keys.length; i++) face[keys[i]!] = exports[keys[i]!];
      if (isNamespace && !ObjectHasOwn(face, "default") && ObjectGetOwnPropertyDescriptor(exports, "default")) face.default = exports.default;
    }
    if (!isNamespace && !(mock.kind === "bun" && ObjectHasOwn(face, "default"))) face.default = hasMembers && exports.__esModule ? exports.default : exports;
    for (let i = 0; i < wanted.length; i++) {
      const name = wanted[i]!;
      if (!ObjectHasOwn(face, name)) face[name] = mock.kind === "vitest" ? missing(mock, name) : undefined;
    }
    return face;
  }

  // ---- asking for modules

  #required(from: string, request: string): Found {
    const found = binding.find(request, from, false);
    if (found === undefined) modules.resolve(request, from);  // throws
    return found!;
  }

  requireActual(from: string, request: string): any {
    const { 0: type, 1: path } = this.#required(from, request);
    return type === "builtin" ? modules.builtin(path) : loadActual(path);
  }

  requireMock(from: string, request: string): any {
    const found = binding.find(request, from, false);
    const type = found?.[0];
    const path = found?.[1] ?? virtualPath(request, from);
    const mock = MapPrototypeGet(this.#mocks, path) ?? { kind: "jest" as const, type: type ?? "file", path, request, factory: undefined, isSpy: false };
    if (type === undefined && mock.factory === undefined) modules.resolve(request, from);  // throws
    this.#install();
    return this.#made(this.#instanceOf(mock)).exports;
  }

  /** An automatic mock that is nobody else's. */
  createMockFromModule(from: string, request: string): any {
    const { 0: type, 1: path } = this.#required(from, request);
    const exports = this.#apart(() => (type === "builtin" ? modules.builtin(path) : loadActual(path)));
    return this.#options.automatic("jest", exports, request);
  }

  async importActual(from: string, request: string): Promise<any> {
    return this.#importActual(this.#imported(from, request));
  }

  #imported(from: string, request: string): { type: string; path: string } {
    const found = binding.find(request, from, true) ?? binding.find(request, from, false);
    if (found === undefined) modules.resolveImport(request, from);  // throws
    return { type: found![0], path: found![1] };
  }

  #importActual({ type, path }: { type: string; path: string }): Promise<any> {
    return this.#importNode(binding.actualNode(type, path));
  }

  async importMock(from: string, request: string): Promise<any> {
    const { type, path } = this.#imported(from, request);
    const mock = MapPrototypeGet(this.#mocks, path) ?? { kind: "vitest" as const, type, path, request, factory: undefined, isSpy: false };
    this.#install();
    return this.#importNode(this.#instanceOf(mock).node);
  }

  // ---- registries

  #enterRegistry(): Registry {
    const saved = { registry: this.#registry, instances: this.#instances, files: swapRegistry({}) };
    this.#registry = ++this.#lastRegistry;
    binding.setRegistry(this.#registry);
    this.#instances = new SafeMap();
    return saved;
  }

  #leaveRegistry(saved: Registry): void {
    this.#registry = saved.registry;
    binding.setRegistry(saved.registry);
    this.#instances = saved.instances;
    swapRegistry(saved.files);
  }

  /** What is asked for from now on is loaded anew. Mocks of Vitest's kind stay what they are. */
  resetModules(): void {
    const { instances } = this.#enterRegistry();
    MapPrototypeForEach(instances, (instance: Instance, path: string) => {
      if (instance.mock.kind === "vitest") MapPrototypeSet(this.#instances, path, instance);
    });
  }

  #isolate(): Registry {
    if (this.#isIsolated) throw new Error("isolateModules cannot be nested inside another isolateModules or isolateModulesAsync.");
    this.#isIsolated = true;
    return this.#enterRegistry();
  }

  isolateModules(run: () => void): void {
    const saved = this.#isolate();
    try {
      run();
    } finally {
      this.#isIsolated = false;
      this.#leaveRegistry(saved);
    }
  }

  async isolateModulesAsync(run: () => Promise<void>): Promise<void> {
    const saved = this.#isolate();
    try {
      await run();
    } finally {
      this.#isIsolated = false;
      this.#leaveRegistry(saved);
    }
  }
}

interface Registry {
  registry: number;
  instances: Map<string, Instance>;
  files: Record<string, any>;
}

/** Where a module would be that is not there. */
function virtualPath(request: string, from: string): string {
  if (StringPrototypeStartsWith(request, "/")) return request;
  if (!isRelative(request)) return request;
  return require("node:path").default.posix.join(dirname(from), request);
}

/** `import * as` of what a CommonJS module exports. */
function namespaceOf(exports: any): object {
  const namespace = ObjectCreate(null);
  if (exports !== null && (typeof exports === "object" || typeof exports === "function")) {
    const keys = ObjectKeys(exports);
    for (let i = 0; i < keys.length; i++) namespace[keys[i]!] = exports[keys[i]!];
  }
  namespace.default = exports;
  return { ...namespace };
}

// ---- what a mock of Vitest's kind lacks

function lacks(mock: Mock, name: string): Error {
  return new Error(
    `[vitest] No "${name}" export is defined on the "${mock.request}" mock. Did you forget to return it from "vi.mock"?\n` +
    "If you need to partially mock a module, you can use \"importOriginal\" helper inside:\n\n" +
    `vi.mock(import("${mock.request}"), async (importOriginal) => {\n  const actual = await importOriginal()\n  return {\n    ...actual,\n    // your mocked methods\n  }\n})\n`);
}

/** Whatever is done with it throws. */
function missing(mock: Mock, name: string): any {
  const fail = (): never => { throw lacks(mock, name); };
  return new Proxy(function () {}, {
    __proto__: null, apply: fail, construct: fail, get: fail, set: fail, has: fail, ownKeys: fail, defineProperty: fail,
    deleteProperty: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail,
  } as any);
}

/** A namespace that throws where an export is asked for that it lacks. */
function strict(namespace: any, { mock, exports }: Instance): any {
  return new Proxy(namespace, {
    __proto__: null,
    get(target: any, name: PropertyKey): any {
      if (typeof name === "string" && name !== "then" && name !== "__esModule" && !ObjectHasOwn(exports, name)) throw lacks(mock, name);
      return target[name];
    },
  } as any);
}
