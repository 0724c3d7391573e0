/**
 * The snapshots of one test file: what there is, what was asked for, what is to be written.
 *
 * A snapshot is written if there is none yet and `update` is "new" or "all", or if it differs and `update` is "all".
 * With "none" (`--ci`) one that is missing fails.
 */
import { readText, removeFile, writeText } from "internal/test_snapshot_files";
import { type InlineSnapshot, writeInline } from "internal/test_snapshot_inline";
import {
  type Format, type Snapshots, type Update, addLineBreaks, keyOf, normalizeNewlines, parseSnapshots, printSnapshots, removeLineBreaks, testNameOf,
} from "internal/test_snapshot_text";
import {
  ArrayPrototypeFilter, ArrayPrototypeFind, ArrayPrototypePush, Error, MapPrototypeDelete, MapPrototypeForEach, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet, ObjectKeys,
  RegExpPrototypeTest, SafeMap, SafeSet, SetPrototypeAdd, SetPrototypeClear, SetPrototypeDelete, SetPrototypeForEach, StringPrototypeIncludes, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeTrim,
} from "internal/primordials";

/** Where a matcher was called, as the stack of its call says: line and column from 1, of the file as it was written. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

export interface SnapshotOptions {
  format: Format;
  update: Update;
  serialize(value: unknown): string;
  /** Where the matcher that is running was called. Asked for inline snapshots only. */
  place(error: Error | undefined): Place;
}

export interface Asked {
  testName: string;
  /** The attempt at a test, so that `clear` can take back what it did. */
  attempt?: object;
  received: unknown;
  /** An inline snapshot: what stands in the source, without its indentation. */
  inline?: { expected: string | undefined };
  /** A file of its own. */
  file?: string;
  error?: Error;
  /** The test should fail: nothing is written, and what there is stays. */
  failing?: boolean;
}

export interface Answer {
  pass: boolean;
  key: string;
  count: number;
  actual: string;
  /** undefined: there is no snapshot, and none may be written. */
  expected: string | undefined;
}

type Count = "added" | "matched" | "unmatched" | "updated";

/** What an attempt did, and what was before. */
interface Attempt {
  counters: Map<string, number | undefined>;
  snapshots: Map<string, string | undefined>;
  checked: string[];
  counts: Record<Count, number>;
  /** How much there was to write before it first wrote, and how often it wrote. */
  isDirty: boolean;
  writesBefore: number;
  writes: number;
}

interface Inline extends InlineSnapshot {
  file: string;
  attempt: object | undefined;
}

interface Raw {
  file: string;
  text: string;
  attempt: object | undefined;
}

function newCounts(): Record<Count, number> {
  return { added: 0, matched: 0, unmatched: 0, updated: 0 };
}

export class SnapshotState {
  readonly counts = newCounts();
  readonly format: Format;
  readonly update: Update;
  readonly path: string;
  #options: SnapshotOptions;
  #snapshots: Snapshots;
  #fileExists: boolean;
  #isDirty: boolean;
  #writes = 0;
  /** How many snapshots each test has asked for. */
  #counters: Map<string, number> = new SafeMap() as any;
  #unchecked: Set<string>;
  #inline: Inline[] = [];
  /** All that were asked for, those that need not be written, too. */
  #places: Inline[] = [];
  #raw: Raw[] = [];
  #attempts: Map<object, Attempt> = new SafeMap() as any;

  /**
   * @param path The snapshot file.
   * @throws With update "none", if the file is of another version of Jest.
   */
  constructor(path: string, options: SnapshotOptions) {
    this.path = path;
    this.#options = options;
    this.format = options.format;
    this.update = options.update;
    const text = readText(path);
    this.#fileExists = text !== undefined;
    const { snapshots, isDirty } = parseSnapshots(options.format, text ?? "", options.update);
    this.#snapshots = snapshots;
    this.#isDirty = isDirty;
    this.#unchecked = new SafeSet(ObjectKeys(snapshots)) as any;
  }

