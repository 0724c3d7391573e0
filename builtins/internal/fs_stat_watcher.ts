// fs.watchFile: a path that is asked again and again. https://nodejs.org/api/fs.html#fswatchfilefilename-options-listener
import { DateNow, SafeMap } from "internal/primordials";
import { binding } from "internal/fs_native";
import { statsFrom, statValues } from "internal/fs_stats";
import { pathText, toPath } from "internal/fs_utils";
import { nextTick } from "internal/next_tick";
import { setTimeout, clearTimeout } from "internal/timers";
import { validateFunction, validateUint32 } from "internal/validators";
import EventEmitter from "node:events";

const kDefaultInterval = 5007;
/** Of the native side's numbers all but the time of the last access, and what says nothing of a change. */
const kCompared = [0, 1, 3, 4, 7, 8, 12, 13, 14, 15, 16, 17];

function isSame(a: any, b: any): boolean {
  for (let i = 0; i < kCompared.length; i++) if (a[kCompared[i]!] !== b[kCompared[i]!]) return false;
  return true;
}

export class StatWatcher extends (EventEmitter as any) {
  #path = "";
  #interval = kDefaultInterval;
  #isBigint: boolean;
  #isReferenced = true;
  #isRunning = false;
  #timer: any;
  /** What was last seen; zeros before anything was. */
  #last: any;
  /** Undefined before the first answer; then the error's code, or "" where there was none. */
  #state: string | undefined;

  constructor(isBigint: boolean) {
    super();
    this.#isBigint = isBigint;
    this.#last = statValues(isBigint);
  }

  start(path: string, interval: unknown): void {
    if (this.#isRunning) return;
    validateUint32(interval, "interval");
    this.#path = path;
    this.#interval = interval as number;
    this.#isRunning = true;
    this.#ask();
  }

  #ask(): void {
    const begun = DateNow();
    const values = statValues(this.#isBigint);
    binding.stat(this.#path, values, (error: any) => {
      if (!this.#isRunning) return;
      const interval = this.#interval || 1;
      this.#timer = setTimeout(() => this.#ask(), interval - ((DateNow() - begun) % interval));
      if (!this.#isReferenced) this.#timer.unref();
      if (error) this.#missed(error.code);
      else this.#seen(values);
    });
  }

  #missed(code: string): void {
    if (this.#state === code) return;
    this.#state = code;
    this.emit("change", statsFrom(statValues(this.#isBigint)), statsFrom(this.#last));
  }

  #seen(values: any): void {
    const before = this.#state;
    const last = this.#last;
    this.#state = "";
    this.#last = values;
    if (before === undefined || (before === "" && isSame(last, values))) return;
    this.emit("change", statsFrom(values), statsFrom(last));
  }

  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    clearTimeout(this.#timer);
    nextTick(() => this.emit("stop"));
  }

  ref(): this {
    this.#isReferenced = true;
    this.#timer?.ref();
    return this;
  }

  unref(): this {
    this.#isReferenced = false;
    this.#timer?.unref();
    return this;
  }
}

const watchers = new SafeMap<string, any>();

function resolved(filename: any): string {
  return require("node:path").default.resolve(pathText(toPath(filename, "filename")));
}

export function watchFile(filename: any, options?: any, listener?: any): any {
  const path = resolved(filename);
  if (options === null || typeof options !== "object") {
    listener = options;
    options = undefined;
  }
  validateFunction(listener, "listener");
  const { bigint = false, persistent = true, interval = kDefaultInterval } = options ?? {};
  let watcher = watchers.get(path);
  if (watcher === undefined) {
    watcher = new (StatWatcher as any)(!!bigint);
    if (!persistent) watcher.unref();
    watcher.start(path, interval);
    watchers.set(path, watcher);
  }
  watcher.addListener("change", listener);
  return watcher;
}

export function unwatchFile(filename: any, listener?: any): void {
  const path = resolved(filename);
  const watcher = watchers.get(path);
  if (watcher === undefined) return;
  if (typeof listener === "function") watcher.removeListener("change", listener);
  else watcher.removeAllListeners("change");
  if (watcher.listenerCount("change") > 0) return;
  watcher.stop();
  watchers.delete(path);
}
