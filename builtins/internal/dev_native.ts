/**
 * The native half of `weft dev`, as TypeScript sees it (src/runtime/dev_binding.cpp over bundler/dev/session.h), and
 * what pages and the server say to each other.
 *
 * The server answers a request for an HTML file by `page`, and asks `read` for every path that is no file of `public/`
 * first: scripts, style sheets, source maps (all under `/@weft/`, made when they are asked for) and the files that
 * modules import. What `read` does not know is the server's: files of the root, the fallback page, 404.
 */
import { JSONParse } from "internal/primordials";

export interface DevOptions {
  /** Absolute: URLs are relative to it. */
  root: string;
  /** What URLs begin with; "/" unless given. */
  base?: string;
  /** Absolute; its files are served as they are. */
  publicFolder?: string;
  conditions?: string[];
  /** Name → JavaScript. */
  defines?: Record<string, string>;
  aliases?: Record<string, string>;
  /** Extension → loader's name, as of `weft build`. */
  loaders?: Record<string, string>;
  /** `import.meta.env`, all of it: what may be seen (VITE_*, WEFT_PUBLIC_* …), MODE, DEV, PROD, BASE_URL. */
  environment?: Record<string, unknown>;
  /** React Fast Refresh; true unless given. */
  refresh?: boolean;
  /** Errors are shown over the page; true unless given. */
  overlay?: boolean;
  /** Pages send what they write to the console; true unless given. */
  forwardsConsole?: boolean;
}

/** What is wrong, and where. */
export interface DevProblem {
  severity: "error" | "warning";
  /** Stable: "cannot-resolve". */
  id: string;
  message: string;
  /** Absolute; "": no place. */
  path: string;
  /** Relative to the root. */
  shownPath: string;
  /** From 1; 0: none. */
  line: number;
  column: number;
  /** The lines around it, marked, without colours. */
  frame: string;
  suggestion: string;
  /** Shown paths: the module, who imports it, … the page's entry. */
  chain: string[];
}

export interface DevPage {
  /** Ready to be sent. */
  html: string;
  problems: DevProblem[];
}

export interface DevResource {
  /** The value of Content-Type. */
  mediaType: string;
  /** One of both. `path`: the file whose bytes these are. */
  bytes?: Uint8Array;
  path?: string;
  /** Of `bytes`: an ETag, without its quotes. */
  tag: string;
  /** May be cached for good ("immutable"); else "no-cache". */
  isForGood: boolean;
}

export interface DevUpdate {
  kind: "none" | "update" | "reload" | "problems";
  version: number;
  /** JSON, to be sent to every page as it is; "": nothing. */
  message: string;
  /** Of "reload": for the terminal. */
  reason: string;
  /** Shown paths of what was made again. */
  changed: string[];
  /** All there are now. */
  problems: DevProblem[];
  /** `watched` gives something else than before. */
  watchesOthers: boolean;
  milliseconds: number;
}

export interface DevPlace {
  path: string;
  line: number;
  column: number;
}

/** Calls are done in their order, on a thread of the pool. */
export interface DevSession {
  /** Of this session: pages that have another one start again. */
  readonly id: string;
  /** Nothing: there is no such file. `url`: the path of the request. */
  page(path: string, url: string): Promise<DevPage | undefined>;
  /** `url`: path and query. Nothing: none of the session's. */
  read(url: string): Promise<DevResource | undefined>;
  /** Absolute paths of what was written, made or removed; any may be given, folders too. */
  changed(paths: string[]): Promise<DevUpdate>;
  /** What a page with that version does not know yet. */
  since(version: number): Promise<DevUpdate>;
  /** Everything is made again with other options; pages start again, and say why. */
  configure(optionsJson: string, reason: string): Promise<DevUpdate>;
  /** Absolute paths of folders whose direct contents are to be watched. */
  watched(): Promise<string[]>;
  /** JSON: what /__weft shows. */
  explain(): Promise<string>;
  /** Where a place of a script (its URL's path and query) was in its file. Line and column from 1. */
  locate(url: string, line: number, column: number): Promise<DevPlace | undefined>;
  problems(): Promise<DevProblem[]>;
  close(): void;
}

// --- What a page and the server say to each other: JSON on the WebSocket at `${base}@weft/socket`.

