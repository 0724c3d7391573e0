// The commands that Weft.$ has itself. One that meets an option it does not know leaves the work to the program of the
// same name, if there is one.
import {
  ArrayPrototypePush, ArrayPrototypeSort, Number, NumberIsFinite, NumberPrototypeToString, RegExpPrototypeExec,
  StringPrototypeStartsWith,
} from "internal/primordials";
import { systemErrorTable } from "internal/errors";
import { constants } from "internal/fs_constants";
import { binding as fs, kNamesAsText, kPromise } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { findProgram } from "internal/which";

const kMode = 1;
const kSize = 8;
const { S_IFMT, S_IFDIR, S_IFREG, O_RDONLY, O_WRONLY, O_CREAT } = constants;
/** A pipe takes so much at once: a builtin that writes more would wait for the next command in a thread of the pool. */
const kMostWritten = 60_000;
const kMostNumbers = 5_000;

export interface Host {
  cwd: string;
  readonly home: string;
  variable(name: string): string;
  setExported(name: string, value: string): void;
  unset(name: string): void;
  resolve(path: string): string;
}

export interface Result {
  code: number;
  out?: string | Uint8Array;
  err?: string;
}

/** Thrown by `exit`. */
export class Exit {
  code: number;
  constructor(code: number) {
    this.code = code;
  }
}

/** Undefined: the program of that name shall do it. */
type Builtin = (args: string[], host: Host) => Result | undefined | Promise<Result | undefined>;

interface Options {
  flags: Set<string>;
  operands: string[];
}

/** Letters after a dash; undefined if one is none of `known`. */
function optionsOf(args: string[], known: string): Options | undefined {
  const flags = new Set<string>();
  const operands: string[] = [];
  for (let i = 1; i < args.length; i++) {
    const argument = args[i];
    if (argument === "--") {
      for (let j = i + 1; j < args.length; j++) ArrayPrototypePush(operands, args[j]);
      break;
    }
    if (argument.length > 1 && argument[0] === "-") {
      for (const letter of argument.slice(1)) {
        if (!known.includes(letter)) return undefined;
        flags.add(letter);
      }
    } else {
      ArrayPrototypePush(operands, argument);
    }
  }
  return { flags, operands };
}

/** `name: path: what is wrong` for each path that fails. */
async function forEach(name: string, paths: string[], work: (path: string) => unknown): Promise<Result> {
  let err = "";
  for (const path of paths) {
    try {
      await work(path);
    } catch (error) {
      err += fault(name, path, error);
    }
  }
  return { code: err === "" ? 0 : 1, err };
}

function fault(name: string, path: string, error: any): string {
  const text: string = systemErrorTable().get(error?.errno)?.[1] ?? error?.message ?? `${error}`;
  return `${name}: ${path}: ${text[0].toUpperCase()}${text.slice(1)}\n`;
}

function isFolder(path: string, follows: boolean): boolean {
  const values = statValues(false) as Float64Array;
  return (follows ? fs.tryStat(path, values) : fs.tryLstat(path, values)) && (values[kMode] & S_IFMT) === S_IFDIR;
}

const echo: Builtin = (args) => {
  let at = 1;
  let endsLine = true;
  let interprets = false;
  for (let match; (match = RegExpPrototypeExec(/^-[neE]+$/, args[at] ?? "")) !== null; at++) {
    if (match[0].includes("n")) endsLine = false;
    for (const letter of match[0]) if (letter !== "-" && letter !== "n") interprets = letter === "e";
  }
  let text = args.slice(at).join(" ");
  if (interprets) {
    const cut = text.indexOf("\\c");
    if (cut >= 0) {
      text = text.slice(0, cut);
      endsLine = false;
    }
    text = text.replace(/\\(?:([abefnrtv\\])|0([0-7]{0,3})|x([0-9a-fA-F]{1,2}))/g, (_all, letter, octal, hex) =>
      letter !== undefined ? kEscapes[letter] : String.fromCharCode(parseInt(octal ?? hex, octal === undefined ? 16 : 8) || 0));
  }
  return { code: 0, out: endsLine ? `${text}\n` : text };
};
const kEscapes: Record<string, string> = {
  __proto__: null as any, a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\",
};

const cd: Builtin = (args, host) => {
  if (args.length > 2) return { code: 1, err: "cd: too many arguments\n" };
  const given = args[1] ?? host.home;
  const path = given === "-" ? host.variable("OLDPWD") : given;
  if (path === "") return { code: 1, err: given === "-" ? "cd: OLDPWD not set\n" : "" };
  const target = host.resolve(path);
  if (!isFolder(target, true)) return { code: 1, err: `cd: not a directory: ${path}\n` };
  host.setExported("OLDPWD", host.cwd);
  host.cwd = target;
  host.setExported("PWD", target);
  return { code: 0 };
};

