/** One test file, from its set-up files to its end: what `weft test` runs in each realm. */
import { ArrayPrototypePush, Error, ObjectKeys, Promise, PromisePrototypeThen, RegExp, SafePromiseAll, SafeSet } from "internal/primordials";
import { setRunner } from "internal/process_events";
import { type Entered, enter } from "internal/test_environment";
import { type Listener, Executor } from "internal/test_executor";
import type { Fault } from "internal/test_faults";
import { defineTestGlobals } from "internal/test_globals";
import { beforeEachTest, endMocks } from "internal/test_mocks";
import { beginModuleMocks, defineFileGlobals, importFrom } from "internal/test_module_api";
import { registry } from "internal/test_registry";
import type { Settings } from "internal/test_settings";
import { type SnapshotCounts, beginSnapshots, clearSnapshots, endSnapshots } from "internal/test_snapshots";
import { type Failure, type Test, planTests } from "internal/test_tree";
import { setImmediate } from "internal/timers";

/** Who is told of a file's course. Tests are known by their index. */
export interface FileListener {
  collected(tests: readonly Test[]): void;
  started(test: Test, timeout: number): void;
  ended(test: Test, faults: Fault[]): void;
  fileEnded(faults: Fault[], snapshots: SnapshotCounts | undefined): void;
}

/** import() as a file in `folder` would. */
export function importModule(specifier: string, folder: string): Promise<unknown> {
  return importFrom(specifier, `${folder}/`);
}

/** Of this realm: more than one only where files share it. */
let filesBegun = 0;

/** What it registers is the file's that runs: it is run for each. */
function importSetUp(specifier: string, folder: string): Promise<unknown> {
  return filesBegun === 1 ? importModule(specifier, folder) : require("internal/test_shared_realm").importAgain(specifier, folder, filesBegun);
}

function enterShared(settings: Settings, path: string): Entered | Promise<Entered> {
  return require("internal/test_shared_realm").enterShared(settings, path);
}

class FileRun {
  readonly tests: Test[] = [];
  #settings: Settings;
  #path: string;
  #reported: ReadonlySet<number>;
  #listener: FileListener;
  #isEnded = false;
  #isShared: boolean;
  #environment: Entered | undefined;

  constructor(path: string, settings: Settings, reported: ReadonlySet<number>, isShared: boolean, listener: FileListener) {
    this.#isShared = isShared;
    this.#path = path;
    this.#settings = settings;
    this.#reported = reported;
    this.#listener = listener;
  }

