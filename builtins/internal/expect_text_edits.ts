/**
 * Edits between two texts, character by character, made readable: small accidental matches inside of changes are
 * given up, and edits move to where words begin (the ideas are Neil Fraser's, https://neil.fraser.name/writing/diff/).
 */
import {
  ArrayPrototypePush, ArrayPrototypeSplice, MathMax, MathMin, RegExpPrototypeTest, StringPrototypeCharAt, StringPrototypeCharCodeAt,
  StringPrototypeEndsWith, StringPrototypeSlice, StringPrototypeStartsWith,
} from "internal/primordials";
import { commonRuns } from "internal/text_diff";

export const Delete = -1;
export const Equal = 0;
export const Insert = 1;

export interface Edit {
  op: -1 | 0 | 1;
  text: string;
}

export function edit(op: -1 | 0 | 1, text: string): Edit {
  return { op, text };
}

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = StringPrototypeCharCodeAt(text, i);
  return units;
}

function rawEdits(a: string, b: string): Edit[] {
  const edits: Edit[] = [];
  let aIndex = 0;
  let bIndex = 0;
  const changeUntil = (aEnd: number, bEnd: number) => {
    if (aIndex !== aEnd) ArrayPrototypePush(edits, edit(Delete, StringPrototypeSlice(a, aIndex, aEnd)));
    if (bIndex !== bEnd) ArrayPrototypePush(edits, edit(Insert, StringPrototypeSlice(b, bIndex, bEnd)));
  };
  const aUnits = unitsOf(a);
  const bUnits = unitsOf(b);
  commonRuns(a.length, b.length, (i, j) => aUnits[i] === bUnits[j], (length, aStart, bStart) => {
    changeUntil(aStart, bStart);
    aIndex = aStart + length;
    bIndex = bStart + length;
    ArrayPrototypePush(edits, edit(Equal, StringPrototypeSlice(b, bStart, bIndex)));
  });
  changeUntil(a.length, b.length);
  return edits;
}

function commonPrefix(a: string, b: string): number {
  const most = MathMin(a.length, b.length);
  let n = 0;
  while (n < most && a[n] === b[n]) n++;
  return n;
}

function commonSuffix(a: string, b: string): number {
  const most = MathMin(a.length, b.length);
  let n = 0;
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}

/** How much of the end of `a` is the start of `b`. */
function overlap(a: string, b: string): number {
  for (let n = MathMin(a.length, b.length); n > 0; n--)
    if (StringPrototypeEndsWith(a, StringPrototypeSlice(b, 0, n))) return n;
  return 0;
}

/** Joins neighbours of one kind, factors out what a deletion and an insertion share, and drops empty edits. */
function merge(edits: Edit[]): void {
  ArrayPrototypePush(edits, edit(Equal, ""));
  let i = 0;
  let deleted = "";
  let inserted = "";
  let changes = 0;
  while (i < edits.length) {
    const { op, text } = edits[i]!;
    if (op !== Equal) {
      if (op === Delete) deleted += text;
      else inserted += text;
      changes++;
      i++;
      continue;
    }
    if (changes > 1) {
      if (deleted !== "" && inserted !== "") {
        const prefix = commonPrefix(inserted, deleted);
        if (prefix !== 0) {
          const before = i - changes - 1;
          const shared = StringPrototypeSlice(inserted, 0, prefix);
          if (before >= 0 && edits[before]!.op === Equal) {
            edits[before]!.text += shared;
          } else {
            ArrayPrototypeSplice(edits, 0, 0, edit(Equal, shared));
            i++;
          }
          inserted = StringPrototypeSlice(inserted, prefix);
          deleted = StringPrototypeSlice(deleted, prefix);
        }
        const suffix = commonSuffix(inserted, deleted);
        if (suffix !== 0) {
          edits[i]!.text = StringPrototypeSlice(inserted, inserted.length - suffix) + edits[i]!.text;
          inserted = StringPrototypeSlice(inserted, 0, inserted.length - suffix);
          deleted = StringPrototypeSlice(deleted, 0, deleted.length - suffix);
        }
      }
      i -= changes;
      ArrayPrototypeSplice(edits, i, changes);
      if (deleted !== "") ArrayPrototypeSplice(edits, i++, 0, edit(Delete, deleted));
      if (inserted !== "") ArrayPrototypeSplice(edits, i++, 0, edit(Insert, inserted));
      i++;
    } else if (i !== 0 && edits[i - 1]!.op === Equal) {
      edits[i - 1]!.text += text;
      ArrayPrototypeSplice(edits, i, 1);
    } else {
      i++;
    }
    deleted = inserted = "";
    changes = 0;
  }
  if (edits[edits.length - 1]!.text === "") edits.length--;
  if (shiftAcross(edits)) merge(edits);
}

