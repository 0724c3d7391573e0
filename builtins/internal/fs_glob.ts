// fs.glob, fs.globSync and fs.promises.glob. https://nodejs.org/api/fs.html#fsglobpattern-options-callback
//
// One walk serves all three: a generator that asks for listings and types, and is answered at once or later.
import { ArrayIsArray, ArrayPrototypePush, PromisePrototypeThen, SafeSet } from "internal/primordials";
import { codes } from "internal/errors";
import { constants } from "internal/fs_constants";
import { binding, kNamesAsText, kPromise } from "internal/fs_native";
import { Dirent, statsFrom, statValues } from "internal/fs_stats";
import { isURLLike, toPath } from "internal/fs_utils";
import { isHidden, kAnyDirectories, matchesPattern, matchesSegment, parsePattern, type Segment } from "internal/glob_pattern";
import { nextTick } from "internal/next_tick";
import { validateFunction, validateObject, validateString, validateStringArray } from "internal/validators";

interface Entry {
  name: string;
  /** As fs.constants.UV_DIRENT_* number them. */
  type: number;
}
type Match = { path: string; entry: Dirent };
/** What the walk wants to know: the entries of a directory, or the type of a path (undefined: it is not there). */
type Question = { isListing: boolean; path: string; follows: boolean };
type Walk = Generator<Question | Match, void, any>;

interface Settings {
  patterns: Segment[][];
  cwd: string;
  withFileTypes: boolean;
  isExcluded: (entry: Entry, path: string, directory: string) => boolean;
}

function toSettings(pattern: any, options: any = {}): Settings {
  validateObject(options, "options");
  const list = typeof pattern === "string" ? [pattern] : pattern;
  if (ArrayIsArray(list)) validateStringArray(list, "patterns");
  else validateString(pattern, "patterns");
  const { exclude, withFileTypes = false } = options;
  const path = require("node:path").default;
  const cwd = options.cwd === undefined ? path.resolve(".") : path.resolve(isURLLike(options.cwd) ? toPath(options.cwd) : options.cwd);
  let patterns: Segment[][] = [];
  for (let i = 0; i < list.length; i++) patterns = [...patterns, ...parsePattern(list[i])];
  let isExcluded: Settings["isExcluded"] = () => false;
  if (typeof exclude === "function") {
    isExcluded = (entry, _path, directory) => exclude(withFileTypes ? new Dirent(entry.name, directory, entry.type) : entry.name);
  } else if (exclude !== undefined && exclude !== null) {
    if (!ArrayIsArray(exclude)) throw new codes.ERR_INVALID_ARG_TYPE("options.exclude", ["function", "string[]"], exclude);
    validateStringArray(exclude, "options.exclude");
    isExcluded = (_entry, relative) => {
      for (let i = 0; i < exclude.length; i++) if (matchesPattern(relative, exclude[i])) return true;
      return false;
    };
  }
  return { patterns, cwd, withFileTypes: !!withFileTypes, isExcluded };
}

class Walker {
  #settings: Settings;
  #path: any = require("node:path").default.posix;
  #found = new SafeSet<string>();
  /** Places where the walk has been, with what was left of the pattern. */
  #visited = new SafeSet<string>();
  #pattern = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  *all(): Walk {
    const { patterns } = this.#settings;
    for (this.#pattern = 0; this.#pattern < patterns.length; this.#pattern++) {
      const segments = patterns[this.#pattern]!;
      const isAbsolute = segments[0] === "" && segments.length > 1;
      yield* this.#walk(isAbsolute ? "/" : ".", segments, isAbsolute ? 1 : 0);
    }
  }

