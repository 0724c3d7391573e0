/**
 * What a test file's first comments say of its environment: `@jest-environment jsdom`, `@vitest-environment happy-dom`,
 * and their options as JSON (https://jestjs.io/docs/configuration#testenvironment-string).
 */
import { JSONParse, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeTrim, SyntaxError } from "internal/primordials";

export interface Docblock {
  environment: string | undefined;
  options: Record<string, unknown> | undefined;
  /** Every `@name rest` there is; of one name, the last. */
  pragmas: Record<string, string>;
}

/** The comments before the first code. */
export function firstComments(text: string): string {
  let at = 0;
  if (StringPrototypeCharCodeAt(text, 0) === 0xfeff) at = 1;
  if (StringPrototypeStartsWith(text, "#!", at)) at = endOfLine(text, at);
  const start = at;
  for (;;) {
    const c = StringPrototypeCharCodeAt(text, at);
    if (c === 32 || (c >= 9 && c <= 13)) {
      at++;
    } else if (StringPrototypeStartsWith(text, "//", at)) {
      at = endOfLine(text, at);
    } else if (StringPrototypeStartsWith(text, "/*", at)) {
      const end = StringPrototypeIndexOf(text, "*/", at + 2);
      if (end < 0) return StringPrototypeSlice(text, start);
      at = end + 2;
    } else {
      return StringPrototypeSlice(text, start, at);
    }
  }
}

function endOfLine(text: string, from: number): number {
  const end = StringPrototypeIndexOf(text, "\n", from);
  return end < 0 ? text.length : end;
}

const kPragma = /(?:^|[\s*\/])@([\w-]+)(?:[^\S\r\n]+([^\r\n]*))?/g;

/** Undefined: nothing is said. */
export function docblockOf(text: string): Docblock | undefined {
  if (StringPrototypeIndexOf(text, "@") < 0) return undefined;
  const comments = firstComments(text);
  if (StringPrototypeIndexOf(comments, "@") < 0) return undefined;
  const pragmas: Record<string, string> = { __proto__: null } as any;
  kPragma.lastIndex = 0;
  for (let found; (found = RegExpPrototypeExec(kPragma, comments) as any) !== null;) {
    pragmas[found[1]] = StringPrototypeTrim(withoutEnd(found[2] ?? ""));
  }
  const environment = pragmas["jest-environment"] ?? pragmas["vitest-environment"];
  const options = pragmas["jest-environment-options"] ?? pragmas["vitest-environment-options"];
  return { environment: environment === undefined ? undefined : firstWord(environment), options: options === undefined ? undefined : parsed(options), pragmas };
}

/** A pragma on the comment's last line. */
function withoutEnd(text: string): string {
  const end = StringPrototypeIndexOf(text, "*/");
  return end < 0 ? text : StringPrototypeSlice(text, 0, end);
}

function firstWord(text: string): string {
  return (RegExpPrototypeExec(/^\S+/, text) as any)?.[0] ?? "";
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSONParse(text) as Record<string, unknown>;
  } catch (error: any) {
    throw new SyntaxError(`The environment's options in the file's first comment are not JSON: ${error.message}`);
  }
}