/** An edit between equalities that can move over a whole one of them does, which removes the equality. */
function shiftAcross(edits: Edit[]): boolean {
  let hasChanged = false;
  for (let i = 1; i < edits.length - 1; i++) {
    const before = edits[i - 1]!;
    const middle = edits[i]!;
    const after = edits[i + 1]!;
    if (before.op !== Equal || after.op !== Equal) continue;
    if (StringPrototypeEndsWith(middle.text, before.text)) {
      middle.text = before.text + StringPrototypeSlice(middle.text, 0, middle.text.length - before.text.length);
      after.text = before.text + after.text;
      ArrayPrototypeSplice(edits, i - 1, 1);
      hasChanged = true;
    } else if (StringPrototypeStartsWith(middle.text, after.text)) {
      before.text += after.text;
      middle.text = StringPrototypeSlice(middle.text, after.text.length) + after.text;
      ArrayPrototypeSplice(edits, i + 1, 1);
      hasChanged = true;
    }
  }
  return hasChanged;
}

/** How good a place between two texts is for an edit to begin or end: 6 at an edge, 0 inside of a word. */
function boundaryScore(one: string, two: string): number {
  if (one === "" || two === "") return 6;
  const a = StringPrototypeCharAt(one, one.length - 1);
  const b = StringPrototypeCharAt(two, 0);
  const isOther = (c: string) => RegExpPrototypeTest(/[^a-zA-Z0-9]/, c);
  const isSpace = (c: string) => isOther(c) && RegExpPrototypeTest(/\s/, c);
  const isBreak = (c: string) => isSpace(c) && RegExpPrototypeTest(/[\r\n]/, c);
  if ((isBreak(a) && RegExpPrototypeTest(/\n\r?\n$/, one)) || (isBreak(b) && RegExpPrototypeTest(/^\r?\n\r?\n/, two))) return 5;
  if (isBreak(a) || isBreak(b)) return 4;
  if (isOther(a) && !isSpace(a) && isSpace(b)) return 3;
  if (isSpace(a) || isSpace(b)) return 2;
  return isOther(a) || isOther(b) ? 1 : 0;
}

/** Moves edits that are surrounded by equalities sideways to where a word or a line begins. */
function alignToWords(edits: Edit[]): void {
  for (let i = 1; i < edits.length - 1; i++) {
    if (edits[i - 1]!.op !== Equal || edits[i + 1]!.op !== Equal) continue;
    let before = edits[i - 1]!.text;
    let middle = edits[i]!.text;
    let after = edits[i + 1]!.text;
    const shift = commonSuffix(before, middle);
    if (shift > 0) {
      const shared = StringPrototypeSlice(middle, middle.length - shift);
      before = StringPrototypeSlice(before, 0, before.length - shift);
      middle = shared + StringPrototypeSlice(middle, 0, middle.length - shift);
      after = shared + after;
    }
    let best = [before, middle, after];
    let bestScore = boundaryScore(before, middle) + boundaryScore(middle, after);
    while (middle !== "" && after !== "" && middle[0] === after[0]) {
      before += middle[0];
      middle = StringPrototypeSlice(middle, 1) + after[0];
      after = StringPrototypeSlice(after, 1);
      const score = boundaryScore(before, middle) + boundaryScore(middle, after);
      if (score >= bestScore) {
        bestScore = score;
        best = [before, middle, after];
      }
    }
    if (edits[i - 1]!.text === best[0]) continue;
    if (best[0] !== "") {
      edits[i - 1]!.text = best[0]!;
    } else {
      ArrayPrototypeSplice(edits, i - 1, 1);
      i--;
    }
    edits[i]!.text = best[1]!;
    if (best[2] !== "") {
      edits[i + 1]!.text = best[2]!;
    } else {
      ArrayPrototypeSplice(edits, i + 1, 1);
      i--;
    }
  }
}

