/** Differences as lines with signs, `-` for what was expected and `+` for what was received, as Jest shows them. */
import {
  ArrayPrototypeJoin, ArrayPrototypePush, MathMax, String, StringPrototypeIncludes, StringPrototypeRepeat,
  StringPrototypeReplace, StringPrototypeSplit,
} from "internal/primordials";
import { dim, green, inverse, onYellow, red, yellow, type Paint } from "internal/expect_colors";
import { Delete, edit, Equal, Insert, textEdits, type Edit } from "internal/expect_text_edits";
import { commonRuns } from "internal/text_diff";

/** Equal lines that are shown around a change, unless all are. */
const kContext = 5;

export interface DiffOptions {
  aAnnotation?: string;
  bAnnotation?: string;
  /** False leaves out equal lines that are far from any change. */
  expand?: boolean;
  includeChangeCounts?: boolean;
  /** Marks spaces at the ends of lines, and shows empty lines at the edges: for texts whose lines are their own. */
  isText?: boolean;
}

function paintTrailingSpaces(line: string, color: Paint | null): string {
  return color === null ? line : StringPrototypeReplace(line, /\s+$/, (spaces) => color(spaces));
}

function printLine({ op, text }: Edit, isEdge: boolean, options: DiffOptions): string {
  const [color, sign] = op === Delete ? [green, "-"] : op === Insert ? [red, "+"] : [dim, " "];
  const spaces = options.isText ? onYellow : null;
  if (text !== "") return color(`${sign} ${paintTrailingSpaces(text, spaces)}`);
  if (op !== Equal) return color(sign);
  return isEdge && options.isText ? color(`${sign} ↵`) : "";
}

function printAnnotation(edits: Edit[], options: DiffOptions): string {
  const a = options.aAnnotation ?? "Expected";
  const b = options.bAnnotation ?? "Received";
  let aRest = "";
  let bRest = "";
  if (options.includeChangeCounts) {
    let deleted = 0;
    let inserted = 0;
    for (let i = 0; i < edits.length; i++) {
      if (edits[i]!.op === Delete) deleted++;
      else if (edits[i]!.op === Insert) inserted++;
    }
    const aCount = String(deleted);
    const bCount = String(inserted);
    const pad = (n: number) => StringPrototypeRepeat(" ", MathMax(0, n));
    aRest = `${pad(b.length - a.length)}  - ${pad(bCount.length - aCount.length)}${aCount}`;
    bRest = `${pad(a.length - b.length)}  + ${pad(aCount.length - bCount.length)}${bCount}`;
  }
  return `${green(`- ${a}${aRest}`)}\n${red(`+ ${b}${bRest}`)}\n\n`;
}

/** Which lines are near a change. */
function nearChanges(edits: Edit[]): boolean[] {
  const near: boolean[] = [];
  for (let i = 0; i < edits.length; i++) ArrayPrototypePush(near, edits[i]!.op !== Equal);
  let since = Infinity;
  for (let i = 0; i < edits.length; i++) {
    since = edits[i]!.op !== Equal ? 0 : since + 1;
    if (since <= kContext) near[i] = true;
  }
  since = Infinity;
  for (let i = edits.length - 1; i >= 0; i--) {
    since = edits[i]!.op !== Equal ? 0 : since + 1;
    if (since <= kContext) near[i] = true;
  }
  return near;
}

/** The marks of a hunk, as `diff -u` gives them. */
function printHunks(edits: Edit[], options: DiffOptions): string {
  const near = nearChanges(edits);
  let isWhole = true;
  for (let i = 0; i < near.length; i++) isWhole &&= near[i]!;
  const lines: string[] = [];
  let mark = -1;
  let a = 0;
  let b = 0;
  let aStart = 0;
  let bStart = 0;
  const close = () => {
    if (mark >= 0 && !isWhole) lines[mark] = yellow(`@@ -${aStart + 1},${a - aStart} +${bStart + 1},${b - bStart} @@`);
    mark = -1;
  };
  for (let i = 0; i < edits.length; i++) {
    if (!near[i]) {
      close();
    } else {
      if (mark < 0) {
        mark = isWhole ? 0 : lines.length;
        if (!isWhole) ArrayPrototypePush(lines, "");
        aStart = a;
        bStart = b;
      }
      ArrayPrototypePush(lines, printLine(edits[i]!, i === 0 || i === edits.length - 1, options));
    }
    if (edits[i]!.op !== Insert) a++;
    if (edits[i]!.op !== Delete) b++;
  }
  close();
  return ArrayPrototypeJoin(lines, "\n");
}

export function printDiffLines(edits: Edit[], options: DiffOptions): string {
  const head = printAnnotation(edits, options);
  if (options.expand === false) return head + printHunks(edits, options);
  const lines: string[] = [];
  for (let i = 0; i < edits.length; i++) ArrayPrototypePush(lines, printLine(edits[i]!, i === 0 || i === edits.length - 1, options));
  return head + ArrayPrototypeJoin(lines, "\n");
}

