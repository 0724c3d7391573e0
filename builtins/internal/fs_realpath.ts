// Why realpath() failed, as Node says it: by the lstat of the first part of the path that fails.
import { binding } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { pathText, toPath } from "internal/fs_utils";
import { StringPrototypeSplit } from "internal/primordials";

export function throwWhereItFails(path: any): void {
  const { resolve } = require("node:path").default;
  const parts = StringPrototypeSplit(resolve(pathText(toPath(path))), "/" as any) as string[];
  let resolved = "";
  for (let i = 1; i < parts.length; i++) {
    const next = `${resolved}/${parts[i]}`;
    binding.lstat(next, statValues(false));
    resolved = binding.realpath(next, 0);
    if (resolved === "/") resolved = "";
  }
}

export function errorWhereItFails(path: any, fallback: any): any {
  try {
    throwWhereItFails(path);
    return fallback;
  } catch (error) {
    return error;
  }
}