  #attempt(identity: object | undefined): Attempt | undefined {
    if (identity === undefined) return undefined;
    let attempt = MapPrototypeGet(this.#attempts, identity) as Attempt | undefined;
    if (!attempt) {
      attempt = { counters: new SafeMap() as any, snapshots: new SafeMap() as any, checked: [], counts: newCounts(), isDirty: false, writesBefore: 0, writes: 0 };
      MapPrototypeSet(this.#attempts, identity, attempt);
    }
    return attempt;
  }

  #count(testName: string, identity: object | undefined): number {
    const attempt = this.#attempt(identity);
    const before = MapPrototypeGet(this.#counters, testName) as number | undefined;
    if (attempt && !MapPrototypeHas(attempt.counters, testName)) MapPrototypeSet(attempt.counters, testName, before);
    const count = (before ?? 0) + 1;
    MapPrototypeSet(this.#counters, testName, count);
    return count;
  }

  #check(key: string, identity: object | undefined): void {
    const attempt = this.#attempt(identity);
    if (SetPrototypeDelete(this.#unchecked, key) && attempt) ArrayPrototypePush(attempt.checked, key);
  }

  #tally(count: Count, identity: object | undefined): void {
    this.counts[count]++;
    const attempt = this.#attempt(identity);
    if (attempt) attempt.counts[count]++;
  }

  #set(key: string, text: string, identity: object | undefined): void {
    const attempt = this.#attempt(identity);
    if (attempt && !MapPrototypeHas(attempt.snapshots, key)) MapPrototypeSet(attempt.snapshots, key, this.#snapshots[key]);
    this.#snapshots[key] = text;
  }

  /** Vitest lets one call take the same snapshot again and again; another one is a mistake. */
  #place(asked: Asked, text: string): Inline {
    const inline: Inline = { ...this.#options.place(asked.error), snapshot: text, attempt: asked.attempt };
    const isThere = (other: Inline) => other.file === inline.file && other.line === inline.line && other.column === inline.column;
    const other = ArrayPrototypeFind(this.#places, isThere) as Inline | undefined;
    if (other) {
      this.#inline = ArrayPrototypeFilter(this.#inline, (one: Inline) => !isThere(one));
      if (other.snapshot !== text) {
        const fault: any = new Error("toMatchInlineSnapshot with different snapshots cannot be called at the same location");
        fault.actual = text;
        fault.expected = other.snapshot;
        throw fault;
      }
    }
    ArrayPrototypePush(this.#places, inline);
    return inline;
  }

  #add(key: string, text: string, asked: Asked, place: Inline | undefined): void {
    const attempt = this.#attempt(asked.attempt);
    if (attempt && attempt.writes++ === 0) {
      attempt.isDirty = this.#isDirty;
      attempt.writesBefore = this.#writes;
    }
    this.#writes++;
    this.#isDirty = true;
    if (asked.inline) ArrayPrototypePush(this.#inline, place ?? { ...this.#options.place(asked.error), snapshot: text, attempt: asked.attempt });
    else if (asked.file !== undefined) ArrayPrototypePush(this.#raw, { file: asked.file, text, attempt: asked.attempt });
    else this.#set(key, text, asked.attempt);
  }

  /** Of a value and a snapshot: are they the same, or is the snapshot (to be) written? */
  match(asked: Asked): Answer {
    const { inline, file, attempt } = asked;
    const count = this.#count(asked.testName, attempt);
    const key = keyOf(this.format, asked.testName, count);
    // One that moved from the file into the source becomes obsolete in the file.
    if (!(inline && this.#snapshots[key] !== undefined)) this.#check(key, attempt);
    const isRaw = file !== undefined;
    const printed = isRaw && typeof asked.received === "string" ? asked.received : this.#options.serialize(asked.received);
    const text = isRaw ? printed : addLineBreaks(printed);
    let expected = inline ? inline.expected : isRaw ? readText(file) : this.#snapshots[key];
    if (isRaw && expected !== undefined && StringPrototypeIncludes(expected, "\r\n") && !StringPrototypeIncludes(text, "\r\n")) expected = normalizeNewlines(expected);
    const trims = this.format === "vitest" && !isRaw;
    const same = expected !== undefined && (trims ? StringPrototypeTrim(expected) === StringPrototypeTrim(text) : expected === text);
    // What a template literal cannot hold as it was is written as it is now.
    if (same && !inline && !isRaw) this.#set(key, text, attempt);
    const shown = (value: string | undefined) => (value === undefined || isRaw ? value : removeLineBreaks(trims ? StringPrototypeTrim(value) : value));
    if (asked.failing) return { pass: same, key, count, actual: isRaw ? text : removeLineBreaks(text), expected: shown(expected) };

    const place = inline && this.format === "vitest" ? this.#place(asked, text) : undefined;
    const isKept = inline !== undefined || isRaw || this.#fileExists;
    const writes = this.update === "all" || (this.update === "new" && (expected === undefined || !isKept));
    if (same && (this.update !== "new" || isKept)) {
      this.#tally("matched", attempt);
    } else if (writes) {
      this.#tally(expected === undefined || this.update === "new" ? "added" : "updated", attempt);
      this.#add(key, text, asked, place);
    } else {
      this.#tally("unmatched", attempt);
      return { pass: false, key, count, actual: isRaw ? text : removeLineBreaks(text), expected: shown(expected) };
    }
    return { pass: true, key, count, actual: "", expected: "" };
  }

  /** A snapshot was asked for, but its properties do not match. */
  fail(testName: string, attempt?: object): { key: string; count: number } {
    const count = this.#count(testName, attempt);
    const key = keyOf(this.format, testName, count);
    this.#check(key, attempt);
    this.#tally("unmatched", attempt);
    return { key, count };
  }

  /** A test that did not run keeps its snapshots, those with hints, too. */
  markChecked(testName: string): void {
    SetPrototypeForEach(this.#unchecked, (key: string) => {
      const isIts = this.format === "jest"
        ? (testNameOf(this.format, key) === testName || StringPrototypeStartsWith(testNameOf(this.format, key), `${testName}: `))
        : StringPrototypeStartsWith(key, testName) && RegExpPrototypeTest(/^ \d+$|^ > /, StringPrototypeSlice(key, testName.length));
      if (isIts) SetPrototypeDelete(this.#unchecked, key);
    });
  }

  /** Takes back what an attempt at a test did, before the next. */
  clear(identity: object): void {
    const attempt = MapPrototypeGet(this.#attempts, identity) as Attempt | undefined;
    if (!attempt) return;
    MapPrototypeDelete(this.#attempts, identity);
    const isOther = (one: { attempt: object | undefined }) => one.attempt !== identity;
    this.#inline = ArrayPrototypeFilter(this.#inline, isOther);
    this.#places = ArrayPrototypeFilter(this.#places, isOther);
    this.#raw = ArrayPrototypeFilter(this.#raw, isOther);
    this.counts.added -= attempt.counts.added;
    this.counts.matched -= attempt.counts.matched;
    this.counts.unmatched -= attempt.counts.unmatched;
    this.counts.updated -= attempt.counts.updated;
    MapPrototypeForEach(attempt.snapshots, (before: string | undefined, key: string) => {
      if (before === undefined) delete this.#snapshots[key];
      else this.#snapshots[key] = before;
    });
    MapPrototypeForEach(attempt.counters, (before: number | undefined, testName: string) => {
      if (before === undefined) MapPrototypeDelete(this.#counters, testName);
      else MapPrototypeSet(this.#counters, testName, before);
    });
    for (let i = 0; i < attempt.checked.length; i++) SetPrototypeAdd(this.#unchecked, attempt.checked[i]!);
    // What others wrote since stays to be written.
    if (attempt.writes === 0 || this.#writes - attempt.writesBefore !== attempt.writes) return;
    this.#isDirty = attempt.isDirty;
    this.#writes = attempt.writesBefore;
  }

  /** Snapshots that no test asked for. */
  get obsolete(): string[] {
    const keys: string[] = [];
    SetPrototypeForEach(this.#unchecked, (key: string) => ArrayPrototypePush(keys, key));
    return keys;
  }

  /** With update "all": those that no test asked for go. */
  removeObsolete(): void {
    if (this.update !== "all" || this.#unchecked.size === 0) return;
    this.#isDirty = true;
    SetPrototypeForEach(this.#unchecked, (key: string) => { delete this.#snapshots[key]; });
    SetPrototypeClear(this.#unchecked);
  }

  /**
   * Writes files and sources.
   * @returns `deleted`: the file has no snapshot any more (with update "all" it is removed).
   */
  save(): { saved: boolean; deleted: boolean } {
    const hasSnapshots = ObjectKeys(this.#snapshots).length > 0;
    const writes = (this.#isDirty || this.#unchecked.size > 0) && (hasSnapshots || this.#inline.length > 0 || this.#raw.length > 0);
    if (writes) {
      if (hasSnapshots && this.update !== "none") {
        writeText(this.path, printSnapshots(this.format, this.#snapshots));
        this.#fileExists = true;
      }
      this.#saveInline();
      for (let i = 0; i < this.#raw.length; i++) writeText(this.#raw[i]!.file, this.#raw[i]!.text);
    }
    if (hasSnapshots || !this.#fileExists) return { saved: writes, deleted: false };
    if (this.update === "all") {
      removeFile(this.path);
      this.#fileExists = false;
    }
    return { saved: writes, deleted: true };
  }

  #saveInline(): void {
    const byFile: Map<string, Inline[]> = new SafeMap() as any;
    for (let i = 0; i < this.#inline.length; i++) {
      const inline = this.#inline[i]!;
      const list = MapPrototypeGet(byFile, inline.file) as Inline[] | undefined;
      if (list) ArrayPrototypePush(list, inline);
      else MapPrototypeSet(byFile, inline.file, [inline]);
    }
    MapPrototypeForEach(byFile, (list: Inline[], file: string) => {
      const source = readText(file);
      if (source === undefined) throw new Error(`Inline snapshots cannot be written: ${file} does not exist`);
      try {
        writeText(file, writeInline(source, list));
      } catch (error: any) {
        throw new Error(`Inline snapshots cannot be written into ${file}: ${error.message}`, { cause: error });
      }
    });
    this.#inline = [];
  }
}
