// The text of a failing `assert(…)`, read from the program's own source, for its message.
import { ErrorCaptureStackTrace, RegExpPrototypeExec, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeRepeat } from "internal/primordials";

interface CallSite {
  scriptName: string;
  line: number;
  column: number;
}

const kFrame = /^\s*at (?:.*\()?(.+?):(\d+):(\d+)\)?$/;

/** Where `callee` was called. */
function callerOf(callee: Function): CallSite | undefined {
  const holder: { stack?: string } = {};
  ErrorCaptureStackTrace(holder, callee);
  const lines = StringPrototypeSplit(holder.stack ?? "", "\n" as any) as string[];
  for (let i = 0; i < lines.length; i++) {
    const frame = RegExpPrototypeExec(kFrame, lines[i]) as string[] | null;
    if (frame !== null) return { scriptName: frame[1], line: +frame[2], column: +frame[3] };
  }
  return undefined;
}

function readSource(name: string): string | undefined {
  try {
    const { fileURLToPath } = require("node:url").default;
    const path = RegExpPrototypeExec(/^file:/, name) ? fileURLToPath(name) : name;
    return require("internal/fs_native").binding.readFileUtf8(path);
  } catch {
    return undefined;
  }
}

/** Past a string, template or comment that starts at `i`; else `i` itself. */
function skipToken(source: string, i: number): number {
  const c = source[i];
  if (c === '"' || c === "'" || c === "`") {
    for (let j = i + 1; j < source.length; j++) {
      if (source[j] === "\\") j++;
      else if (source[j] === c) return j + 1;
    }
    return source.length;
  }
  if (c === "/" && source[i + 1] === "/") {
    while (i < source.length && source[i] !== "\n") i++;
  } else if (c === "/" && source[i + 1] === "*") {
    const end = source.indexOf("*/", i + 2);
    return end < 0 ? source.length : end + 2;
  }
  return i;
}

/** The end of the call whose arguments begin at `open`, a parenthesis; -1 if it has none. */
function endOfCall(source: string, open: number): number {
  let depth = 0;
  for (let i = open; i < source.length; ) {
    const next = skipToken(source, i);
    if (next !== i) {
      i = next;
      continue;
    }
    if (source[i] === "(") depth++;
    else if (source[i] === ")" && --depth === 0) return i + 1;
    i++;
  }
  return -1;
}

const kName = /[\w$.]/;

/** The call that stands at a line and column, from the first letter of the callee to the parenthesis. */
function callAt(source: string, line: number, column: number): { text: string; indent: number } | undefined {
  let start = 0;
  for (let n = 1; n < line; n++) {
    start = source.indexOf("\n", start) + 1;
    if (start === 0) return undefined;
  }
  const lineStart = start;
  // The engine may name any place within the callee or its parenthesis.
  let at = lineStart + column - 1;
  if (at > source.length) return undefined;
  while (at > lineStart && (source[at] === "(" || RegExpPrototypeExec(kName, source[at] ?? "") === null)) at--;
  while (at > lineStart && RegExpPrototypeExec(kName, source[at - 1]) !== null) at--;
  let open = at;
  while (open < source.length && RegExpPrototypeExec(kName, source[open]) !== null) open++;
  if (open === at || source[open] !== "(") return undefined;
  const end = endOfCall(source, open);
  return end < 0 ? undefined : { text: StringPrototypeSlice(source, at, end), indent: at - lineStart };
}

/** `The expression evaluated to a falsy value: …`, or nothing if the source can't be had. */
export function falsyMessage(callee: Function): string | undefined {
  const site = callerOf(callee);
  if (site === undefined) return undefined;
  const source = readSource(site.scriptName);
  const call = source === undefined ? undefined : callAt(source, site.line, site.column);
  if (call === undefined) return undefined;
  // Further lines lose the indentation that the first one had.
  const lines = StringPrototypeSplit(call.text, "\n" as any) as string[];
  const spaces = StringPrototypeRepeat(" ", call.indent);
  let text = lines[0];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i];
    text += `\n  ${StringPrototypeSlice(line, 0, call.indent) === spaces ? StringPrototypeSlice(line, call.indent) : line}`;
  }
  return `The expression evaluated to a falsy value:\n\n  ${text}\n`;
}
