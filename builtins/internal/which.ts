// Weft.which: where the program of a name lies (https://bun.sh/docs/api/utils#bun-which).
import { String, StringPrototypeIncludes, StringPrototypeSplit, TypeError } from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding } from "internal/fs_native";
import { statValues } from "internal/fs_stats";

const kStatMode = 1;

function isProgram(path: string): boolean {
  const values = statValues(false) as Float64Array;
  if (!binding.tryStat(path, values) || (values[kStatMode] & constants.S_IFMT) !== constants.S_IFREG) return false;
  try {
    binding.access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A name with a slash is a path; others are searched for in `PATH`. Null if there is none. */
export function findProgram(name: string, path: string | undefined, cwd: string | undefined): string | null {
  if (name === "" || StringPrototypeIncludes(name, "\0")) return null;
  const { join, resolve } = require("node:path").default;
  const base = cwd ?? ".";
  if (StringPrototypeIncludes(name, "/")) {
    const whole = resolve(base, name);
    return isProgram(whole) ? whole : null;
  }
  const folders = StringPrototypeSplit(path ?? "/usr/local/bin:/usr/bin:/bin", ":");
  for (let i = 0; i < folders.length; i++) {
    const whole = folders[i][0] === "/" ? join(folders[i], name) : resolve(base, folders[i], name);
    if (isProgram(whole)) return whole;
  }
  return null;
}

export function which(command: any, options?: any): string | null {
  if (command === undefined || command === null) return null;
  if (typeof command === "symbol") throw new TypeError("Weft.which(command): command must be a string");
  const PATH = options?.PATH ?? require("node:process").default.env.PATH;
  return findProgram(String(command), PATH === undefined ? undefined : String(PATH), options?.cwd === undefined ? undefined : String(options.cwd));
}
