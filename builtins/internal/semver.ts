/** Weft.semver: versions and ranges as npm knows them (https://semver.org, https://bun.com/docs/runtime/semver). */
import {
  ArrayPrototypePush, Error, NumberIsSafeInteger, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, RegExpPrototypeSymbolSplit, StringPrototypeSplit, StringPrototypeTrim,
} from "internal/primordials";

interface Version {
  major: number;
  minor: number;
  patch: number;
  /** Empty for a release. */
  pre: (string | number)[];
}
type Operator = "<" | "<=" | ">" | ">=" | "=";
interface Comparator {
  operator: Operator;
  version: Version;
  /** An end that a range implies, and nobody has named. */
  isImplied?: boolean;
}

const kVersion = /^[v=\s]*(\d+)\.(\d+)\.(\d+)(?:-?([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]*)?$/;
const kPartial = /^([<>]=?|=|~>?|\^)?[v=\s]*(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])(?:-?([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]*)?)?)?$/;
const kDigits = /^\d+$/;
const kLongest = 512;

function preOf(text: string | undefined): (string | number)[] {
  if (text === undefined) return [];
  const parts: (string | number)[] = StringPrototypeSplit(text, ".");
  for (let i = 0; i < parts.length; i++) if (RegExpPrototypeExec(kDigits, parts[i] as string) !== null) parts[i] = +parts[i]!;
  return parts;
}

function parse(value: unknown): Version | undefined {
  const text = StringPrototypeTrim(`${value as any}`);
  const match: any = text.length > kLongest ? null : RegExpPrototypeExec(kVersion, text);
  if (match === null) return undefined;
  const version = { major: +match[1], minor: +match[2], patch: +match[3], pre: preOf(match[4]) };
  return NumberIsSafeInteger(version.major) && NumberIsSafeInteger(version.minor) && NumberIsSafeInteger(version.patch) ? version : undefined;
}

function comparePre(a: (string | number)[], b: (string | number)[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const left = a[i]!;
    const right = b[i]!;
    if (left === right) continue;
    // Numbers come before words.
    if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

function compare(a: Version, b: Version): number {
  if (a.major !== b.major) return a.major < b.major ? -1 : 1;
  if (a.minor !== b.minor) return a.minor < b.minor ? -1 : 1;
  if (a.patch !== b.patch) return a.patch < b.patch ? -1 : 1;
  return comparePre(a.pre, b.pre);
}

function release(major: number, minor: number, patch: number): Version {
  return { major, minor, patch, pre: [] };
}
/** Just before all of `major.minor.patch`, its prereleases included. */
function beforeAll(major: number, minor: number, patch: number): Comparator {
  return { operator: "<", version: { major, minor, patch, pre: [0] }, isImplied: true };
}
function atLeast(version: Version): Comparator {
  return { operator: ">=", version };
}
const kNothing: Comparator = beforeAll(0, 0, 0);

/** What `^1.2`, `~1`, `>=1.2.3` or `1.x` stand for; undefined if it is none of them. */
function comparatorsOf(text: string): Comparator[] | undefined {
  const match: any = RegExpPrototypeExec(kPartial, text);
  if (match === null) return undefined;
  const number = (part: string | undefined): number => (part === undefined || RegExpPrototypeExec(kDigits, part) === null ? -1 : +part);
  const operator: string = match[1] ?? "";
  const major = number(match[2]);
  const minor = major < 0 ? -1 : number(match[3]);
  const patch = minor < 0 ? -1 : number(match[4]);
  const low: Version = { major: major < 0 ? 0 : major, minor: minor < 0 ? 0 : minor, patch: patch < 0 ? 0 : patch, pre: patch < 0 ? [] : preOf(match[5]) };
  // The end of what the given parts say: 1.2 ends before 1.3.
  const end = minor < 0 ? beforeAll(low.major + 1, 0, 0) : beforeAll(low.major, low.minor + 1, 0);
  if (major < 0) return operator === "<" || operator === ">" ? [kNothing] : [];
  switch (operator) {
    case "^":
      if (low.major > 0 || minor < 0) return [atLeast(low), beforeAll(low.major + 1, 0, 0)];
      if (low.minor > 0 || patch < 0) return [atLeast(low), beforeAll(0, low.minor + 1, 0)];
      return [atLeast(low), beforeAll(0, 0, low.patch + 1)];
    case "~":
    case "~>":
      return [atLeast(low), end];
    case ">":
      if (patch >= 0) return [{ operator: ">", version: low }];
      return [atLeast(release(minor < 0 ? low.major + 1 : low.major, minor < 0 ? 0 : low.minor + 1, 0))];
    case ">=":
      return [atLeast(low)];
    case "<":
      return [patch < 0 ? beforeAll(low.major, low.minor, 0) : { operator: "<", version: low }];
    case "<=":
      return [patch < 0 ? end : { operator: "<=", version: low }];
    default:
      return patch < 0 ? [atLeast(low), end] : [{ operator: "=", version: low }];
  }
}

const kHyphen = /^(\S+)\s+-\s+(\S+)$/;

/** One alternative of a range: all must hold. Undefined if it is malformed. */
function parseSet(text: string): Comparator[] | undefined {
  const hyphen: any = RegExpPrototypeExec(kHyphen, text);
  if (hyphen !== null) {
    const low = comparatorsOf(`>=${hyphen[1]}`);
    const high = comparatorsOf(`<=${hyphen[2]}`);
    return low === undefined || high === undefined ? undefined : [...low, ...high];
  }
  const list: Comparator[] = [];
  // `>= 1.2` is `>=1.2`.
  const joined = RegExpPrototypeSymbolReplace(/([<>]=?|=|~>?|\^)\s+/g, text, "$1" as any) as string;
  const words = RegExpPrototypeSymbolSplit(/\s+/, joined) as unknown as string[];
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "") continue;
    const comparators = comparatorsOf(words[i]!);
    if (comparators === undefined) return undefined;
    for (let k = 0; k < comparators.length; k++) ArrayPrototypePush(list, comparators[k]!);
  }
  return list;
}

