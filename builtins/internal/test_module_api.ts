/** The members of `jest`, `vi` and `mock` that are about modules. What does the work is loaded at the first call. */
import { defineLate } from "internal/late_property";
import { ArrayPrototypePush, Error, ObjectAssign, ObjectDefineProperty, StringPrototypeIncludes } from "internal/primordials";
import { mockerOf, vitestMockerOf } from "internal/test_mocks";
import type { MockKind, MockOptions, ModuleMocks } from "internal/test_modules";
import { registry } from "internal/test_registry";

interface MocksNative {
  hoistMocks(): void;
  isFolder(path: string): boolean;
  callerFile(): string | undefined;
}
const binding = (native("modules") as any).mocks as MocksNative;

let mocks: ModuleMocks | undefined;
/** Of jest.onGenerateMock. */
const generated: ((name: string, mock: any) => any)[] = [];

function automatic(kind: MockKind, exports: any, name: string): any {
  let mock = kind === "vitest" ? vitestMockerOf().mockModule(exports, name) : mockerOf().mockModule(exports, name);
  for (let i = 0; i < generated.length; i++) mock = generated[i]!(name, mock);
  return mock;
}

function modules(): ModuleMocks {
  if (mocks === undefined) {
    const { flavour, rootDir, roots, automock, unmockedModulePathPatterns } = registry.settings;
    mocks = new (require("internal/test_modules").ModuleMocks)({
      kind: flavour, rootDir, roots, automock, unmockedModulePathPatterns, automatic, spyOnModule: (exports: any) => vitestMockerOf().spyOnModule(exports),
    }) as ModuleMocks;
  }
  return mocks;
}

/**
 * Before anything of the program is loaded. Where modules are mocked by themselves (automock, `__mocks__` of packages),
 * imports are looked at from now on; else from the first mock on.
 */
export function beginModuleMocks(): void {
  const { automock, flavour, roots } = registry.settings;
  binding.hoistMocks();
  let isNeeded = automock;
  for (let i = 0; i < roots.length && !isNeeded; i++) isNeeded = flavour === "jest" && binding.isFolder(`${roots[i]}/__mocks__`);
  if (isNeeded) modules();
}

/** Test libraries have them in ES modules, too. */
export function defineFileGlobals(): void {
  defineLate(globalThis, "require", makeGlobalRequire);
  defineFileName("__filename", (file) => file);
  defineFileName("__dirname", (file) => require("node:path").default.dirname(file));
}

/** As module_hooks' importFrom: mocks that are made asynchronously are waited for. */
export function importFrom(specifier: string, folder: string): Promise<unknown> {
  if (mocks !== undefined) return mocks.importFrom(specifier, folder);
  return native("modules").importWithoutHooks(specifier, folder) ?? require("internal/module_hooks").importFrom(specifier, folder);
}

/** What an ES module of the program asks for is its own; others, of packages, do not have it, as when they run. */
function defineFileName(name: string, of: (file: string) => string): void {
  ObjectDefineProperty(globalThis, name, {
    __proto__: null, configurable: true, enumerable: false,
    get: () => {
      const file: string | undefined = binding.callerFile();
      return file === undefined || StringPrototypeIncludes(file, "/node_modules/") ? undefined : of(file);
    },
    set: (value: unknown) => ObjectDefineProperty(globalThis, name, { __proto__: null, value, configurable: true, enumerable: false, writable: true } as any),
  } as any);
}

/** `require` of the file that calls it. */
function makeGlobalRequire(): any {
  const loader = require("internal/cjs_loader");
  const of = (): any => loader.createRequire(caller());
  const globalRequire = (id: string): any => of()(id);
  const resolve = (request: string, options?: unknown): string => of().resolve(request, options);
  resolve.paths = (request: string): string[] | null => of().resolve.paths(request);
  const { main, extensions, cache } = of();
  return ObjectAssign(globalRequire, { resolve, main, extensions, cache });
}

export function resetModules(): void {
  modules().resetModules();
}

/** The file of the program that has called. */
function caller(): string {
  return binding.callerFile() ?? `${registry.settings.rootDir}/`;
}

/** `self` is what chains go on with: `jest`. */
export function jestModuleMembers(self: () => any): Record<string, any> {
  const mock = (request: string, factory?: () => any, options?: MockOptions) => {
    modules().mock(caller(), request, factory, options, "jest");
    return self();
  };
  const unmock = (request: string) => {
    modules().unmock(caller(), request);
    return self();
  };
  return {
    mock,
    doMock: mock,
    unmock,
    dontMock: unmock,
    deepUnmock(request: string) {
      modules().deepUnmock(caller(), request);
      return self();
    },
    setMock(request: string, exports: unknown) {
      modules().setMock(caller(), request, exports);
      return self();
    },
    unstable_mockModule(request: string, factory: () => any, options?: MockOptions) {
      if (typeof factory !== "function") throw new Error("`unstable_mockModule` must be passed a mock factory");
      modules().mock(caller(), request, factory, { ...options, virtual: true }, "module");
      return self();
    },
    unstable_unmockModule: unmock,
    enableAutomock() {
      modules().setAutomock(true);
      return self();
    },
    disableAutomock() {
      modules().setAutomock(false);
      return self();
    },
    requireActual: (request: string) => modules().requireActual(caller(), request),
    requireMock: (request: string) => modules().requireMock(caller(), request),
    createMockFromModule: (request: string) => modules().createMockFromModule(caller(), request),
    onGenerateMock(callback: (name: string, mock: any) => any) {
      ArrayPrototypePush(generated, callback);
      return self();
    },
    resetModules() {
      modules().resetModules();
      return self();
    },
    isolateModules(run: () => void) {
      modules().isolateModules(run);
      return self();
    },
    isolateModulesAsync: (run: () => Promise<void>) => modules().isolateModulesAsync(run),
  };
}

function checkPath(request: unknown, name: string): asserts request is string {
  if (typeof request !== "string") throw new Error(`vi.${name}() expects a string path, but received a ${typeof request}`);
}

/** Also `vi.mock(path, { spy: true })`. */
export function vitestModuleMembers(self: () => any): Record<string, any> {
  const named = (name: string) => (request: unknown, factory?: any) => {
    checkPath(request, name);
    const isFactory = typeof factory === "function";
    if (!isFactory && factory !== undefined && (factory === null || typeof factory !== "object")) {
      throw new Error(`vi.${name}() expects a factory or an options object, but received a ${typeof factory}`);
    }
    modules().mock(caller(), request, isFactory ? factory : undefined, isFactory ? {} : factory, "vitest");
    return self();
  };
  const unmocked = (name: string) => (request: unknown) => {
    checkPath(request, name);
    modules().unmock(caller(), request);
    return self();
  };
  return {
    mock: named("mock"),
    doMock: named("doMock"),
    unmock: unmocked("unmock"),
    doUnmock: unmocked("doUnmock"),
    importActual: (request: string) => modules().importActual(caller(), request),
    importMock: (request: string) => modules().importMock(caller(), request),
    resetModules() {
      modules().resetModules();
      return self();
    },
  };
}

/** `mock.module` of bun:test. */
export function mockModuleOfBun(request: string, factory: () => any): Promise<void> | undefined {
  if (typeof request !== "string") throw new Error("mock.module() expects the name of a module");
  if (typeof factory !== "function") throw new Error("mock.module() expects a function that gives the module's exports");
  return modules().mockNow(caller(), request, factory);
}
