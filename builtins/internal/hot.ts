/**
 * `weft --hot FILE`: what has changed of a program's modules is replaced while it runs.
 *
 * A changed module and those that import it, up to the ones that accept it, are evaluated anew, as new instances beside
 * the old; all others stay. What nobody accepts comes to the entry, which is evaluated anew, too: Weft.serve then gives
 * a server that is there its new handlers. Where that cannot be (CommonJS, node:net servers that are open, an error), the
 * process is started again, and it is said why.
 */
import { FolderWatcher } from "internal/dev_watch";
import { type HotApi, type HotListener, type HotModule, ModuleHot } from "internal/hot_context";
import { setTimeout } from "internal/timers";

const fs = require("node:fs").default;
const { basename, dirname, relative, sep } = require("node:path").default;
const process = require("node:process").default;

interface HotBinding {
  nodesFrom(first: number): any[];
  nodeCount(): number;
  readAgain(path: string): unknown;
  renew(path: string, registry: number): number;
  askForRestart(reason: string): boolean;
}
interface MocksBinding {
  setSubstitute(hook: unknown): void;
  importNode(id: number): Promise<HotModule>;
}

interface Module {
  id: number;
  path: string;
  isEsModule: boolean;
  imports: number[];
}

/** Which modules are replaced, and by whom it is taken. */
interface Plan {
  affected: Set<string>;
  /** Evaluated anew by themselves. */
  boundaries: Set<string>;
  /** Importer → dependencies of which it takes the new ones. */
  takers: Map<string, Set<string>>;
  /** Why it cannot be done. */
  obstacle: string | undefined;
}

const { hot: binding, mocks } = native("modules") as { hot: HotBinding; mocks: MocksBinding };
const kSettings = ["package.json", "tsconfig.json", "jsconfig.json"];
/** In milliseconds: modules that were asked for are watched after that. */
const kSoon = 50;

const shown = (path: string) => relative("", path);
const say = (text: string) => process.stderr.write(`weft: ${text}\n`);

class HotProgram {
  readonly listeners = new Map<string, Set<HotListener>>();
  #registry = 0;
  /** By path: the instances that count. */
  #modules = new Map<string, Module>();
  #contexts = new Map<string, ModuleHot>();
  #known = 0;
  #pathOf = new Map<number, string>();
  /** When it was looked last: files that are newer may have been read before that. */
  #lookedAt = timeOrigin();
  #affected = new Set<string>();
  #texts = new Map<string, string>();
  #watcher: FolderWatcher;
  #isLooking = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#watcher = new FolderWatcher((paths) => this.#follow(paths), say);
    mocks.setSubstitute((type: string | undefined, path: string) => this.#substitute(type, path));
    this.#lookSoon();
  }

