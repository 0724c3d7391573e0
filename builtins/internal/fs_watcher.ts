// fs.watch and fs.promises.watch. https://nodejs.org/api/fs.html#fswatchfilename-options-listener
//
// The system watches one directory at a time: with `recursive`, each directory below has a watch of its own, and
// what appears is told of, too.
import {
  ArrayPrototypePush, ArrayPrototypeShift, ObjectAssign, Promise, SafeMap, StringPrototypeStartsWith, SymbolDispose,
} from "internal/primordials";
import { AbortError, codes, uvException } from "internal/errors";
import { binding as fs, kNamesAsBuffers, kNamesAsText } from "internal/fs_native";
import { textFrom } from "internal/fs_names";
import { constants } from "internal/fs_constants";
import { namesAs, pathText, toOptions, toPath } from "internal/fs_utils";
import { nextTick } from "internal/next_tick";
import { validateAbortSignal, validateBoolean, validateObject } from "internal/validators";
import EventEmitter from "node:events";

interface WatchHandle {
  close(): void;
  ref(): void;
  unref(): void;
}

interface Binding {
  /** A handle, or a negative error number. `name` is null if it is not known; a status other than 0 is the end. */
  watch(path: string | Uint8Array, names: number, callback: (status: number, renamed: boolean, name: any) => void):
    WatchHandle | number;
}

interface Settings {
  persistent: boolean;
  recursive: boolean;
  encoding: any;
}

const binding = native("fs_watch") as Binding;
const kNoSpace = -28;

function watchError(errno: number, path: string): Error {
  const message = errno === kNoSpace ? "System limit for number of file watchers reached" : undefined;
  const error: any = uvException({ errno, syscall: "watch", path, message });
  error.filename = path;
  return error;
}

export class FSWatcher extends (EventEmitter as any) {
  #path: string;
  #settings: Settings;
  /** By directory, relative to the path: "" is the path itself. Empty when the watcher is closed. */
  #handles: Map<string, WatchHandle> = new SafeMap();
  #isReferenced: boolean;

  constructor(path: string | Uint8Array, settings: Settings) {
    super();
    this.#path = pathText(path as any);
    this.#settings = settings;
    this.#isReferenced = settings.persistent;
    const isDirectory = settings.recursive && isDirectoryAt(path);
    const status = this.#start("", path, isDirectory);
    if (status !== 0) throw watchError(status, this.#path);
    if (isDirectory) this.#startBelow("", false);
  }

  /** Watches one directory or file; gives a negative error number if the system refuses. */
  #start(directory: string, path: string | Uint8Array, isTree: boolean): number {
    const { encoding } = this.#settings;
    // Names are put together below, as text.
    const names = isTree ? kNamesAsText : namesAs({ encoding });
    const handle = binding.watch(path, names, (status, renamed, name) => {
      if (status !== 0) this.#fail(directory, status);
      else if (isTree) this.#tellOfEntry(directory, renamed, name);
      else this.#tell(renamed, names === kNamesAsBuffers && name !== null ? textFrom(name, encoding) : name);
    });
    if (typeof handle === "number") return handle;
    if (!this.#isReferenced) handle.unref();
    this.#handles.get(directory)?.close();
    this.#handles.set(directory, handle);
    return 0;
  }

  /** Watches all directories in one; `isNew`: what is there appeared with it. */
  #startBelow(directory: string, isNew: boolean): void {
    let result: [string[], Uint8Array];
    try {
      result = fs.readdir(join(this.#path, directory), kNamesAsText, true, false);
    } catch {
      // It is gone again, or may not be read.
      return;
    }
    const { 0: names, 1: types } = result;
    for (let i = 0; i < names.length && this.#handles.size > 0; i++) {
      const name = join(directory, names[i]!);
      if (isNew) this.#tell(true, this.#encoded(name));
      if (types[i] === constants.UV_DIRENT_DIR) this.#startTree(name, isNew);
    }
  }

  #startTree(directory: string, isNew: boolean): void {
    const status = this.#start(directory, join(this.#path, directory), true);
    if (status === kNoSpace) this.#fail(directory, status);
    else if (status === 0) this.#startBelow(directory, isNew);
  }

  #tellOfEntry(directory: string, renamed: boolean, entry: string | null): void {
    if (entry === null) return this.#tell(renamed, null);
    // A directory below is told of by its parent.
    if (directory !== "" && !this.#handles.has(directory)) return;
    const name = join(directory, entry);
    this.#tell(renamed, this.#encoded(name));
    if (!renamed || this.#handles.size === 0) return;
    const isKnown = this.#handles.has(name);
    if (!isDirectoryAt(join(this.#path, name), false)) {
      if (isKnown) this.#forget(name);
    } else {
      if (isKnown) this.#forget(name);
      this.#startTree(name, true);
    }
  }

  /** A directory is gone, with all below. */
  #forget(directory: string): void {
    const gone: string[] = [];
    this.#handles.forEach((_handle, name) => {
      if (name === directory || StringPrototypeStartsWith(name, `${directory}/`)) ArrayPrototypePush(gone, name);
    });
    for (let i = 0; i < gone.length; i++) {
      this.#handles.get(gone[i]!)!.close();
      this.#handles.delete(gone[i]!);
    }
  }

  #encoded(name: string): any {
    const { encoding } = this.#settings;
    if (namesAs({ encoding }) === kNamesAsText) return name;
    const bytes = require("node:buffer").Buffer.from(name);
    return encoding === "buffer" ? bytes : bytes.toString(encoding);
  }

