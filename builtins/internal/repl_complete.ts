// What the REPL's tab key offers: commands, modules, members, names.
import {
  ArrayPrototypeFilter, ArrayPrototypePush, ArrayPrototypeSort, Object, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames,
  ObjectGetPrototypeOf, RegExpPrototypeExec, RegExpPrototypeTest, SafeSet, StringPrototypeLastIndexOf, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeToLowerCase,
} from "internal/primordials";

type Completion = [words: string[], on: string];

const kKeywords = [
  "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
  "export", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new", "null", "return",
  "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield",
];
const kModule = /(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bfrom\s*|^\s*import\s*)(["'`])([^"'`]*)$/;
const kMember = /((?:[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\?\.|\.))*)([\p{ID_Start}$_][\p{ID_Continue}$]*)?$/u;
const kLiteral = /(["'`\])/}\d])(?:\?\.|\.)([\p{ID_Continue}$]*)$/u;
const kExtension = /\.(?:[cm]?[jt]s|[jt]sx|json|node)$/;

export function complete(server: any, line: string): Completion {
  const command = RegExpPrototypeExec(/^\s*\.(\w*)$/, line);
  if (command !== null) return commands(server, command[1]!);
  const module = RegExpPrototypeExec(kModule, line);
  if (module !== null) return [modules(module[2]!), module[2]!];
  return members(server, line);
}

function commands(server: any, start: string): Completion {
  const names: string[] = [];
  for (const name in server.commands) if (StringPrototypeStartsWith(name, start)) ArrayPrototypePush(names, name);
  return [ArrayPrototypeSort(names), start];
}

// ---- modules

function modules(start: string): string[] {
  if (RegExpPrototypeTest(/^(?:\.{1,2}\/|\/)/, start)) return files(start);
  const names: string[] = [];
  const { builtinModules } = require("node:module").default;
  for (let i = 0; i < builtinModules.length; i++) {
    const name: string = builtinModules[i];
    if (name[0] === "_") continue;
    ArrayPrototypePush(names, name);
    if (!RegExpPrototypeTest(/:/, name)) ArrayPrototypePush(names, `node:${name}`);
  }
  const { default: process } = require("node:process");
  const folders: string[] = require("internal/cjs_loader").Module._nodeModulePaths(process.cwd());
  for (let i = 0; i < folders.length; i++) packages(folders[i]!, names);
  const found = ArrayPrototypeFilter(names, (name) => StringPrototypeStartsWith(name, start));
  return [...new SafeSet(ArrayPrototypeSort(found))];
}

function packages(folder: string, names: string[]): void {
  for (const { name, isFolder } of entriesOf(folder)) {
    if (!isFolder || name[0] === ".") continue;
    if (name[0] !== "@") ArrayPrototypePush(names, name);
    else for (const inner of entriesOf(`${folder}/${name}`)) if (inner.isFolder) ArrayPrototypePush(names, `${name}/${inner.name}`);
  }
}

function files(start: string): string[] {
  const slash = StringPrototypeLastIndexOf(start, "/") + 1;
  const head = StringPrototypeSlice(start, 0, slash);
  const names: string[] = [];
  for (const { name, isFolder } of entriesOf(head)) {
    const path = head + name + (isFolder ? "/" : "");
    const isModule = isFolder || RegExpPrototypeTest(kExtension, name);
    if (isModule && StringPrototypeStartsWith(path, start)) ArrayPrototypePush(names, path);
  }
  return ArrayPrototypeSort(names);
}

function entriesOf(folder: string): { name: string; isFolder: boolean }[] {
  const entries: { name: string; isFolder: boolean }[] = [];
  const fs = require("node:fs").default;
  let list: any[];
  try {
    list = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return entries;
  }
  for (let i = 0; i < list.length; i++) {
    const entry = list[i];
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && fs.statSync(`${folder}/${entry.name}`, { throwIfNoEntry: false })?.isDirectory());
    ArrayPrototypePush(entries, { name: entry.name, isFolder: !!isFolder });
  }
  return entries;
}

// ---- members and names

const kPrototypes: [end: RegExp, value: unknown][] = [
  [/["'`]$/, ""], [/\]$/, []], [/\)$/, undefined], [/\/[a-z]*$/, /a/], [/\}$/, undefined], [/\d$/, 0],
];

function members(server: any, line: string): Completion {
  const [, chain, start = ""] = RegExpPrototypeExec(kMember, line)!;
  if (chain === "") {
    const literal = RegExpPrototypeExec(kLiteral, line);
    if (literal !== null) return onLiteral(literal[1]!, literal[2]!);
    const isKey = RegExpPrototypeTest(/[.\p{ID_Continue}]$/u, StringPrototypeSlice(line, 0, line.length - start.length));
    return [isKey ? [] : names(server, start), start];
  }
  const value = valueOf(server, chain!);
  if (value === undefined || value === null) return [[], chain! + start];
  return offer(chain!, value, start);
}

function onLiteral(end: string, start: string): Completion {
  for (let i = 0; i < kPrototypes.length; i++) {
    const [pattern, value] = kPrototypes[i]!;
    if (!RegExpPrototypeTest(pattern, end)) continue;
    return value === undefined ? [[], start] : [membersOf(value, start), start];
  }
  return [[], start];
}

function offer(chain: string, value: unknown, start: string): Completion {
  const list = membersOf(value, start);
  for (let i = 0; i < list.length; i++) list[i] = chain + list[i];
  return [list, chain + start];
}

/** What a chain of names leads to, as far as nothing of the program has to run for it. */
function valueOf(server: any, chain: string): unknown {
  const parts = StringPrototypeSplit(chain, /\?\.|\./ as any);
  const scope = scopeOf(server);
  let value: any = parts[0] === "this" ? scope : parts[0]! in scope ? scope[parts[0]!] : undefined;
  for (let i = 1; i < parts.length - 1; i++) {
    if (value === undefined || value === null) return undefined;
    value = plainMember(Object(value), parts[i]!, value);
  }
  return value;
}

/** The object of the server's globals. */
function scopeOf(server: any): any {
  return server.useGlobal ? globalThis : require("node:vm").default.runInContext("globalThis", server.context);
}

function plainMember(object: object, name: string, receiver: any): unknown {
  for (let at: object | null = object; at !== null; at = ObjectGetPrototypeOf(at)) {
    if (require("node:util").default.types.isProxy(at)) return undefined;
    const descriptor = ObjectGetOwnPropertyDescriptor(at, name);
    if (descriptor === undefined) continue;
    if ("value" in descriptor) return descriptor.value;
    return isOurs(at) ? receiver[name] : undefined;
  }
  return undefined;
}

/** Getters of builtin objects do no harm. */
function isOurs(object: object): boolean {
  const { default: process } = require("node:process");
  return object === process || object === require("node:fs").default || object === globalThis;
}

function membersOf(value: unknown, start: string): string[] {
  const found = new SafeSet<string>();
  for (let at: any = Object(value); at !== null; at = ObjectGetPrototypeOf(at)) {
    addNames(at, start, found);
  }
  return ArrayPrototypeSort([...found]);
}

function addNames(object: object, start: string, found: Set<string>): void {
  let list: string[];
  try {
    list = ObjectGetOwnPropertyNames(object);
  } catch {
    return;
  }
  for (let i = 0; i < list.length; i++) {
    const name = list[i]!;
    // As in Node, whatever the case.
    if (StringPrototypeStartsWith(StringPrototypeToLowerCase(name), StringPrototypeToLowerCase(start)) && RegExpPrototypeTest(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u, name)) found.add(name);
  }
}

function names(server: any, start: string): string[] {
  const found = new SafeSet<string>();
  for (let at: any = scopeOf(server); at !== null; at = ObjectGetPrototypeOf(at)) addNames(at, start, found);
  for (let i = 0; i < kKeywords.length; i++) if (StringPrototypeStartsWith(kKeywords[i]!, start)) found.add(kKeywords[i]!);
  return ArrayPrototypeSort([...found]);
}
