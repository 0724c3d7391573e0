/**
 * Updates: modules that have changed are replaced, with all that imports them up to those that accept it, and evaluated
 * again in the order of what needs what. Where nobody accepts, the page starts again and says why.
 */
import { Hot } from "./hot";
import { type Module, State, clearExports, evaluate, link, loadMissing, modules } from "./registry";
import { Context } from "./context";
import { exportsOf, performRefresh } from "./refresh";
import { removeStyle, replaceLink } from "./styles";
import { type Definition, Kind, type UpdateMessage, isPage, options } from "./types";
import { sendToServer } from "./socket";
import { hideProblems, showProblems, showThrown } from "./overlay";

// --- Events.

const listeners = new Map<string, Set<(data: any) => void>>();

export function on(event: string, listener: (data: any) => void): void {
  if (!listeners.has(event)) listeners.set(event, new Set());
  listeners.get(event)!.add(listener);
}

export function off(event: string, listener: (data: any) => void): void {
  listeners.get(event)?.delete(listener);
}

/** Under Vite's name and ours. */
export function emit(event: string, data?: unknown): void {
  const names = event.startsWith("vite:") ? [event, `weft:${event.slice(5)}`] : [event];
  for (const name of names) for (const listener of [...(listeners.get(name) ?? [])]) listener(data);
}

export function sendCustom(event: string, data?: unknown): void {
  sendToServer({ type: "custom", event, data });
}

// --- Definitions.

export const state = {
  version: 0,
  /** Something that the page needed had faults. */
  isFailed: false,
  isReloading: false,
};

/** While an update is taken in: what replaces what is there. */
let staged: Map<string, Definition> | undefined;

export function define(version: number, definitions: Record<string, Definition>): void {
  if (!staged && (state.version === 0 || version < state.version)) state.version = version;
  for (const id of Object.keys(definitions)) addDefinition(id, definitions[id]);
}

function addDefinition(id: string, definition: Definition): void {
  const known = modules.get(id);
  if (!known) {
    modules.set(id, createModule(id, definition));
  } else if (staged) {
    if (known.state === State.Defined)
      known.definition = definition;
    else if (known.state === State.Failed || !isSame(known.definition, definition))
      staged.set(id, definition);
  }
}

/** What was put back as it was need not run again. */
function isSame(a: Definition, b: Definition): boolean {
  return a[0] === b[0] && a[1].join() === b[1].join() && String(a[2]) === String(b[2]);
}

let createModule: (id: string, definition: Definition) => Module;

export function setModuleMaker(make: typeof createModule): void {
  createModule = make;
}

// --- Starting again.

const kReloadKey = "weft:reload";

export function reload(reason: string): void {
  if (state.isReloading || !isPage) return;
  state.isReloading = true;
  emit("vite:beforeFullReload", { type: "full-reload", path: location.pathname });
  console.info(`[weft] reload: ${reason}`);
  sendToServer({ type: "reloads", reason });
  try {
    sessionStorage.setItem(kReloadKey, reason);
  } catch {}
  // What was sent is to go out.
  setTimeout(() => location.reload(), 0);
}

export function tellOfReload(): void {
  try {
    const reason = sessionStorage.getItem(kReloadKey);
    if (reason === null) return;
    sessionStorage.removeItem(kReloadKey);
    console.info(`[weft] reloaded: ${reason}`);
  } catch {}
}

// --- Who accepts.

class NotAccepted extends Error {}

interface Boundary {
  /** What is evaluated again. */
  module: Module;
  /** Whose callbacks are called: the module itself, or one that imports it. */
  owner: Module;
}

