/** Builds again when a file has changed that the last build has read, or that a plugin has looked at. */
import type { BuildRun } from "internal/build_context";

const path = require("node:path").default;
const fs = require("node:fs").default;
const { setTimeout, clearTimeout } = require("node:timers").default;

/** An editor writes more than once. */
const kSettleMilliseconds = 30;

class Watch {
  readonly #run: BuildRun;
  readonly #build: () => Promise<any>;
  readonly #inputs: () => string[];
  readonly #delay: number;
  readonly #onChange: (files: string[]) => void;
  #changed = new Set<string>();
  #known = new Set<string>();  // files that are watched
  #begun = 0;
  #folders = new Map<string, { watcher: any; names: Set<string> | undefined }>();
  #timer: any;
  #isStopped = false;
  #isDirty = false;
  #isBuilding = false;

  constructor(run: BuildRun, build: () => Promise<any>, inputs: () => string[], delay: number, onChange: (files: string[]) => void) {
    this.#onChange = onChange;
    this.#run = run;
    this.#build = build;
    this.#inputs = inputs;
    this.#delay = delay;
  }

  async rebuild(): Promise<void> {
    this.#isBuilding = true;
    this.#isDirty = false;
    this.#begun = Date.now();
    if (this.#changed.size > 0) this.#onChange([...this.#changed]);
    this.#changed.clear();
    try {
      await this.#build();
    } finally {
      this.#isBuilding = false;
    }
    if (this.#isStopped) return;
    this.#look();
    this.#seeMissed();
    if (this.#isDirty) this.#later();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  #later(): void {
    this.#isDirty = true;
    if (this.#isBuilding || this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.rebuild(), this.#delay);
  }

  /** Files are watched by their folders: many editors put a new file in the place of the old one. */
  #look(): void {
    const wanted = new Map<string, Set<string> | undefined>();
    for (const file of [...this.#inputs(), ...this.#run.host.watchFiles]) {
      const full: string = path.resolve(this.#run.workingDirectory, file);
      const folder: string = path.dirname(full);
      if (!wanted.has(folder)) wanted.set(folder, new Set());
      wanted.get(folder)?.add(path.basename(full));
    }
    for (const folder of this.#run.host.watchDirs) wanted.set(path.resolve(this.#run.workingDirectory, folder), undefined);
    for (const [folder, { watcher }] of this.#folders) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const [folder, names] of wanted) {
      const known = this.#folders.get(folder);
      if (known) known.names = names;
      else this.#watchFolder(folder, names);
    }
  }

  /** What changed after it was read, and before it was watched. */
  #seeMissed(): void {
    const known = new Set<string>();
    for (const [folder, { names }] of this.#folders) {
      for (const name of names ?? []) {
        const file: string = path.join(folder, name);
        known.add(file);
        if (this.#known.has(file)) continue;
        const stats = fs.statSync(file, { throwIfNoEntry: false });
        if (stats === undefined || stats.mtimeMs <= this.#begun) continue;
        this.#changed.add(file);
        this.#isDirty = true;
      }
    }
    this.#known = known;
  }

  #watchFolder(folder: string, names: Set<string> | undefined): void {
    try {
      const watcher = fs.watch(folder, (_kind: string, name: string | null) => {
        const of = this.#folders.get(folder)?.names;
        if (of !== undefined && name !== null && !of.has(name)) return;
        this.#changed.add(name === null ? folder : path.join(folder, name));
        this.#later();
      });
      watcher.on("error", () => {});
      this.#folders.set(folder, { watcher, names });
    } catch {
      // It is gone; so is what was in it.
    }
  }
}

export async function watch(run: BuildRun, build: () => Promise<any>, inputs: () => string[], options: any): Promise<{ stop(): void }> {
  if (typeof options !== "object" || options === null) throw new TypeError("The options of watch() must be an object");
  const { delay = kSettleMilliseconds, onChange = () => {} } = options;
  if (typeof delay !== "number" || !(delay >= 0)) throw new TypeError('"delay" must be a number of milliseconds');
  const own = new Watch(run, build, inputs, delay, onChange);
  await own.rebuild();
  return own;
}
