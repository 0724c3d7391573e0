/** `t.assert` of node:test: the functions of node:assert, counted for `t.plan()`, and snapshots. */
import { Error, ObjectKeys, ReflectApply, SafeMap } from "internal/primordials";
import { codes } from "internal/errors";
import type { Running } from "internal/node_test";
import { type Serializer, SnapshotFile, defaultSerializers, serialize } from "internal/node_test_snapshot";
import { registry } from "internal/test_registry";
import { readText, writeText } from "internal/test_snapshot_files";
import { placeOf } from "internal/test_tree";

const kLeftOut = ["AssertionError", "strict", "CallTracker", "Assert"];
const added: Map<string, Function> = new SafeMap() as any;
const files: Map<string, SnapshotFile> = new SafeMap() as any;

/** https://nodejs.org/api/test.html#assertregistername-fn */
export function registerAssertion(name: string, fn: Function): void {
  if (typeof name !== "string") throw new codes.ERR_INVALID_ARG_TYPE("name", "string", name);
  if (typeof fn !== "function") throw new codes.ERR_INVALID_ARG_TYPE("fn", "function", fn);
  added.set(name, fn);
}

function writesSnapshots(): boolean {
  return registry.settings.updateSnapshots === "all";
}

function fileOf(running: Running): SnapshotFile {
  const path = placeOf(running.site)?.path;
  let file = files.get(path ?? "");
  if (file === undefined) files.set(path ?? "", file = new SnapshotFile(path));
  return file;
}

/** At the end of the file. */
export function saveNodeSnapshots(): void {
  files.forEach((file) => file.save());
}

export function assertionsOf(running: Running): object {
  const assert = require("node:assert").default;
  const all: any = {};
  const define = (name: string, fn: any) => {
    all[name] = (...args: unknown[]) => {
      running.counted++;
      return ReflectApply(fn, running.context, args);
    };
  };
  const names = ObjectKeys(assert);
  for (let i = 0; i < names.length; i++) if (typeof assert[names[i]!] === "function" && !kLeftOut.includes(names[i]!)) define(names[i]!, assert[names[i]!]);
  define("snapshot", (value: unknown, options: { serializers?: Serializer[] } = {}) => {
    const text = serialize(value, options.serializers ?? defaultSerializers);
    const expected = fileOf(running).match(running.fullName, text, writesSnapshots());
    if (expected !== undefined) assert.strictEqual(text, expected);
  });
  define("fileSnapshot", (value: unknown, path: string, options: { serializers?: Serializer[] } = {}) => {
    const text = serialize(value, options.serializers ?? defaultSerializers).slice(1, -1);
    if (writesSnapshots()) return writeText(path, text);
    const expected = readText(path);
    if (expected === undefined) throw new Error(`There is no snapshot ${path}. Run the tests again so that snapshots are written (--update-snapshots).`);
    assert.strictEqual(text, expected);
  });
  added.forEach((fn, name) => define(name, fn));
  return all;
}
