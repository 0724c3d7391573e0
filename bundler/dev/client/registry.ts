/**
 * The modules of the page. Each has one namespace for as long as the page lives: a module that is made again gives its
 * new exports to the object that others have, so that they see them at once.
 *
 * What happens when, is as ECMA-262 has it for modules: all that is needed is linked first (a generator's first step:
 * exports and functions are there), then evaluated in order, waiting where there is top-level await.
 */
import { Context } from "./context";
import { type Definition, Kind, isPage, options } from "./types";

export const enum State { Defined, Linked, Evaluating, Evaluated, Failed }

export class Module {
  state = State.Defined;
  readonly namespace: Record<string, any> = Object.create(null);
  readonly importers = new Set<string>();
  context!: Context;
  /** What it asks for, require() and import() among it. */
  readonly uses = new Set<string>();
  generator: any;
  promise: Promise<void> | undefined;
  error: unknown;
  /** Who began its evaluation. */
  parent: Module | undefined;
  /** module.exports, or a value. */
  value: any;
  commonJs: { exports: any; id: string; loaded: boolean } | undefined;
  forRequire: any;
  stars: object[] = [];
  order = 0;
  isEntry = false;

  constructor(readonly id: string, public definition: Definition) {
    Object.defineProperty(this.namespace, Symbol.toStringTag, { value: "Module", configurable: true });
    this.context = new Context(this);
  }
}

export const modules = new Map<string, Module>();
let evaluations = 0;

export function isExternal(id: string): boolean {
  return /^(https?:)?\/\//.test(id);
}

function external(id: string): Module {
  const module = new Module(id, [Kind.External, [], () => import(/* @vite-ignore */ id)]);
  modules.set(id, module);
  return module;
}

export function find(id: string): Module {
  const module = modules.get(id) ?? (isExternal(id) ? external(id) : undefined);
  if (!module) throw new Error(`The page has no module "${id}"`);
  return module;
}

/** `user` asks for `module`. */
export function connect(user: Module, module: Module): Module {
  module.importers.add(user.id);
  user.uses.add(module.id);
  return module;
}

/** Ids that are needed, and that no script has defined yet. */
export function missing(ids: Iterable<string>): string[] {
  const out: string[] = [], seen = new Set<string>(), waiting = [...ids];
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    const module = modules.get(id);
    if (module) {
      if (module.state === State.Defined) waiting.push(...module.definition[1]);
    } else if (!isExternal(id)) {
      out.push(id);
    }
  }
  return out;
}

// --- Exports.

export function addExports(module: Module, getters: Record<string, () => any>): void {
  for (const name of Object.keys(getters))
    Object.defineProperty(module.namespace, name, { get: getters[name], enumerable: true, configurable: true });
}

export function clearExports(module: Module): void {
  for (const name of Object.keys(module.namespace)) delete module.namespace[name];
}

/** export * from: its own names come first. */
function addStars(module: Module): void {
  for (const star of module.stars)
    for (const name of Object.keys(star))
      if (name !== "default" && !Object.prototype.hasOwnProperty.call(module.namespace, name))
        Object.defineProperty(module.namespace, name, {
          get: () => (star as any)[name], enumerable: true, configurable: true });
}

/** What import sees of what is no ES module: values as they are now. */
function addView(module: Module, value: any): void {
  clearExports(module);
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (isObject)
    for (const name of Object.keys(value))
      if (name !== "default")
        Object.defineProperty(module.namespace, name, { value: value[name], enumerable: true, configurable: true });
  Object.defineProperty(module.namespace, "default", { value, enumerable: true, configurable: true });
}

// --- Linking.

export function link(module: Module): void {
  if (module.state !== State.Defined) return;
  module.state = State.Linked;
  const [kind, imports, factory] = module.definition;
  if (kind !== Kind.EsModule && kind !== Kind.Async) return;
  const needed = imports.map((id) => connect(module, find(id)));
  module.generator = factory(module.context, ...needed.map((it) => it.namespace));
  module.generator.next();
  for (const each of needed) link(each);
}

// --- Evaluation.

function isWaitedFor(module: Module, by: Module): boolean {
  for (let at: Module | undefined = by; at; at = at.parent) if (at === module) return true;
  return false;
}

function finish(module: Module): void {
  module.state = State.Evaluated;
  module.order = ++evaluations;
  module.generator = module.promise = module.parent = undefined;
  module.context.finished();
}

function fail(module: Module, error: unknown): never {
  module.state = State.Failed;
  module.error = error;
  module.generator = module.parent = undefined;
  throw error;
}

