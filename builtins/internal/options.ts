// Options of the command line, and of NODE_OPTIONS, that builtins look up: https://nodejs.org/api/cli.html
//
// src/cli/options.cpp declares them, and has refused what is not among them. What NODE_OPTIONS has beside
// them is passed over: it may be meant for Node alone.

import {
  ArrayPrototypePush, SafeMap, SafeSet, StringPrototypeIndexOf, StringPrototypeReplaceAll, StringPrototypeSlice,
  StringPrototypeStartsWith,
} from "internal/primordials";

interface OptionsBinding {
  execArgv(): string[];
  environmentVariable(name: string): string | undefined;
}

/** Options whose value may be the next word. */
const kWithValue = new SafeSet([
  "-e", "--eval", "-p", "--print", "-pe", "-C", "--conditions", "--env-file", "--env-file-if-exists", "-r", "--require",
  "--title", "--unhandled-rejections", "--stack-trace-limit", "--disable-proto", "--dns-result-order",
  "--max-http-header-size", "--test-reporter",
]);

const values: Map<string, string[]> = new SafeMap();

/** Words parted by blanks; a part in double quotes is taken as it stands. */
function split(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === "\\" && isQuoted && i + 1 < text.length) word += text[++i];
    else if (char === '"') isQuoted = !isQuoted;
    else if (char !== " " || isQuoted) word += char;
    else if (word !== "") {
      ArrayPrototypePush(words, word);
      word = "";
    }
  }
  if (word !== "") ArrayPrototypePush(words, word);
  return words;
}

function read(words: string[]): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const equals = StringPrototypeStartsWith(word, "--") ? StringPrototypeIndexOf(word, "=") : -1;
    let name = equals < 0 ? word : StringPrototypeSlice(word, 0, equals);
    if (StringPrototypeStartsWith(name, "--")) name = `--${StringPrototypeReplaceAll(StringPrototypeSlice(name, 2), "_", "-")}`;
    let value = equals < 0 ? "" : StringPrototypeSlice(word, equals + 1);
    if (equals < 0 && kWithValue.has(name)) value = words[++i] ?? "";
    if (name === "-r") name = "--require";
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else ArrayPrototypePush(known, value);
  }
}

const environment = (native("process") as OptionsBinding).environmentVariable("NODE_OPTIONS");
if (environment !== undefined) read(split(environment));
read((native("process") as OptionsBinding).execArgv());

/** The option's value, the last that was given; "" if it takes none, undefined if it was not given. */
export function option(name: string): string | undefined {
  const list = values.get(name);
  return list === undefined ? undefined : list[list.length - 1];
}

export function hasOption(name: string): boolean {
  return values.has(name);
}

/** All values of an option that may be repeated. */
export function optionValues(name: string): string[] {
  return values.get(name) ?? [];
}

/** --pending-deprecation, or the variable that stands for it. */
export function warnsOfPendingDeprecation(): boolean {
  return values.has("--pending-deprecation") ||
    (native("process") as OptionsBinding).environmentVariable("NODE_PENDING_DEPRECATION") === "1";
}
