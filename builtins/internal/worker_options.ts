/** The arguments of worker_threads.Worker, checked as Node checks them. */
import {
  Array, ArrayPrototypePush, ObjectAssign, RegExpPrototypeTest, String, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeTrim, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";
import type { ResourceLimits } from "internal/worker_state";

export const SHARE_ENV: symbol = SymbolFor("nodejs.worker_threads.SHARE_ENV");

export interface WorkerProgram {
  kind: "file" | "eval" | "url";
  text: string;
}

/** What stands behind a relative path, and a URL; anything else is refused. */
export function programOf(filename: any, options: any): WorkerProgram {
  if (options.eval) {
    if (typeof filename !== "string")
      throw new codes.ERR_INVALID_ARG_VALUE("options.eval", options.eval, "must be false when 'filename' is not a string");
    return { kind: "eval", text: filename };
  }
  if (isUrl(filename)) {
    if (filename.protocol === "data:") return { kind: "url", text: filename.href };
    return { kind: "file", text: require("internal/file_url").fileURLToPath(filename) };
  }
  if (typeof filename !== "string") throw new codes.ERR_INVALID_ARG_TYPE("filename", ["string", "URL"], filename);
  const path = require("node:path").default;
  if (path.isAbsolute(filename) || RegExpPrototypeTest(/^\.\.?[\\/]/, filename)) return { kind: "file", text: path.resolve(filename) };
  throw new codes.ERR_WORKER_PATH(filename);
}

function isUrl(value: any): boolean {
  return typeof value === "object" && value !== null && typeof value.href === "string" &&
    typeof value.protocol === "string" && value.auth === undefined && value.path === undefined;
}

/** null: the parent's own, shared. */
export function environmentOf(options: any): Record<string, unknown> | null {
  const { env } = options;
  if (typeof env === "object" && env !== null) return ObjectAssign({}, env);
  if (env === undefined || env === null) return require("node:process").default.env;
  if (env === SHARE_ENV) return null;
  throw new codes.ERR_INVALID_ARG_TYPE(
    "options.env", ["object", "undefined", "null", "worker_threads.SHARE_ENV"] as any, env);
}

export function argvOf(options: any): string[] {
  const list: string[] = [];
  if (!options.argv) return list;
  if (!Array.isArray(options.argv)) throw new codes.ERR_INVALID_ARG_TYPE("options.argv", "Array", options.argv);
  for (let i = 0; i < options.argv.length; i++) ArrayPrototypePush(list, String(options.argv[i]));
  return list;
}

// Options that a thread can have of its own, with a value or without; the rest belongs to the process. Those in the
// third list mean nothing here, and are accepted as Node accepts them.
const kWithValue = ["--conditions", "-C", "--require", "-r", "--import"];
const kFlags = ["--enable-source-maps"];
const kIgnored = [
  "--abort-on-uncaught-exception", "--deprecation", "--no-deprecation", "--no-warnings", "--warnings",
  "--trace-warnings", "--trace-deprecation", "--throw-deprecation", "--pending-deprecation",
  "--experimental-vm-modules", "--experimental-worker", "--experimental-strip-types",
  "--experimental-transform-types", "--no-experimental-require-module", "--trace-uncaught", "--trace-exit",
  "--preserve-symlinks", "--unhandled-rejections", "--stack-trace-limit", "--input-type", "--watch",
  "--watch-preserve-output", "--no-cache", "--experimental-eventsource", "--experimental-websocket",
];

/** NODE_OPTIONS: words between spaces; a double-quoted part may hold some, and a backslash in it takes what follows as it is. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === "\\" && isQuoted && i + 1 < text.length) {
      word += text[++i];
    } else if (character === "\"") {
      isQuoted = !isQuoted;
    } else if (character === " " && !isQuoted) {
      if (word !== "") ArrayPrototypePush(words, word);
      word = "";
    } else {
      word += character;
    }
  }
  if (word !== "") ArrayPrototypePush(words, word);
  return words;
}

export interface WorkerArguments {
  execArgv: string[];
  conditions: string[];
  preload: string[];
}

function optionName(word: string): string {
  const equals = StringPrototypeIndexOf(word, "=");
  return equals < 0 ? word : StringPrototypeSlice(word, 0, equals);
}

function has(list: string[], name: string): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === name) return true;
  return false;
}

/** Takes what counts out of a list of options; the words that no thread can have are returned. */
function readArguments(words: string[], into: WorkerArguments): string[] {
  const refused: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "") continue;
    const name = optionName(word);
    if (has(kWithValue, name)) {
      const value = name.length < word.length ? StringPrototypeSlice(word, name.length + 1) : words[++i];
      if (value === undefined) ArrayPrototypePush(refused, word);
      else if (name === "--conditions" || name === "-C") ArrayPrototypePush(into.conditions, value);
      else ArrayPrototypePush(into.preload, value);
    } else if (!has(kFlags, name) && !has(kIgnored, name)) {
      ArrayPrototypePush(refused, word);
    }
  }
  return refused;
}

