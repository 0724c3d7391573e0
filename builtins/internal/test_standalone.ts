/**
 * A program with tests that is no test file of `weft test`: its tests run once its code is there, and what came of them
 * is printed as node:test does. A program that waits for a test at its top level goes on when the test is done, and may
 * add others.
 */
import { ArrayPrototypePush, Error, Promise, PromiseResolve, SafePromiseAll, SafeSet, SafeWeakMap } from "internal/primordials";
import { setRunner } from "internal/process_events";
import { Executor } from "internal/test_executor";
import { faultsOf } from "internal/test_faults";
import { beforeEachTest, endMocks } from "internal/test_mocks";
import { registry } from "internal/test_registry";
import { type Entry, Report } from "internal/test_report";
import { completeSettings } from "internal/test_settings";
import { beginSnapshots, clearSnapshots, endSnapshots } from "internal/test_snapshots";
import { type Block, type Library, type Selection, type Test, planTests } from "internal/test_tree";
import { Wait, type Waiter, cancelUnlimited } from "internal/test_waits";
import { setImmediate } from "internal/timers";

const resolvers = new SafeWeakMap<Test, () => void>();

/** For what node:test's functions give. */
export const endings = {
  /** Settles when the test has ended; at once in a test file of `weft test`, whose tests run when it has been loaded. */
  promiseOf(test: Test): Promise<void> {
    if (registry.onAddition === undefined) return PromiseResolve() as Promise<void>;
    return new Promise((resolve: any) => { resolvers.set(test, resolve); });
  },
  tell(test: Test): void {
    resolvers.get(test)?.();
  },
};

/** More may be registered, until nothing keeps the process alive. */
class Idle extends Wait {
  #waiter: Waiter | undefined;

  begin(waiter: Waiter): void {
    this.#waiter = waiter;
  }

  end(): boolean {
    const waiter = this.#waiter;
    if (waiter === undefined) return false;
    this.#waiter = undefined;
    setImmediate(() => waiter.resume(undefined, false));
    return true;
  }
}

let children: ((test: Test) => { entries: Entry[]; diagnostics: string[] }) | undefined;

/** node:test's subtests. */
export function setSubtests(of: typeof children): void {
  children = of;
}

export function entryOf(child: Block | Test): Entry {
  if (child.isTest) {
    const { name, status = "skipped", milliseconds, note, failures } = child;
    const { entries, diagnostics } = children?.(child) ?? { entries: [], diagnostics: [] };
    return { name, status, isSuite: false, milliseconds, note, faults: faultsOf(failures), children: entries, diagnostics };
  }
  const inner: Entry[] = [];
  let milliseconds = 0;
  let status: Entry["status"] = child.mode === "skip" ? "skipped" : "passed";
  for (let i = 0; i < child.children.length; i++) {
    const entry = entryOf(child.children[i]!);
    milliseconds += entry.milliseconds;
    if (entry.status === "failed") status = "failed";
    ArrayPrototypePush(inner, entry);
  }
  return { name: child.name, status, isSuite: true, milliseconds, note: "", faults: [], children: inner, diagnostics: [] };
}

class Program {
  readonly #tests: Test[] = [];
  readonly #selection: Selection = { pattern: undefined, hasOnly: false, runsTodo: false, reported: new SafeSet() };
  #planned = 0;
  #report: Report | undefined;
  #idle: Idle | undefined;
  #isOver = false;

  begin(library: Library): void {
    const process = require("node:process").default;
    const colors = process.stdout.hasColors?.() === true;
    registry.begin(completeSettings({
      flavour: library === "node" ? "bun" : library, rootDir: process.cwd(), colors, updateSnapshots: process.env.CI ? "none" : "new",
    }));
    registry.onAddition = () => {
      if (this.#idle?.end()) this.#idle = undefined;
    };
    beginSnapshots(process.argv[1] ?? "");
    setRunner({
      uncaught(error) {
        const { running } = registry;
        if (running !== undefined && running.isRunning) ArrayPrototypePush(running.failures, { thrown: error, site: running.site });
        else registry.fail(error);
      },
    });
    process.on("beforeExit", () => this.#nothingIsLeft());
    this.#report = new Report(colors);
    setImmediate(() => this.#run());
  }

  /** Nothing keeps the process alive. */
  #nothingIsLeft(): void {
    if (this.#isOver) return;
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle !== undefined) {
      registry.phase = "done";
      idle.end();
      return;
    }
    cancelUnlimited(new Error("Promise resolution is still pending but the event loop has already resolved"));
  }

  #run(): void {
    const { pending } = registry;
    if (pending.length > 0) {
      registry.pending = [];
      (SafePromiseAll(pending) as Promise<unknown>).then(() => setImmediate(() => this.#run()), (error) => {
        registry.fail(error);
        setImmediate(() => this.#run());
      });
      return;
    }
    registry.phase = "running";
    new Executor(registry.settings, {
      started: () => {},
      ended: (test) => endings.tell(test),
      beforeAttempt: () => beforeEachTest(),
      discard: (test) => clearSnapshots(test.attempt),
      more: (from) => this.#more(from),
      childEnded: (child) => this.#report!.add(entryOf(child)),
    }).run(registry.root, () => this.#end());
  }

  #more(from: number): Wait | undefined {
    const { root } = registry;
    const { length } = root.children;
    if (this.#planned < length) {
      this.#selection.hasOnly = registry.hasOnly;
      planTests(root, this.#tests, this.#selection, false, this.#planned);
      this.#planned = length;
    }
    if (from < length || registry.phase === "done") return undefined;
    return this.#idle = new Idle();
  }

  #end(): void {
    this.#isOver = true;
    registry.phase = "done";
    endMocks();
    setRunner(undefined);
    try {
      endSnapshots(this.#tests);
    } catch (error) {
      registry.fail(error);
    }
    if (!this.#report!.end(faultsOf(registry.failures))) require("node:process").default.exitCode = 1;
  }
}

/** Called by each module of the test library: in a program on its own, there are tests from now on. */
export function begin(library: Library): void {
  new Program().begin(library);
}
