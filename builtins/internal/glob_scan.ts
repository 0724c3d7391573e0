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

type Walk = Generator<Question | string[], void, Answer>;

/** Yields questions, and results in lists. */
export function* walk(pattern: Pattern, options: ScanOptions): Walk {
  const root: Answer = yield { kind: "facts", path: options.cwd };
  if (root.error !== undefined) throw root.error;
  const scan = new Scan(pattern, options);
  // What does not match can lie anywhere.
  yield* scan.run(pattern.isNegated ? [[kAnyDirectories]] : pattern.alternatives);
}

/** What an entry of a folder is to the pattern. */
interface Found {
  isResult: boolean;
  /** Where the pattern goes on below it. */
  below: State[];
}

class Scan {
  #pattern: Pattern;
  #options: ScanOptions;
  #folders: Folder[] = [];
  #results: string[] = [];
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
    while (this.#folders.length > 0) {
      yield* this.#visit(ArrayPrototypePop(this.#folders)! as Folder);
      if (this.#results.length === 0) continue;
      const results = this.#results;
      this.#results = [];
      yield results;
    }
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
    const { followSymlinks } = this.#options;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      const found = this.#judge(states, entry);
      if (!found.isResult && found.below.length === 0) continue;
      if (followSymlinks) yield* this.#follow(folder, entry, found);
      else this.#take(folder, entry, found);
    }
  }

  *#visitName(folder: Folder, name: string): Walk {
    const relative = folder.prefix + name;
    if (relative === "") return;
    const facts: Answer = yield { kind: "facts", path: this.#pathOf(relative) };
    if (facts.error !== undefined) {
      if (isMissing(facts.error)) return;
      throw facts.error;
    }
    const isFolder = facts.value.isDirectory();
    if (name !== "" || isFolder) this.#give(relative, !isFolder);
  }

  #judge(states: State[], entry: Entry): Found {
    const { name } = entry;
    const below: State[] = [];
    let isResult = false;
    const isHidden = name[0] === "." && !this.#options.dot;
    for (let i = 0; i < states.length; i++) {
      const { segments, at } = states[i]!;
      const segment = segments[at]!;
      if ((isHidden && !namesHidden(segment)) || !matchesSegment(segment, name)) continue;
      const isLast = at === segments.length - 1;
      isResult ||= isLast || (at === segments.length - 2 && segments[at + 1] === "" && entry.isDirectory());
      if (segment === kAnyDirectories) addState(below, segments, at);
      else if (!isLast) addState(below, segments, at + 1);
    }
    return { isResult, below };
  }

  #take(folder: Folder, entry: Entry, { isResult, below }: Found): void {
    const isFolder = entry.isDirectory();
    const relative = folder.prefix + entry.name;
    if (isResult) this.#give(relative, !isFolder && !entry.isSymbolicLink());
    if (isFolder && below.length > 0)
      ArrayPrototypePush(this.#folders, { path: this.#pathOf(relative), prefix: `${relative}/`, states: below, above: folder.above });
  }

  /** As take, but a link is what it leads to. */
  *#follow(folder: Folder, entry: Entry, { isResult, below }: Found): Walk {
    const relative = folder.prefix + entry.name;
    const path = this.#pathOf(relative);
    let isFolder = entry.isDirectory();
    let isFile = !isFolder;
    if (entry.isSymbolicLink()) {
      const target: Answer = yield { kind: "facts", path };
      if (target.error !== undefined && (this.#options.throwErrorOnBrokenSymlink || !isMissing(target.error))) throw target.error;
      isFolder = target.error === undefined && target.value.isDirectory();
      isFile = target.error === undefined && !isFolder;
    }
    if (isResult) this.#give(relative, isFile);
    if (!isFolder || below.length === 0) return;
    // A link may lead to a folder above: its name on disk tells.
    const real: Answer = yield { kind: "link", path };
    if (real.error !== undefined || ArrayPrototypeIncludes(folder.above, real.value)) return;
    const above = ArrayPrototypeConcat(folder.above, [real.value]) as string[];
    ArrayPrototypePush(this.#folders, { path, prefix: `${relative}/`, states: below, above });
  }

  /** A result, unless it was given already, the pattern excludes it, or only files are wanted. */
  #give(relative: string, isFile: boolean): void {
    if (!isFile && this.#options.onlyFiles) return;
    if (this.#pattern.isNegated && !matchesPath(this.#pattern, relative)) return;
    if (this.#given !== undefined) {
      if (this.#given.has(relative)) return;
      this.#given.add(relative);
    }
    const isWanted = this.#options.absolute && relative[0] !== "/";
    ArrayPrototypePush(this.#results, isWanted ? require("node:path").default.join(this.#options.cwd, relative) : relative);
  }
}