  start(): void {
    const settings = this.#settings;
    filesBegun++;
    setRunner({
      uncaught: (error) => this.#onUncaught(error),
      exit: (code) => this.#onExit(code),
    });
    beginSnapshots(this.#path);
    const variables = ObjectKeys(settings.env);
    if (variables.length > 0) for (let i = 0; i < variables.length; i++) (globalThis as any).process.env[variables[i]!] = settings.env[variables[i]!];
    try {
      const entered = this.#isShared ? enterShared(settings, this.#path) : enter(settings, this.#path);
      if ("name" in entered) this.#begin(entered);
      else PromisePrototypeThen(entered, (environment: Entered) => this.#begin(environment), (error: unknown) => this.#failFile(error));
    } catch (error) {
      this.#failFile(error);
    }
  }

  #failFile(error: unknown): void {
    registry.fail(error);
    setImmediate(() => this.#end());
  }

  #begin(environment: Entered): void {
    const settings = this.#settings;
    this.#environment = environment;
    beginModuleMocks();
    const names = ObjectKeys(settings.globalValues);
    for (let i = 0; i < names.length; i++) (globalThis as any)[names[i]!] = settings.globalValues[names[i]!];
    // Without files before it, the test file is the next thing that runs.
    if (settings.setupFiles.length === 0 && settings.setupFilesAfterEnv.length === 0) {
      this.#wait(importModule(this.#path, settings.rootDir));
    } else {
      this.#wait(this.#importAll());
    }
  }

  async #importAll(): Promise<void> {
    const { setupFiles, setupFilesAfterEnv, rootDir, globals, flavour } = this.#settings;
    for (let i = 0; i < setupFiles.length; i++) await importSetUp(setupFiles[i]!, rootDir);
    if (globals && setupFiles.length > 0) defineTestGlobals();
    for (let i = 0; i < setupFilesAfterEnv.length; i++) {
      const exports = await importSetUp(setupFilesAfterEnv[i]!, rootDir);
      if (flavour === "mocha") await require("internal/test_mocha").addRootHooks(exports);
    }
    await importModule(this.#path, rootDir);
  }

  #wait(promise: Promise<unknown>): void {
    PromisePrototypeThen(promise, () => this.#collectLater(), (error: unknown) => this.#failFile(error));
  }

  /** Callbacks of describe that are asynchronous end first. */
  #collectLater(): void {
    try {
      const described = registry.deferred.length > 0 ? registry.describeDeferred() : undefined;
      if (described !== undefined) return this.#wait(described);
    } catch (error) {
      return this.#failFile(error);
    }
    const { pending } = registry;
    if (pending.length === 0) {
      setImmediate(() => this.#run());
      return;
    }
    registry.pending = [];
    this.#wait(SafePromiseAll(pending) as Promise<unknown>);
  }

  #run(): void {
    const { namePattern, todo, flavour, passWithNoTests } = this.#settings;
    const { root } = registry;
    const pattern = namePattern === null ? undefined : new RegExp(namePattern, flavour === "jest" ? "i" : "");
    planTests(root, this.tests, { pattern, hasOnly: registry.hasOnly, runsTodo: todo, reported: this.#reported }, root.mode === "skip");
    this.#listener.collected(this.tests);
    if (this.tests.length === 0 && registry.failures.length === 0 && !passWithNoTests) {
      registry.fail(new Error(flavour === "vitest" ? `No test suite found in file ${this.#path}` : "Your test suite must contain at least one test."));
    }
    registry.phase = "running";
    this.#tell("run_start");
    const listener: Listener = {
      started: (test, timeout) => {
        this.#tell("test_start", test);
        this.#listener.started(test, timeout);
      },
      ended: (test) => {
        this.#tell("test_done", test);
        this.#listener.ended(test, faultsOf(test.failures));
      },
      beforeAttempt: () => beforeEachTest(),
      discard: (test) => clearSnapshots(test.attempt),
    };
    new Executor(this.#settings, listener).run(root, () => this.#end());
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    registry.phase = "done";
    endMocks();
    this.#tell("run_finish");
    const left = this.#leave();
    if (left === undefined) return this.#finish();
    PromisePrototypeThen(left, () => this.#finish(), (error: unknown) => {
      registry.fail(error);
      this.#finish();
    });
  }

  /** An environment of Jest's kind may want to know (https://jestjs.io/docs/configuration#testenvironment-string). */
  #tell(name: string, test?: Test): void {
    const tell = this.#environment?.tell;
    if (tell === undefined) return;
    try {
      const told = tell(test === undefined ? { name } : { name, test: describedTest(test) }, {});
      if (told instanceof Promise) PromisePrototypeThen(told, undefined, (error: unknown) => registry.fail(error));
    } catch (error) {
      registry.fail(error);
    }
  }

  #leave(): Promise<unknown> | undefined {
    // The next file has it.
    if (this.#isShared) return undefined;
    try {
      const left = this.#environment?.leave();
      return left instanceof Promise ? left : undefined;
    } catch (error) {
      registry.fail(error);
      return undefined;
    }
  }

  #finish(): void {
    let snapshots: SnapshotCounts | undefined;
    try {
      snapshots = endSnapshots(this.tests);
    } catch (error) {
      registry.fail(error);
    }
    const faults = faultsOf(registry.failures);
    this.#listener.fileEnded(faults, snapshots);
  }

  #onUncaught(error: unknown): void {
    const { running } = registry;
    if (running !== undefined && running.isRunning) ArrayPrototypePush(running.failures, { thrown: error, site: running.site });
    else if (!this.#settings.ignoreUnhandledErrors) registry.fail(error);
  }

  /** The process goes on; what called it does not. That it was called counts even if the error is caught. */
  #onExit(code: number): never {
    const error = new Error(`process.exit(${code}) was called`);
    const { running } = registry;
    if (running !== undefined && running.isRunning) running.exitCall = error;
    else registry.fail(error);
    throw error;
  }
}

const kNoFaults: Fault[] = [];

/** Few files have any. */
function faultsOf(failures: readonly Failure[]): Fault[] {
  return failures.length === 0 ? kNoFaults : require("internal/test_faults").faultsOf(failures);
}

/** A test as Jest's events have it: its name, what it is in, and its errors. */
function describedTest(test: Test): object {
  let parent: object = { name: "ROOT_DESCRIBE_BLOCK", type: "describeBlock", parent: undefined };
  const { names, failures } = test;
  for (let i = 0; i < names.length - 1; i++) parent = { name: names[i], type: "describeBlock", parent };
  const errors: unknown[] = [];
  for (let i = 0; i < failures.length; i++) ArrayPrototypePush(errors, failures[i]!.thrown);
  return { type: "test", name: names[names.length - 1], parent, errors, status: test.status };
}

/** What the settings alone say of the realm, before any file is known. Files that are to run before there are globals see none. */
export function prepareRealm(settings: Settings): void {
  registry.begin(settings);
  defineFileGlobals();
  if (settings.globals && settings.setupFiles.length === 0) defineTestGlobals();
}

/**
 * @param settings Those of prepareRealm().
 * @param isShared Other files come after it in this realm, or have come before (--no-isolate).
 */
export function runFile(path: string, settings: Settings, reported: Iterable<number>, isShared: boolean, listener: FileListener): void {
  new FileRun(path, settings, new SafeSet(reported), isShared, listener).start();
}
