// cp: copies files and trees (https://nodejs.org/api/fs.html#fspromisescpsrc-dest-options).
//
// The algorithm is written once, as generators that yield operations; one driver runs each at once,
// the other on the thread pool. An operation is a function of how the native side shall answer.
import { PromisePrototypeThen, StringPrototypeSplit } from "internal/primordials";
import { codes } from "internal/errors";
import { validateBoolean, validateFunction, validateObject } from "internal/validators";
import { binding, kPromise, type Reply } from "internal/fs_native";
import { statsFrom, statValues } from "internal/fs_stats";
import { pathText, systemError, toCopyMode, toPath } from "internal/fs_utils";

interface CopyOptions {
  dereference: boolean;
  errorOnExist: boolean;
  filter?: (src: string, dest: string) => unknown;
  force: boolean;
  mode: number;
  preserveTimestamps: boolean;
  recursive: boolean;
  verbatimSymlinks: boolean;
}

type Operation = (reply?: Reply) => any;
type Steps<R = void> = Generator<Operation, R, any>;

const paths = () => require("node:path").default;

// Driving the steps.

function runSync<R>(steps: Steps<R>): R {
  let step = steps.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = step.value();
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

async function runAsync<R>(steps: Steps<R>): Promise<R> {
  let step = steps.next();
  while (!step.done) {
    let value: unknown;
    try {
      value = await step.value(kPromise);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

// Faults.

const kErrno = { EEXIST: 17, EISDIR: 21, EINVAL: 22, ENOTDIR: 20 };
type Errno = keyof typeof kErrno;

const kPrefixes = {
  ERR_FS_CP_DIR_TO_NON_DIR: "Cannot overwrite non-directory with directory",
  ERR_FS_CP_EEXIST: "Target already exists",
  ERR_FS_CP_EINVAL: "Invalid src or dest",
  ERR_FS_CP_FIFO_PIPE: "Cannot copy a FIFO pipe",
  ERR_FS_CP_NON_DIR_TO_DIR: "Cannot overwrite directory with non-directory",
  ERR_FS_CP_SOCKET: "Cannot copy a socket file",
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: "Cannot overwrite symlink in subdirectory of self",
  ERR_FS_CP_UNKNOWN: "Cannot copy an unknown file type",
  ERR_FS_EISDIR: "Path is a directory",
};

function refusal(name: keyof typeof kPrefixes, code: Errno, message: string, path: string): Error {
  return systemError(name, kPrefixes[name], { message, path, syscall: "cp", errno: kErrno[code], code });
}

// Steps.

function* statOf(path: string, options: CopyOptions): Steps<any> {
  const values = statValues(true);
  yield (reply) => (options.dereference ? binding.stat(path, values, reply) : binding.lstat(path, values, reply));
  return statsFrom(values);
}

function* statIfThere(path: string, options: CopyOptions): Steps<any> {
  try {
    return yield* statOf(path, options);
  } catch (error: any) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function areSame(a: any, b: any): boolean {
  return b.ino !== 0n && b.dev !== 0n && a.ino === b.ino && a.dev === b.dev;
}

function isInside(parent: string, path: string): boolean {
  const { resolve, sep } = paths();
  const above = StringPrototypeSplit(resolve(parent), sep) as string[];
  const below = StringPrototypeSplit(resolve(path), sep) as string[];
  for (let i = 0; i < above.length; i++) if (above[i] !== "" && above[i] !== below[i]) return false;
  return true;
}

/** Asks the filter; and refuses what would destroy something of another kind. undefined: leave it out. */
function* checkPair(src: string, dest: string, options: CopyOptions): Steps<{ from: any; to: any } | undefined> {
  if (options.filter) {
    const wanted = yield (reply) => {
      const answer: any = options.filter!(src, dest);
      if (reply === undefined && typeof answer?.then === "function") {
        throw new codes.ERR_INVALID_RETURN_VALUE("boolean", "filter", answer);
      }
      return answer;
    };
    if (!wanted) return undefined;
  }
  const from = yield* statOf(src, options);
  const to = yield* statIfThere(dest, options);
  if (to !== undefined) {
    if (areSame(from, to)) throw refusal("ERR_FS_CP_EINVAL", "EINVAL", "src and dest cannot be the same", dest);
    if (from.isDirectory() && !to.isDirectory()) {
      const message = `cannot overwrite non-directory ${dest} with directory ${src}`;
      throw refusal("ERR_FS_CP_DIR_TO_NON_DIR", "EISDIR", message, dest);
    }
    if (!from.isDirectory() && to.isDirectory()) {
      const message = `cannot overwrite directory ${dest} with non-directory ${src}`;
      throw refusal("ERR_FS_CP_NON_DIR_TO_DIR", "ENOTDIR", message, dest);
    }
  }
  if (from.isDirectory() && isInside(src, dest)) {
    throw refusal("ERR_FS_CP_EINVAL", "EINVAL", `cannot copy ${src} to a subdirectory of self ${dest}`, dest);
  }
  return { from, to };
}

/** Refuses a destination that is below the source by way of links. */
function* checkParents(src: string, from: any, dest: string, options: CopyOptions): Steps {
  const { dirname, parse, resolve } = paths();
  const srcParent = resolve(dirname(src));
  const root = parse(resolve(dest)).root;
  for (let parent = resolve(dirname(dest)); parent !== srcParent && parent !== root; parent = resolve(dirname(parent))) {
    const stats = yield* statIfThere(parent, { ...options, dereference: true });
    if (stats === undefined) return;
    if (areSame(from, stats)) {
      throw refusal("ERR_FS_CP_EINVAL", "EINVAL", `cannot copy ${src} to a subdirectory of self ${dest}`, dest);
    }
  }
}

function* copyTree(src: string, dest: string, options: CopyOptions): Steps {
  const pair = yield* checkPair(src, dest, options);
  if (pair === undefined) return;
  yield* checkParents(src, pair.from, dest, options);
  const parent = paths().dirname(dest);
  yield (reply) => binding.mkdirRecursive(parent, 0o777, reply);
  yield* copyEntry(src, dest, pair.from, pair.to, options);
}

function* copyEntry(src: string, dest: string, from: any, to: any, options: CopyOptions): Steps {
  if (from.isDirectory()) {
    if (options.recursive) return yield* copyDirectory(src, dest, from, to, options);
    throw refusal("ERR_FS_EISDIR", "EISDIR", `${src} is a directory (not copied)`, src);
  }
  if (from.isFile() || from.isCharacterDevice() || from.isBlockDevice()) return yield* copyFile(src, dest, from, to, options);
  if (from.isSymbolicLink()) return yield* copyLink(src, dest, to, options);
  if (from.isSocket()) throw refusal("ERR_FS_CP_SOCKET", "EINVAL", `cannot copy a socket file: ${dest}`, dest);
  if (from.isFIFO()) throw refusal("ERR_FS_CP_FIFO_PIPE", "EINVAL", `cannot copy a FIFO pipe: ${dest}`, dest);
  throw refusal("ERR_FS_CP_UNKNOWN", "EINVAL", `cannot copy an unknown file type: ${dest}`, dest);
}

function* copyFile(src: string, dest: string, from: any, to: any, options: CopyOptions): Steps {
  if (to !== undefined) {
    if (!options.force) {
      if (options.errorOnExist) throw refusal("ERR_FS_CP_EEXIST", "EEXIST", `${dest} already exists`, dest);
      return;
    }
    yield (reply) => binding.unlink(dest, reply);
  }
  yield (reply) => binding.copyFile(src, dest, options.mode, reply);
  const mode = Number(from.mode) & 0o7777;
  if (options.preserveTimestamps) {
    // Reading has changed the source's own time of access, so it is asked for again.
    if ((mode & 0o200) === 0) yield (reply) => binding.chmod(dest, mode | 0o200, reply);
    const values = statValues(false);
    yield (reply) => binding.stat(src, values, reply);
    const { atimeMs, mtimeMs } = statsFrom(values);
    yield (reply) => binding.utimes(dest, atimeMs / 1000, mtimeMs / 1000, reply);
  }
  yield (reply) => binding.chmod(dest, mode, reply);
}

function* copyDirectory(src: string, dest: string, from: any, to: any, options: CopyOptions): Steps {
  if (to === undefined) yield (reply) => binding.mkdir(dest, 0o777, reply);
  const names: string[] = yield (reply) => binding.readdir(src, 0, false, false, reply);
  const { join } = paths();
  for (let i = 0; i < names.length; i++) {
    const srcItem = join(src, names[i]);
    const destItem = join(dest, names[i]);
    const pair = yield* checkPair(srcItem, destItem, options);
    if (pair !== undefined) yield* copyEntry(srcItem, destItem, pair.from, pair.to, options);
  }
  if (to === undefined) yield (reply) => binding.chmod(dest, Number(from.mode) & 0o7777, reply);
}

function* copyLink(src: string, dest: string, to: any, options: CopyOptions): Steps {
  const { dirname, isAbsolute, resolve } = paths();
  let target: string = yield (reply) => binding.readlink(src, 0, reply);
  if (!options.verbatimSymlinks && !isAbsolute(target)) target = resolve(dirname(src), target);
  if (to === undefined) {
    yield (reply) => binding.symlink(target, dest, reply);
    return;
  }

  let current: string;
  try {
    current = yield (reply) => binding.readlink(dest, 0, reply);
  } catch (error: any) {
    if (error.code !== "EINVAL") throw error;
    // The destination is no link: symlink() says what is wrong.
    yield (reply) => binding.symlink(target, dest, reply);
    return;
  }
  if (!isAbsolute(current)) current = resolve(dirname(dest), current);
  if (isInside(target, current)) {
    throw refusal("ERR_FS_CP_EINVAL", "EINVAL", `cannot copy ${target} to a subdirectory of self ${current}`, dest);
  }
  // Removing the destination would remove what the new link points at.
  const pointed = yield* statIfThere(dest, { ...options, dereference: true });
  if (pointed?.isDirectory() && isInside(current, target)) {
    throw refusal("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", "EINVAL", `cannot overwrite ${current} with ${target}`, dest);
  }
  yield (reply) => binding.unlink(dest, reply);
  yield (reply) => binding.symlink(target, dest, reply);
}

// Faces.

const kFlags = ["dereference", "errorOnExist", "force", "preserveTimestamps", "recursive", "verbatimSymlinks"] as const;

function toOptions(options: any): CopyOptions {
  const defaults = { dereference: false, errorOnExist: false, filter: undefined, force: true, mode: 0 };
  const checked: any = { ...defaults, preserveTimestamps: false, recursive: false, verbatimSymlinks: false };
  if (options === undefined) return checked;
  validateObject(options, "options");
  const result = { ...checked, ...options };
  for (let i = 0; i < kFlags.length; i++) validateBoolean(result[kFlags[i]], `options.${kFlags[i]}`);
  result.mode = toCopyMode(result.mode);
  if (result.dereference && result.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR("dereference", "verbatimSymlinks");
  }
  if (result.filter !== undefined) validateFunction(result.filter, "options.filter");
  return result;
}

function stepsOf(src: any, dest: any, options: any): Steps {
  const checked = toOptions(options);
  return copyTree(pathText(toPath(src, "src")), pathText(toPath(dest, "dest")), checked);
}

export function copySync(src: any, dest: any, options: any): void {
  runSync(stepsOf(src, dest, options));
}

export async function copy(src: any, dest: any, options: any): Promise<void> {
  return runAsync(stepsOf(src, dest, options));
}

export function copyWithCallback(src: any, dest: any, options: any, callback: any): void {
  const steps = stepsOf(src, dest, options);
  const { nextTick } = require("node:process").default;
  PromisePrototypeThen(runAsync(steps), () => nextTick(callback, null), (error: any) => nextTick(callback, error));
}
