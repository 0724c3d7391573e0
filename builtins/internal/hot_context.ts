/** `import.meta.hot` of one instance of a module: what it accepts, and what is to happen at its end. */

export type HotModule = Record<string, unknown>;
type SelfCallback = (module: HotModule | undefined) => void;
type ListCallback = (modules: (HotModule | undefined)[]) => void;

export interface HotApi {
  readonly data: any;
  accept(dependencies?: unknown, callback?: any): void;
  acceptExports(names: unknown, callback?: SelfCallback): void;
  dispose(callback: (data: any) => unknown): void;
  prune(callback: (data: any) => unknown): void;
  invalidate(message?: string): void;
  decline(): void;
  on(event: string, listener: (data: any) => void): void;
  off(event: string, listener: (data: any) => void): void;
  send(event: string, data?: any): void;
}

export type HotListener = (data: any) => void;

export interface HotHost {
  /** By event; those of a module that is replaced end with it. */
  readonly listeners: Map<string, Set<HotListener>>;
  invalidate(path: string, message: string | undefined): void;
  /** The file that a relative specifier names. */
  resolve(specifier: string, importer: string): string | undefined;
}

interface Acceptance {
  /** As they were asked for: a callback gets its modules in this order. */
  paths: (string | undefined)[];
  callback: SelfCallback | ListCallback | undefined;
  isList: boolean;
}

export class ModuleHot {
  readonly api: HotApi;
  readonly data: any;
  acceptsItself = false;
  isDeclined = false;
  #ownCallbacks: SelfCallback[] = [];
  #acceptances: Acceptance[] = [];
  #disposals: ((data: any) => unknown)[] = [];

  constructor(path: string, data: any, host: HotHost) {
    this.data = data;
    this.api = {
      data,
      accept: (dependencies, callback) => {
        if (typeof dependencies === "function" || dependencies === undefined) return this.#acceptItself(dependencies as SelfCallback | undefined);
        const isList = Array.isArray(dependencies);
        const names: unknown[] = isList ? (dependencies as unknown[]) : [dependencies];
        for (const name of names)
          if (typeof name !== "string") throw new TypeError("import.meta.hot.accept takes a callback, or specifiers and a callback");
        this.#acceptances.push({ paths: names.map((name) => host.resolve(name as string, path)), callback, isList });
      },
      acceptExports: (_names, callback) => this.#acceptItself(callback),
      dispose: (callback) => void this.#disposals.push(callback),
      // A program may ask for a module by import() at any time: none is ever known to be wanted no more.
      prune: () => {},
      invalidate: (message) => host.invalidate(path, message === undefined ? undefined : String(message)),
      decline: () => void (this.isDeclined = true),
      on: (event, listener) => {
        const known = host.listeners.get(event) ?? new Set();
        host.listeners.set(event, known.add(listener));
        this.#disposals.push(() => known.delete(listener));
      },
      off: (event, listener) => void host.listeners.get(event)?.delete(listener),
      // There is no page.
      send: () => {},
    };
  }

  #acceptItself(callback: SelfCallback | undefined): void {
    this.acceptsItself = true;
    if (callback !== undefined) this.#ownCallbacks.push(callback);
  }

  accepts(path: string): boolean {
    return this.#acceptances.some((one) => one.paths.includes(path));
  }

  /** Before its successor is evaluated. */
  async end(): Promise<void> {
    for (const callback of this.#disposals) await callback(this.data);
  }

  tellSelf(module: HotModule | undefined): void {
    for (const callback of this.#ownCallbacks) callback(module);
  }

  tellDependencies(changed: Set<string>, spaceOf: (path: string) => HotModule | undefined): void {
    for (const { paths, callback, isList } of this.#acceptances) {
      if (callback === undefined || !paths.some((path) => path !== undefined && changed.has(path))) continue;
      const modules = paths.map((path) => (path !== undefined && changed.has(path) ? spaceOf(path) : undefined));
      if (isList) (callback as ListCallback)(modules);
      else (callback as SelfCallback)(modules[0]);
    }
  }
}
