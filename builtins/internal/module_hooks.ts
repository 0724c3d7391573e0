// Module customization hooks: https://nodejs.org/api/module.html#customization-hooks
//
// Once there are hooks, import() and the program's entry no longer go through the graph's own walk: this file resolves
// and loads module after module through the chains, makes a node of the graph of each, and tells where its imports lead;
// then the engine links and runs the nodes as always. Hooks of register() run on the program's own thread, between its
// other work; those of registerHooks() are synchronous, and serve require() as well.
import {
  ArrayPrototypeFilter, ArrayPrototypeIndexOf, ArrayPrototypePush, ArrayPrototypeSplice, PromiseResolve, SafeMap, SafeSet,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";
import { codes } from "internal/errors";
import { callChain, checkLoaded, checkResolved, type HookSet, type Loaded, type Resolved, textOf } from "internal/module_hook_chain";
import { validateFunction, validateObject } from "internal/validators";

interface HooksNative {
  conditions(): string[];
  /** The URL that an import leads to. */
  resolveImport(specifier: string, referrer: string): string;
  resolve(request: string, referrer: string): string;
  isBuiltin(request: string): boolean;
  workingDirectory(): string;
  /** [node, whether it is new, kind, text]; attributes are keys and values in turn. */
  nodeAt(url: string, attributes: string[]): NodeFacts;
  /** Of a text that a hook gave: kind 0 is an ES module, 1 CommonJS, 2 JSON. */
  nodeOfText(url: string, text: string, kind: number): NodeFacts;
  /** Number, specifier and attributes of each static import, one after the other. */
  requestsOf(node: number): any[];
  connect(importer: number, request: number, target: number): void;
  forget(node: number): void;
  plainNode(url: string): number;
  importNode(node: number, isMain: boolean): Promise<unknown>;
  requireNode(node: number, requirer: string, loading: string[]): unknown;
  syncBuiltinExports(): void;
  setImportHooks(onImport: unknown, onResolve: unknown): void;
}
type NodeFacts = [node: number, isNew: boolean, kind: Kind, text: string | undefined];

/** graph::ModuleKind */
const enum Kind { EsModule, CommonJs, Json, Text, Wasm, Addon, Builtin, Json5, Toml, Yaml }

const binding = native("modules") as HooksNative;

const asyncHooks: HookSet[] = [];
const syncHooks: HookSet[] = [];

export function hasSyncHooks(): boolean {
  return syncHooks.length > 0;
}

// ---- what stands at the end of the chains

const kFormats: Record<number, string> = {
  [Kind.EsModule]: "module", [Kind.CommonJs]: "commonjs", [Kind.Json]: "json", [Kind.Text]: "text", [Kind.Wasm]: "wasm",
  [Kind.Addon]: "addon", [Kind.Builtin]: "builtin", [Kind.Json5]: "json5", [Kind.Toml]: "toml", [Kind.Yaml]: "yaml",
};

/** The referrer as the graph has it: a path, or the URL of what is no file. */
function referrerOf(parentURL: string | undefined): string {
  if (parentURL === undefined) return `${binding.workingDirectory()}/`;
  if (!StringPrototypeStartsWith(parentURL, "file:")) return parentURL;
  return require("node:url").default.fileURLToPath(withoutSuffix(parentURL));
}

function withoutSuffix(url: string): string {
  const query = StringPrototypeIndexOf(url, "?");
  const hash = StringPrototypeIndexOf(url, "#");
  const end = query < 0 ? hash : hash < 0 || query < hash ? query : hash;
  return end < 0 ? url : StringPrototypeSlice(url, 0, end);
}

function defaultResolve(specifier: string, context: any): any {
  const { parentURL, importAttributes } = context;
  // What a hook has made up is no place to resolve from, but a URL needs none.
  const isUrl = require("web/url").URL.canParse(specifier);
  const isLocal = parentURL === undefined || StringPrototypeStartsWith(parentURL, "file:") || StringPrototypeStartsWith(parentURL, "data:");
  const referrer = isUrl && !isLocal ? referrerOf(undefined) : referrerOf(parentURL);
  const url = !isLocal && !isUrl && !binding.isBuiltin(specifier) ? joinUrl(specifier, parentURL) : binding.resolveImport(specifier, referrer);
  return { url, format: formatOf(url), importAttributes };
}

function joinUrl(specifier: string, base: string): string {
  const url = require("web/url").URL.parse(specifier, base);
  if (url === null) throw new codes.ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
  return url.href;
}

/** What the name alone says. */
function formatOf(url: string): string | undefined {
  if (binding.isBuiltin(url)) return "builtin";
  if (!StringPrototypeStartsWith(url, "file:")) return undefined;
  const path = withoutSuffix(url);
  const extension = StringPrototypeSlice(path, path.lastIndexOf("."));
  switch (extension) {
    case ".mjs": case ".mts": return "module";
    case ".cjs": case ".cts": return "commonjs";
    case ".json": return "json";
    case ".wasm": return "wasm";
    case ".node": return "addon";
    case ".js": case ".ts": return packageType(path);
  }
  return undefined;
}

function packageType(url: string): string | undefined {
  try {
    const path = require("internal/module_package").findPackageJSON(".", url);
    if (path === undefined) return undefined;
    const { type } = JSON.parse(require("node:fs").default.readFileSync(path, "utf8"));
    return type === "module" || type === "commonjs" ? type : undefined;
  } catch {
    return undefined;
  }
}

/** The kind and the text of a module as it is, of which no node is left that nobody connects. */
function peek(url: string, words: string[]): [kind: Kind, text: string | undefined] {
  const [node, isNew, kind, text] = binding.nodeAt(url, words);
  if (isNew && kind === Kind.EsModule) binding.forget(node);
  return [kind, text];
}

function defaultLoad(url: string, context: any): any {
  const [kind, text] = peek(url, wordsOf(context.importAttributes));
  const format = typeof context.format === "string" && kind !== Kind.Builtin ? context.format : kFormats[kind];
  // As in Node, CommonJS that no hook has read is left to require().
  const source = kind === Kind.Builtin || kind === Kind.Addon || kind === Kind.CommonJs ? null : text;
  const result = { format, source };
  untouched.set(result, url);
  return result;
}
/** Results of defaultLoad: hooks that give them back have nothing to say about the module. */
const untouched = new WeakMap<object, string>();

function wordsOf(attributes: Record<string, string> | undefined): string[] {
  const words: string[] = [];
  for (const key in attributes) ArrayPrototypePush(words, key, `${attributes[key]}`);
  return words;
}

function attributesOf(words: string[]): Record<string, string> {
  const attributes: Record<string, string> = { __proto__: null } as any;
  for (let i = 0; i < words.length; i += 2) attributes[words[i]!] = words[i + 1]!;
  return attributes;
}

// ---- one module

function contextOf(condition: "import" | "require"): string[] {
  return [...binding.conditions(), condition];
}

function resolveContext(parentURL: string | undefined, words: string[], condition: "import" | "require"): any {
  return { conditions: contextOf(condition), importAttributes: attributesOf(words), parentURL };
}

function syncResolve(specifier: string, context: any): any {
  return checkResolved(callChain("resolve", syncHooks, specifier, context, false, defaultResolve));
}
function syncLoad(url: string, context: any): any {
  return callChain("load", syncHooks, url, context, false, defaultLoad);
}

function loadContext(resolved: Resolved, words: string[], condition: "import" | "require"): any {
  return { conditions: contextOf(condition), format: resolved.format, importAttributes: resolved.importAttributes ?? attributesOf(words) };
}

interface Job {
  node: number;
  isCommonJs: boolean;
  /** What its static imports lead to. */
  imports: Job[];
  ready: Promise<unknown> | undefined;
}

/** The node of what a load hook gave. */
function nodeFor(url: string, loaded: Loaded, words: string[]): NodeFacts {
  const { format, source } = loaded;
  const hasSource = source !== null && source !== undefined;
  if (untouched.get(loaded as object) === url || format === "builtin" || (!hasSource && format === "commonjs")) {
    return binding.nodeAt(url, words);
  }
  const text = textOf(source, format);
  switch (format) {
    case "module": case "module-typescript": return binding.nodeOfText(url, compiled(text, format!), 0);
    case "commonjs": case "commonjs-typescript": return binding.nodeOfText(url, compiled(text, format!), 1);
    case "json": return binding.nodeOfText(url, text, 2);
  }
  throw new codes.ERR_UNKNOWN_MODULE_FORMAT(format, url);
}

function compiled(text: string, format: string): string {
  const isTypeScript = format === "module-typescript" || format === "commonjs-typescript";
  return isTypeScript ? require("internal/module_package").stripTypeScriptTypes(text, { mode: "transform" }) : text;
}

// ---- the walk: asynchronous if there are hooks of register()

const jobs = new SafeMap<string, Promise<Job>>();

async function jobOf(specifier: string, parentURL: string | undefined, words: string[]): Promise<Job> {
  const context = resolveContext(parentURL, words, "import");
  const resolved = checkResolved(await callChain("resolve", asyncHooks, specifier, context, true, syncResolve));
  const key = `${resolved.url}\0${words.join("\0")}`;
  let job = jobs.get(key);
  if (job === undefined) {
    job = loadJob(resolved, words);
    jobs.set(key, job);
    job.catch(() => jobs.delete(key));
  }
  return job;
}

async function loadJob(resolved: Resolved, words: string[]): Promise<Job> {
  const { url } = resolved;
  const loaded = checkLoaded(url, await callChain("load", asyncHooks, url, loadContext(resolved, words, "import"), true, syncLoad));
  const [node, isNew, kind] = nodeFor(url, loaded, wordsOf(resolved.importAttributes));
  const job: Job = { node, isCommonJs: kind === Kind.CommonJs, imports: [], ready: undefined };
  if (kind !== Kind.EsModule || (!isNew && !unfinished.has(node))) return job;
  unfinished.add(node);
  job.ready = connectAll(job, url);
  job.ready.catch(() => {});
  return job;
}

/** Nodes whose imports have not all been found. */
const unfinished = new SafeSet<number>();

async function connectAll(job: Job, url: string): Promise<void> {
  const list = binding.requestsOf(job.node);
  const waiting: Promise<Job>[] = [];
  for (let i = 0; i < list.length; i += 3) ArrayPrototypePush(waiting, jobOf(list[i + 1], url, list[i + 2]));
  // The first failure in the order of the source is the one to tell.
  for (let i = 0; i < waiting.length; i++) waiting[i]!.catch(() => {});
  try {
    for (let i = 0; i < waiting.length; i++) {
      const target = await waiting[i]!;
      ArrayPrototypePush(job.imports, target);
      binding.connect(job.node, list[i * 3], target.node);
    }
  } catch (error) {
    binding.forget(job.node);
    forgetJob(job);
    throw error;
  } finally {
    unfinished.delete(job.node);
  }
}

function forgetJob(job: Job): void {
  jobs.forEach((known, key) => { known.then((it) => { if (it === job) jobs.delete(key); }, () => {}); });
}

/** Waits until everything that a module needs has been found. */
async function allFound(job: Job, seen = new SafeSet<Job>()): Promise<void> {
  if (seen.has(job)) return;
  seen.add(job);
  await job.ready;
  for (let i = 0; i < job.imports.length; i++) await allFound(job.imports[i]!, seen);
}

async function importThroughHooks(specifier: string, referrer: string, words: string[]): Promise<unknown> {
  const parentURL = urlOf(referrer);
  // What hooks import themselves is a part of getting ready.
  if (!hookURLs.has(parentURL)) await hooksReady;
  const job = await jobOf(specifier, parentURL, words);
  await allFound(job);
  return binding.importNode(job.node, false);
}

function urlOf(referrer: string): string {
  return StringPrototypeStartsWith(referrer, "/") ? require("node:url").default.pathToFileURL(referrer).href : referrer;
}

/** import() of `specifier` as seen from a folder, through the hooks that there are then. */
export function importFrom(specifier: string, folder: string): Promise<unknown> {
  if (asyncHooks.length > 0 || syncHooks.length > 0 || isRegistering > 0) return importThroughHooks(specifier, folder, []);
  return binding.importNode(plainNode(binding.resolveImport(specifier, folder)), false);
}

export function hooksAreReady(): Promise<unknown> {
  return hooksReady;
}

/** The program's entry. */
export async function importMain(path: string): Promise<unknown> {
  const url = urlOf(path);
  await hooksReady;
  const job = await jobOf(url, undefined, []);
  await allFound(job);
  if (job.isCommonJs) {
    require("internal/cjs_loader").runMain(path);
    return undefined;
  }
  return binding.importNode(job.node, true);
}

// ---- import.meta.resolve, which cannot wait

function resolveThroughHooks(specifier: unknown, referrer: string): string {
  const context = resolveContext(urlOf(referrer), [], "import");
  return syncResolve(`${specifier}`, context).url;
}

function install(): void {
  const isNeeded = asyncHooks.length > 0 || syncHooks.length > 0 || isRegistering > 0;
  binding.setImportHooks(isNeeded ? importThroughHooks : undefined, syncHooks.length > 0 ? resolveThroughHooks : undefined);
  require("internal/cjs_loader").setRequireHooks(syncHooks.length > 0 ? { resolve: resolveRequire, load: loadRequire } : undefined);
}

// ---- require

/** The file or builtin that a request leads to through the hooks. */
function resolveRequire(request: string, parentURL: string | undefined, byDefault: (request: string) => string): Resolved & { filename: string } {
  const { pathToFileURL, fileURLToPath } = require("node:url").default;
  const last = (specifier: string, context: any): any => {
    const filename = StringPrototypeStartsWith(specifier, "file:") ? fileURLToPath(specifier) : byDefault(specifier);
    const url = binding.isBuiltin(filename) ? builtinURL(filename) : pathToFileURL(filename).href;
    return { url, format: formatOf(url), importAttributes: context.importAttributes };
  };
  const context = resolveContext(parentURL, [], "require");
  const resolved = checkResolved(callChain("resolve", syncHooks, request, context, false, last));
  const isFile = StringPrototypeStartsWith(resolved.url, "file:");
  return { ...resolved, filename: isFile ? fileURLToPath(withoutSuffix(resolved.url)) : resolved.url };
}

function builtinURL(name: string): string {
  return StringPrototypeIndexOf(name, ":") >= 0 ? name : `node:${name}`;
}

/** The text that hooks give for a file; undefined if they leave it as it is, unless its imports are theirs to find. */
function loadRequire(url: string, format: string | null | undefined): { source: string | undefined; format: string } | undefined {
  const last = (subject: string, context: any): any => {
    const [kind, text] = peekRequired(subject);
    const result = { format: typeof context.format === "string" ? context.format : kFormats[kind], source: text };
    untouched.set(result, subject);
    return result;
  };
  const context = { conditions: contextOf("require"), format, importAttributes: { __proto__: null } };
  const loaded = callChain("load", syncHooks, url, context, false, last);
  const kind = loaded.format ?? "commonjs";
  if (untouched.get(loaded) === url) return kind === "module" ? { source: undefined, format: kind } : undefined;
  if (loaded.source === null || loaded.source === undefined) return undefined;
  return { source: compiled(textOf(loaded.source, kind), kind), format: kind };
}

/** As peek(); require() reads files of unknown extensions as JavaScript. */
function peekRequired(url: string): [kind: Kind, text: string | undefined] {
  try {
    return peek(url, []);
  } catch (error: any) {
    if (error.code !== "ERR_UNKNOWN_FILE_EXTENSION") throw error;
    return [Kind.CommonJs, require("node:fs").default.readFileSync(require("node:url").default.fileURLToPath(url), "utf8")];
  }
}

/** require() of an ES module, whose text a hook may have given: everything below goes through the hooks at once. */
export function requireText(url: string, text: string | undefined, requirer: string, loading: string[]): unknown {
  const node = connectSync(url, text === undefined ? binding.nodeAt(url, []) : binding.nodeOfText(url, text, 0));
  return binding.requireNode(node, requirer, loading);
}

function connectSync(url: string, [node, isNew, kind]: NodeFacts): number {
  if (kind !== Kind.EsModule || !isNew) return node;
  const list = binding.requestsOf(node);
  try {
    for (let i = 0; i < list.length; i += 3) {
      const words = list[i + 2];
      const resolved = syncResolve(list[i + 1], resolveContext(url, words, "import"));
      const loaded = checkLoaded(resolved.url, syncLoad(resolved.url, loadContext(resolved, words, "import")));
      const facts = nodeFor(resolved.url, loaded, wordsOf(resolved.importAttributes));
      binding.connect(node, list[i], connectSync(resolved.url, facts));
    }
  } catch (error) {
    binding.forget(node);
    throw error;
  }
  return node;
}

// ---- registering

/** Settles when the modules of register() have been run. */
let hooksReady: Promise<unknown> = PromiseResolve();
let isRegistering = 0;
/** The modules that were registered. */
const hookURLs = new SafeSet<string>();

/** https://nodejs.org/api/module.html#moduleregisterspecifier-parenturl-options */
export function register(specifier: any, parentURL: any = undefined, options: any = undefined): undefined {
  if (parentURL !== null && typeof parentURL === "object" && typeof parentURL.href !== "string") {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const base: string = parentURL === undefined ? "data:" : `${parentURL}`;
  const { data, transferList } = options ?? {};
  const request = `${specifier}`;
  const { structuredClone } = require("web/structured_clone");
  const ports = ArrayPrototypeFilter(transferList ?? [], (item: any) => typeof item?.unref === "function");
  const sent = structuredClone({ data, ports }, { transfer: transferList ?? [] });
  const url = binding.resolveImport(request, referrerOf(base));
  hookURLs.add(url);
  isRegistering++;
  install();
  const before = hooksReady;
  const loading = (async () => {
    // Hooks see the modules of those that are registered after them, which therefore take their turn.
    const isFirst = asyncHooks.length === 0 && syncHooks.length === 0 && isRegistering === 1;
    if (!isFirst) await before;
    const hooks: any = await (asyncHooks.length === 0 && syncHooks.length === 0
      ? asHooksThread(() => binding.importNode(plainNode(url), false))
      : importRegistered(url));
    await addHooks(hooks, sent);
  })();
  loading.finally(() => { isRegistering--; }).catch(() => {});
  hooksReady = loading;
  loading.catch((error) => require("web/report_error").reportException(error));
  return undefined;
}

/** A module with all it imports as they are without hooks. */
function plainNode(url: string): number {
  return binding.plainNode(url);
}

async function importRegistered(url: string): Promise<unknown> {
  const resolved: Resolved = { url, format: formatOf(url), importAttributes: undefined };
  const job = await loadJob(resolved, []);
  await allFound(job);
  return asHooksThread(() => binding.importNode(job.node, false));
}

/**
 * In Node hooks have a thread of their own, by which modules that register themselves tell what they are loaded for: at
 * their first evaluation, `isMainThread` is false.
 */
function asHooksThread<T>(run: () => T): T {
  const threads = require("node:worker_threads").default;
  const { isMainThread } = threads;
  threads.isMainThread = false;
  binding.syncBuiltinExports();
  try {
    return run();
  } finally {
    threads.isMainThread = isMainThread;
    binding.syncBuiltinExports();
  }
}

async function addHooks(hooks: any, { data, ports }: { data: unknown; ports: any[] }): Promise<void> {
  const { initialize, resolve, load } = hooks;
  if (typeof initialize === "function") await initialize(data);
  // Hooks that listen do not keep the program from its end.
  for (let i = 0; i < ports.length; i++) ports[i].unref();
  const set: HookSet = {};
  if (typeof resolve === "function") set.resolve = resolve;
  if (typeof load === "function") set.load = load;
  ArrayPrototypePush(asyncHooks, set);
  install();
}

/** https://nodejs.org/api/module.html#moduleregisterhooksoptions */
export function registerHooks(hooks: any): { deregister(): void } {
  validateObject(hooks, "hooks");
  const { resolve, load } = hooks;
  if (resolve !== undefined) validateFunction(resolve, "hooks.resolve");
  if (load !== undefined) validateFunction(load, "hooks.load");
  const set: HookSet = { resolve, load };
  ArrayPrototypePush(syncHooks, set);
  install();
  return {
    deregister() {
      const at = ArrayPrototypeIndexOf(syncHooks, set);
      if (at < 0) return;
      ArrayPrototypeSplice(syncHooks, at, 1);
      install();
    },
  };
}