const exit: Builtin = (args) => {
  const code = args.length > 1 ? Number(args[1]) : 0;
  if (!NumberIsFinite(code)) return { code: 1, err: `exit: numeric argument required\n` };
  if (args.length > 2) return { code: 1, err: `exit: too many arguments\n` };
  throw new Exit(code & 255);
};

const exporting: Builtin = (args, host) => {
  for (let i = 1; i < args.length; i++) {
    const match = RegExpPrototypeExec(/^([A-Za-z_][A-Za-z0-9_]*)(?:=([^]*))?$/, args[i]);
    if (match === null) return { code: 1, err: `export: not a valid name: ${args[i]}\n` };
    host.setExported(match[1], match[2] ?? host.variable(match[1]));
  }
  return { code: 0 };
};

const unset: Builtin = (args, host) => {
  for (let i = 1; i < args.length; i++) host.unset(args[i]);
  return { code: 0 };
};

const which: Builtin = (args, host) => {
  let out = "";
  let code = args.length > 1 ? 0 : 1;
  for (let i = 1; i < args.length; i++) {
    const found = findProgram(args[i], host.variable("PATH"), host.cwd);
    if (found === null) code = 1;
    out += found === null ? `which: ${args[i]} not found\n` : `${found}\n`;
  }
  return { code, out };
};

const ls: Builtin = async (args, host) => {
  const options = optionsOf(args, "aA1d");
  if (options === undefined) return undefined;
  const { flags } = options;
  const operands = options.operands.length === 0 ? ["."] : options.operands;
  const files: string[] = [];
  const folders: [string, string[]][] = [];
  const result = await forEach("ls", operands, async (path) => {
    const whole = host.resolve(path);
    fs.lstat(whole, statValues(false));
    if (flags.has("d") || !isFolder(whole, true)) {
      ArrayPrototypePush(files, path);
      return;
    }
    let names: string[] = await fs.readdir(whole, kNamesAsText, false, false, kPromise);
    if (!flags.has("a") && !flags.has("A")) names = names.filter((name) => !StringPrototypeStartsWith(name, "."));
    if (flags.has("a")) ArrayPrototypePush(names, ".", "..");
    ArrayPrototypePush(folders, [path, ArrayPrototypeSort(names) as string[]]);
  });
  let out = files.map((name) => `${name}\n`).join("");
  for (const [path, names] of folders) {
    if (operands.length > 1) out += `${out === "" ? "" : "\n"}${path}:\n`;
    for (const name of names) out += `${name}\n`;
  }
  return { ...result, out };
};

