// What collections hold: one function a kind, each giving the formatted entries that go between the braces.

import {
  ArrayPrototypeJoin, ArrayPrototypePush, MathMax, MathMin, NumberPrototypeToString, ObjectGetOwnPropertyDescriptor,
  ObjectKeys, RegExpPrototypeExec, StringPrototypeLastIndexOf, StringPrototypeSlice, TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength, TypedArrayPrototypeGetByteOffset, TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
} from "internal/primordials";
import { binding, promiseStates } from "internal/util_binding";
import { remainingText, type Context } from "internal/inspect_context";
import { formatElement, formatProperty } from "internal/inspect_property";
import { formatBigInt, formatNumber } from "internal/inspect_primitive";
import { kListLayout, layOut } from "internal/inspect_layout";

function limitOf(ctx: Context, length: number): number {
  return MathMin(MathMax(0, ctx.maxArrayLength), length);
}

function pushRemaining(output: string[], remaining: number): string[] {
  if (remaining > 0) ArrayPrototypePush(output, remainingText(remaining));
  return output;
}

function holes(ctx: Context, count: number): string {
  return ctx.stylize(`<${count} empty item${count > 1 ? "s" : ""}>`, "undefined");
}

const kIndex = /^(?:0|[1-9][0-9]*)$/;
const kMaxIndex = 2 ** 32 - 2;

export function formatArray(ctx: Context, list: any[], depth: number): string[] {
  const limit = limitOf(ctx, list.length);
  const output: string[] = [];
  for (let i = 0; i < limit; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(list, i);
    if (descriptor === undefined) return formatSparse(ctx, list, depth, limit, output, i);
    ArrayPrototypePush(output, formatElement(ctx, list, depth, descriptor));
  }
  return pushRemaining(output, list.length - limit);
}

/** Goes on from the first hole, by keys: an array may have four billion of them and few elements. */
function formatSparse(
  ctx: Context, list: any[], depth: number, limit: number, output: string[], index: number): string[] {
  const keys = ObjectKeys(list);
  for (let i = index; i < keys.length && output.length < limit; i++) {
    const key = keys[i]!;
    if (RegExpPrototypeExec(kIndex, key) === null || +key > kMaxIndex) break;
    if (+key !== index) {
      ArrayPrototypePush(output, holes(ctx, +key - index));
      index = +key;
      if (output.length === limit) break;
    }
    ArrayPrototypePush(output, formatElement(ctx, list, depth, ObjectGetOwnPropertyDescriptor(list, key)!));
    index++;
  }
  const remaining = list.length - index;
  if (output.length === limit) return pushRemaining(output, remaining);
  if (remaining > 0) ArrayPrototypePush(output, holes(ctx, remaining));
  return output;
}

/** The 2 of Int16Array, even without a prototype. */
function bytesPerElement(view: any): number {
  return +RegExpPrototypeExec(/[0-9]+/, TypedArrayPrototypeGetSymbolToStringTag(view))![0] / 8;
}

export function formatTypedArray(ctx: Context, view: any, depth: number): string[] {
  const length = TypedArrayPrototypeGetLength(view) as number;
  const limit = limitOf(ctx, length);
  const output: string[] = [];
  for (let i = 0; i < limit; i++) {
    const element = view[i];
    ArrayPrototypePush(output, typeof element === "bigint"
      ? formatBigInt(ctx.stylize, element, ctx.numericSeparator)
      : formatNumber(ctx.stylize, element, ctx.numericSeparator));
  }
  pushRemaining(output, length - limit);
  if (!ctx.showHidden) return output;
  ctx.indentation += 2;
  const facts: [string, unknown][] = [
    ["BYTES_PER_ELEMENT", bytesPerElement(view)],
    ["length", length],
    ["byteLength", TypedArrayPrototypeGetByteLength(view)],
    ["byteOffset", TypedArrayPrototypeGetByteOffset(view)],
    ["buffer", TypedArrayPrototypeGetBuffer(view)],
  ];
  for (let i = 0; i < facts.length; i++)
    ArrayPrototypePush(output, `[${facts[i]![0]}]: ${ctx.formatValue(ctx, facts[i]![1], depth, true)}`);
  ctx.indentation -= 2;
  return output;
}

