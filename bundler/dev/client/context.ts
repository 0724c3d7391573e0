/** What a module's function is given: `$w`. The short names are those that module_factory.cpp and refresh.cpp write. */
import { Hot } from "./hot";
import { type Module, addExports, importModule, requireModule } from "./registry";
import { createSignature, isComponentModule, register } from "./refresh";
import { setStyle } from "./styles";
import { options } from "./types";

function notFound(specifier: string): Error {
  return Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
}

export class Context {
  hot: Hot | undefined;
  /** It is made of components alone, and so takes its own updates. */
  isRefreshed = false;
  #hasComponents = false;
  #meta: any;

  constructor(readonly module: Module) {}

  get url(): string {
    const { id } = this.module;
    return id.startsWith("/") ? new URL(options.base + id.slice(1), location.href).href : id;
  }

  get meta(): any {
    return this.#meta ??= this.#makeMeta();
  }

  #makeMeta(): any {
    const { url } = this;
    const meta = Object.create(null);
    meta.url = url;
    meta.env = options.env;
    meta.resolve = (specifier: string) => new URL(specifier, url).href;
    Object.defineProperty(meta, "hot", { get: () => this.hot ??= new Hot(this.module), enumerable: true });
    return meta;
  }

  /** Exports. */
  e(getters: Record<string, () => any>): void {
    addExports(this.module, getters);
  }

  /** export * */
  s(namespace: object): void {
    this.module.stars.push(namespace);
  }

  /** A component. */
  r(type: any, name: string): any {
    register(type, `${this.module.id} ${name}`);
    return type;
  }

  /** The signature of what calls hooks. */
  g(): any {
    return createSignature();
  }

  /** It has components. */
  b(): void {
    this.#hasComponents = true;
  }

  finished(): void {
    this.isRefreshed = this.#hasComponents && isComponentModule(this.module.namespace);
  }

  css(text: string): void {
    setStyle(this.module.id, text);
  }

  require(id: string): any {
    return requireModule(this.module, id);
  }

  missing(specifier: string): never {
    throw notFound(specifier);
  }

  missingImport(specifier: string): Promise<never> {
    return Promise.reject(notFound(specifier));
  }

  import(id: string): Promise<any> {
    return importModule(this.module, id);
  }

  importUrl(specifier: unknown): Promise<any> {
    return new Promise((resolve) => resolve(import(/* @vite-ignore */ new URL(String(specifier), this.url).href)));
  }

  glob(all: Record<string, () => any>, name: string): any {
    if (Object.prototype.hasOwnProperty.call(all, name)) return all[name]();
    throw notFound(name);
  }

  globImport(all: Record<string, () => any>, name: unknown): Promise<any> {
    return new Promise((resolve) => resolve(this.glob(all, String(name))));
  }
}