function shown(id: string): string {
  return id.replace(/^\//, "");
}

function acceptsItself(module: Module): boolean {
  return Boolean(module.context.hot?.isSelfAccepting) || module.context.isRefreshed;
}

class Spread {
  readonly outdated = new Set<Module>();
  readonly boundaries: Boundary[] = [];

  addBoundary(module: Module, owner: Module): void {
    if (!this.boundaries.some((it) => it.module === module && it.owner === owner))
      this.boundaries.push({ module, owner });
  }

  visit(module: Module, chain: string[], mayAcceptItself = true): void {
    if (module.context.hot?.isDeclined)
      throw new NotAccepted(`${shown(module.id)} declines updates`);
    if (mayAcceptItself) {
      if (this.outdated.has(module)) return;
      this.outdated.add(module);
      if (acceptsItself(module)) return this.addBoundary(module, module);
    }
    const importers = [...module.importers].map((id) => modules.get(id)).filter((it): it is Module =>
      it !== undefined && it.state !== State.Defined);
    if (module.isEntry || importers.length === 0) {
      const way = [...chain, module.id].map(shown).join(" \u2190 ");
      throw new NotAccepted(`nobody accepts an update of ${shown(chain[0] ?? module.id)} (${way})`);
    }
    for (const importer of importers) {
      if (importer.context.hot?.acceptances.some((it) => it.ids.has(module.id)))
        this.addBoundary(module, importer);
      else
        this.visit(importer, [...chain, module.id]);
    }
  }
}

// --- Replacing.

function reset(module: Module, definition: Definition): void {
  for (const id of module.uses) modules.get(id)?.importers.delete(module.id);
  module.uses.clear();
  module.definition = definition;
  module.stars = [];
  module.state = State.Defined;
  module.error = module.promise = module.parent = module.commonJs = module.forRequire = undefined;
  if (definition[0] === Kind.EsModule || definition[0] === Kind.Async) clearExports(module);
}

/** What nobody imports any more. */
function prune(before: Iterable<string>): void {
  const waiting = [...before];
  while (waiting.length > 0) {
    const module = modules.get(waiting.pop()!);
    if (!module || module.isEntry || module.importers.size > 0 || module.state === State.Defined) continue;
    const used = [...module.uses];
    const { hot } = module.context;
    if (hot) {
      hot.leave();
      for (const callback of hot.pruners) callback(hot.data);
    }
    if (module.definition[0] === Kind.Style) removeStyle(module.id);
    reset(module, module.definition);
    modules.delete(module.id);
    emit("vite:beforePrune", { type: "prune", paths: [module.id] });
    waiting.push(...used);
  }
}

interface Old {
  hot: Hot | undefined;
  isRefreshed: boolean;
  exports: any[];
}

async function replace(spread: Spread, fresh: Map<string, Definition>): Promise<void> {
  const olds = new Map<Module, Old>(), used = new Set<string>();
  for (const module of spread.outdated) {
    const { context } = module;
    olds.set(module, {
      hot: context.hot, isRefreshed: context.isRefreshed,
      exports: context.isRefreshed ? exportsOf(module.namespace) : [],
    });
    context.hot?.leave();
    for (const id of module.uses) used.add(id);
  }
  for (const module of spread.outdated) {
    reset(module, fresh.get(module.id) ?? module.definition);
    module.context = new Context(module);
  }
  await loadMissing([...spread.outdated].map((it) => it.id));
  const order = new Map(spread.boundaries.map((it, i) => [it, it.module.order || i]));
  spread.boundaries.sort((a, b) => order.get(a)! - order.get(b)!);
  try {
    for (const { module } of spread.boundaries) {
      link(module);
      await evaluate(module);
    }
  } catch (error) {
    // The next update is to find who accepted this one.
    for (const [module, old] of olds) {
      if (module.state === State.Evaluated) continue;
      module.context.hot ??= old.hot;
      module.context.isRefreshed = old.isRefreshed;
    }
    throw error;
  }
  prune(used);
  for (const { module, owner } of spread.boundaries) {
    const old = olds.get(module)!;
    if (owner === module) {
      for (const callback of old.hot?.selfCallbacks ?? []) callback(module.namespace);
      const isSame = exportsOf(module.namespace).every((it, i) => it === old.exports[i]) &&
        Object.keys(module.namespace).length * 2 === old.exports.length;
      const isTaken = module.context.isRefreshed && isSame;
      if (!old.hot?.isSelfAccepting && !isTaken) await spreadFrom(module, "its exports have changed");
      continue;
    }
    for (const acceptance of owner.context.hot?.acceptances ?? []) {
      if (!acceptance.ids.has(module.id)) continue;
      const { ids, callback, isList } = acceptance;
      callback?.(isList ? [...ids].map((id) => (id === module.id ? module.namespace : undefined)) : module.namespace);
    }
  }
}

/** What imports a module is replaced, although the module itself can be. */
async function spreadFrom(module: Module, why: string): Promise<void> {
  const spread = new Spread();
  try {
    spread.visit(module, [], false);
  } catch (error) {
    if (error instanceof NotAccepted) return reload(`${shown(module.id)}: ${why}, and ${error.message}`);
    throw error;
  }
  await replace(spread, new Map());
}

let queue: Promise<void> = Promise.resolve();

function enqueue(action: () => Promise<void>): Promise<void> {
  return queue = queue.then(action).catch((error) => {
    if (error instanceof NotAccepted) return reload(error.message);
    console.error("[weft] an update failed:", error);
    showThrown(error);
  });
}

export function invalidate(module: Module, message?: string): void {
  emit("vite:invalidate", { path: module.id, message });
  void enqueue(async () => {
    await spreadFrom(module, message ?? "it was invalidated");
    performRefresh();
  });
}

/** A style sheet takes its place at once; what its names are concerns others only where they have changed. */
function takeStyles(fresh: Map<string, Definition>): Set<string> {
  const done = new Set<string>();
  for (const [id, definition] of fresh) {
    const module = modules.get(id)!;
    if (definition[0] !== Kind.Style || module.state !== State.Evaluated) continue;
    const value = definition[2](module.context);
    if (JSON.stringify(value) !== JSON.stringify(module.value)) continue;
    module.definition = definition;
    done.add(id);
  }
  return done;
}

/** Runs the update's script. Where the page's policy forbids eval, the server is asked for it. */
async function runScript(message: UpdateMessage): Promise<void> {
  try {
    (0, eval)(message.code);
  } catch (error) {
    if (!(error instanceof EvalError) || !isPage) throw error;
    await new Promise<void>((resolve, reject) => {
      const script = document.createElement("script");
      script.src = message.url;
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(`The server has no ${message.url}`));
      document.head.append(script);
    });
  }
}

