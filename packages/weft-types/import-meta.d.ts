interface ImportMetaEnv {
  /** "development" under `weft dev`, "production" in what `weft build --minify` wrote. */
  readonly MODE: string;
  readonly DEV: boolean;
  readonly PROD: boolean;
  readonly SSR: boolean;
  /** What the application's URLs begin with. */
  readonly BASE_URL: string;
  readonly [name: string]: any;
}

interface ImportMeta {
  /** Variables of the environment. */
  readonly env: ImportMetaEnv;
  /** The folder of the module's file. */
  readonly dir: string;
  /** The file's name. */
  readonly file: string;
  readonly path: string;
  readonly require: NodeJS.Require;
  /** The path that an import would load. */
  resolveSync(specifier: string, from?: string): string;
  /** Under `weft dev`, and `weft --hot`; undefined elsewhere. */
  readonly hot?: import("weft").HotContext;
}

declare module "weft" {
  /** A module as it comes in place of another. */
  export type HotModule = { readonly [name: string]: any };

  export interface HotUpdate {
    type: "js-update" | "css-update";
    path: string;
    acceptedPath: string;
    timestamp: number;
  }

  export interface HotEvents {
    "vite:beforeUpdate": { updates: HotUpdate[] };
    "vite:afterUpdate": { updates: HotUpdate[] };
    "vite:beforeFullReload": { path?: string };
    "vite:beforePrune": { paths: string[] };
    "vite:invalidate": { path: string; message?: string };
    "vite:error": { err: { message: string; stack: string; id?: string; frame?: string } };
    "vite:ws:connect": unknown;
    "vite:ws:disconnect": unknown;
  }

  export interface HotContext {
    /** What a module leaves to the one that takes its place. */
    readonly data: any;
    /** This module takes its own updates. */
    accept(): void;
    accept(callback: (module: HotModule | undefined) => void): void;
    /** It takes those of a module that it imports. */
    accept(dependency: string, callback?: (module: HotModule | undefined) => void): void;
    accept(dependencies: readonly string[], callback?: (modules: (HotModule | undefined)[]) => void): void;
    /** As accept(), as long as importers use these exports alone. */
    acceptExports(names: string | readonly string[], callback?: (module: HotModule | undefined) => void): void;
    /** Before this module is replaced. */
    dispose(callback: (data: any) => void): void;
    /** When nothing imports it any more. */
    prune(callback: (data: any) => void): void;
    /** Its importers take the update instead. */
    invalidate(message?: string): void;
    /** Its updates start the page again. */
    decline(): void;
    on<Name extends keyof HotEvents>(event: Name, listener: (data: HotEvents[Name]) => void): void;
    on(event: string, listener: (data: any) => void): void;
    off<Name extends keyof HotEvents>(event: Name, listener: (data: HotEvents[Name]) => void): void;
    off(event: string, listener: (data: any) => void): void;
    /** To the server. */
    send(event: string, data?: any): void;
  }
}
