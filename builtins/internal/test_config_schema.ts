/**
 * Checks keys and types of a configuration. A key's entry says which types it may have, "text flag number list table
 * function any", or begins with "-": it is read and means nothing here, and the rest says why.
 */
import type { Context } from "internal/test_config_context";

export type Schema = Record<string, string>;

/** What a configuration gets wrong: no stack is of use. */
export class ConfigurationError extends Error {
  constructor(file: string, message: string) {
    super(file === "" ? message : `${file}: ${message}`);
    this.name = "ConfigurationError";
  }
}

const kNames: Record<string, string> = {
  text: "a string", flag: "a boolean", number: "a number", list: "an array", table: "an object", function: "a function", pattern: "a RegExp",
};

function typeOf(value: any): string {
  if (Array.isArray(value)) return "list";
  if (value instanceof RegExp) return "pattern";
  switch (typeof value) {
    case "string": return "text";
    case "boolean": return "flag";
    case "number": return "number";
    case "function": return "function";
    case "object": return value === null ? "null" : "table";
  }
  return typeof value;
}

function shown(value: unknown): string {
  const type = typeOf(value);
  if (type === "text" || type === "number" || type === "flag" || type === "null") return JSON.stringify(value);
  return kNames[type] ?? type;
}

export function wrongType(file: string, key: string, types: string, value: unknown): ConfigurationError {
  const names = types.split(" ").map((type) => kNames[type] ?? type);
  const last = names.pop();
  const list = names.length > 0 ? `${names.join(", ")} or ${last}` : last;
  return new ConfigurationError(file, `"${key}" must be ${list}, not ${shown(value)}`);
}

/** Throws for a wrong type, warns of unknown keys and of those that mean nothing here. `prefix`: "test." */
export function check(config: Record<string, any>, schema: Schema, context: Context, file: string, prefix = ""): void {
  for (const key of Object.keys(config)) {
    const value = config[key];
    const entry = Object.hasOwn(schema, key) ? schema[key]! : undefined;
    if (entry === undefined) {
      const near = nearestName(key, Object.keys(schema));
      context.warn(`${file}: there is no option "${prefix}${key}"${near === undefined ? "" : `; did you mean "${prefix}${near}"?`}`);
      continue;
    }
    if (entry[0] === "-") {
      const why = entry.slice(1).trim();
      const isOff = value === undefined || value === null || value === false;
      if (why !== "" && !isOff) context.warn(`${file}: "${prefix}${key}" is ignored: ${why}`);
      continue;
    }
    if (value === undefined || value === null || entry === "any") continue;
    if (!entry.split(" ").includes(typeOf(value))) throw wrongType(file, prefix + key, entry, value);
  }
}

export function textList(value: unknown, file: string, key: string): string[] {
  if (value === undefined || value === null) return [];
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) throw wrongType(file, key, "text list", value);
  for (const item of list) {
    if (typeof item !== "string") throw new ConfigurationError(file, `"${key}" must hold strings, not ${shown(item)}`);
  }
  return list;
}

/** A text as a regular expression; throws what names the key. */
export function checkPattern(source: string, file: string, key: string): string {
  try {
    new RegExp(source);
  } catch (error: any) {
    throw new ConfigurationError(file, `"${key}" has the pattern ${JSON.stringify(source)}, which is no regular expression: ${error.message}`);
  }
  return source;
}

/** How many letters to change, add, remove or swap; more than `most` counts as infinite. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row[j] = least;
    }
    before = last;
    last = row;
  }
  return last[b.length]! > most ? Infinity : last[b.length]!;
}

export function nearestName(name: string, names: string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of names) {
    const most = Math.max(2, Math.floor(candidate.length / 4));
    const steps = distance(name.toLowerCase(), candidate.toLowerCase(), most);
    if (steps < least && steps < candidate.length) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}