/** Gives up equalities that are no longer than the changes on both of their sides. */
function dropSmallMatches(edits: Edit[]): boolean {
  let hasChanged = false;
  const equalities: number[] = [];
  let last: string | null = null;
  let insertedBefore = 0;
  let deletedBefore = 0;
  let insertedAfter = 0;
  let deletedAfter = 0;
  for (let i = 0; i < edits.length; i++) {
    const { op, text } = edits[i]!;
    if (op === Equal) {
      ArrayPrototypePush(equalities, i);
      insertedBefore = insertedAfter;
      deletedBefore = deletedAfter;
      insertedAfter = deletedAfter = 0;
      last = text;
      continue;
    }
    if (op === Insert) insertedAfter += text.length;
    else deletedAfter += text.length;
    if (!last || last.length > MathMax(insertedBefore, deletedBefore) || last.length > MathMax(insertedAfter, deletedAfter)) continue;
    const at = equalities[equalities.length - 1]!;
    ArrayPrototypeSplice(edits, at, 0, edit(Delete, last));
    edits[at + 1]!.op = Insert;
    equalities.length--;
    // The one before it may be small enough now.
    if (equalities.length > 0) equalities.length--;
    i = equalities.length > 0 ? equalities[equalities.length - 1]! : -1;
    insertedBefore = deletedBefore = insertedAfter = deletedAfter = 0;
    last = null;
    hasChanged = true;
  }
  return hasChanged;
}

/** What ends a deletion and begins the insertion after it (or the other way round) is equal, if it is long enough. */
function extractOverlaps(edits: Edit[]): void {
  for (let i = 1; i < edits.length; i++) {
    if (edits[i - 1]!.op !== Delete || edits[i]!.op !== Insert) continue;
    const deleted = edits[i - 1]!.text;
    const inserted = edits[i]!.text;
    const forward = overlap(deleted, inserted);
    const backward = overlap(inserted, deleted);
    const isLong = (n: number) => n >= deleted.length / 2 || n >= inserted.length / 2;
    if (forward >= backward) {
      if (isLong(forward)) {
        ArrayPrototypeSplice(edits, i, 0, edit(Equal, StringPrototypeSlice(inserted, 0, forward)));
        edits[i - 1]!.text = StringPrototypeSlice(deleted, 0, deleted.length - forward);
        edits[i + 1]!.text = StringPrototypeSlice(inserted, forward);
        i++;
      }
    } else if (isLong(backward)) {
      ArrayPrototypeSplice(edits, i, 0, edit(Equal, StringPrototypeSlice(deleted, 0, backward)));
      edits[i - 1] = edit(Insert, StringPrototypeSlice(inserted, 0, inserted.length - backward));
      edits[i + 1] = edit(Delete, StringPrototypeSlice(deleted, backward));
      i++;
    }
    i++;
  }
}

export function textEdits(a: string, b: string): Edit[] {
  const edits = rawEdits(a, b);
  if (dropSmallMatches(edits)) merge(edits);
  alignToWords(edits);
  extractOverlaps(edits);
  return edits;
}