  #tell(renamed: boolean, name: any): void {
    if (this.#handles.size > 0) this.emit("change", renamed ? "rename" : "change", name);
  }

  #fail(directory: string, status: number): void {
    if (this.#handles.size === 0) return;
    const error = watchError(status, directory === "" ? this.#path : join(this.#path, directory));
    this.#stop();
    this.emit("error", error);
  }

  #stop(): void {
    const handles = this.#handles;
    this.#handles = new SafeMap();
    handles.forEach((handle) => handle.close());
  }

  close(): void {
    if (this.#handles.size === 0) return;
    this.#stop();
    nextTick(() => this.emit("close"));
  }

  ref(): this {
    this.#isReferenced = true;
    this.#handles.forEach((handle) => handle.ref());
    return this;
  }

  unref(): this {
    this.#isReferenced = false;
    this.#handles.forEach((handle) => handle.unref());
    return this;
  }
}

function join(directory: string, name: string): string {
  if (directory === "") return name;
  if (name === "") return directory;
  return directory[directory.length - 1] === "/" ? `${directory}${name}` : `${directory}/${name}`;
}

function isDirectoryAt(path: any, follows = true): boolean {
  const { statsFrom, statValues } = require("internal/fs_stats");
  const values = statValues(false);
  try {
    return (follows ? fs.tryStat(path, values) : fs.tryLstat(path, values)) && statsFrom(values).isDirectory();
  } catch {
    return false;
  }
}

export function watch(filename: any, options?: any, listener?: any): FSWatcher {
  if (typeof options === "function") listener = options;
  options = ObjectAssign({}, toOptions(options, {}));
  const path = toPath(filename, "filename");
  if (options.persistent === undefined) options.persistent = true;
  if (options.recursive === undefined) options.recursive = false;
  const watcher: any = new FSWatcher(path, options);
  if (listener) watcher.addListener("change", listener);
  const { signal } = options;
  if (signal) {
    validateAbortSignal(signal, "options.signal");
    if (signal.aborted) {
      nextTick(() => watcher.close());
    } else {
      const disposable = EventEmitter.addAbortListener(signal, () => watcher.close());
      watcher.once("close", () => (disposable as any)[SymbolDispose]());
    }
  }
  return watcher;
}

/** Events as an asynchronous iterable; those that nobody has asked for yet are kept. */
export async function* watchPromise(filename: any, options: any = {}): AsyncGenerator<any, void> {
  const path = toPath(filename);
  validateObject(options, "options");
  const { persistent = true, recursive = false, encoding = "utf8", signal } = options;
  validateBoolean(persistent, "options.persistent");
  validateBoolean(recursive, "options.recursive");
  validateAbortSignal(signal, "options.signal");
  if (encoding && encoding !== "buffer" && !require("node:buffer").Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE("options.encoding", encoding, "is invalid encoding");
  }
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const events: any[] = [];
  let failure: { error: any } | undefined;
  let wake: (() => void) | undefined;
  const rouse = () => {
    wake?.();
    wake = undefined;
  };
  const failWith = (error: any) => {
    failure ??= { error };
    rouse();
  };
  const watcher: any = new FSWatcher(path, { persistent, recursive, encoding });
  watcher.on("change", (eventType: string, name: any) => {
    ArrayPrototypePush(events, { __proto__: null, eventType, filename: name });
    rouse();
  });
  watcher.on("error", failWith);
  const disposable: any = signal &&
    EventEmitter.addAbortListener(signal, () => failWith(new AbortError(undefined, { cause: signal.reason })));
  try {
    for (;;) {
      while (events.length > 0) yield ArrayPrototypeShift(events);
      if (failure !== undefined) throw failure.error;
      await new Promise<void>((resolve) => { wake = resolve as any; });
    }
  } finally {
    disposable?.[SymbolDispose]();
    watcher.close();
  }
}

