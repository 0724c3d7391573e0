/**
 * The files below a folder that a pattern means. One walk for both kinds of scan: it asks for what it needs of the file
 * system, and is told.
 */
import {
  ArrayPrototypeConcat, ArrayPrototypeIncludes, ArrayPrototypePop, ArrayPrototypePush, SafeMap, SafeSet,
} from "internal/primordials";
import { kAnyDirectories, matchesPath, matchesSegment, namesHidden, type Pattern, type Segment } from "internal/glob_match";

export interface ScanOptions {
  cwd: string;
  dot: boolean;
  absolute: boolean;
  followSymlinks: boolean;
  throwErrorOnBrokenSymlink: boolean;
  onlyFiles: boolean;
}

interface Entry {
  name: string;
  isDirectory(): boolean;
  isFile(): boolean;
  isSymbolicLink(): boolean;
}
/** What the walk asks for: the entries of a folder, what kind of file a path leads to, and its name without links. */
export interface Question { kind: "entries" | "facts" | "link"; path: string }
/** The answer, or the error. */
export interface Answer { value?: any; error?: any }

/** A place in one alternative of the pattern. */
interface State { segments: Segment[]; at: number }
interface Folder {
  path: string;
  /** What stands before the names in results. */
  prefix: string;
  states: State[];
  /** With links followed: the folders above without them, which a link may lead back to. */
  above: string[];
}

function addState(states: State[], segments: Segment[], at: number): void {
  for (let i = 0; i < states.length; i++) if (states[i]!.segments === segments && states[i]!.at === at) return;
  ArrayPrototypePush(states, { segments, at });
  // It may mean no folder at all.
  if (segments[at] === kAnyDirectories && at + 1 < segments.length) addState(states, segments, at + 1);
}

function isMissing(error: any): boolean {
  return error?.code === "ENOENT" || error?.code === "ENOTDIR";
}

type Walk<T = void> = Generator<Question | string, T, Answer>;

/** Yields questions, and results as strings. */
export function* walk(pattern: Pattern, options: ScanOptions): Walk {
  const root: Answer = yield { kind: "facts", path: options.cwd };
  if (root.error !== undefined) throw root.error;
  const scan = new Scan(pattern, options);
  // What does not match can lie anywhere.
  yield* scan.run(pattern.isNegated ? [[kAnyDirectories]] : pattern.alternatives);
}

class Scan {
  #pattern: Pattern;
  #options: ScanOptions;
  #folders: Folder[] = [];
  /** Results that two alternatives could give; undefined where they can't. */
  #given: Set<string> | undefined;

  constructor(pattern: Pattern, options: ScanOptions) {
    this.#pattern = pattern;
    this.#options = options;
    if (pattern.alternatives.length > 1) this.#given = new SafeSet<string>();
  }

