// The difference of two values' inspected lines, as AssertionError shows it.
import {
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  StringPrototypeEndsWith,
  StringPrototypeRepeat,
  StringPrototypeTrimEnd,
} from "internal/primordials";

const Same = 0;
const Actual = 1;
const Expected = 2;

interface Line {
  kind: 0 | 1 | 2;
  text: string;
}

/** Beyond so many differences the search, whose memory grows with their square, is given up. */
const kMostDifferences = 2000;
/** Equal lines in a row that are shown before the rest is left out. */
const kContext = 5;

/** Lines that differ by a comma at the end are the same line in another place of an object. */
function areEqual(a: string, b: string, ignoreComma: boolean): boolean {
  return a === b || (ignoreComma && (`${a},` === b || a === `${b},`));
}

/**
 * The shortest edit script, by Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
 * `furthest[k]` is how far into `actual` a path on diagonal k comes; a copy for each number of differences
 * lets the path be walked back.
 */
export function diffLines(actual: string[], expected: string[], ignoreComma: boolean): Line[] {
  const most = actual.length + expected.length;
  const furthest: Record<number, number> = { 1: 0 } as any;
  const trace: Record<number, number>[] = [];
  for (let d = 0; d <= most && d <= kMostDifferences; d++) {
    ArrayPrototypePush(trace, { ...furthest });
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && furthest[k - 1] < furthest[k + 1]);
      let x = down ? furthest[k + 1] : furthest[k - 1] + 1;
      while (x < actual.length && x - k < expected.length && areEqual(actual[x], expected[x - k], ignoreComma)) x++;
      furthest[k] = x;
      if (x >= actual.length && x - k >= expected.length) return walkBack(trace, actual, expected, ignoreComma);
    }
  }
  const all: Line[] = [];
  for (let i = 0; i < actual.length; i++) ArrayPrototypePush(all, { kind: Actual, text: actual[i] });
  for (let i = 0; i < expected.length; i++) ArrayPrototypePush(all, { kind: Expected, text: expected[i] });
  return all;
}

function walkBack(trace: Record<number, number>[], actual: string[], expected: string[], ignoreComma: boolean): Line[] {
  const backwards: Line[] = [];
  let x = actual.length;
  let y = expected.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && furthest[k - 1] < furthest[k + 1]);
    const previousX = furthest[down ? k + 1 : k - 1];
    const previousY = previousX - (down ? k + 1 : k - 1);
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      const text = actual[x - 1];
      const useActual = !ignoreComma || StringPrototypeEndsWith(text, ",");
      ArrayPrototypePush(backwards, { kind: Same, text: useActual ? text : expected[y - 1] });
      x--;
      y--;
    }
    if (d === 0) break;
    if (x > previousX) ArrayPrototypePush(backwards, { kind: Actual, text: actual[--x] });
    else ArrayPrototypePush(backwards, { kind: Expected, text: expected[--y] });
  }
  const lines: Line[] = [];
  for (let i = backwards.length - 1; i >= 0; i--) ArrayPrototypePush(lines, backwards[i]);
  return lines;
}

interface Colors {
  green: string;
  red: string;
  blue: string;
  white: string;
}

/** One line each, with a sign before it; long runs of equal lines are cut. */
export function printLines(lines: Line[], colors: Colors): { text: string; skipped: boolean } {
  let text = "";
  let skipped = false;
  let same = 0;
  for (let i = 0; i < lines.length; i++) {
    const { kind, text: line } = lines[i];
    if (kind !== Same && same > 0) {
      // Cutting one or two lines would save nothing.
      if (same === kContext + 1) {
        text += `${colors.white}  ${lines[i - 1].text}\n`;
      } else if (same === kContext + 2) {
        text += `${colors.white}  ${lines[i - 2].text}\n${colors.white}  ${lines[i - 1].text}\n`;
      } else if (same >= kContext + 3) {
        text += `${colors.blue}...${colors.white}\n${colors.white}  ${lines[i - 1].text}\n`;
        skipped = true;
      }
      same = 0;
    }
    if (kind === Actual) text += `${colors.green}+${colors.white} ${line}\n`;
    else if (kind === Expected) text += `${colors.red}-${colors.white} ${line}\n`;
    else if (same++ < kContext) text += `${colors.white}  ${line}\n`;
  }
  return { text: `\n${StringPrototypeTrimEnd(text)}`, skipped };
}

/** Two values of one line, one above the other, with a mark under the first difference. */
export function stackedLines(actual: string, expected: string, width: number, colors: Colors): string {
  let text = `\n${colors.green}+${colors.white} ${actual}\n${colors.red}-${colors.white} ${expected}`;
  if (actual.length + expected.length > width) return text;
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  if (at < actual.length && at > 2) text += `\n${StringPrototypeRepeat(" ", at + 2)}^`;
  return text;
}

/** The first lines of a value too long to show. */
export function firstLines(lines: string[], most: number): { lines: string[]; skipped: boolean } {
  return lines.length > most ? { lines: ArrayPrototypeSlice(lines, 0, most), skipped: true } : { lines, skipped: false };
}
