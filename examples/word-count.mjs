// Counts the words of a text: weft examples/word-count.mjs [FILE] [HOW-MANY]
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const file = process.argv[2] ?? join(import.meta.dirname, "data/gettysburg.txt");
const top = Number(process.argv[3] ?? 8);

const text = await readFile(file, "utf8");
const counts = new Map();
for (const [word] of text.toLowerCase().matchAll(/\p{L}+(?:['’]\p{L}+)*/gu)) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

const ranked = [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
const total = ranked.reduce((sum, [, n]) => sum + n, 0);
console.log(`${total} words, ${counts.size} different, ${text.split("\n").length - 1} lines`);

const widest = ranked[0]?.[1] ?? 0;
for (const [word, n] of ranked.slice(0, top)) {
  console.log(word.padStart(8), String(n).padStart(4), "█".repeat(Math.round((n / widest) * 30)));
}
