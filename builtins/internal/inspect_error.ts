// Errors: the stack with its first line improved (class, null prototype, tag), without the frames it shares with its
// cause, and with files that are not the user's toned down when there are colours.

import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeIndexOf, ArrayPrototypeJoin, ArrayPrototypePush,
  ArrayPrototypeSplice, Error, ErrorPrototypeToString, MathMin, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, String,
  StringPrototypeEndsWith, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeRepeat,
  StringPrototypeReplaceAll, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith,
} from "internal/primordials";
import { binding, kinds } from "internal/util_binding";
import { prefixOf } from "internal/inspect_names";
import type { Context } from "internal/inspect_context";

function isError(value: unknown): value is Error {
  return binding.kindOf(value) === kinds.Error || value instanceof Error;
}

/** A property whose getter may refuse: those of a prototype of errors do. */
function read(object: any, key: string): any {
  try {
    return object[key];
  } catch {
    return undefined;
  }
}

function stackOf(error: any): string {
  const stack = read(error, "stack");
  if (stack) return String(stack);
  try {
    return ErrorPrototypeToString(error);
  } catch {
    return "Error";
  }
}

/** Own name, message and stack are not listed again when the stack shows them. */
function dropShownKeys(ctx: Context, error: any, keys: PropertyKey[], stack: string): void {
  if (ctx.showHidden || keys.length === 0) return;
  const names = ["name", "message", "stack"];
  for (let i = 0; i < names.length; i++) {
    const at = ArrayPrototypeIndexOf(keys, names[i]!);
    if (at !== -1 && StringPrototypeIncludes(stack, read(error, names[i]!))) ArrayPrototypeSplice(keys, at, 1);
  }
}

function addKey(keys: PropertyKey[], key: string): void {
  if (!ArrayPrototypeIncludes(keys, key)) ArrayPrototypePush(keys, key);
}

/** `Error: x` of a class Failed that kept the name Error becomes `Failed: x`, or `Failed [Error]: x`. */
function improveFirstLine(stack: string, className: string | null, name: string, tag: string): string {
  let length = name.length;
  const after = stack[length];
  const isRegular = StringPrototypeEndsWith(name, "Error") && StringPrototypeStartsWith(stack, name) &&
    (after === undefined || after === ":" || after === "\n");
  if (className !== null && !isRegular) return stack;
  let fallback = "Error";
  if (className === null) {
    const start = RegExpPrototypeExec(/^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/, stack) ??
      RegExpPrototypeExec(/^([a-z_A-Z0-9-]*Error)$/, stack);
    const found = start?.[1] ?? "";
    length = found.length;
    fallback = found || "Error";
  }
  const prefix = StringPrototypeSlice(prefixOf(className, tag, fallback), 0, -1);
  if (name === prefix) return stack;
  const rest = StringPrototypeSlice(stack, length);
  if (!StringPrototypeIncludes(prefix, name)) return `${prefix} [${name}]${rest}`;
  return length === 0 ? `${prefix}: ${stack}` : `${prefix}${rest}`;
}

/** Fewer equal lines than this are not worth an ellipsis. */
const kMinSharedLines = 4;

/** Where the lines of `frames` stand in `others` too, for more than three lines on end. */
function sharedRange(frames: string[], others: string[]): { start: number; length: number } {
  for (let start = 0; start < frames.length - 3; start++) {
    const at = ArrayPrototypeIndexOf(others, frames[start]!);
    if (at === -1 || others.length - at < kMinSharedLines) continue;
    const limit = MathMin(frames.length - start, others.length - at);
    let length = 1;
    while (length < limit && frames[start + length] === others[at + length]) length++;
    if (length >= kMinSharedLines) return { start, length };
  }
  return { start: 0, length: 0 };
}

function framesOf(ctx: Context, error: any, text: string): string[] {
  const frames = StringPrototypeSplit(text, "\n" as any) as string[];
  const cause = read(error, "cause");
  if (cause == null || !isError(cause)) return frames;
  const causeStack = stackOf(cause);
  const start = StringPrototypeIndexOf(causeStack, "\n    at");
  if (start === -1) return frames;
  const shared = sharedRange(frames, StringPrototypeSplit(StringPrototypeSlice(causeStack, start + 1), "\n" as any) as string[]);
  if (shared.length > 0) {
    const skipped = shared.length - 2;
    ArrayPrototypeSplice(frames, shared.start + 1, skipped,
      ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, "undefined"));
  }
  return frames;
}

const kBuiltinFrame = /^ {4}at (?:[^/\\(]+ \(|)(?:node|weft|bun|web|internal):/;
const kPackageName = /([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)(?=[/\\])/g;

function styleFrame(ctx: Context, line: string, directory: string | undefined): string {
  if (RegExpPrototypeExec(kBuiltinFrame, line) !== null) return ctx.stylize(line, "undefined");
  line = RegExpPrototypeSymbolReplace(kPackageName, line, ((_: string, folder: string, name: string) =>
    folder + ctx.stylize(name, "module")) as any);
  if (directory === undefined) return line;
  // The working directory steps back, so that the path inside it stands out.
  let at = StringPrototypeIndexOf(line, `${directory}/`);
  if (at === -1) return line;
  const end = at + directory.length + 1;
  if (StringPrototypeSlice(line, at - 7, at) === "file://") at -= 7;
  const hasParenthesis = line[at - 1] === "(" && StringPrototypeEndsWith(line, ")");
  const start = hasParenthesis ? at - 1 : at;
  const styled = StringPrototypeSlice(line, 0, start) + ctx.stylize(StringPrototypeSlice(line, start, end), "undefined");
  return hasParenthesis
    ? styled + StringPrototypeSlice(line, end, -1) + ctx.stylize(")", "undefined")
    : styled + StringPrototypeSlice(line, end);
}

function workingDirectory(): string | undefined {
  try {
    return (globalThis as any).process?.cwd();
  } catch {
    return undefined;
  }
}

function formatFrames(ctx: Context, error: any, text: string): string {
  const frames = framesOf(ctx, error, text);
  if (ctx.colors) {
    const directory = workingDirectory();
    for (let i = 0; i < frames.length; i++) frames[i] = styleFrame(ctx, frames[i]!, directory);
  }
  return ArrayPrototypeJoin(frames, "\n");
}

/** An error's text; `keys`, what is listed after it, is brought in line with what the text shows. */
export function formatError(
  ctx: Context, error: any, className: string | null, tag: string, keys: PropertyKey[]): string {
  const name = String(read(error, "name") ?? "Error");
  let stack = stackOf(error);
  dropShownKeys(ctx, error, keys, stack);
  if ("cause" in error) addKey(keys, "cause");
  if (ArrayIsArray(read(error, "errors"))) addKey(keys, "errors");
  stack = improveFirstLine(stack, className, name, tag);

  // The message itself may hold lines that look like frames.
  const message = read(error, "message");
  const at = (message && StringPrototypeIndexOf(stack, message)) || -1;
  const framesStart = StringPrototypeIndexOf(stack, "\n    at", at === -1 ? at : at + message.length);
  if (framesStart === -1) stack = `[${stack}]`;
  else stack = `${StringPrototypeSlice(stack, 0, framesStart)}\n${formatFrames(ctx, error, StringPrototypeSlice(stack, framesStart + 1))}`;
  if (ctx.indentation === 0) return stack;
  return StringPrototypeReplaceAll(stack, "\n", `\n${StringPrototypeRepeat(" ", ctx.indentation)}` as any);
}