/** Compares lines by `aCompare` and `bCompare`, and shows those of `aLines` and `bLines` at the same places. */
export function lineEdits(aLines: string[], bLines: string[], aCompare: string[], bCompare: string[]): Edit[] {
  const edits: Edit[] = [];
  let aIndex = 0;
  let bIndex = 0;
  const changeUntil = (aEnd: number, bEnd: number) => {
    for (; aIndex < aEnd; aIndex++) ArrayPrototypePush(edits, edit(Delete, aLines[aIndex]!));
    for (; bIndex < bEnd; bIndex++) ArrayPrototypePush(edits, edit(Insert, bLines[bIndex]!));
  };
  commonRuns(aCompare.length, bCompare.length, (i, j) => aCompare[i] === bCompare[j], (length, aStart, bStart) => {
    changeUntil(aStart, bStart);
    for (let i = 0; i < length; i++, aIndex++, bIndex++) ArrayPrototypePush(edits, edit(Equal, bLines[bIndex]!));
  });
  changeUntil(aLines.length, bLines.length);
  return edits;
}

/** An empty text has no lines. */
function splitText(text: string): string[] {
  return text === "" ? [] : StringPrototypeSplit(text, "\n");
}

export function diffTextLines(a: string, b: string, options: DiffOptions): string {
  const aLines = splitText(a);
  const bLines = splitText(b);
  return printDiffLines(lineEdits(aLines, bLines, aLines, bLines), options);
}

/** Collects edits of characters into lines, which are painted where they differ. */
class LineAligner {
  readonly lines: Edit[] = [];
  #deleted: Edit[] = [];
  #inserted: Edit[] = [];
  #deletedLines: Edit[] = [];
  #insertedLines: Edit[] = [];

  add(next: Edit): void {
    if (next.op === Delete) this.#addChange(next, this.#deleted, this.#deletedLines);
    else if (next.op === Insert) this.#addChange(next, this.#inserted, this.#insertedLines);
    else this.#addCommon(next.text);
  }

  end(): Edit[] {
    this.#flush();
    return this.lines;
  }

  #addChange(next: Edit, line: Edit[], lines: Edit[]): void {
    if (!StringPrototypeIncludes(next.text, "\n")) {
      ArrayPrototypePush(line, next);
      return;
    }
    const parts = StringPrototypeSplit(next.text, "\n");
    for (let i = 0; i < parts.length - 1; i++) {
      ArrayPrototypePush(line, edit(next.op, parts[i]!));
      this.#endLine(next.op, line, lines);
    }
    const rest = parts[parts.length - 1]!;
    if (rest !== "") ArrayPrototypePush(line, edit(next.op, rest));
  }

  #endLine(op: -1 | 0 | 1, line: Edit[], lines: Edit[]): void {
    let text = line[0]!.text;
    if (line.length > 1) {
      text = "";
      for (let i = 0; i < line.length; i++) {
        const part = line[i]!;
        text += part.op === Equal ? part.text : part.text === "" ? "" : inverse(part.text);
      }
    }
    ArrayPrototypePush(lines, edit(op, text));
    line.length = 0;
  }

  /** What is equal within a line that has changes is a part of both of its versions. */
  #addToBoth(text: string): void {
    if (text !== "" || this.#deleted.length === 0) ArrayPrototypePush(this.#deleted, edit(Equal, text));
    if (text !== "" || this.#inserted.length === 0) ArrayPrototypePush(this.#inserted, edit(Equal, text));
  }

  #addCommon(text: string): void {
    const parts = StringPrototypeSplit(text, "\n");
    if (parts.length === 1) {
      this.#addToBoth(text);
      return;
    }
    if (this.#deleted.length === 0 && this.#inserted.length === 0) {
      this.#flush();
      ArrayPrototypePush(this.lines, edit(Equal, parts[0]!));
    } else {
      this.#addToBoth(parts[0]!);
      this.#flush();
    }
    for (let i = 1; i < parts.length - 1; i++) ArrayPrototypePush(this.lines, edit(Equal, parts[i]!));
    const rest = parts[parts.length - 1]!;
    if (rest !== "") this.#addToBoth(rest);
  }

  #flush(): void {
    if (this.#deleted.length > 0) this.#endLine(Delete, this.#deleted, this.#deletedLines);
    if (this.#inserted.length > 0) this.#endLine(Insert, this.#inserted, this.#insertedLines);
    for (let i = 0; i < this.#deletedLines.length; i++) ArrayPrototypePush(this.lines, this.#deletedLines[i]!);
    for (let i = 0; i < this.#insertedLines.length; i++) ArrayPrototypePush(this.lines, this.#insertedLines[i]!);
    this.#deletedLines.length = this.#insertedLines.length = 0;
  }
}

/** Two texts by lines, with the characters that differ inverted if they have anything in common. */
export function diffTexts(a: string, b: string, options: DiffOptions): string {
  if (a !== b && a !== "" && b !== "") {
    const isMultiline = StringPrototypeIncludes(a, "\n") || StringPrototypeIncludes(b, "\n");
    const edits = isMultiline ? textEdits(`${a}\n`, `${b}\n`) : textEdits(a, b);
    let hasCommon = false;
    for (let i = 0; i < edits.length; i++)
      hasCommon ||= edits[i]!.op === Equal && !(isMultiline && i === edits.length - 1 && edits[i]!.text === "\n");
    if (hasCommon) {
      const aligner = new LineAligner();
      for (let i = 0; i < edits.length; i++) aligner.add(edits[i]!);
      return printDiffLines(aligner.end(), options);
    }
  }
  return diffTextLines(a, b, options);
}