/** The page's messages. */
export type FromPage =
  /** First. The server answers with `since(version)` if it has the session, else with a ToPage "reload". */
  | { type: "hello"; session: string; version: number; url: string }
  /** What it wrote to its console: shown texts, and where. */
  | { type: "console"; level: "log" | "info" | "warn" | "error" | "debug"; texts: string[]; at?: PagePlace }
  /** An uncaught error, or a rejection that nobody heard. The server maps the stack by `locate`. */
  | { type: "error"; message: string; name: string; stack: PagePlace[]; isRejection: boolean }
  /** It starts again, and why, for the terminal. */
  | { type: "reloads"; reason: string }
  /** import.meta.hot.send(event, data). */
  | { type: "custom"; event: string; data?: unknown };

/** `url`: path and query of a script on this server, or a whole URL. */
export interface PagePlace {
  name?: string;
  url: string;
  line: number;
  column: number;
}

/** The server's messages; those of `DevUpdate.message` are among them, and are opaque to it. */
export type ToPage =
  /** The page starts again. `path`: only pages of that URL path. */
  | { type: "reload"; reason: string; path?: string }
  /** To import.meta.hot.on(event). */
  | { type: "custom"; event: string; data?: unknown }
  /** Stacks of "error", mapped: they are shown by the overlay. */
  | { type: "mapped"; message: string; name: string; stack: (DevPlace & { name?: string; frame?: string })[] };

// `${base}@weft/open?path=…&line=…&column=…` (POST): the server opens the file in the editor. The page's overlay asks for it.

// --- From native("dev"): lists, and texts of JSON.

type NativeUpdate = [kind: DevUpdate["kind"], version: number, message: string, reason: string, changed: string[],
  problems: string, watchesOthers: boolean, milliseconds: number];

interface NativeSession {
  readonly id: string;
  page(path: string, url: string): Promise<[html: string, problems: string] | undefined>;
  read(url: string): Promise<[mediaType: string, bytes: Uint8Array | undefined, path: string | undefined, tag: string,
    isForGood: boolean] | undefined>;
  changed(paths: string[]): Promise<NativeUpdate>;
  since(version: number): Promise<NativeUpdate>;
  configure(optionsJson: string, reason: string): Promise<NativeUpdate>;
  watched(): Promise<string[]>;
  explain(): Promise<string>;
  problems(): Promise<string>;
  locate(url: string, line: number, column: number): Promise<[path: string, line: number, column: number] | undefined>;
  close(): void;
}

function updateOf(given: NativeUpdate): DevUpdate {
  const [kind, version, message, reason, changed, problems, watchesOthers, milliseconds] = given;
  return { kind, version, message, reason, changed, problems: JSONParse(problems), watchesOthers, milliseconds };
}

class Session implements DevSession {
  readonly #native: NativeSession;

  constructor(optionsJson: string) {
    this.#native = (native("dev") as { open(optionsJson: string): NativeSession }).open(optionsJson);
  }

  get id(): string {
    return this.#native.id;
  }

  async page(path: string, url: string): Promise<DevPage | undefined> {
    const given = await this.#native.page(path, url);
    return given && { html: given[0], problems: JSONParse(given[1]) };
  }

  async read(url: string): Promise<DevResource | undefined> {
    const given = await this.#native.read(url);
    return given && { mediaType: given[0], bytes: given[1], path: given[2], tag: given[3], isForGood: given[4] };
  }

  async changed(paths: string[]): Promise<DevUpdate> {
    return updateOf(await this.#native.changed(paths));
  }

  async since(version: number): Promise<DevUpdate> {
    return updateOf(await this.#native.since(version));
  }

  async configure(optionsJson: string, reason: string): Promise<DevUpdate> {
    return updateOf(await this.#native.configure(optionsJson, reason));
  }

  watched(): Promise<string[]> {
    return this.#native.watched();
  }

  explain(): Promise<string> {
    return this.#native.explain();
  }

  async locate(url: string, line: number, column: number): Promise<DevPlace | undefined> {
    const given = await this.#native.locate(url, line, column);
    return given && { path: given[0], line: given[1], column: given[2] };
  }

  async problems(): Promise<DevProblem[]> {
    return JSONParse(await this.#native.problems());
  }

  close(): void {
    this.#native.close();
  }
}

export const dev = {
  /** Throws a TypeError for options that are wrong. Nothing is read yet. */
  open(optionsJson: string): DevSession {
    return new Session(optionsJson);
  },
};
