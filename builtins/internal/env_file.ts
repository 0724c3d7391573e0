// .env files, as process.loadEnvFile and util.parseEnv read them: https://nodejs.org/api/util.html#utilparseenvcontent

import {
  ObjectHasOwn, RegExpPrototypeExec, StringPrototypeIndexOf, StringPrototypeReplaceAll, StringPrototypeSlice,
  StringPrototypeTrim,
} from "internal/primordials";

const kAssignment = /^\s*(?:export\s+)?([^\s=#][^=\n]*?)[ \t]*=[ \t]*/;

/** The variables of a text of `NAME=value` lines. */
export function parseEnv(content: string): Record<string, string> {
  const variables: Record<string, string> = {};
  let rest = StringPrototypeReplaceAll(content, "\r\n", () => "\n");
  while (rest.length > 0) {
    const lineEnd = endOfLine(rest, 0);
    const match = RegExpPrototypeExec(kAssignment, StringPrototypeSlice(rest, 0, lineEnd));
    if (match === null) {
      rest = StringPrototypeSlice(rest, lineEnd + 1);
      continue;
    }
    const value = readValue(rest, match[0].length);
    variables[match[1]!] = value.text;
    rest = StringPrototypeSlice(rest, value.end + 1);
  }
  return variables;
}

function endOfLine(text: string, from: number): number {
  const at = StringPrototypeIndexOf(text, "\n", from);
  return at < 0 ? text.length : at;
}

/** A quoted value may span lines; an unquoted one ends at a comment. */
function readValue(text: string, from: number): { text: string; end: number } {
  const quote = text[from];
  if (quote === "\"" || quote === "'" || quote === "`") {
    const close = StringPrototypeIndexOf(text, quote, from + 1);
    if (close >= 0) {
      const inner = StringPrototypeSlice(text, from + 1, close);
      return { text: quote === "\"" ? StringPrototypeReplaceAll(inner, "\\n", () => "\n") : inner, end: endOfLine(text, close) };
    }
  }
  const end = endOfLine(text, from);
  let value = StringPrototypeSlice(text, from, end);
  const comment = StringPrototypeIndexOf(value, "#");
  if (comment >= 0) value = StringPrototypeSlice(value, 0, comment);
  return { text: StringPrototypeTrim(value), end };
}

export function loadEnvFile(path: string | { href: string }, environment: Record<string, string | undefined>): void {
  const variables = parseEnv(require("node:fs").default.readFileSync(path, "utf8"));
  for (const name in variables)
    if (ObjectHasOwn(variables, name) && !ObjectHasOwn(environment, name)) environment[name] = variables[name];
}