async function apply(message: UpdateMessage): Promise<void> {
  if (state.isReloading || message.version <= state.version) {
    if (message.version === state.version) hideProblems();
    return;
  }
  if (state.isFailed) return reload("what was wrong has been put right");
  if (message.from > state.version) return sendToServer({ type: "hello", session: options.session, version: state.version, url: isPage ? location.pathname : "" });
  staged = new Map();
  const fresh = staged;
  try {
    await runScript(message);
  } finally {
    staged = undefined;
  }
  state.version = message.version;
  hideProblems();
  for (const id of message.ids) if (message.styles[id]) replaceLink(id, message.styles[id]);
  const styles = takeStyles(fresh);
  const spread = new Spread();
  for (const id of fresh.keys()) if (!styles.has(id)) spread.visit(modules.get(id)!, []);
  const updates = [
    ...spread.boundaries.map(({ module, owner }) =>
      ({ type: "js-update", path: owner.id, acceptedPath: module.id, timestamp: message.version })),
    ...[...styles].map((id) => ({ type: "css-update", path: id, acceptedPath: id, timestamp: message.version })),
  ];
  const payload = { type: "update", updates };
  emit("vite:beforeUpdate", payload);
  if (spread.outdated.size > 0) await replace(spread, fresh);
  performRefresh();
  if (message.problems.length > 0) for (const it of message.problems) console.warn(`[weft] ${it.shownPath}: ${it.message}`);
  for (const { path } of updates) console.debug(`[weft] updated ${shown(path)}`);
  emit("vite:afterUpdate", payload);
}

export function applyUpdate(message: UpdateMessage): void {
  void enqueue(() => apply(message));
}

export function fail(version: number, problems: any[]): void {
  state.isFailed = true;
  if (state.version === 0) state.version = version;
  emit("vite:error", { type: "error", err: problems[0] });
  showProblems(problems);
}
