/**
 * `import.meta.hot`: what a module says of its own replacement. The names and the events are Vite's
 * (https://vite.dev/guide/api-hmr).
 */
import { type Module } from "./registry";
import { emit, invalidate, off, on, sendCustom } from "./updates";

type Accepted = (namespace: any) => void;

export interface Acceptance {
  ids: Set<string>;
  callback: ((namespaces: any) => void) | undefined;
  isList: boolean;
}

const dataOf = new Map<string, any>();

export class Hot {
  readonly selfCallbacks: Accepted[] = [];
  readonly acceptances: Acceptance[] = [];
  readonly disposers: ((data: any) => void)[] = [];
  readonly pruners: ((data: any) => void)[] = [];
  readonly listeners: [event: string, listener: (data: any) => void][] = [];
  isSelfAccepting = false;
  isDeclined = false;
  readonly #module: Module;

  constructor(module: Module) {
    this.#module = module;
  }

  get data(): any {
    const { id } = this.#module;
    if (!dataOf.has(id)) dataOf.set(id, {});
    return dataOf.get(id);
  }

  set data(value: any) {
    dataOf.set(this.#module.id, value);
  }

  accept(first?: string | readonly string[] | Accepted, callback?: (namespaces: any) => void): void {
    if (typeof first === "string" || Array.isArray(first)) {
      const names = typeof first === "string" ? [first] : first;
      this.acceptances.push({ ids: new Set(names.map((name) => this.#idOf(name))), callback, isList: typeof first !== "string" });
      return;
    }
    if (first !== undefined && typeof first !== "function")
      throw new TypeError("import.meta.hot.accept() takes a function, a module or a list of modules");
    this.isSelfAccepting = true;
    if (typeof first === "function") this.selfCallbacks.push(first);
  }

  /** Where the call was written out, the name is an id already; else it is found among what the module imports. */
  #idOf(name: string): string {
    const imports = this.#module.definition[1];
    if (!name.startsWith(".") || imports.includes(name)) return name;
    const path = new URL(name, `http://page${this.#module.id}`).pathname;
    const bare = (id: string) => id.replace(/\?.*$/, "").replace(/(\/index)?\.\w+$/, "");
    return imports.find((id) => id === path) ?? imports.find((id) => bare(id) === bare(path) || bare(id) === path) ?? path;
  }

  acceptExports(_names: string | readonly string[], callback?: Accepted): void {
    this.isSelfAccepting = true;
    if (callback) this.selfCallbacks.push(callback);
  }

  dispose(callback: (data: any) => void): void {
    this.disposers.push(callback);
  }

  prune(callback: (data: any) => void): void {
    this.pruners.push(callback);
  }

  decline(): void {
    this.isDeclined = true;
  }

  invalidate(message?: string): void {
    invalidate(this.#module, message);
  }

  on(event: string, listener: (data: any) => void): void {
    this.listeners.push([event, listener]);
    on(event, listener);
  }

  off(event: string, listener: (data: any) => void): void {
    off(event, listener);
  }

  send(event: string, data?: unknown): void {
    sendCustom(event, data);
  }

  /** Its module goes, or is made again. */
  leave(): void {
    for (const dispose of this.disposers) dispose(this.data);
    for (const [event, listener] of this.listeners) off(event, listener);
  }
}

export { emit };
