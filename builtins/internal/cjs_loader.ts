// CommonJS: the Module class, its cache and `require`, over the native module graph.
// https://nodejs.org/api/modules.html
//
// What a file is and where it lies is the graph's answer (native "modules"); this file keeps what JavaScript can
// see and change: require.cache, require.extensions, Module._load and the other names that tools patch.

import {
  ArrayPrototypeIncludes, ArrayPrototypePop, ArrayPrototypePush, Error, ObjectCreate, ObjectDefineProperty, ReflectApply,
  SafeMap, SafeSet, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";

/** What a file is as a module; the numbers are graph::ModuleKind's. */
export const enum Kind { EsModule, CommonJs, Json, Text, Wasm, Addon, Builtin, Json5, Toml, Yaml }

interface ModulesBinding {
  /** The file or builtin that `request` names, seen from a file or (with a trailing slash) a folder. */
  resolve(request: string, referrer: string): string;
  resolveFrom(request: string, paths: string[]): string;
  /** The folders that would be searched; null for a builtin. */
  lookupPaths(request: string, referrer: string): string[] | null;
  /** Reads the file into the graph. */
  load(filename: string): Kind;
  /** The wrapper function of a loaded CommonJS file; of a source. */
  compile(filename: string): Wrapper;
  compileSource(filename: string, source: string): Wrapper;
  json(filename: string): unknown;
  /** The value of a loaded data file. */
  data(filename: string): unknown;
  text(filename: string): string;
  /** `loading`: CommonJS files that are running, which the ES module must not need. */
  requireEsModule(filename: string, requirer: string, loading: string[]): unknown;
  /** The exports of a public builtin by any of its names; undefined if there is none. */
  builtin(request: string): unknown;
  isBuiltin(request: string): boolean;
  builtinModules: string[];
  invalidate(filename: string): void;
  syncBuiltinExports(): void;
  setCommonJsHook(hook: (filename: string) => unknown): void;
  globalPaths: string[];
  workingDirectory(): string;
}

type Wrapper = (this: any, exports: any, require: Require, module: any, filename: string, dirname: string) => unknown;

export interface Require {
  (id: string): any;
  resolve: ((request: string, options?: { paths?: string[] }) => string) & { paths(request: string): string[] | null };
  main: any;
  extensions: Record<string, (module: any, filename: string) => void>;
  cache: Record<string, any>;
}

const binding = native("modules") as ModulesBinding;

/** Errors are loaded with the first one: a program that starts well needs none. */
function errorCodes(): any {
  return require("internal/errors").codes;
}

function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string") require("internal/validators").validateString(value, name);
}

let mainModule: any;
export function getMainModule(): any {
  return mainModule;
}

/** Where a module's own requests led, by folder and request. */
const relativeCache = new SafeMap<string, string>();

function dirname(filename: string): string {
  const slash = StringPrototypeLastIndexOf(filename, "/");
  return slash < 0 ? "." : slash === 0 ? "/" : StringPrototypeSlice(filename, 0, slash);
}

/**
 * A CommonJS module. https://nodejs.org/api/modules.html#the-module-object
 * A function rather than a class: tools call it without `new`.
 */