  #full(path: string): string {
    return this.#path.resolve(this.#settings.cwd, path);
  }

  *#match(path: string, type: number, suffix = ""): Walk {
    const shown = `${path}${suffix}`;
    if (this.#found.has(shown)) return;
    this.#found.add(shown);
    const full = this.#full(path);
    yield { path: shown, entry: new Dirent(this.#path.basename(full), this.#path.dirname(full), type) };
  }

  *#typeOf(path: string, follows: boolean): Generator<Question | Match, number | undefined, any> {
    return yield { isListing: false, path: this.#full(path), follows };
  }

  *#entries(directory: string): Generator<Question | Match, Entry[], any> {
    const full = this.#full(directory);
    const { 0: names, 1: types } = yield { isListing: true, path: full, follows: true };
    const entries: Entry[] = [];
    for (let i = 0; i < names.length; i++) {
      const entry = { name: names[i], type: types[i] };
      if (!this.#settings.isExcluded(entry, this.#path.join(directory, entry.name), full)) ArrayPrototypePush(entries, entry);
    }
    return entries;
  }

  *#walk(directory: string, segments: Segment[], from: number): Walk {
    const place = `${this.#pattern}:${from}:${directory}`;
    if (this.#visited.has(place)) return;
    this.#visited.add(place);
    const segment = segments[from]!;
    const isLast = from === segments.length - 1;
    if (segment === kAnyDirectories) yield* this.#walkAny(directory, segments, from, isLast);
    else if (typeof segment === "string") yield* this.#walkNamed(directory, segments, from, segment, isLast);
    else yield* this.#walkMatching(directory, segments, from, isLast);
  }

  *#walkNamed(directory: string, segments: Segment[], from: number, name: string, isLast: boolean): Walk {
    const path = this.#path.join(directory, name);
    // A slash at the end asks for directories.
    const type = yield* this.#typeOf(path, !isLast || name === "");
    if (type === undefined) return;
    if (!isLast) {
      if (type === constants.UV_DIRENT_DIR) yield* this.#walk(path, segments, from + 1);
    } else if (name === "") {
      if (type === constants.UV_DIRENT_DIR) yield* this.#match(directory, type, directory === "/" ? "" : "/");
    } else if (!this.#settings.isExcluded({ name, type }, path, this.#full(directory))) {
      yield* this.#match(path, type);
    }
  }

  *#walkMatching(directory: string, segments: Segment[], from: number, isLast: boolean): Walk {
    const entries = yield* this.#entries(directory);
    for (let i = 0; i < entries.length; i++) {
      const { name, type } = entries[i]!;
      if (!matchesSegment(segments[from]!, name)) continue;
      const path = this.#path.join(directory, name);
      if (isLast) yield* this.#match(path, type);
      else if (yield* this.#isDirectory(path, type)) yield* this.#walk(path, segments, from + 1);
    }
  }

  *#walkAny(directory: string, segments: Segment[], from: number, isLast: boolean): Walk {
    if (isLast) {
      const type = yield* this.#typeOf(directory, true);
      if (type !== undefined) yield* this.#match(directory, type);
    } else {
      yield* this.#walk(directory, segments, from + 1);
    }
    const entries = yield* this.#entries(directory);
    for (let i = 0; i < entries.length; i++) {
      const { name, type } = entries[i]!;
      if (isHidden(name)) continue;
      const path = this.#path.join(directory, name);
      // Links could lead round in circles.
      if (type === constants.UV_DIRENT_DIR) yield* this.#walk(path, segments, from);
      else if (isLast) yield* this.#match(path, type);
    }
  }

  *#isDirectory(path: string, type: number): Generator<Question | Match, boolean, any> {
    if (type === constants.UV_DIRENT_LINK) return (yield* this.#typeOf(path, true)) === constants.UV_DIRENT_DIR;
    return type === constants.UV_DIRENT_DIR;
  }
}

function typeFrom(values: any): number {
  const stats = statsFrom(values);
  if (stats.isDirectory()) return constants.UV_DIRENT_DIR;
  if (stats.isFile()) return constants.UV_DIRENT_FILE;
  if (stats.isSymbolicLink()) return constants.UV_DIRENT_LINK;
  if (stats.isFIFO()) return constants.UV_DIRENT_FIFO;
  if (stats.isSocket()) return constants.UV_DIRENT_SOCKET;
  return stats.isCharacterDevice() ? constants.UV_DIRENT_CHAR : constants.UV_DIRENT_BLOCK;
}

const kNothing: any = [[], []];

function answerNow({ isListing, path, follows }: Question): any {
  try {
    if (isListing) return binding.readdir(path, kNamesAsText, true, false);
    const values = statValues(false);
    if (follows) binding.stat(path, values);
    else binding.lstat(path, values);
    return typeFrom(values);
  } catch {
    return isListing ? kNothing : undefined;
  }
}

async function answerLater({ isListing, path, follows }: Question): Promise<any> {
  try {
    if (isListing) return await binding.readdir(path, kNamesAsText, true, false, kPromise);
    const values = statValues(false);
    if (follows) await binding.stat(path, values, kPromise);
    else await binding.lstat(path, values, kPromise);
    return typeFrom(values);
  } catch {
    return isListing ? kNothing : undefined;
  }
}

export function globSync(pattern: any, options?: any): any[] {
  const settings = toSettings(pattern, options);
  const walk = new Walker(settings).all();
  const matches: any[] = [];
  let step = walk.next();
  while (!step.done) {
    const value: any = step.value;
    if ("entry" in value) {
      ArrayPrototypePush(matches, settings.withFileTypes ? value.entry : value.path);
      step = walk.next();
    } else {
      step = walk.next(answerNow(value));
    }
  }
  return matches;
}

async function* walkLater(settings: Settings): AsyncGenerator<any, void> {
  const walk = new Walker(settings).all();
  let step = walk.next();
  while (!step.done) {
    const value: any = step.value;
    if ("entry" in value) {
      yield settings.withFileTypes ? value.entry : value.path;
      step = walk.next();
    } else {
      step = walk.next(await answerLater(value));
    }
  }
}

export async function* globPromise(pattern: any, options?: any): AsyncGenerator<any, void> {
  yield* walkLater(toSettings(pattern, options));
}

export function glob(pattern: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, "callback");
  const settings = toSettings(pattern, options);
  PromisePrototypeThen(collect(settings), (matches) => nextTick(callback, null, matches), (error) => nextTick(callback, error));
}

async function collect(settings: Settings): Promise<any[]> {
  const matches: any[] = [];
  for await (const match of walkLater(settings)) ArrayPrototypePush(matches, match);
  return matches;
}
