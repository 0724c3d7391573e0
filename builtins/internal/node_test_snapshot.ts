/** Snapshots of node:test: https://nodejs.org/api/test.html#snapshot-testing. They are in `<file>.snapshot`, which is a module. */
import {
  ArrayPrototypeSort, Error, JSONStringify, MapPrototypeGet, ObjectKeys, RegExpPrototypeExec, SafeMap, StringPrototypeReplaceAll,
} from "internal/primordials";
import { readText, writeText } from "internal/test_snapshot_files";

export type Serializer = (value: any) => any;

const kEntry = /exports\[`((?:\\[^]|[^`\\])*)`\] = `((?:\\[^]|[^`\\])*)`;/g;

export let defaultSerializers: Serializer[] = [(value) => JSONStringify(value, null, 2)];
let resolvePath = (testPath: string | undefined): string => {
  if (testPath === undefined) throw new Error("A snapshot needs a test that is in a file");
  return `${testPath}.snapshot`;
};

export function setDefaultSnapshotSerializers(serializers: Serializer[]): void {
  defaultSerializers = [...serializers];
}

export function setResolveSnapshotPath(resolve: (testPath: string | undefined) => string): void {
  resolvePath = resolve;
}

function escape(text: string): string {
  return StringPrototypeReplaceAll(text, /[\\`]|\$\{/g, (match: string) => `\\${match}`);
}

function unescape(text: string): string {
  return StringPrototypeReplaceAll(text, /\\([^])/g, (_: string, char: string) => char);
}

export function serialize(value: unknown, serializers: Serializer[] = defaultSerializers): string {
  let result: any = value;
  for (let i = 0; i < serializers.length; i++) result = serializers[i]!(result);
  if (typeof result !== "string") throw new Error("The serializers of a snapshot must make a text of the value");
  return `\n${result}\n`;
}

/** The snapshots of one file. */
export class SnapshotFile {
  readonly #path: string;
  readonly #entries: Record<string, string> = { __proto__: null } as any;
  readonly #counts: Map<string, number> = new SafeMap() as any;
  #isChanged = false;

  constructor(testPath: string | undefined) {
    this.#path = resolvePath(testPath);
    const text = readText(this.#path) ?? "";
    kEntry.lastIndex = 0;
    for (let found = RegExpPrototypeExec(kEntry, text); found !== null; found = RegExpPrototypeExec(kEntry, text)) this.#entries[unescape(found[1]!)] = unescape(found[2]!);
  }

  /** @returns What there is; undefined: it is written. */
  match(testName: string, text: string, writes: boolean): string | undefined {
    const count = ((MapPrototypeGet(this.#counts, testName) as number | undefined) ?? 0) + 1;
    this.#counts.set(testName, count);
    const key = `${testName} ${count}`;
    if (writes) {
      if (this.#entries[key] !== text) this.#isChanged = true;
      this.#entries[key] = text;
      return undefined;
    }
    const found = this.#entries[key];
    if (found !== undefined) return found;
    throw new Error(`Snapshot '${key}' not found in '${this.#path}'. Run the tests again so that snapshots are written (--update-snapshots).`);
  }

  save(): void {
    if (!this.#isChanged) return;
    let text = "";
    const keys = ArrayPrototypeSort(ObjectKeys(this.#entries)) as string[];
    for (let i = 0; i < keys.length; i++) text += `${i === 0 ? "" : "\n"}exports[\`${escape(keys[i]!)}\`] = \`${escape(this.#entries[keys[i]!]!)}\`;\n`;
    writeText(this.#path, text);
  }
}