export function Module(this: any, id = "", parent?: any): void {
  this.id = id;
  this.path = dirname(id);
  this.exports = {};
  updateChildren(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
  ObjectDefineProperty(this, "parent", { __proto__: null, value: parent, writable: true, configurable: true, enumerable: false } as any);
}

const prototype = Module.prototype;
const self = Module as any;

function updateChildren(parent: any, child: any, scan: boolean): void {
  const children = parent?.children;
  if (children && !(scan && ArrayPrototypeIncludes(children, child))) ArrayPrototypePush(children, child);
}

self._cache = ObjectCreate(null);
self._pathCache = ObjectCreate(null);
self._extensions = ObjectCreate(null);
self.globalPaths = binding.globalPaths;
self.builtinModules = binding.builtinModules;
self.Module = Module;
const kWrapperStart = "(function (exports, require, module, __filename, __dirname) { ";
const kWrapperEnd = "\n});";
const wrap = (script: string): string => self.wrapper[0] + script + self.wrapper[1];
self.wrapper = [kWrapperStart, kWrapperEnd];
self.wrap = wrap;
self.isBuiltin = (name: unknown): boolean => typeof name === "string" && binding.isBuiltin(name);
self._initPaths = initPaths;
self._preloadModules = preloadModules;
self._nodeModulePaths = nodeModulePaths;
self._resolveLookupPaths = (request: string, parent: any): string[] | null => {
  const isRelative = request[0] === "." && (request.length === 1 || request[1] === "." || request[1] === "/");
  if (isRelative && !(parent?.id && parent.filename)) return ["."];
  return binding.lookupPaths(request, referrerOf(parent));
};
self._resolveFilename = resolveFilename;
self._load = load;
self._findPath = (request: string, paths: string[]): string | false => {
  try {
    return binding.resolveFrom(request, paths);
  } catch {
    return false;
  }
};
const runMainNow = (main = require("node:process").default.argv[1]): void => load(main, null, true);
self.runMain = runMainNow;
self.syncBuiltinESMExports = (): void => binding.syncBuiltinExports();
self.createRequire = createRequire;

/** The node_modules folders above `from`, nearest first. */
function nodeModulePaths(from: string): string[] {
  const paths: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    const name = StringPrototypeSlice(folder, StringPrototypeLastIndexOf(folder, "/") + 1);
    if (name !== "node_modules") ArrayPrototypePush(paths, folder === "/" ? "/node_modules" : folder + "/node_modules");
    if (folder === "/" || folder === ".") return paths;
  }
}

ObjectDefineProperty(prototype, "paths", {
  __proto__: null,
  configurable: true,
  get(this: any): string[] {
    return (this.paths = nodeModulePaths(this.path));
  },
  set(this: any, value: unknown) {
    ObjectDefineProperty(this, "paths", { __proto__: null, value, writable: true, configurable: true, enumerable: true } as any);
  },
} as any);

/** True within the modules of --require. */
let isPreloading = false;
ObjectDefineProperty(prototype, "isPreloading", { __proto__: null, get: () => isPreloading, configurable: false } as any);

/** Modules that are loaded before the program, seen from the working directory. */
function preloadModules(requests: unknown): void {
  if (!Array.isArray(requests)) return;
  const parent = new (Module as any)("internal/preload", null);
  parent.paths = nodeModulePaths(binding.workingDirectory());
  isPreloading = true;
  try {
    for (let i = 0; i < requests.length; i++) self._load(requests[i], parent, false);
  } finally {
    isPreloading = false;
  }
}

/** What --require asks for. */
export function requireFirst(request: string): void {
  self._preloadModules([request]);
}

/** What `parent`'s requests are resolved from. */
function referrerOf(parent: any): string {
  const filename = parent?.filename;
  if (typeof filename === "string" && StringPrototypeStartsWith(filename, "/")) return filename;
  const path = parent?.path;
  return (typeof path === "string" && StringPrototypeStartsWith(path, "/") ? path : binding.workingDirectory()) + "/";
}

/** The files that led to a module, it first. */
function requireStack(parent: any): string[] {
  const stack: string[] = [];
  for (let cursor = parent; cursor; cursor = cursor.parent) ArrayPrototypePush(stack, cursor.filename || cursor.id);
  return stack;
}

/** Folders of NODE_PATH that the program has set after its start. */
let laterPaths: string[] = [];

function initPaths(): void {
  const { NODE_PATH = "" } = require("node:process").default.env;
  const folders: string[] = NODE_PATH.split(":").filter((path: string) => path !== "");
  const known: string[] = binding.globalPaths;
  laterPaths = folders.filter((path) => !ArrayPrototypeIncludes(known, path));
  self.globalPaths = [...folders, ...known.filter((path) => !ArrayPrototypeIncludes(folders, path))];
}

function resolveInLaterPaths(request: string, parent: any): string | undefined {
  if (StringPrototypeStartsWith(request, ".") || StringPrototypeStartsWith(request, "/")) return undefined;
  for (let i = 0; i < laterPaths.length; i++) {
    try {
      return binding.resolve(`${laterPaths[i]}/${request}`, referrerOf(parent));
    } catch {
      // The next one, or the error of the request as it was.
    }
  }
  return undefined;
}

/** Tries the extensions that the program has added to require.extensions. */
function resolveWithExtensions(request: string, parent: any): string | undefined {
  for (const extension in self._extensions) {
    if (extension === ".js" || extension === ".json" || extension === ".node") continue;
    try {
      return binding.resolve(request + extension, referrerOf(parent));
    } catch {
      // The next one, or the error of the request as it was.
    }
  }
  return undefined;
}

