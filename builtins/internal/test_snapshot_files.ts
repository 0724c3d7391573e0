/** The files that snapshots need, read and written at once. */
import { StringPrototypeCharCodeAt, StringPrototypeSlice } from "internal/primordials";

/** undefined: there is none. */
export function readText(file: string): string | undefined {
  const fs = require("node:fs").default;
  try {
    const text: string = fs.readFileSync(file, "utf8");
    return StringPrototypeCharCodeAt(text, 0) === 0xfeff ? StringPrototypeSlice(text, 1) : text;
  } catch (error: any) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** With the folders on the way, and only if it changes. */
export function writeText(file: string, text: string): void {
  const fs = require("node:fs").default;
  if (readText(file) === text) return;
  fs.mkdirSync(require("node:path").default.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

export function removeFile(file: string): void {
  require("node:fs").default.rmSync(file, { force: true });
}