// The range that was asked for last, and its alternatives: programs ask for one over many versions.
let lastRange: string | undefined;
let lastSets: Comparator[][] = [];

/** The alternatives of a range that are well-formed. */
function setsOf(range: string): Comparator[][] {
  if (range === lastRange) return lastSets;
  const sets: Comparator[][] = [];
  const parts = StringPrototypeSplit(range, "||");
  for (let i = 0; i < parts.length; i++) {
    const set = parseSet(StringPrototypeTrim(parts[i]!));
    if (set !== undefined) ArrayPrototypePush(sets, set);
  }
  lastRange = range;
  lastSets = sets;
  return sets;
}

function holds(version: Version, { operator, version: other }: Comparator): boolean {
  const order = compare(version, other);
  switch (operator) {
    case "<": return order < 0;
    case "<=": return order <= 0;
    case ">": return order > 0;
    case ">=": return order >= 0;
    default: return order === 0;
  }
}

/** A prerelease is only meant by a range that names one of the same release. */
function admits(set: Comparator[], version: Version): boolean {
  for (let i = 0; i < set.length; i++) if (!holds(version, set[i]!)) return false;
  if (version.pre.length === 0) return true;
  for (let i = 0; i < set.length; i++) {
    const { version: other, isImplied } = set[i]!;
    if (!isImplied && other.pre.length > 0 && other.major === version.major && other.minor === version.minor && other.patch === version.patch) return true;
  }
  return false;
}

export const semver = {
  /** @returns Whether the version is in the range; false if one of them is malformed. */
  satisfies(version: unknown, range: unknown): boolean {
    const parsed = parse(version);
    const text = `${range as any}`;
    if (parsed === undefined || text.length > kLongest) return false;
    const sets = setsOf(text);
    for (let i = 0; i < sets.length; i++) if (admits(sets[i]!, parsed)) return true;
    return false;
  },

  /** @returns -1, 0 or 1, as a comparison for sort(). @throws For what is no version. */
  order(a: unknown, b: unknown): -1 | 0 | 1 {
    const left = parse(a);
    if (left === undefined) throw new Error(`Invalid SemVer: ${a as any}`);
    const right = parse(b);
    if (right === undefined) throw new Error(`Invalid SemVer: ${b as any}`);
    return compare(left, right) as -1 | 0 | 1;
  },
};