function resolveFilename(request: string, parent: any, _isMain?: boolean, options?: { paths?: string[] }): string {
  try {
    if (options?.paths !== undefined) {
      if (!Array.isArray(options.paths)) throw new (errorCodes().ERR_INVALID_ARG_VALUE)("options.paths", options.paths);
      return binding.resolveFrom(request, options.paths);
    }
    if (binding.isBuiltin(request)) return request;
    return binding.resolve(request, referrerOf(parent));
  } catch (error: any) {
    if (error.code === "MODULE_NOT_FOUND") {
      const found = resolveWithExtensions(request, parent) ?? resolveInLaterPaths(request, parent);
      if (found !== undefined) return found;
      const stack = requireStack(parent);
      if (stack.length > 0) {
        let text = "\nRequire stack:";
        for (let i = 0; i < stack.length; i++) text += "\n- " + stack[i];
        error.message += text;
      }
      error.requireStack = stack;
      Error.captureStackTrace(error, resolveFilename);
    }
    throw error;
  }
}

/** Requests are resolved anew: what they lead to may be another file now. */
export function forgetResolved(): void {
  relativeCache.clear();
}

interface RequireHooks {
  resolve(request: string, parentURL: string | undefined, byDefault: (request: string) => string): HookedFile & { filename: string };
  load(url: string, format: string | null | undefined): { source: string | undefined; format: string } | undefined;
}
/** What the hooks have found out of a module. */
interface HookedFile {
  url: string;
  format: string | null | undefined;
}
/** Of module.registerHooks(); undefined while there are none. */
let requireHooks: RequireHooks | undefined;
export function setRequireHooks(hooks: RequireHooks | undefined): void {
  requireHooks = hooks;
}
const kHooked = Symbol("hooked");

function loadThroughHooks(hooks: RequireHooks, request: string, parent: any, isMain: boolean): any {
  const { pathToFileURL } = require("node:url").default;
  const parentFile = parent?.filename;
  const isFile = typeof parentFile === "string" && StringPrototypeStartsWith(parentFile, "/");
  const hooked = hooks.resolve(request, isFile ? pathToFileURL(parentFile).href : undefined,
    (specifier) => self._resolveFilename(specifier, parent, isMain));
  const { filename } = hooked;
  if (binding.isBuiltin(filename)) return binding.builtin(filename);
  const cached = self._cache[filename];
  if (cached === undefined) return loadFile(filename, parent, isMain, hooked).exports;
  updateChildren(parent, cached, true);
  return cached.exports;
}

/** True if hooks have given the module's text, and it has been run. */
function runHooked(module: any, filename: string): boolean {
  if (requireHooks === undefined) return false;
  const hooked: HookedFile | undefined = module[kHooked];
  const url = hooked?.url ?? require("node:url").default.pathToFileURL(filename).href;
  const given = requireHooks.load(url, hooked?.format);
  if (given === undefined) return false;
  if (given.format === "json") module.exports = JSON.parse(given.source!);
  else if (given.format === "module") {
    const { requireText } = require("internal/module_hooks");
    module.exports = requireText(url, given.source, module.parent?.filename ?? "", loading);
  } else module._compile(given.source, filename);
  return true;
}

/** What stands in the places of modules in a test (internal/test_modules.ts); undefined while nothing does. */
let requireMocks: ((request: string, referrer: string) => { exports: any } | undefined) | undefined;
export function setRequireMocks(hook: typeof requireMocks): void {
  requireMocks = hook;
}

/** The exports of a file, whatever stands in its place. */
export function loadActual(filename: string): any {
  return exportsOf(filename);
}

/** Empties require.cache, and gives what was in it; or fills it with that. */
export function swapRegistry(files: Record<string, any>): Record<string, any> {
  const before: Record<string, any> = ObjectCreate(null);
  for (const filename in self._cache) {
    before[filename] = self._cache[filename];
    delete self._cache[filename];
  }
  for (const filename in files) self._cache[filename] = files[filename];
  return before;
}