function run(module: Module): void | Promise<void> {
  const [kind, , factory] = module.definition;
  switch (kind) {
    case Kind.EsModule:
      addStars(module);
      module.generator.next();
      return;
    case Kind.Async:
      addStars(module);
      return module.generator.next().then(() => {});
    case Kind.CommonJs: {
      const own = module.commonJs = { exports: {} as any, id: module.id, loaded: false as boolean };
      const require = (id: string) => requireModule(module, id);
      factory.call(own.exports, own, own.exports, require, module.context);
      own.loaded = true;
      addView(module, own.exports);
      return;
    }
    case Kind.External:
      return factory().then((namespace: any) => {
        addExports(module, Object.fromEntries(Object.keys(namespace).map((name) => [name, () => namespace[name]])));
      });
    default:
      module.value = factory(module.context);
      addView(module, module.value);
  }
}

/** Nothing when it is done, else when it will be. */
export function evaluate(module: Module, parent?: Module): void | Promise<void> {
  if (module.state === State.Evaluated) return;
  if (module.state === State.Failed) throw module.error;
  if (module.state === State.Evaluating) {
    if (module.promise && !(parent && isWaitedFor(module, parent))) return module.promise;
    return;
  }
  module.state = State.Evaluating;
  module.parent = parent;
  const needed = module.definition[0] === Kind.EsModule || module.definition[0] === Kind.Async
    ? module.definition[1] : [];
  try {
    for (let i = 0; i < needed.length; i++) {
      const waiting = evaluate(find(needed[i]), module);
      if (waiting) return module.promise = evaluateRest(module, needed, i, waiting);
    }
    const running = run(module);
    if (running) return module.promise = running.then(() => finish(module), (error) => fail(module, error));
    finish(module);
  } catch (error) {
    fail(module, error);
  }
}

async function evaluateRest(module: Module, needed: string[], from: number, waiting: Promise<void>): Promise<void> {
  try {
    await waiting;
    for (let i = from + 1; i < needed.length; i++) await evaluate(find(needed[i]), module);
    await run(module);
    finish(module);
  } catch (error) {
    fail(module, error);
  }
}

// --- require() and import().

/** What require() gives of an ES module. */
function toCommonJs(module: Module): any {
  const { namespace } = module;
  if ("module.exports" in namespace) return namespace["module.exports"];
  if (!("default" in namespace) || "__esModule" in namespace) return namespace;
  if (module.forRequire) return module.forRequire;
  const exports = Object.create(null);
  for (const name of [...Object.keys(namespace), "__esModule"].sort())
    Object.defineProperty(exports, name, {
      get: () => (name === "__esModule" ? true : namespace[name]), enumerable: true });
  return module.forRequire = Object.defineProperty(exports, Symbol.toStringTag, { value: "Module" });
}

export function requireModule(user: Module, id: string): any {
  const module = modules.get(id);
  if (!module)
    throw Object.assign(new Error(`Cannot find module '${id}'`), { code: "MODULE_NOT_FOUND" });
  connect(user, module);
  link(module);
  if (evaluate(module, user))
    throw Object.assign(new Error(`require() cannot be used on an ESM graph with top-level await. Use import() ` +
      `instead: ${id}`), { code: "ERR_REQUIRE_ASYNC_MODULE" });
  switch (module.definition[0]) {
    case Kind.CommonJs:
      return module.commonJs!.exports;
    case Kind.Value:
    case Kind.Style:
      return module.value;
    default:
      return toCommonJs(module);
  }
}

const loads = new Map<string, Promise<void>>();
let page = "";

export function setPage(name: string): void {
  page = name;
}

/** Asks the server for modules, and what they need. */
export function load(ids: string[]): Promise<void> {
  const url = `${options.base}@weft/load/x.js?${ids.map((id) => `id=${encodeURIComponent(id)}&`).join("")}` +
    `page=${encodeURIComponent(page)}`;
  const known = loads.get(url);
  if (known) return known;
  const loading = (isPage ? loadByElement(url) : loadByFetch(url)).finally(() => loads.delete(url));
  loads.set(url, loading);
  return loading;
}

function loadByElement(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => {
      script.remove();
      reject(new TypeError(`Failed to fetch dynamically imported module: ${url}`));
    };
    document.head.append(script);
  });
}

async function loadByFetch(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new TypeError(`Failed to fetch dynamically imported module: ${url}`);
  (0, eval)(`${await answer.text()}\n//# sourceURL=${url}`);
}

export async function loadMissing(ids: string[]): Promise<void> {
  const wanted = missing(ids);
  if (wanted.length > 0) await load(wanted);
  const still = missing(ids);
  if (still.length > 0) throw new TypeError(`The server has no module "${still[0]}"`);
}

export async function importModule(user: Module | undefined, id: string): Promise<any> {
  if (!modules.has(id) || modules.get(id)!.state === State.Defined) await loadMissing([id]);
  const module = find(id);
  if (user) connect(user, module);
  link(module);
  await evaluate(module);
  return module.namespace;
}
