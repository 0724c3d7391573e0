// How the formatted parts of an object come together: on one line, one part a line, or, for long lists, in
// aligned columns. Widths decide, so this file knows the format's arithmetic.

import {
  ArrayPrototypeJoin, ArrayPrototypePush, MathFloor, MathMax, MathMin, MathRound, MathSqrt, StringPrototypeIncludes,
  StringPrototypePadEnd, StringPrototypePadStart, StringPrototypeRepeat,
} from "internal/primordials";
import type { Context } from "internal/inspect_context";

/** Lists may be laid out in columns, objects not. */
export const kObjectLayout = 0;
export const kListLayout = 1;

/** Lists of more entries than this are worth columns. */
const kMaxEntriesInLine = 6;
const kMaxColumns = 15;
/** A comma and a space. */
const kSeparatorWidth = 2;

interface Widths {
  each: number[];
  total: number;
  largest: number;
}

function measure(ctx: Context, parts: string[], count: number): Widths {
  const widths: Widths = { each: [], total: 0, largest: 0 };
  const { getStringWidth } = require("internal/string_width");
  for (let i = 0; i < count; i++) {
    const width = getStringWidth(parts[i]!, ctx.colors);
    ArrayPrototypePush(widths.each, width);
    widths.total += width + kSeparatorWidth;
    widths.largest = MathMax(widths.largest, width);
  }
  return widths;
}

/** As many columns as make the list look about square, a character being taken for 2.5 times as high as wide. */
function columnCount(ctx: Context, widths: Widths, count: number, partCount: number): number {
  const cell = widths.largest + kSeparatorWidth;
  const bias = MathSqrt(cell - widths.total / partCount);
  const biasedCell = MathMax(cell - 3 - bias, 1);
  return MathMin(
    MathRound(MathSqrt(2.5 * biasedCell * count) / biasedCell),
    MathFloor((ctx.breakLength - ctx.indentation) / cell),
    (ctx.compact as number) * 4,
    kMaxColumns,
  );
}

function areAllNumeric(value: any, count: number): boolean {
  for (let i = 0; i < count; i++)
    if (typeof value[i] !== "number" && typeof value[i] !== "bigint") return false;
  return true;
}

/**
 * Puts the parts of a list into rows of aligned columns: numbers to the right, the rest to the left. Gives the parts
 * back as they are when one of them is so long that columns would mostly be space.
 */
function groupInColumns(ctx: Context, parts: string[], value: unknown): string[] {
  const hasMore = ctx.maxArrayLength < parts.length;
  const count = hasMore ? parts.length - 1 : parts.length;
  const widths = measure(ctx, parts, count);
  const cell = widths.largest + kSeparatorWidth;
  const fitsThrice = cell * 3 + ctx.indentation < ctx.breakLength;
  if (!fitsThrice || (widths.total / cell <= 5 && widths.largest > 6)) return parts;
  const columns = columnCount(ctx, widths, count, parts.length);
  if (columns <= 1) return parts;

  const columnWidths: number[] = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < count; i += columns) width = MathMax(width, widths.each[i]!);
    ArrayPrototypePush(columnWidths, width + kSeparatorWidth);
  }
  const alignRight = value === undefined || areAllNumeric(value, parts.length);
  const rows: string[] = [];
  for (let start = 0; start < count; start += columns) {
    const last = MathMin(start + columns, count) - 1;
    let row = "";
    for (let i = start; i <= last; i++) {
      const part = parts[i]!;
      const invisible = part.length - widths.each[i]!;
      const width = columnWidths[i - start]! + invisible;
      if (i < last) row += alignRight ? StringPrototypePadStart(`${part}, `, width) : StringPrototypePadEnd(`${part}, `, width);
      else row += alignRight ? StringPrototypePadStart(part, width - kSeparatorWidth) : part;
    }
    ArrayPrototypePush(rows, row);
  }
  if (hasMore) ArrayPrototypePush(rows, parts[count]!);
  return rows;
}

function withoutColors(text: string): string {
  return require("internal/string_width").stripControlSequences(text);
}

function fitsOneLine(ctx: Context, parts: string[], start: number, base: string): boolean {
  let length = parts.length + start;
  if (length + parts.length > ctx.breakLength) return false;
  for (let i = 0; i < parts.length; i++) {
    length += (ctx.colors ? withoutColors(parts[i]!) : parts[i]!).length;
    if (length > ctx.breakLength) return false;
  }
  return base === "" || !StringPrototypeIncludes(base, "\n");
}

/** `compact: true`: no line for the braces of their own. */
function layOutTightly(ctx: Context, parts: string[], base: string, open: string, close: string): string {
  const start = base === "" ? "" : ` ${base}`;
  if (fitsOneLine(ctx, parts, 0, base)) return `${open}${start} ${ArrayPrototypeJoin(parts, ", ")} ${close}`;
  const indentation = `\n${StringPrototypeRepeat(" ", ctx.indentation)}  `;
  const first = base === "" && open.length === 1 ? " " : `${start}${indentation}`;
  return `${open}${first}${ArrayPrototypeJoin(parts, `,${indentation}`)} ${close}`;
}

/**
 * An object's text from its parts. `depth` is the object's own; `value` is the list that the parts stand for, if they
 * may be set in columns.
 */
export function layOut(
  ctx: Context, parts: string[], base: string, open: string, close: string, layout: number, depth: number,
  value?: unknown): string {
  if (ctx.compact === true) return layOutTightly(ctx, parts, base, open, close);
  const prefix = base === "" ? open : `${base} ${open}`;
  if (typeof ctx.compact === "number" && ctx.compact >= 1) {
    const entries = parts.length;
    if (layout === kListLayout && entries > kMaxEntriesInLine) parts = groupInColumns(ctx, parts, value);
    // Only what holds few levels and has not been set in columns may share a line.
    if (ctx.currentDepth - depth < ctx.compact && entries === parts.length) {
      const start = parts.length + ctx.indentation + open.length + base.length + 10;
      if (fitsOneLine(ctx, parts, start, base)) {
        const joined = ArrayPrototypeJoin(parts, ", ");
        if (!StringPrototypeIncludes(joined, "\n")) return `${prefix} ${joined} ${close}`;
      }
    }
  }
  const indentation = `\n${StringPrototypeRepeat(" ", ctx.indentation)}`;
  return `${prefix}${indentation}  ${ArrayPrototypeJoin(parts, `,${indentation}  `)}${indentation}${close}`;
}
