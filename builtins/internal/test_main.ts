/**
 * The beginning of a test file's realm: native code calls start(). The host (src/runtime/test_host.h) is told of each
 * test by native("test").
 */
import { ArrayPrototypePush, JSONParse } from "internal/primordials";
import { type FileListener, prepareRealm, runFile } from "internal/test_file";
import type { Fault } from "internal/test_faults";
import { type Settings, completeSettings } from "internal/test_settings";
import type { SnapshotCounts } from "internal/test_snapshots";
import { type Plan, type Status, type Test, placeOf } from "internal/test_tree";

/** As test_binding.cpp reads it. */
interface TestInfo {
  names: string[];
  mode: number;
  path: string | undefined;
  line: number;
  column: number;
}

interface TestNative {
  /**
   * `settings`: internal/test_settings, as JSON. `reported`: tests that are not run again. `isShared`: start() is called
   * again in this realm, for other files that see what is left here.
   */
  job(): { path: string; settings: string; reported: number[]; isShared: boolean };
  /** What is in the realm is what further files with the same settings find there. */
  keepRealm(): void;
  collected(tests: TestInfo[]): void;
  /** Whether it is to be known what the program reads. */
  isTraced(): boolean;
  /** An environment variable was read; "*": all of them. */
  noteVariable(name: string): void;
  testStarted(index: number, limit: number): void;
  testEnded(index: number, status: number, milliseconds: number, attempts: number, faults: Fault[] | undefined, note: string | undefined): void;
  /** The last call. */
  fileEnded(faults: Fault[], snapshots: SnapshotCounts | undefined): void;
}

const kModes: Record<Plan, number> = { run: 0, skip: 1, todo: 2 };
const kStatuses: Record<Status, number> = { passed: 0, failed: 1, skipped: 2, todo: 3 };

/** Before the file is known, while nobody waits: what nearly every file comes to need is loaded. */
export function prepare(): void {
  require("internal/test_expect");
}

/** Those that the realm has been prepared for. */
let settings: Settings | undefined;

/** For each file that runs in the realm: what the ones before have left in it is not there any more. */
export function start(): void {
  const host = native("test") as TestNative;
  const { path, settings: text, reported, isShared } = host.job();
  if (host.isTraced()) require("internal/process_env").listenToEnvironment((name: string) => host.noteVariable(name));
  if (settings === undefined || isShared) {
    settings = completeSettings(text === "" ? {} : JSONParse(text));
    prepare();
    prepareRealm(settings);
    if (!isShared) host.keepRealm();
  } else {
    // The realm was another file's.
    require("node:process").default.argv[1] = path;
  }
  const listener: FileListener = {
    collected(tests) {
      const infos: TestInfo[] = [];
      for (let i = 0; i < tests.length; i++) {
        const test = tests[i]!;
        const place = placeOf(test.site);
        ArrayPrototypePush(infos, { names: test.names, mode: kModes[test.plan], path: place?.path, line: place?.line ?? 0, column: place?.column ?? 0 });
      }
      host.collected(infos);
    },
    started: (test: Test, timeout: number) => host.testStarted(test.index, timeout),
    ended(test: Test, faults: Fault[]) {
      host.testEnded(test.index, kStatuses[test.status!], test.milliseconds, test.attempts, faults.length > 0 ? faults : undefined, test.note || undefined);
    },
    fileEnded: (faults, snapshots) => host.fileEnded(faults, snapshots),
  };
  runFile(path, settings, reported, isShared, listener);
}
