/**
 * Writes inline snapshots into the source of a test. Only the argument of the call is touched:
 *
 *   expect(user).toMatchInlineSnapshot();        expect(user).toMatchInlineSnapshot(`
 *                                          ->      {
 *                                                    "name": "Ada",
 *                                                  }
 *                                                `);
 */
import { escapeTemplate, removeLineBreaks, stripIndentation } from "internal/test_snapshot_text";
import {
  ArrayPrototypeJoin, ArrayPrototypeMap, ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeSort, Error, MapPrototypeGet, MapPrototypeSet, RegExpPrototypeExec, RegExpPrototypeTest, SafeMap,
  StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeLastIndexOf, StringPrototypeReplaceAll, StringPrototypeSlice,
  StringPrototypeSplit,
} from "internal/primordials";

export interface InlineSnapshot {
  /** Where the matcher is called, from 1: the line and column of its name, as a stack has them. */
  line: number;
  column: number;
  snapshot: string;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

interface Range {
  start: number;
  end: number;
}

const kSpace = /\s/;
const kWord = /[\w$\u0080-\uffff]/;
/** After these a slash begins a regular expression. */
const kOperators = "(,=:[!&|?{};+-*%<>~^";
const kKeywords = /(?:^|[^\w$.])(?:return|typeof|case|in|of|void|delete|await|yield|instanceof|new|do|else)$/;

function skipLine(text: string, at: number): number {
  const end = StringPrototypeIndexOf(text, "\n", at);
  return end < 0 ? text.length : end;
}

/** After spaces and comments. */
function skipSpace(text: string, at: number): number {
  while (at < text.length) {
    if (RegExpPrototypeTest(kSpace, text[at]!)) {
      at++;
    } else if (text[at] === "/" && text[at + 1] === "/") {
      at = skipLine(text, at);
    } else if (text[at] === "/" && text[at + 1] === "*") {
      const end = StringPrototypeIndexOf(text, "*/", at + 2);
      at = end < 0 ? text.length : end + 2;
    } else {
      break;
    }
  }
  return at;
}

function skipString(text: string, at: number): number {
  const quote = text[at];
  for (at++; at < text.length && text[at] !== quote; at++) if (text[at] === "\\") at++;
  return at + 1;
}

function skipTemplate(text: string, at: number): number {
  for (at++; at < text.length && text[at] !== "`"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "$" && text[at + 1] === "{") at = skipNested(text, at + 1, () => {}) - 1;
  }
  return at + 1;
}

function skipRegExp(text: string, at: number): number {
  let inClass = false;
  for (at++; at < text.length && (inClass || text[at] !== "/"); at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "[") inClass = true;
    else if (text[at] === "]") inClass = false;
    else if (text[at] === "\n") break;
  }
  for (at++; at < text.length && RegExpPrototypeTest(kWord, text[at]!);) at++;
  return at;
}

function beginsRegExp(text: string, before: number): boolean {
  if (before < 0 || StringPrototypeIncludes(kOperators, text[before]!)) return true;
  return RegExpPrototypeTest(kKeywords, StringPrototypeSlice(text, before < 16 ? 0 : before - 16, before + 1));
}

/**
 * After what the bracket at `open` closes.
 * @param onPart Is told of each part between the commas that stand in no bracket within: where it ends without spaces
 *   and comments, and where its comma or the closing bracket is.
 */
function skipNested(text: string, open: number, onPart: (end: number, at: number) => void): number {
  const brackets: string[] = [];
  let before = open;
  for (let at = open; at < text.length;) {
    at = at === open ? at : skipSpace(text, at);
    const c = text[at];
    if (c === undefined) break;
    if (c === "\"" || c === "'") {
      before = (at = skipString(text, at)) - 1;
    } else if (c === "`") {
      before = (at = skipTemplate(text, at)) - 1;
    } else if (c === "/" && beginsRegExp(text, before)) {
      before = (at = skipRegExp(text, at)) - 1;
    } else {
      if (c === "(" || c === "[" || c === "{") ArrayPrototypePush(brackets, c);
      if (c === ")" || c === "]" || c === "}") ArrayPrototypePop(brackets);
      if ((c === "," && brackets.length === 1) || brackets.length === 0) onPart(before + 1, at);
      before = at++;
      if (brackets.length === 0) return at;
    }
  }
  throw new Error("a bracket is not closed");
}

function skipTypeArguments(text: string, at: number): number {
  let depth = 0;
  do {
    if (text[at] === "<") depth++;
    else if (text[at] === ">" && text[at - 1] !== "=") depth--;
    else if (text[at] === "\"" || text[at] === "'") at = skipString(text, at) - 1;
    at++;
  } while (depth > 0 && at < text.length);
  return at;
}

/** The offset of a line and column. */
function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    at = StringPrototypeIndexOf(text, "\n", at) + 1;
    if (at === 0) throw new Error(`line ${line} is past the end of the file`);
  }
  return at + column - 1;
}