function load(request: string, parent: any, isMain = false): any {
  if (requireMocks !== undefined) {
    const mock = requireMocks(request, referrerOf(parent));
    if (mock !== undefined) return mock.exports;
  }
  if (requireHooks !== undefined) return loadThroughHooks(requireHooks, request, parent, isMain);
  let relativeKey = "";
  if (parent) {
    relativeKey = parent.path + "\0" + request;
    const known = relativeCache.get(relativeKey);
    if (known !== undefined) {
      const cached = self._cache[known];
      if (cached !== undefined) {
        updateChildren(parent, cached, true);
        return cached.exports;
      }
      relativeCache.delete(relativeKey);
    }
  }
  // Names without the scheme can be given another meaning, by require.cache and _resolveFilename.
  if (StringPrototypeStartsWith(request, "node:") && binding.isBuiltin(request)) return binding.builtin(request);
  const filename = self._resolveFilename(request, parent, isMain);
  const cached = self._cache[filename];
  if (cached !== undefined) {
    updateChildren(parent, cached, true);
    return cached.exports;
  }
  if (binding.isBuiltin(filename)) return binding.builtin(filename);
  if (parent) relativeCache.set(relativeKey, filename);
  return loadFile(filename, parent, isMain).exports;
}

/** The files that are running now, outermost first. */
const loading: string[] = [];

/** Runs a file that is not in the cache. One that throws leaves it again. */
function loadFile(filename: string, parent: any, isMain: boolean, hooked?: HookedFile): any {
  const module = new (Module as any)(filename, parent);
  if (hooked !== undefined) ObjectDefineProperty(module, kHooked, { __proto__: null, value: hooked, enumerable: false } as any);
  if (isMain) {
    mainModule = module;
    module.id = ".";
  }
  self._cache[filename] = module;
  let failed = true;
  ArrayPrototypePush(loading, filename);
  try {
    module.load(filename);
    failed = false;
  } finally {
    ArrayPrototypePop(loading);
    if (failed) {
      delete self._cache[filename];
      binding.invalidate(filename);
      const children = parent?.children;
      if (children) {
        const at = children.indexOf(module);
        if (at >= 0) children.splice(at, 1);
      }
    }
  }
  return module;
}

/** The extension whose handler loads `filename`: the longest that is registered, else .js. */
function extensionOf(filename: string): string {
  const name = StringPrototypeSlice(filename, StringPrototypeLastIndexOf(filename, "/") + 1);
  for (let from = 1; ; from++) {
    const dot = StringPrototypeIndexOf(name, ".", from);
    if (dot < 0) return ".js";
    const extension = StringPrototypeSlice(name, dot);
    if (self._extensions[extension]) return extension;
    from = dot;
  }
}

prototype.load = function (this: any, filename: string): void {
  this.filename = filename;
  self._extensions[extensionOf(filename)](this, filename);
  this.loaded = true;
};

prototype.require = function (this: any, id: string): any {
  validateString(id, "id");
  if (id === "") throw new (errorCodes().ERR_INVALID_ARG_VALUE)("id", id, "must be a non-empty string");
  return self._load(id, this, false);
};

prototype._compile = compile;
function compile(this: any, content: string, filename: string): unknown {
  if (isWrapperPatched()) return run(this, compilePatched(content, filename), filename);
  return run(this, binding.compileSource(filename, content), filename);
}

/** Whether a tool wants something else around a file's text. */
function isWrapperPatched(): boolean {
  const { wrapper } = self;
  return self.wrap !== wrap || wrapper[0] !== kWrapperStart || wrapper[1] !== kWrapperEnd;
}

function compilePatched(content: string, filename: string): Wrapper {
  const text = StringPrototypeStartsWith(content, "#!") ? `//${content}` : content;
  return require("node:vm").default.runInThisContext(self.wrap(text), { filename });
}

function run(module: any, wrapper: Wrapper, filename: string): unknown {
  const exports = module.exports;
  return ReflectApply(wrapper, exports, [exports, makeRequire(module), module, filename, dirname(filename)]);
}

/** What handlers have read as something else than an ES module. */
const readBefore = new SafeSet<string>();

/** Reads the file into the graph: again if it was read before, since it has left require.cache then. */
function read(filename: string): Kind {
  if (readBefore.has(filename)) binding.invalidate(filename);
  const kind = binding.load(filename);
  if (kind !== Kind.EsModule) readBefore.add(filename);
  return kind;
}