export function argumentsOf(options: any): WorkerArguments {
  const out: WorkerArguments = { execArgv: [], conditions: [], preload: [] };
  const nodeOptions = typeof options.env === "object" && options.env !== null ? options.env.NODE_OPTIONS : undefined;
  if (typeof nodeOptions === "string" && nodeOptions !== require("node:process").default.env.NODE_OPTIONS) {
    const refused = readArguments(wordsOf(nodeOptions), out);
    if (refused.length > 0) throw new codes.ERR_WORKER_INVALID_EXEC_ARGV(refused, "invalid NODE_OPTIONS env variable");
  }
  if (options.execArgv !== undefined && options.execArgv !== null && options.execArgv !== false) {
    if (!Array.isArray(options.execArgv)) throw new codes.ERR_INVALID_ARG_TYPE("options.execArgv", "Array", options.execArgv);
    for (let i = 0; i < options.execArgv.length; i++) ArrayPrototypePush(out.execArgv, String(options.execArgv[i]));
    const refused = readArguments(out.execArgv, out);
    if (refused.length > 0) throw new codes.ERR_WORKER_INVALID_EXEC_ARGV(refused);
    return out;
  }
  out.execArgv = require("node:process").default.execArgv;
  const inherited: string[] = native("workers").conditions();
  for (let i = 0; i < inherited.length; i++) ArrayPrototypePush(out.conditions, inherited[i]!);
  return out;
}

// In megabytes, as Node reports them where none are given.
const kYoung = 48, kOld = 4096, kCode = 0, kStack = 4;

function limitOf(value: unknown, standard: number): number {
  return typeof value === "number" && value > 0 ? value : standard;
}

/** What is reported, and what is asked of the thread: megabytes of stack and heap; 0 for what it has anyway. */
export interface Limits {
  reported: ResourceLimits;
  stack: number;
  heap: number;
}

export function limitsOf(options: any): Limits {
  const given = options.resourceLimits;
  const limits: any = typeof given === "object" && given !== null ? given : {};
  // As Node, which gives no heap less.
  const oldGiven = limits.maxOldGenerationSizeMb;
  const old = typeof oldGiven === "number" ? (oldGiven > 2 ? oldGiven : 2) : 0;
  return {
    reported: {
      maxYoungGenerationSizeMb: limitOf(limits.maxYoungGenerationSizeMb, kYoung),
      maxOldGenerationSizeMb: old === 0 ? kOld : old,
      codeRangeSizeMb: limitOf(limits.codeRangeSizeMb, kCode),
      stackSizeMb: limitOf(limits.stackSizeMb, kStack),
    },
    stack: limitOf(limits.stackSizeMb, 0),
    heap: old === 0 ? 0 : old + limitOf(limits.maxYoungGenerationSizeMb, 0),
  };
}

export function nameOf(options: any): string {
  if (options.name === undefined || options.name === null || options.name === "") return "";
  validateString(options.name, "options.name");
  return StringPrototypeTrim(options.name);
}

