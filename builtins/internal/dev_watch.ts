/**
 * Watches folders, not what is below them, and tells of what changed in them: absolute paths, gathered for as long as
 * somebody is still writing.
 */
import { kNamesAsText } from "internal/fs_native";
import { clearTimeout, setTimeout } from "internal/timers";

const fs = require("node:fs").default;
const { basename, dirname, join } = require("node:path").default;

/** Nothing more has come for so long: in milliseconds. */
const kSettle = 3;
/** An editor empties a file before it writes it. */
const kEmptySettle = 30;
/** Whoever writes all the time is told of at least so often. */
const kLongest = 100;

interface WatchHandle {
  close(): void;
  unref(): void;
}
const watch: (path: string, names: number, callback: (status: number, renamed: boolean, name: string | null) => void) => WatchHandle | number =
  native("fs_watch").watch;

const kMissing = -2, kNoSpace = -28, kNoDescriptor = -24;

export class FolderWatcher {
  /** Null: it is not there, and is waited for. */
  #handles = new Map<string, WatchHandle | null>();
  /** Above folders that are not there. */
  #above = new Map<string, WatchHandle>();
  #changed = new Set<string>();
  #timer: any = undefined;
  #since = 0;
  #onChange: (paths: string[]) => void;
  #onFault: (message: string) => void;
  #isFull = false;

  constructor(onChange: (paths: string[]) => void, onFault: (message: string) => void) {
    this.#onChange = onChange;
    this.#onFault = onFault;
  }

  /** These folders and no others; gives those that are new. */
  set(folders: Iterable<string>): string[] {
    const wanted = new Set(folders);
    const added: string[] = [];
    for (const [folder, handle] of this.#handles) {
      if (wanted.has(folder)) continue;
      handle?.close();
      this.#handles.delete(folder);
    }
    for (const folder of wanted) {
      if (this.#handles.has(folder)) continue;
      this.#handles.set(folder, this.#start(folder));
      added.push(folder);
    }
    this.#watchAbove();
    return added;
  }

  #start(folder: string): WatchHandle | null {
    const handle = watch(folder, kNamesAsText, (status, _renamed, name) => {
      // What the system tells of the folder itself has its own name.
      const isItself = status !== 0 || name === null || (name === basename(folder) && !fs.existsSync(join(folder, name)));
      if (isItself) this.#restart(folder);
      this.#tell(isItself ? folder : join(folder, name!));
    });
    if (typeof handle !== "number") {
      // Whoever serves has a server that keeps the process.
      handle.unref();
      return handle;
    }
    if ((handle === kNoSpace || handle === kNoDescriptor) && !this.#isFull) {
      this.#isFull = true;
      this.#onFault("the system watches no more folders for this user (fs.inotify.max_user_watches): some changes will not be seen");
    }
    return handle === kMissing ? null : kNothing;
  }

  #restart(folder: string): void {
    const handle = this.#handles.get(folder);
    if (handle === undefined) return;
    handle?.close();
    this.#handles.set(folder, this.#start(folder));
    this.#watchAbove();
  }

  /** What is nearest to folders that are not there, as far as it is not watched anyhow. */
  #watchAbove(): void {
    const wanted = new Set<string>();
    for (const [folder, handle] of this.#handles) {
      if (handle !== null) continue;
      const above = existingFolder(folder);
      if (!this.#handles.has(above)) wanted.add(above);
    }
    for (const [folder, handle] of this.#above) {
      if (wanted.has(folder)) continue;
      handle.close();
      this.#above.delete(folder);
    }
    for (const folder of wanted) {
      if (this.#above.has(folder)) continue;
      const handle = this.#start(folder);
      if (handle !== null) this.#above.set(folder, handle);
    }
  }

  #tell(path: string): void {
    for (const [folder, handle] of this.#handles) {
      if (handle !== null || (folder !== path && !folder.startsWith(`${path}/`))) continue;
      this.#restart(folder);
      // What is in it came before it was watched.
      if (this.#handles.get(folder) !== null) this.#changed.add(folder);
    }
    const now = Date.now();
    if (this.#changed.size === 0) this.#since = now;
    this.#changed.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), now - this.#since > kLongest ? 0 : kSettle);
  }

  #flush(): void {
    const waited = Date.now() - this.#since;
    if (waited < kEmptySettle && this.#hasEmptyFile()) {
      this.#timer = setTimeout(() => this.#flush(), kEmptySettle - waited);
      return;
    }
    const paths = [...this.#changed];
    this.#changed.clear();
    this.#onChange(paths);
  }

  #hasEmptyFile(): boolean {
    for (const path of this.#changed) {
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      if (stats?.isFile() && stats.size === 0) return true;
    }
    return false;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.set([]);
  }
}

/** Where nothing can be watched. */
const kNothing: WatchHandle = { close() {}, unref() {} };

/** The nearest folder above that is there. */
function existingFolder(folder: string): string {
  do folder = dirname(folder);
  while (!fs.existsSync(folder) && dirname(folder) !== folder);
  return folder;
}