self._extensions[".js"] = (module: any, filename: string): void => {
  if (runHooked(module, filename)) return;
  switch (read(filename)) {
    case Kind.EsModule:
      // A tool that replaced _compile makes CommonJS of it.
      if (module._compile !== compile) return module._compile(require("node:fs").default.readFileSync(filename, "utf8"), filename);
      module.exports = binding.requireEsModule(filename, module.parent?.filename ?? "", loading);
      return;
    case Kind.Text:
      module.exports = binding.text(filename);
      return;
    case Kind.Json:
      module.exports = binding.json(filename);
      return;
    case Kind.Json5:
    case Kind.Toml:
    case Kind.Yaml:
      module.exports = binding.data(filename);
      return;
    default:
      // A tool that replaced _compile wants to see the source.
      if (module._compile === compile && !isWrapperPatched()) run(module, binding.compile(filename), filename);
      else module._compile(require("node:fs").default.readFileSync(filename, "utf8"), filename);
  }
};

self._extensions[".json"] = (module: any, filename: string): void => {
  if (runHooked(module, filename)) return;
  read(filename);
  module.exports = binding.json(filename);
};

self._extensions[".node"] = (module: any, filename: string): void => {
  throw new (errorCodes().ERR_DLOPEN_FAILED)(`${filename}: native addons are not supported`);
};

export function makeRequire(module: any): Require {
  const require = function (id: string): any {
    return module.require(id);
  } as Require;
  const resolve = function (request: string, options?: { paths?: string[] }): string {
    validateString(request, "request");
    return self._resolveFilename(request, module, false, options);
  } as Require["resolve"];
  resolve.paths = function paths(request: string): string[] | null {
    validateString(request, "request");
    return self._resolveLookupPaths(request, module);
  };
  require.resolve = resolve;
  require.main = mainModule;
  require.extensions = self._extensions;
  require.cache = self._cache;
  return require;
}

/** https://nodejs.org/api/module.html#modulecreaterequirefilename */
export function createRequire(filename: unknown): Require {
  let path = filename;
  const isUrl = typeof filename === "object" && filename !== null && typeof (filename as { href?: unknown }).href === "string";
  if (isUrl || (typeof filename === "string" && StringPrototypeStartsWith(filename, "file:"))) {
    path = require("node:url").default.fileURLToPath(filename);
  }
  if (typeof path !== "string" || !StringPrototypeStartsWith(path, "/")) {
    throw new (errorCodes().ERR_INVALID_ARG_VALUE)("filename", filename, "must be a file URL object, file URL string, or absolute path string");
  }
  const module = new (Module as any)(path);
  module.filename = path;
  if (path[path.length - 1] === "/") {
    module.path = StringPrototypeSlice(path, 0, -1);
    module.filename = path + "noop.js";
  }
  return makeRequire(module);
}

/** For `import` of a CommonJS module: its exports, run now if it has not been. */
function exportsOf(filename: string): unknown {
  const cached = self._cache[filename];
  return (cached !== undefined ? cached : loadFile(filename, undefined, false)).exports;
}
/** Native code asks for it again when the realm has got another module loader. */
export function registerLoader(): void {
  binding.setCommonJsHook(exportsOf);
}
registerLoader();

/** Runs the program's entry. */
export function runMain(filename: string): void {
  if (self.runMain !== runMainNow) self.runMain();
  else load(filename, null, true);
}

/** Gives -e, -p and standard input the names that a CommonJS module has, and the builtin modules, as globals. */
export function defineScriptGlobals(name: string): void {
  const module = new (Module as any)(name);
  module.filename = binding.workingDirectory() + "/" + name;
  module.path = binding.workingDirectory();
  const names: Record<string, unknown> = {
    require: makeRequire(module), module, exports: module.exports, __filename: name, __dirname: ".",
  };
  for (const key in names) defineGlobal(key, names[key]);
  for (let i = 0; i < binding.builtinModules.length; i++) {
    const builtin = binding.builtinModules[i]!;
    if (builtin in globalThis || StringPrototypeIndexOf(builtin, "/") >= 0 || StringPrototypeIndexOf(builtin, ":") >= 0) continue;
    ObjectDefineProperty(globalThis, builtin, {
      __proto__: null,
      get: () => {
        const exports = binding.builtin(builtin);
        defineGlobal(builtin, exports);
        return exports;
      },
      set: (value: unknown) => defineGlobal(builtin, value),
      configurable: true,
      enumerable: false,
    } as any);
  }
}

function defineGlobal(name: string, value: unknown): void {
  ObjectDefineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false } as any);
}