  get #entry(): string {
    return native("weft").main();
  }

  hotOf(path: string): HotApi {
    let context = this.#contexts.get(path);
    if (context === undefined) this.#contexts.set(path, (context = new ModuleHot(path, {}, this)));
    return context.api;
  }

  #emit(event: string, data: unknown): void {
    for (const name of [`vite:${event}`, `weft:${event}`]) for (const listener of [...(this.listeners.get(name) ?? [])]) listener(data);
  }

  /** Its importers are to take an update. */
  invalidate(path: string, message: string | undefined): void {
    say(`${shown(path)} gives its update to its importers${message === undefined ? "" : `: ${message}`}`);
    this.#emit("invalidate", { path, message });
    this.#last = this.#last.then(() => this.#replace([path], true)).catch((error) => this.#restart(String(error?.message ?? error)));
  }

  resolve(specifier: string, importer: string): string | undefined {
    const { pathToFileURL, fileURLToPath } = require("node:url").default;
    try {
      return fs.realpathSync(fileURLToPath(new (globalThis as any).URL(specifier, pathToFileURL(importer))));
    } catch {
      return undefined;
    }
  }

  /** Asked for each import: the instance that counts, unless a new one is wanted. */
  #substitute(type: string | undefined, path: string): number | undefined {
    if (type !== "file") return undefined;
    this.#lookSoon();
    if (this.#registry === 0 || this.#affected.has(path)) return undefined;
    return this.#modules.get(path)?.id;
  }

  #lookSoon(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    setTimeout(() => {
      this.#isLooking = false;
      this.#look();
    }, kSoon).unref();
  }

  /** What has been loaded since it was looked last. */
  #look(): void {
    const nodes = binding.nodesFrom(this.#known);
    this.#known = binding.nodeCount();
    const before = new Set(this.#modules.keys());
    const missed: string[] = [];
    for (let i = 0; i < nodes.length; i += 4) {
      const [id, path, isEsModule, imports] = nodes.slice(i, i + 4) as [number, string, boolean, number[]];
      this.#pathOf.set(id, path);
      // Of a file that was read again and then made anew, the later node is the one that is evaluated.
      if (before.has(path) && !this.#affected.has(path)) continue;
      this.#modules.set(path, { id, path, isEsModule, imports });
      // Pages have a session of their own.
      if (path.includes(`${sep}node_modules${sep}`) || /\.html?$/.test(path) || this.#texts.has(path)) continue;
      const isNewer = (fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > this.#lookedAt;
      this.#texts.set(path, isNewer ? "" : textOf(path));
      if (isNewer) missed.push(path);
    }
    this.#lookedAt = Date.now() - kSoon;
    const folders = new Set([process.cwd(), dirname(this.#entry)]);
    for (const path of this.#texts.keys()) folders.add(dirname(path));
    this.#watcher.set(folders);
    if (missed.length > 0) this.#follow(missed);
  }

  #follow(paths: string[]): void {
    this.#last = this.#last.then(() => this.#change(paths)).catch((error) => this.#restart(String(error?.message ?? error)));
  }

  async #change(paths: string[]): Promise<void> {
    this.#look();
    const settings = paths.find((path) => kSettings.includes(basename(path)) || basename(path).startsWith(".env"));
    if (settings !== undefined && !this.#modules.has(settings)) return this.#restart(`${shown(settings)} has changed`);
    const changed = paths.filter((path) => this.#texts.has(path) && textOf(path) !== this.#texts.get(path));
    if (changed.length === 0) return;
    for (const path of changed) this.#texts.set(path, textOf(path));
    await this.#replace(changed, false);
  }

  /** `isGiven`: the modules themselves do not take it. */
  async #replace(changed: string[], isGiven: boolean): Promise<void> {
    const begun = performanceNow();
    const plan = this.#plan(changed, isGiven);
    if (plan.obstacle !== undefined) return this.#restart(plan.obstacle);
    for (const path of changed) {
      const fault: any = binding.readAgain(path);
      if (fault === undefined) continue;
      // What runs goes on until it is mended.
      this.#emit("error", { err: fault });
      process.stderr.write(`${fault?.stack ?? fault}\n`);
      say("the program goes on as it was");
      this.#texts.delete(path);
      this.#texts.set(path, "");
      return;
    }
    const updates = [...plan.boundaries].map((path) => ({ type: "js-update", path, acceptedPath: path, timestamp: Date.now() }));
    this.#emit("beforeUpdate", { updates });
    const contexts = new Map<string, ModuleHot>();
    for (const path of plan.affected) {
      const before = this.#contexts.get(path);
      await before?.end();
      contexts.set(path, new ModuleHot(path, before?.data ?? {}, this));
    }
    if (plan.boundaries.has(this.#entry) && !this.#accepts(this.#entry) && openServers() > 0)
      return this.#restart("a server of node:net or node:http is open, and nobody closes it (import.meta.hot.dispose)");
    const accepted = new Map([...plan.boundaries].map((path) => [path, this.#contexts.get(path)]));
    for (const [path, context] of contexts) this.#contexts.set(path, context);
    await this.#evaluate(plan, accepted);
    this.#emit("afterUpdate", { updates });
    say(`${changed.map(shown).join(", ")} replaced in ${(performanceNow() - begun).toFixed(0)} ms`);
  }

  async #evaluate(plan: Plan, accepted: Map<string, ModuleHot | undefined>): Promise<void> {
    this.#registry++;
    this.#affected = plan.affected;
    require("internal/serve").beginHotUpdate();
    const spaces = new Map<string, HotModule>();
    const wanted = new Set([...plan.boundaries, ...[...plan.takers.values()].flatMap((paths) => [...paths])]);
    for (const path of wanted) {
      const id = binding.renew(path, this.#registry);
      spaces.set(path, await mocks.importNode(id));
    }
    this.#look();
    this.#affected = new Set();
    for (const [path, context] of accepted) context?.tellSelf(spaces.get(path));
    for (const [importer, dependencies] of plan.takers)
      this.#contexts.get(importer)?.tellDependencies(dependencies, (path) => spaces.get(path));
  }

  #accepts(path: string): boolean {
    return this.#contexts.get(path)?.acceptsItself === true;
  }

  #plan(changed: string[], isGiven: boolean): Plan {
    const importers = new Map<string, Module[]>();
    for (const module of this.#modules.values()) {
      // An importer that takes a new module goes on with its import of the old one.
      for (const path of new Set(module.imports.map((id) => this.#pathOf.get(id)!))) {
        const known = importers.get(path);
        if (known === undefined) importers.set(path, [module]);
        else known.push(module);
      }
    }
    const plan: Plan = { affected: new Set(), boundaries: new Set(), takers: new Map(), obstacle: undefined };
    const waiting = changed.map((path) => ({ path, mayTake: !isGiven }));
    while (waiting.length > 0 && plan.obstacle === undefined) {
      const { path, mayTake } = waiting.pop()!;
      if (plan.affected.has(path)) continue;
      const module = this.#modules.get(path);
      if (module === undefined) continue;
      if (!module.isEsModule) plan.obstacle = `${shown(path)} is CommonJS`;
      if (this.#contexts.get(path)?.isDeclined) plan.obstacle = `${shown(path)} declines updates`;
      plan.affected.add(path);
      if (mayTake && this.#accepts(path)) {
        plan.boundaries.add(path);
        continue;
      }
      const above = importers.get(path) ?? [];
      if (path === this.#entry || above.length === 0) plan.boundaries.add(path);
      for (const importer of above) {
        if (this.#contexts.get(importer.path)?.accepts(path)) {
          const taken = plan.takers.get(importer.path) ?? new Set();
          plan.takers.set(importer.path, taken.add(path));
        } else {
          waiting.push({ path: importer.path, mayTake: true });
        }
      }
    }
    return plan;
  }

  #restart(reason: string): void {
    this.#emit("beforeFullReload", { reason });
    if (binding.askForRestart(reason)) return;
    say(`${reason}: start the program again`);
  }
}

function textOf(path: string): string {
  try {
    return fs.readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function performanceNow(): number {
  return require("node:perf_hooks").default.performance.now();
}

/** When the process began. */
function timeOrigin(): number {
  return require("node:perf_hooks").default.performance.timeOrigin;
}

/** Of node:net; those of Weft.serve are given their new handlers. */
function openServers(): number {
  const names: string[] = process.getActiveResourcesInfo();
  const own = require("internal/serve").hotServerCount();
  return names.filter((name) => name === "TCPServerWrap" || name === "PipeServerWrap").length - own;
}

let program: HotProgram | undefined;

/** Before the program begins. */
export function start(): void {
  program = new HotProgram();
  require("internal/import_meta").setHot();
  require("internal/serve").keepServers();
}

/** import.meta.hot; undefined without --hot. */
export function hotOf(path: string): HotApi | undefined {
  return program?.hotOf(path);
}

