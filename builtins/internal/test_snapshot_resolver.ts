/** Where the snapshots of a test file are: beside it in __snapshots__, or where a `snapshotResolver` says. */
import { ArrayPrototypePush, Error, StringPrototypeEndsWith, StringPrototypeSlice, TypeError } from "internal/primordials";

const path = require("node:path").default;

export interface SnapshotResolver {
  resolveSnapshotPath(testPath: string): string;
  resolveTestPath(snapshotPath: string): string;
}

const kExtension = ".snap";

export function isSnapshotPath(file: string): boolean {
  return StringPrototypeEndsWith(file, kExtension);
}

export const defaultResolver: SnapshotResolver = {
  resolveSnapshotPath: (testPath) => path.join(path.dirname(testPath), "__snapshots__", path.basename(testPath) + kExtension),
  resolveTestPath: (snapshotPath) =>
    path.resolve(path.dirname(snapshotPath), "..", StringPrototypeSlice(path.basename(snapshotPath), 0, -kExtension.length)),
};

/** Vitest's `resolveSnapshotPath(testPath, extension)`, which knows no way back. */
export function resolverOfFunction(resolve: (testPath: string, extension: string) => string): Pick<SnapshotResolver, "resolveSnapshotPath"> {
  return { resolveSnapshotPath: (testPath) => resolve(testPath, kExtension) };
}

/**
 * A resolver of Jest's kind (https://jestjs.io/docs/configuration#snapshotresolver-string) from what its module exports.
 * @throws If something is missing of it, or the ways there and back do not meet.
 */
export function resolverOfModule(module: any): SnapshotResolver {
  const custom = module?.__esModule ? module.default : module;
  const kinds: [string, string][] = [["resolveSnapshotPath", "function"], ["resolveTestPath", "function"], ["testPathForConsistencyCheck", "string"]];
  for (let i = 0; i < kinds.length; i++) {
    const { 0: name, 1: type } = kinds[i]!;
    if (typeof custom?.[name] === type) continue;
    throw new TypeError(`Custom snapshot resolver must implement a \`${name}\` as a ${type}.\nDocumentation: https://jestjs.io/docs/configuration#snapshotresolver-string`);
  }
  const sample = custom.testPathForConsistencyCheck;
  const back = custom.resolveTestPath(custom.resolveSnapshotPath(sample, kExtension), kExtension);
  if (back !== sample)
    throw new Error(`Custom snapshot resolver functions must transform paths consistently, i.e. expects resolveTestPath(resolveSnapshotPath('${sample}')) === ${back}`);
  return {
    resolveSnapshotPath: (testPath) => custom.resolveSnapshotPath(testPath, kExtension),
    resolveTestPath: (snapshotPath) => custom.resolveTestPath(snapshotPath, kExtension),
  };
}

/** Of `files`, those whose test is gone: `exists` knows. */
export function obsoleteFiles(files: readonly string[], resolver: SnapshotResolver, exists: (path: string) => boolean): string[] {
  const found: string[] = [];
  for (let i = 0; i < files.length; i++) if (!exists(resolver.resolveTestPath(files[i]!))) ArrayPrototypePush(found, files[i]!);
  return found;
}
