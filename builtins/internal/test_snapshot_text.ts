/**
 * The text of snapshot files, and of snapshots in it: Jest's and Vitest's formats
 * (https://jestjs.io/docs/snapshot-testing, https://vitest.dev/guide/snapshot).
 */
import {
  ArrayPrototypeJoin, ArrayPrototypeMap, ArrayPrototypeSort, Error, Function, Number, ObjectCreate, ObjectKeys, RegExpPrototypeExec, StringPrototypeCharCodeAt, StringPrototypeEndsWith,
  StringPrototypeIncludes, StringPrototypeReplace, StringPrototypeReplaceAll, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeTrim,
} from "internal/primordials";

/** Whose files they are. */
export type Format = "jest" | "vitest";
/** What may be written: nothing; what is new; what differs, too. */
export type Update = "none" | "new" | "all";
export type Snapshots = Record<string, string>;

const kVersion = "1";
const kGuide = "https://jestjs.io/docs/snapshot-testing";
const kHeader = {
  jest: `// Jest Snapshot v${kVersion}, ${kGuide}`,
  vitest: "// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html",
};
const kAdvice = "Check all snapshots before you replace old ones: run the tests with the version that wrote them, and see that they pass.";

export function normalizeNewlines(text: string): string {
  return StringPrototypeReplaceAll(text, /\r\n|\r/g, "\n");
}

/** As the inside of a template literal. */
export function escapeTemplate(text: string): string {
  return StringPrototypeReplaceAll(text, /`|\\|\$\{/g, (match: string) => `\\${match}`);
}

/** A text of several lines stands on lines of its own. */
export function addLineBreaks(text: string): string {
  return StringPrototypeIncludes(text, "\n") ? `\n${text}\n` : text;
}

export function removeLineBreaks(text: string): string {
  return text.length > 2 && StringPrototypeStartsWith(text, "\n") && StringPrototypeEndsWith(text, "\n") ? StringPrototypeSlice(text, 1, -1) : text;
}

/** Takes the indentation of the source away that an inline snapshot was given. */
export function stripIndentation(text: string): string {
  const indentation = RegExpPrototypeExec(/^([^\S\n]*)\S/m, text)?.[1];
  if (!indentation) return text;
  const lines = StringPrototypeSplit(text, "\n");
  const last = lines.length - 1;
  if (last < 2 || StringPrototypeTrim(lines[0]!) !== "" || StringPrototypeTrim(lines[last]!) !== "") return text;
  for (let i = 1; i < last; i++) {
    if (lines[i] === "") continue;
    if (!StringPrototypeStartsWith(lines[i]!, indentation)) return text;
    lines[i] = StringPrototypeSlice(lines[i]!, indentation.length);
  }
  lines[last] = "";
  return ArrayPrototypeJoin(lines, "\n");
}

const kEscapes: Record<string, string> = { __proto__: null, "\r\n": "\\r\\n", "\r": "\\r", "\n": "\\n" } as any;
const kUnescapes: Record<string, string> = { __proto__: null, "\\r\\n": "\r\n", "\\r": "\r", "\\n": "\n" } as any;

/** The key of the `count`th snapshot of a test. */
export function keyOf(format: Format, testName: string, count: number): string {
  const name = format === "jest" ? StringPrototypeReplaceAll(testName, /\r\n|\r|\n/g, (match: string) => kEscapes[match]!) : testName;
  return `${name} ${count}`;
}

/** The name of the test whose key it is. */
export function testNameOf(format: Format, key: string): string {
  if (RegExpPrototypeExec(/ \d+$/, key) === null) throw new Error("Snapshot keys must end with a number.");
  const name = StringPrototypeReplace(key, / \d+$/, "");
  return format === "jest" ? StringPrototypeReplaceAll(name, /\\r\\n|\\r|\\n/g, (match: string) => kUnescapes[match]!) : name;
}

/** The place of a character in the order of keys: digits and letters between the marks, "-" before the digits. */
function rank(code: number): number {
  if (code < 45 || code > 127) return code;
  if (code === 45) return 65;
  if (code < 48) return code - 1;
  if (code < 58) return code + 18;
  if (code < 65) return code - 11;
  if (code < 91) return code + 11;
  if (code < 97) return code - 37;
  if (code < 123) return code + 5;
  return code - 63;
}

const kZero = rank(48);
const kNine = rank(57);

function rankAt(text: string, at: number): number {
  return at < text.length ? rank(StringPrototypeCharCodeAt(text, at)) : 0;
}

function digitsEnd(text: string, at: number): number {
  while (rankAt(text, at) >= kZero && rankAt(text, at) <= kNine) at++;
  return at;
}

/** The order of keys in a file: numbers by their value. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (true) {
    let left = rankAt(a, i++);
    let right = rankAt(b, j++);
    const isEnd = right === 0;
    if (left > kZero && left <= kNine && right > kZero && right <= kNine) {
      const leftEnd = digitsEnd(a, i);
      const rightEnd = digitsEnd(b, j);
      left = Number(StringPrototypeSlice(a, i - 1, leftEnd));
      right = Number(StringPrototypeSlice(b, j - 1, rightEnd));
      i = leftEnd;
      j = rightEnd;
    }
    if (left !== right) return left < right ? -1 : 1;
    if (isEnd) return 0;
  }
}

/** The text of a file with `snapshots`. */
export function printSnapshots(format: Format, snapshots: Snapshots): string {
  const keys = ArrayPrototypeSort(ObjectKeys(snapshots), compareKeys) as string[];
  const entries = ArrayPrototypeMap(keys, (key: string) => `exports[\`${escapeTemplate(key)}\`] = \`${escapeTemplate(normalizeNewlines(snapshots[key]!))}\`;`);
  return `${kHeader[format]}\n\n${ArrayPrototypeJoin(entries, "\n\n")}\n`;
}

function headerFault(text: string): string | undefined {
  const match = RegExpPrototypeExec(/^\/\/ Jest Snapshot v(.+), (.+)/, text);
  const version = match?.[1];
  if (!version) return `Outdated snapshot: No snapshot header found. Files of Jest begin with "${kHeader.jest}". Please update all snapshots.\n\n${kAdvice}`;
  const versions = `\n\nExpected: v${kVersion}\nReceived: v${version}`;
  if (version < kVersion) return `Outdated snapshot: The version of the snapshot file associated with this test is outdated. Please update all snapshots.${versions}\n\n${kAdvice}`;
  if (version > kVersion) return `Outdated Jest version: The version of this snapshot file indicates that it is meant for a newer version of Jest.${versions}`;
  if (match[2] !== kGuide) return `Outdated guide link: The snapshot guide link at the top of this snapshot is outdated. Please update all snapshots.\n\nExpected: ${kGuide}\nReceived: ${match[2]}`;
}

/**
 * What a file holds; one that cannot be read holds nothing.
 * @returns `isDirty`: the file should be written anew.
 * @throws With `update` "none", if the file is not of this version of Jest.
 */
export function parseSnapshots(format: Format, text: string, update: Update): { snapshots: Snapshots; isDirty: boolean } {
  const snapshots: Snapshots = ObjectCreate(null);
  if (text === "") return { snapshots, isDirty: false };
  try {
    new Function("exports", text)(snapshots);
  } catch {
    // A file with conflict markers, say: its snapshots are as good as new.
  }
  const fault = format === "jest" ? headerFault(text) : undefined;
  if (fault !== undefined && update === "none") throw new Error(fault);
  return { snapshots, isDirty: fault !== undefined };
}