/** After the name of the method that is called at `at`, which may be the name, the dot before it or the bracket after it. */
function nameEnd(text: string, at: number): number {
  if (text[at] === "?") at++;
  if (text[at] === ".") at = skipSpace(text, at + 1);
  while (at > 0 && RegExpPrototypeTest(kWord, text[at - 1] ?? "") && RegExpPrototypeTest(kWord, text[at] ?? "")) at--;
  while (at < text.length && RegExpPrototypeTest(kWord, text[at]!)) at++;
  return at;
}

/** The bracket that opens the arguments of the call at a line and column. */
function findArguments(text: string, line: number, column: number): number {
  let at = skipSpace(text, nameEnd(text, offsetOf(text, line, column)));
  if (text[at] === "?" && text[at + 1] === ".") at = skipSpace(text, at + 2);
  if (text[at] === "<") at = skipSpace(text, skipTypeArguments(text, at));
  if (text[at] !== "(") throw new Error(`no call of a matcher is at line ${line}, column ${column}`);
  return at;
}

/** Of a string or a template that is all of an argument, maybe with a tag. */
function isLiteral(text: string, { start, end }: Range): boolean {
  while (start < end && RegExpPrototypeTest(kWord, text[start]!)) start++;
  const quote = text[start];
  if (quote !== "`" && quote !== "\"" && quote !== "'") return false;
  return (quote === "`" ? skipTemplate(text, start) : skipString(text, start)) === end;
}

/**
 * The literal as it stands at `at`, indented as the line is, and a step more; not indented, if its own first line is
 * and the indentation could not be told from it later.
 */
export function printInline(text: string, at: number, snapshot: string): string {
  const body = removeLineBreaks(snapshot);
  const lines = StringPrototypeSplit(body, "\n");
  if (lines.length === 1) return `\`${escapeTemplate(body)}\``;
  const lineStart = StringPrototypeLastIndexOf(text, "\n", at - 1) + 1;
  const indent = RegExpPrototypeExec(/^[^\S\r\n]*/, StringPrototypeSlice(text, lineStart, at))![0]!;
  const step = StringPrototypeIncludes(indent, "\t") ? "\t" : "  ";
  const indented = ArrayPrototypeMap(lines, (line: string) => (line === "" ? "" : indent + step + line));
  const shown = `\n${ArrayPrototypeJoin(indented, "\n")}\n${indent}`;
  const literal = escapeTemplate(stripIndentation(shown) === snapshot ? shown : snapshot);
  return `\`${StringPrototypeIncludes(text, "\r\n") ? StringPrototypeReplaceAll(literal, "\n", "\r\n") : literal}\``;
}

function editOf(text: string, { line, column, snapshot }: InlineSnapshot): Edit {
  const open = findArguments(text, line, column);
  const args: Range[] = [];
  let from = open + 1;
  // After a comma that follows the last argument.
  let trailing = -1;
  const close = skipNested(text, open, (end, at) => {
    const start = skipSpace(text, from);
    if (start < at) ArrayPrototypePush(args, { start, end });
    else if (args.length > 0) trailing = from;
    from = at + 1;
  }) - 1;
  const literal = printInline(text, open, snapshot);
  for (let i = 0; i < args.length; i++) if (isLiteral(text, args[i]!)) return { ...args[i]!, text: literal };
  if (args.length === 0) return { start: close, end: close, text: literal };
  if (trailing >= 0) return { start: trailing, end: trailing, text: ` ${literal}` };
  const { end } = args[args.length - 1]!;
  return { start: end, end, text: `, ${literal}` };
}

/**
 * `text` with the snapshots as arguments of the calls.
 * @throws If there is no call at a place, or two snapshots for one.
 */
export function writeInline(text: string, snapshots: readonly InlineSnapshot[]): string {
  const edits: Edit[] = [];
  const seen: Map<number, string> = new SafeMap() as any;
  for (let i = 0; i < snapshots.length; i++) {
    const edit = editOf(text, snapshots[i]!);
    const other = MapPrototypeGet(seen, edit.start);
    if (other === snapshots[i]!.snapshot) continue;
    if (other !== undefined) throw new Error(`Multiple inline snapshots for the same call are not supported (line ${snapshots[i]!.line})`);
    MapPrototypeSet(seen, edit.start, snapshots[i]!.snapshot);
    ArrayPrototypePush(edits, edit);
  }
  ArrayPrototypeSort(edits, (a: Edit, b: Edit) => a.start - b.start);
  let result = "";
  let at = 0;
  for (let i = 0; i < edits.length; i++) {
    const { start, end, text: replacement } = edits[i]!;
    result += StringPrototypeSlice(text, at, start) + replacement;
    at = end;
  }
  return result + StringPrototypeSlice(text, at);
}
