// console.table: a list of records, a Map, a Set or any object as a table with drawn borders.
// https://nodejs.org/api/console.html#consoletabletabulardata-properties

import {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, MathMax, ObjectHasOwn, ObjectKeys,
  StringPrototypeRepeat,
} from "internal/primordials";
import { binding, kinds } from "internal/util_binding";
import { inspect, type InspectOptions } from "internal/inspect";
import { getStringWidth } from "internal/string_width";

interface Column {
  title: string;
  /** By row; a row without a value has none. */
  cells: (string | undefined)[];
}

type Show = (value: unknown) => string;

const kIndex = "(index)";
const kIteration = "(iteration index)";
const kValues = "Values";

function makeShow(options: Partial<InspectOptions>): Show {
  return (value) => {
    // A record of many fields would stretch its column: it shows as [Object].
    const isRecord = value !== null && typeof value === "object" && !ArrayIsArray(value) && !ArrayBufferIsView(value);
    const depth = isRecord && ObjectKeys(value as object).length > 2 ? -1 : 0;
    return inspect(value, { depth, maxArrayLength: 3, breakLength: Infinity, ...options });
  };
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

/** Maps, Sets and what is left of their iterators. */
function collectionColumns(collection: object, show: Show): Column[] {
  const { 0: entries, 1: keyed } = binding.previewEntries(collection, Infinity);
  const index: Column = { title: kIteration, cells: [] };
  const keys: Column = { title: "Key", cells: [] };
  const values: Column = { title: kValues, cells: [] };
  for (let i = 0, row = 0; i < entries.length; i += keyed ? 2 : 1, row++) {
    ArrayPrototypePush(index.cells, show(row));
    if (keyed) ArrayPrototypePush(keys.cells, show(entries[i]));
    ArrayPrototypePush(values.cells, show(entries[keyed ? i + 1 : i]));
  }
  return keyed ? [index, keys, values] : [index, values];
}

function recordColumns(data: any, properties: string[] | undefined, show: Show, index = kIndex): Column[] {
  const rows = ObjectKeys(data);
  const columns: Column[] = [{ title: index, cells: rows }];
  const byTitle: Record<string, Column> = { __proto__: null } as any;
  const values: Column = { title: kValues, cells: [] };
  for (let row = 0; row < rows.length; row++) {
    const record = data[rows[row]!];
    const isLeaf = isPrimitive(record);
    if (isLeaf && properties === undefined) {
      values.cells[row] = show(record);
      continue;
    }
    const titles = properties ?? ObjectKeys(record);
    for (let i = 0; i < titles.length; i++) {
      const title = titles[i]!;
      let column = byTitle[title];
      if (column === undefined) ArrayPrototypePush(columns, column = byTitle[title] = { title, cells: [] });
      column.cells[row] = isLeaf || !ObjectHasOwn(record, title) ? "" : show(record[title]);
    }
  }
  if (values.cells.length > 0) ArrayPrototypePush(columns, values);
  return columns;
}

function drawRow(columns: Column[], widths: number[], row: number): string {
  const cells: string[] = [];
  for (let i = 0; i < columns.length; i++) {
    const text = row < 0 ? columns[i]!.title : columns[i]!.cells[row] ?? "";
    ArrayPrototypePush(cells, `${text}${StringPrototypeRepeat(" ", widths[i]! - getStringWidth(text))}`);
  }
  return `│ ${ArrayPrototypeJoin(cells, " │ ")} │`;
}

function draw(columns: Column[]): string {
  const widths: number[] = [];
  const lines: string[] = [];
  let rows = 0;
  for (let i = 0; i < columns.length; i++) {
    const { title, cells } = columns[i]!;
    let width = getStringWidth(title);
    for (let row = 0; row < cells.length; row++) width = MathMax(width, getStringWidth(cells[row] ?? ""));
    rows = MathMax(rows, cells.length);
    ArrayPrototypePush(widths, width);
    ArrayPrototypePush(lines, StringPrototypeRepeat("─", width + 2));
  }
  let text = `┌${ArrayPrototypeJoin(lines, "┬")}┐\n${drawRow(columns, widths, -1)}\n├${ArrayPrototypeJoin(lines, "┼")}┤\n`;
  for (let row = 0; row < rows; row++) text += `${drawRow(columns, widths, row)}\n`;
  return `${text}└${ArrayPrototypeJoin(lines, "┴")}┘`;
}

/** As Weft.inspect.table draws it: strings without quotes, and no name over the first column. */
export function formatBareTable(data: object, properties: string[] | undefined, options: Partial<InspectOptions>): string {
  const show = makeShow(options);
  return draw(recordColumns(data, properties, (value) => (typeof value === "string" ? value : show(value)), " "));
}

export function formatTable(data: object, properties: string[] | undefined, options: Partial<InspectOptions>): string {
  const show = makeShow(options);
  switch (binding.kindOf(data)) {
    case kinds.Map: case kinds.Set: case kinds.MapIterator: case kinds.SetIterator:
      return draw(collectionColumns(data, show));
    default:
      return draw(recordColumns(data, properties, show));
  }
}
