// Shows a CSV file as a table: weft examples/csv-table.mjs [FILE]
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** RFC 4180: quoted fields may hold commas, line ends and doubled quotes. */
function parseCsv(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/g)) {
    if (plain === "" && end === "" && row.length === 0) break;
    const field = quoted?.replaceAll('""', '"') ?? plain;
    row.push(field !== "" && Number.isFinite(Number(field)) ? Number(field) : field);
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const file = process.argv[2] ?? join(import.meta.dirname, "data/rivers.csv");
const [header, ...rows] = parseCsv(readFileSync(file, "utf8"));
console.table(rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]]))));
