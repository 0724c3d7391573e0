/**
 * A program with tests that is no test file of `weft test`: it is run once its code is there, and what came of it is
 * printed as node:test does.
 */
import { Promise, SafeSet } from "internal/primordials";
import { setRunner } from "internal/process_events";
import { Executor } from "internal/test_executor";
import { faultsOf } from "internal/test_faults";
import { beforeEachTest, endMocks } from "internal/test_mocks";
import { registry } from "internal/test_registry";
import { type Entry, Report } from "internal/test_report";
import { completeSettings } from "internal/test_settings";
import { beginSnapshots, clearSnapshots, endSnapshots } from "internal/test_snapshots";
import { type Block, type Library, type Test, planTests } from "internal/test_tree";
import { setImmediate } from "internal/timers";

/** Called by each module of the test library: in a program on its own, there are tests from now on. */
export function ensureRun(library: Library): void {
  if (registry.phase !== "idle") return;
  const process = require("node:process").default;
  registry.begin(completeSettings({ flavour: library, rootDir: process.cwd(), colors: process.stdout.hasColors?.() === true, updateSnapshots: process.env.CI ? "none" : "new" }));
  beginSnapshots(process.argv[1] ?? "");
  setRunner({
    uncaught(error) {
      const { running } = registry;
      if (running !== undefined && running.isRunning) running.failures[running.failures.length] = { thrown: error, site: running.site };
      else registry.fail(error);
    },
  });
  setImmediate(run);
}

function entryOf(child: Block | Test): Entry {
  if (child.isTest) {
    const { name, status = "skipped", milliseconds, note, failures } = child;
    return { name, status, isSuite: false, milliseconds, note, faults: faultsOf(failures), children: [], diagnostics: [] };
  }
  const children: Entry[] = [];
  let milliseconds = 0;
  let status: Entry["status"] = child.mode === "skip" ? "skipped" : "passed";
  for (let i = 0; i < child.children.length; i++) {
    const entry = entryOf(child.children[i]!);
    milliseconds += entry.milliseconds;
    if (entry.status === "failed") status = "failed";
    children[i] = entry;
  }
  return { name: child.name, status, isSuite: true, milliseconds, note: "", faults: [], children, diagnostics: [] };
}

function addBlocks(report: Report, root: Block): void {
  for (let i = 0; i < root.children.length; i++) report.add(entryOf(root.children[i]!));
}

function run(): void {
  const process = require("node:process").default;
  const { root, pending } = registry;
  if (pending.length > 0) {
    registry.pending = [];
    Promise.all(pending).then(() => setImmediate(run), (error) => {
      registry.fail(error);
      setImmediate(run);
    });
    return;
  }
  const tests: Test[] = [];
  planTests(root, tests, { pattern: undefined, hasOnly: registry.hasOnly, runsTodo: false, reported: new SafeSet() }, false);
  const report = new Report(process.stdout.hasColors?.() === true);
  const end = () => {
    registry.phase = "done";
    endMocks();
    setRunner(undefined);
    try {
      endSnapshots(tests);
    } catch (error) {
      registry.fail(error);
    }
    addBlocks(report, root);
    if (!report.end(faultsOf(registry.failures))) process.exitCode = 1;
  };
  if (registry.failures.length > 0) return end();
  registry.phase = "running";
  new Executor(registry.settings, {
    started: () => {},
    ended: () => {},
    beforeAttempt: () => beforeEachTest(),
    discard: (test) => clearSnapshots(test.attempt),
  }).run(root, end);
}