const cat: Builtin = async (args, host) => {
  // From standard input, from devices, and what is large, the program reads better.
  if (args.length < 2 || args.some((argument, index) => index > 0 && argument[0] === "-")) return undefined;
  const values = statValues(false) as Float64Array;
  let total = 0;
  for (let i = 1; i < args.length; i++) {
    if (!fs.tryStat(host.resolve(args[i]), values)) continue;
    total += values[kSize];
    if ((values[kMode] & S_IFMT) !== S_IFREG || values[kSize] === 0 || total > kMostWritten) return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const result = await forEach("cat", args.slice(1), async (path) => {
    const bytes: Uint8Array = await fs.readFile(host.resolve(path), -1, O_RDONLY, kPromise);
    ArrayPrototypePush(chunks, bytes);
    size += bytes.length;
  });
  return { ...result, out: chunks.length === 1 ? chunks[0] : require("web/body_source").joined(chunks, size) };
};

const mkdir: Builtin = (args, host) => {
  const options = optionsOf(args, "p");
  if (options === undefined) return undefined;
  if (options.operands.length === 0) return { code: 1, err: "usage: mkdir [-p] directory_name ...\n" };
  return forEach("mkdir", options.operands, (path) => {
    const whole = host.resolve(path);
    return options.flags.has("p") ? fs.mkdirRecursive(whole, 0o777, kPromise) : fs.mkdir(whole, 0o777, kPromise);
  });
};

const touch: Builtin = (args, host) => {
  const options = optionsOf(args, "");
  if (options === undefined) return undefined;
  if (options.operands.length === 0) return { code: 1, err: "usage: touch file ...\n" };
  return forEach("touch", options.operands, (path) => {
    const whole = host.resolve(path);
    if (!fs.exists(whole)) fs.close(fs.open(whole, O_WRONLY | O_CREAT, 0o666));
    const now = Date.now() / 1000;
    return fs.utimes(whole, now, now, kPromise);
  });
};

const rm: Builtin = (args, host) => {
  const options = optionsOf(args, "rRf");
  if (options === undefined) return undefined;
  const { flags, operands } = options;
  if (operands.length === 0) return flags.has("f") ? { code: 0 } : { code: 1, err: "usage: rm [-f] [-r] file ...\n" };
  const isRecursive = flags.has("r") || flags.has("R");
  return forEach("rm", operands, async (path) => {
    const whole = host.resolve(path);
    if (whole === "/" || /(^|\/)\.{1,2}\/*$/.test(path)) throw new Error("refusing to remove the root, \".\" or \"..\"");
    try {
      if (!isFolder(whole, false)) await fs.unlink(whole, kPromise);
      else if (isRecursive) await fs.removeTree(whole, 0, 0, kPromise);
      else throw { errno: -21 };
    } catch (error: any) {
      if (!flags.has("f") || error?.code !== "ENOENT") throw error;
    }
  });
};

/** Several sources go into a folder. */
function targetsOf(name: string, operands: string[], host: Host): { pairs: [string, string][] } | { err: string } {
  if (operands.length < 2) return { err: `usage: ${name} source ... target\n` };
  const last = operands[operands.length - 1];
  const target = host.resolve(last);
  const intoFolder = isFolder(target, true);
  if (operands.length > 2 && !intoFolder) return { err: `${name}: ${last}: Not a directory\n` };
  const { basename, join } = require("node:path").default;
  return { pairs: operands.slice(0, -1).map((path) => [path, intoFolder ? join(target, basename(path)) : target]) };
}

const mv: Builtin = async (args, host) => {
  const options = optionsOf(args, "f");
  if (options === undefined) return undefined;
  const targets = targetsOf("mv", options.operands, host);
  if ("err" in targets) return { code: 1, err: targets.err };
  let err = "";
  for (const [path, target] of targets.pairs) {
    try {
      await fs.rename(host.resolve(path), target, kPromise);
    } catch (error: any) {
      // Another file system: the program copies.
      if (error?.code === "EXDEV" && targets.pairs.length === 1) return undefined;
      err += fault("mv", path, error);
    }
  }
  return { code: err === "" ? 0 : 1, err };
};

const cp: Builtin = async (args, host) => {
  const options = optionsOf(args, "rRf");
  if (options === undefined) return undefined;
  const targets = targetsOf("cp", options.operands, host);
  if ("err" in targets) return { code: 1, err: targets.err };
  const recursive = options.flags.has("r") || options.flags.has("R");
  let err = "";
  for (const [path, target] of targets.pairs) {
    const source = host.resolve(path);
    try {
      if (!isFolder(source, true)) await fs.copyFile(source, target, 0, kPromise);
      else if (recursive) await require("node:fs/promises").default.cp(source, target, { recursive: true });
      else err += `cp: ${path}: Is a directory (not copied)\n`;
    } catch (error) {
      err += fault("cp", path, error);
    }
  }
  return { code: err === "" ? 0 : 1, err };
};

const seq: Builtin = (args) => {
  const numbers: number[] = [];
  for (let i = 1; i < args.length; i++) {
    const number = Number(args[i]);
    // Formats and separators are the program's.
    if (args[i] === "" || !NumberIsFinite(number)) return undefined;
    ArrayPrototypePush(numbers, number);
  }
  if (numbers.length < 1 || numbers.length > 3) return { code: 1, err: "usage: seq [first [step]] last\n" };
  const last = numbers[numbers.length - 1];
  const first = numbers.length > 1 ? numbers[0] : 1;
  const step = numbers.length > 2 ? numbers[1] : first <= last ? 1 : -1;
  if (step === 0) return { code: 1, err: "seq: zero step\n" };
  // Fractions have their digits from the arguments, which the program knows to count.
  if (!Number.isInteger(first) || !Number.isInteger(step) || (last - first) / step > kMostNumbers) return undefined;
  let out = "";
  for (let i = first; step > 0 ? i <= last : i >= last; i += step) out += `${NumberPrototypeToString(i)}\n`;
  return { code: 0, out };
};

const basename: Builtin = (args) => {
  if (args.length < 2) return { code: 1, err: "usage: basename string\n" };
  if (args[1][0] === "-" || args.length > 2) return undefined;
  const { basename: nameOf } = require("node:path").default;
  return { code: 0, out: `${/^\/+$/.test(args[1]) ? "/" : nameOf(args[1])}\n` };
};

const dirname: Builtin = (args) => {
  if (args.length < 2) return { code: 1, err: "usage: dirname string\n" };
  if (args[1][0] === "-") return undefined;
  const { dirname: folderOf } = require("node:path").default;
  return { code: 0, out: args.slice(1).map((path) => `${folderOf(path)}\n`).join("") };
};

export const builtins: Record<string, Builtin> = {
  __proto__: null as any,
  ":": () => ({ code: 0 }),
  basename,
  cat,
  cd,
  cp,
  dirname,
  echo,
  exit,
  export: exporting,
  false: () => ({ code: 1 }),
  ls,
  mkdir,
  mv,
  pwd: (args, host) => (args.length > 1 ? undefined : { code: 0, out: `${host.cwd}\n` }),
  rm,
  seq,
  touch,
  true: () => ({ code: 0 }),
  unset,
  which,
};
