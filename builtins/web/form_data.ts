/**
 * FormData. https://xhr.spec.whatwg.org/#interface-formdata
 */
import { ArrayIsArray, ArrayPrototypePush, DateNow } from "internal/primordials";
import { codes } from "internal/errors";
import { blobDataOf, type Blob } from "web/blob";
import { type File, isFile, newFile } from "web/file";
import { definePairIteration } from "web/pair_iterator";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toUSVString } from "web/webidl";

export type FormDataValue = string | File;

let entriesOf: (value: any) => FormDataValue[] | undefined;
let setEntries: (form: FormData, entries: FormDataValue[]) => void;

export class FormData {
  // The entries: name, value, name, value.
  #entries: FormDataValue[] = [];

  static {
    entriesOf = (value) =>
      value !== null && typeof value === "object" && #entries in value ? (value as FormData).#entries : undefined;
    setEntries = (form, entries) => void (form.#entries = entries);
  }

  /** The standard's arguments are a document's form and button, and there are none here. */
  constructor(form: unknown = undefined, submitter: unknown = undefined) {
    if (form !== undefined) throw new codes.ERR_INVALID_ARG_TYPE("form", "undefined", form);
    if (submitter !== undefined && submitter !== null) {
      throw new codes.ERR_INVALID_ARG_TYPE("submitter", "undefined", submitter);
    }
  }

  append(name: unknown, value: unknown, filename: unknown = undefined): void {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    const key = toUSVString(name);
    ArrayPrototypePush(this.#entries, key, toValue(value, filename, arguments.length));
  }

  delete(name: unknown): void {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    removeFrom(this.#entries, 0, toUSVString(name));
  }

  get(name: unknown): FormDataValue | null {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const entries = this.#entries;
    const index = indexOf(entries, toUSVString(name));
    return index < 0 ? null : entries[index + 1];
  }

  getAll(name: unknown): FormDataValue[] {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    const key = toUSVString(name);
    const values: FormDataValue[] = [];
    const entries = this.#entries;
    for (let i = 0; i < entries.length; i += 2) {
      if (entries[i] === key) ArrayPrototypePush(values, entries[i + 1]);
    }
    return values;
  }

  has(name: unknown): boolean {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("name");
    return indexOf(this.#entries, toUSVString(name)) >= 0;
  }

  set(name: unknown, value: unknown, filename: unknown = undefined): void {
    requireThis(#entries in this, "FormData");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("name", "value");
    const key = toUSVString(name);
    const item = toValue(value, filename, arguments.length);
    const entries = this.#entries;
    const index = indexOf(entries, key);
    if (index < 0) {
      ArrayPrototypePush(entries, key, item);
    } else {
      entries[index + 1] = item;
      removeFrom(entries, index + 2, key);
    }
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#entries in this, "FormData");
    return inspectAs(this, grouped(this.#entries), depth, options, inspect);
  }
}

definePairIteration(FormData, "FormData", {
  has: (target) => entriesOf(target) !== undefined,
  list: (target) => entriesOf(target)!,
});
finishInterface(FormData, "FormData");
registerPlatformClass(FormData.prototype, { name: "FormData", isInstance: (value) => entriesOf(value) !== undefined });

/** The entries of a FormData, name and value in turn; undefined for anything else. */
export function formEntriesOf(value: unknown): FormDataValue[] | undefined {
  return entriesOf(value);
}

/** A FormData of entries, name and value in turn, which are its own from here on. */
export function newFormData(entries: FormDataValue[]): FormData {
  const form = new FormData();
  setEntries(form, entries);
  return form;
}

function indexOf(entries: FormDataValue[], name: string): number {
  for (let i = 0; i < entries.length; i += 2) {
    if (entries[i] === name) return i;
  }
  return -1;
}

function removeFrom(entries: FormDataValue[], start: number, name: string): void {
  let kept = start;
  for (let i = start; i < entries.length; i += 2) {
    if (entries[i] === name) continue;
    entries[kept++] = entries[i];
    entries[kept++] = entries[i + 1];
  }
  entries.length = kept;
}

// https://xhr.spec.whatwg.org/#create-an-entry
function toValue(value: any, filename: unknown, count: number): FormDataValue {
  const data = blobDataOf(value);
  if (data === undefined) {
    if (count > 2) throw new codes.ERR_INVALID_ARG_TYPE("value", "Blob", value);
    return toUSVString(value);
  }
  if (isFile(value)) {
    if (filename === undefined) return value;
    return newFile(data, value.type, toUSVString(filename), value.lastModified);
  }
  const name = filename === undefined ? ("formName" in data ? data.formName : "blob") : toUSVString(filename);
  return newFile(data, (value as Blob).type, name, DateNow());
}

/** One property a name; several values become an array. */
function grouped(entries: FormDataValue[]): Record<string, unknown> {
  const object: Record<string, any> = { __proto__: null as any };
  for (let i = 0; i < entries.length; i += 2) {
    const name = entries[i] as string;
    const known = object[name];
    if (known === undefined) object[name] = entries[i + 1];
    else if (ArrayIsArray(known)) ArrayPrototypePush(known, entries[i + 1]);
    else object[name] = [known, entries[i + 1]];
  }
  return { ...object };
}