  *run(alternatives: Segment[][]): Walk {
    const starts = new SafeMap<string, Folder>();
    for (let i = 0; i < alternatives.length; i++) {
      const segments = alternatives[i]!;
      // What stands before the first wildcard is no reason to list folders.
      let at = 0;
      let prefix = "";
      while (at < segments.length - 1 && typeof segments[at] === "string") prefix += `${segments[at++] as string}/`;
      let folder = starts.get(prefix);
      if (folder === undefined) {
        folder = { path: this.#pathOf(prefix), prefix, states: [], above: [] };
        starts.set(prefix, folder);
        ArrayPrototypePush(this.#folders, folder);
      }
      addState(folder.states, segments, at);
    }
    while (this.#folders.length > 0) yield* this.#visit(ArrayPrototypePop(this.#folders)! as Folder);
  }

  #pathOf(relative: string): string {
    if (relative === "") return this.#options.cwd;
    return relative[0] === "/" ? relative : `${this.#options.cwd}/${relative}`;
  }

  *#visit(folder: Folder): Walk {
    const { states } = folder;
    const { segments, at } = states[0]!;
    // One name that is known needs no listing; a slash at the pattern's end wants a folder.
    if (states.length === 1 && at === segments.length - 1 && typeof segments[at] === "string") {
      yield* this.#visitName(folder, segments[at] as string);
      return;
    }
    const listing: Answer = yield { kind: "entries", path: folder.path };
    if (listing.error !== undefined) {
      if (isMissing(listing.error)) return;
      throw listing.error;
    }
    const entries = listing.value as Entry[];
    for (let i = 0; i < entries.length; i++) yield* this.#visitEntry(folder, entries[i]!);
  }

  *#visitName(folder: Folder, name: string): Walk {
    const relative = name === "" ? folder.prefix === "" ? "" : folder.prefix : folder.prefix + name;
    if (relative === "") return;
    const facts: Answer = yield { kind: "facts", path: this.#pathOf(relative) };
    if (facts.error !== undefined) {
      if (isMissing(facts.error)) return;
      throw facts.error;
    }
    const isFolder = facts.value.isDirectory();
    if ((name !== "" || isFolder) && (!this.#options.onlyFiles || !isFolder)) {
      const result = this.#resultOf(relative);
      if (result !== undefined) yield result;
    }
  }

  *#visitEntry(folder: Folder, entry: Entry): Walk {
    const { name } = entry;
    const below: State[] = [];
    let isResult = false;
    const { states } = folder;
    for (let i = 0; i < states.length; i++) {
      const { segments, at } = states[i]!;
      const segment = segments[at]!;
      if (name[0] === "." && !this.#options.dot && !namesHidden(segment)) continue;
      if (!matchesSegment(segment, name)) continue;
      const isLast = at === segments.length - 1;
      isResult ||= isLast || (at === segments.length - 2 && segments[at + 1] === "" && entry.isDirectory());
      if (segment === kAnyDirectories) addState(below, segments, at);
      else if (!isLast) addState(below, segments, at + 1);
    }
    if (!isResult && below.length === 0) return;
    const relative = folder.prefix + name;
    let isFolder = entry.isDirectory();
    let isFile = entry.isFile();
    let { above } = folder;
    if (entry.isSymbolicLink()) {
      if (!this.#options.followSymlinks) {
        isFile = false;
        isResult &&= !this.#options.onlyFiles;
        if (!isResult) return;
      } else {
        const target: Answer = yield { kind: "facts", path: this.#pathOf(relative) };
        if (target.error !== undefined) {
          if (this.#options.throwErrorOnBrokenSymlink || !isMissing(target.error)) throw target.error;
          isResult &&= !this.#options.onlyFiles;
        } else {
          isFolder = target.value.isDirectory();
          isFile = !isFolder;
        }
      }
    } else if (!isFolder) {
      isFile = true;
    }
    if (isResult && (isFile || !this.#options.onlyFiles)) {
      const result = this.#resultOf(relative);
      if (result !== undefined) yield result;
    }
    if (!isFolder || below.length === 0) return;
    if (this.#options.followSymlinks) {
      // A link may lead to a folder above: its name on disk tells.
      const real: Answer = yield { kind: "link", path: this.#pathOf(relative) };
      if (real.error !== undefined || ArrayPrototypeIncludes(above, real.value)) return;
      above = ArrayPrototypeConcat(above, [real.value]) as string[];
    }
    ArrayPrototypePush(this.#folders, { path: this.#pathOf(relative), prefix: `${relative}/`, states: below, above });
  }

  /** Undefined for what was given already, or what the pattern excludes. */
  #resultOf(relative: string): string | undefined {
    if (this.#pattern.isNegated && !matchesPath(this.#pattern, relative)) return undefined;
    if (this.#given !== undefined) {
      if (this.#given.has(relative)) return undefined;
      this.#given.add(relative);
    }
    if (!this.#options.absolute || relative[0] === "/") return relative;
    return require("node:path").default.join(this.#options.cwd, relative);
  }
}