export function formatArrayBuffer(ctx: Context, buffer: ArrayBuffer): string[] {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(buffer);
  } catch {
    return [ctx.stylize("(detached)", "special")];
  }
  const limit = limitOf(ctx, bytes.length);
  const shown: string[] = [];
  for (let i = 0; i < limit; i++)
    ArrayPrototypePush(shown, (bytes[i]! < 16 ? "0" : "") + NumberPrototypeToString(bytes[i]!, 16));
  let text = ArrayPrototypeJoin(shown, " ");
  const remaining = bytes.length - limit;
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? "s" : ""}`;
  return [`${ctx.stylize("[Uint8Contents]", "special")}: <${text}>`];
}

/** Sets, and what is left of an iterator of single values. */
function formatValues(ctx: Context, entries: unknown[], total: number, depth: number): string[] {
  const output: string[] = [];
  ctx.indentation += 2;
  for (let i = 0; i < entries.length; i++) ArrayPrototypePush(output, ctx.formatValue(ctx, entries[i], depth));
  ctx.indentation -= 2;
  return pushRemaining(output, total - entries.length);
}

function formatPairs(ctx: Context, entries: unknown[], total: number, depth: number): string[] {
  const output: string[] = [];
  ctx.indentation += 2;
  for (let i = 0; i < entries.length; i += 2) {
    const key = ctx.formatValue(ctx, entries[i], depth);
    ArrayPrototypePush(output, `${key} => ${ctx.formatValue(ctx, entries[i + 1], depth)}`);
  }
  ctx.indentation -= 2;
  return pushRemaining(output, total - entries.length / 2);
}

export function formatCollection(ctx: Context, collection: object, depth: number): string[] {
  const { 0: entries, 1: keyed, 2: total } = binding.previewEntries(collection, MathMax(ctx.maxArrayLength, 0));
  return keyed ? formatPairs(ctx, entries, total, depth) : formatValues(ctx, entries, total, depth);
}

export function unknownItems(ctx: Context): string[] {
  return [ctx.stylize("<items unknown>", "special")];
}

export function formatValueIterator(ctx: Context, iterator: object, depth: number): string[] {
  const { 0: entries, 2: total } = binding.previewEntries(iterator, MathMax(ctx.maxArrayLength, 0));
  return formatValues(ctx, entries, total, depth);
}

export function formatEntryIterator(ctx: Context, iterator: object, depth: number): string[] {
  const { 0: entries, 2: total } = binding.previewEntries(iterator, MathMax(ctx.maxArrayLength, 0));
  const output: string[] = [];
  ctx.indentation += 2;
  for (let i = 0; i < entries.length; i += 2) {
    const pair = [ctx.formatValue(ctx, entries[i], depth), ctx.formatValue(ctx, entries[i + 1], depth)];
    ArrayPrototypePush(output, layOut(ctx, pair, "", "[", "]", kListLayout, depth));
  }
  ctx.indentation -= 2;
  return pushRemaining(output, total - entries.length / 2);
}

export function formatPromise(ctx: Context, promise: object, depth: number): string[] {
  const { 0: state, 1: result } = binding.promiseDetails(promise);
  if (state === promiseStates.pending) return [ctx.stylize("<pending>", "special")];
  ctx.indentation += 2;
  const text = ctx.formatValue(ctx, result, depth);
  ctx.indentation -= 2;
  return [state === promiseStates.rejected ? `${ctx.stylize("<rejected>", "special")} ${text}` : text];
}

/** A module's exports; those in their temporal dead zone are `<uninitialized>`. */
export function formatNamespace(ctx: Context, namespace: any, depth: number, keys: PropertyKey[]): string[] {
  const output: string[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let text: string;
    try {
      text = formatProperty(ctx, namespace, depth, key);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const named = formatProperty(ctx, { [key]: "" }, depth, key);
      text = StringPrototypeSlice(named, 0, StringPrototypeLastIndexOf(named, " ") + 1) + ctx.stylize("<uninitialized>", "special");
    }
    ArrayPrototypePush(output, text);
  }
  return output;
}
