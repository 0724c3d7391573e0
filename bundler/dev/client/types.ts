/** What the parts of a page's half say to each other. */

/** What a script says of a module (bundler/dev/module_factory.h): its kind, what it imports, and what it is. */
export type Definition = [kind: number, imports: string[], factory: (...parameters: any[]) => any];

export const enum Kind { EsModule, CommonJs, Async, Value, Style, External }

export interface Options {
  session: string;
  base: string;
  root: string;
  overlay: boolean;
  forwardsConsole: boolean;
  env: Record<string, unknown>;
}

/** internal/dev_native.ts has the same. */
export interface Problem {
  severity: "error" | "warning";
  id: string;
  message: string;
  path: string;
  shownPath: string;
  line: number;
  column: number;
  frame: string;
  suggestion: string;
  chain: string[];
}

export interface Place {
  name?: string;
  url: string;
  line: number;
  column: number;
}

export interface UpdateMessage {
  type: "update";
  from: number;
  version: number;
  ids: string[];
  styles: Record<string, string>;
  problems: Problem[];
  url: string;
  code: string;
}

export const isPage = typeof document !== "undefined";
export const options: Options = (self as any).__weftOptions;
