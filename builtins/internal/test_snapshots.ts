/** The snapshots of the file that runs: made when a matcher first asks, counted and written at the file's end. */
import { Error, ObjectDefineProperty, StringPrototypeLastIndexOf, StringPrototypeSlice } from "internal/primordials";
import { setState, state } from "internal/expect_state";
import { registry } from "internal/test_registry";
import type { Place as SnapshotPlace, SnapshotState } from "internal/test_snapshot_state";
import type { Serializer, Serializers } from "internal/test_snapshot_serializers";
import { type Test, placeOf } from "internal/test_tree";
import { binding } from "internal/util_binding";

export interface SnapshotCounts {
  added: number;
  matched: number;
  unmatched: number;
  updated: number;
  removed: number;
  fileRemoved: boolean;
  fileWritten: boolean;
  obsolete: string[];
}

let testPath = "";
let snapshotPath: string | undefined;
let snapshots: SnapshotState | undefined;
let serializers: Serializers | undefined;

function formatName(): "jest" | "vitest" {
  return registry.settings.flavour === "vitest" ? "vitest" : "jest";
}

function serializersOf(): Serializers {
  if (serializers !== undefined) return serializers;
  const { Serializers, kSnapshotFormats, mockSerializer } = require("internal/test_snapshot_serializers");
  const { format } = require("internal/pretty_format");
  const { plugins: p } = require("internal/pretty_format_plugins");
  const list = [p.ReactTestComponent, p.ReactElement, p.DOMElement, p.DOMCollection, p.Immutable, mockSerializer, p.AsymmetricMatcher];
  return serializers = new Serializers(format, list, { ...kSnapshotFormats[formatName()], ...registry.settings.snapshotFormat });
}

export function addSnapshotSerializer(serializer: Serializer): void {
  serializersOf().add(serializer);
}

/** Between the matcher's call and here are so many calls of weft's own at most. */
const kFrames = 40;

/** Where the matcher that runs was called. */
function placeOfCall(error: Error | undefined): SnapshotPlace {
  let place: { path: string; line: number; column: number } | undefined;
  if (error !== undefined) place = require("internal/test_faults").faultOf({ thrown: error, site: undefined });
  else place = placeOf(binding.currentFrames(placeOfCall, kFrames, true));
  if (place === undefined || place.path === "") throw new Error("An inline snapshot can only be written where the call is in a file");
  return { file: place.path, line: place.line, column: place.column };
}

function pathOfSnapshots(): string {
  if (snapshotPath !== undefined) return snapshotPath;
  const { snapshotResolver } = registry.settings;
  if (snapshotResolver === null) {
    // As test_snapshot_resolver's defaultResolver, which each file would have to load.
    const at = StringPrototypeLastIndexOf(testPath, "/");
    return snapshotPath = `${StringPrototypeSlice(testPath, 0, at + 1)}__snapshots__/${StringPrototypeSlice(testPath, at + 1)}.snap`;
  }
  const resolver = require("internal/test_snapshot_resolver");
  const load = require("internal/cjs_loader").createRequire(`${registry.settings.rootDir}/`);
  return snapshotPath = resolver.resolverOfModule(load(snapshotResolver)).resolveSnapshotPath(testPath);
}

function snapshotsOf(): SnapshotState {
  if (snapshots !== undefined) return snapshots;
  const { SnapshotState } = require("internal/test_snapshot_state");
  return snapshots = new SnapshotState(pathOfSnapshots(), {
    format: formatName(),
    update: registry.settings.updateSnapshots,
    serialize: (value: unknown) => serializersOf().serialize(value),
    place: placeOfCall,
  }) as SnapshotState;
}

export function beginSnapshots(path: string): void {
  testPath = path;
  snapshotPath = snapshots = undefined;
  setState({ testPath: path, expand: registry.settings.expect.expand });
  ObjectDefineProperty(state, "snapshotState", { __proto__: null, get: snapshotsOf, enumerable: true, configurable: true } as any);
}

/** Before a test is tried again. */
export function clearSnapshots(attempt: object | undefined): void {
  if (snapshots !== undefined && attempt !== undefined) snapshots.clear(attempt);
}

/** @param tests All of the file: those that did not run keep their snapshots. */
export function endSnapshots(tests: readonly Test[]): SnapshotCounts | undefined {
  if (snapshots === undefined) {
    if (!native("fs").exists(pathOfSnapshots())) return undefined;
    snapshotsOf();
  }
  const all = snapshots!;
  const separator = all.format === "vitest" ? " > " : " ";
  for (let i = 0; i < tests.length; i++) {
    const test = tests[i]!;
    // One that failed before it came to its snapshots keeps them as well.
    if (test.status !== "passed" || test.isReported || test.isFailing) all.markChecked(test.fullName(separator));
  }
  const obsolete = all.obsolete;
  const removed = all.update === "all" ? obsolete.length : 0;
  all.removeObsolete();
  const { saved, deleted } = all.save();
  const { added, matched, unmatched, updated } = all.counts;
  return { added, matched, unmatched, updated, removed, fileRemoved: deleted && all.update === "all", fileWritten: saved, obsolete: removed > 0 ? [] : obsolete };
}
