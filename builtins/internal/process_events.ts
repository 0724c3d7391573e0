// What happens to the process as a whole: exceptions that nobody caught, promises that stayed rejected, and the
// end. Native code calls the exported functions; none of this is loaded before the first of them is needed:
//
//   onRejection(operation, promise, reason)  a promise was rejected without a handler (0) or got one later (1)
//   processRejections()                      from drainTicks(), when microtasks are done and rejections wait
//   onUncaught(error, origin)                true: the program has handled it. False: 'exit' has been emitted;
//                                            print the error and end with process.exitCode, or 1
//   emitBeforeExit()                         nothing is left to do; ask the loop again whether that is still so
//   emitExit(fallback)                       the end: gives the exit code, process.exitCode or else `fallback`
//
// While node:process has not been loaded, nobody listens, and native code need not call the last two.

import { Error, ObjectPrototypeHasOwnProperty, SafeMap, SafeWeakMap, String } from "internal/primordials";
import { codes } from "internal/errors";
import { setTicksStopped } from "internal/next_tick";

export type Origin = "uncaughtException" | "unhandledRejection";

interface Emitter {
  emit(event: string, ...args: unknown[]): boolean;
}

interface ProcessEnd {
  /** Prints `error` as uncaught, and ends the process with `code`. */
  exitWithError(error: unknown, code: number): never;
  setExitCode(code: number | undefined): void;
}

const kGenericFailure = 1;
const kHandlerFailed = 7;

let emitter: Emitter | undefined;
let exiting = false;
let exitCode: number | undefined;
let captureCallback: ((error: unknown) => void) | null = null;

/** node:process gives itself to be emitted on. */
export function setEmitter(process: Emitter): void {
  emitter = process;
}

function emit(event: string, ...args: unknown[]): boolean {
  return emitter !== undefined && emitter.emit(event, ...args);
}

export function isExiting(): boolean {
  return exiting;
}

export function setExiting(value: boolean): void {
  exiting = value;
  setTicksStopped(value);
}

let exitCodeWatcher: ((code: number | undefined) => void) | undefined;

/** node:process shows the code as its own property. */
export function onExitCodeSet(watcher: (code: number | undefined) => void): void {
  exitCodeWatcher = watcher;
}

/** The code the process will end with unless told otherwise; native code knows it, too. */
export function setExitCode(code: number | undefined): void {
  exitCode = code;
  exitCodeWatcher?.(code);
  (native("process") as ProcessEnd).setExitCode(code);
}

/** node:domain, once it is loaded. */
interface Domains {
  /** The domain of what runs now. */
  current(): Emitter | undefined;
  /** Whether a domain has taken the error. */
  onUncaught(error: unknown): boolean;
  /** Whether one would. */
  listens(): boolean;
}
let domains: Domains | undefined;

export function setDomains(value: Domains): void {
  domains = value;
}

/** Who runs a file of `weft test`: nothing that the file does ends the process. */
export interface Runner {
  /** What nobody has caught, and no listener of the program has taken. */
  uncaught(error: unknown, origin: Origin): void;
  /** process.exit(): throws. */
  exit?(code: number): never;
}
let runner: Runner | undefined;

export function setRunner(value: Runner | undefined): void {
  runner = value;
}

// ---- uncaught exceptions: https://nodejs.org/api/process.html#event-uncaughtexception

export function setUncaughtExceptionCaptureCallback(callback: ((error: unknown) => void) | null): void {
  if (domains !== undefined) throw new codes.ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE();
  if (callback === null) {
    captureCallback = null;
    return;
  }
  if (typeof callback !== "function") throw new codes.ERR_INVALID_ARG_TYPE("fn", ["Function", "null"], callback);
  if (captureCallback !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  captureCallback = callback;
}

export function hasUncaughtExceptionCaptureCallback(): boolean {
  return captureCallback !== null;
}

let abortsOnUncaught: boolean | undefined;

/** --abort-on-uncaught-exception: before any handler, as there is nothing to find in a core file after them. */
function abortUnlessCaptured(error: any): void {
  abortsOnUncaught ??= require("internal/options").hasOption("--abort-on-uncaught-exception") as boolean;
  if (!abortsOnUncaught || captureCallback !== null || (domains !== undefined && domains.listens())) return;
  require("internal/stdio").writeError(`Uncaught:\n${isErrorLike(error) ? error.stack : describe(error)}\n`);
  (native("process") as ProcessEnd).abort();
}

export function onUncaught(error: unknown, origin: Origin): boolean {
  abortUnlessCaptured(error);
  try {
    emit("uncaughtExceptionMonitor", error, origin);
    if (domains !== undefined && domains.onUncaught(error)) return true;
    if (captureCallback !== null) {
      captureCallback(error);
      return true;
    }
    if (emit("uncaughtException", error, origin)) return true;
  } catch (handlersError) {
    if (runner !== undefined) {
      runner.uncaught(handlersError, origin);
      return true;
    }
    (native("process") as ProcessEnd).exitWithError(handlersError, kHandlerFailed);
  }
  if (runner !== undefined) {
    runner.uncaught(error, origin);
    return true;
  }
  emitExitOfFailure();
  return false;
}

function emitExitOfFailure(): void {
  if (exiting) return;
  setExiting(true);
  try {
    setExitCode(kGenericFailure);
    emit("exit", kGenericFailure);
  } catch {
    // The first error is the one to show.
  }
}

/** For an exception that has no caller: the program's handlers, or the end of the process. */
export function reportUncaught(error: unknown, origin: Origin = "uncaughtException"): void {
  if (!onUncaught(error, origin)) (native("process") as ProcessEnd).exitWithError(error, exitCode ?? kGenericFailure);
}

// ---- rejected promises: https://nodejs.org/api/process.html#event-unhandledrejection

interface Rejection {
  reason: unknown;
  id: number;
  domain: Emitter | undefined;
}

let pending = new SafeMap<object, Rejection>();
/** Rejections that were told of; a handler that comes later is worth telling, too. */
const reported = new SafeWeakMap<object, Rejection>();
let handledLate: { promise: object; warning: Error }[] = [];
let lastRejection = 0;

export function onRejection(operation: 0 | 1, promise: object, reason: unknown): void {
  if (operation === 0) {
    pending.set(promise, { reason, id: ++lastRejection, domain: domains?.current() });
    return;
  }
  if (pending.delete(promise)) return;
  const rejection = reported.get(promise);
  if (rejection === undefined) return;
  reported.delete(promise);
  const warning: Error & { id?: number } =
    new Error(`Promise rejection was handled asynchronously (rejection id: ${rejection.id})`);
  warning.name = "PromiseRejectionHandledWarning";
  warning.id = rejection.id;
  handledLate[handledLate.length] = { promise, warning };
}

/** Returns whether ticks or microtasks may have been queued meanwhile. */
export function processRejections(): boolean {
  const late = handledLate;
  handledLate = [];
  for (let i = 0; i < late.length; i++) {
    const { promise, warning } = late[i]!;
    if (!emit("rejectionHandled", promise)) require("internal/process_warning").emitWarning(warning);
  }
  const current = pending;
  pending = new SafeMap();
  current.forEach(reportRejection);
  return late.length > 0 || current.size > 0 || pending.size > 0;
}

function reportRejection(rejection: Rejection, promise: object): void {
  reported.set(promise, rejection);
  const { reason, domain } = rejection;
  try {
    if (domain !== undefined) {
      domain.emit("error", reason);
      return;
    }
    if (rejectionMode === undefined) rejectionMode = require("internal/options").option("--unhandled-rejections") ?? "throw";
    if (rejectionMode === "strict") {
      reportUncaught(isErrorLike(reason) ? reason : makeRejectionError(reason), "unhandledRejection");
      if (!emit("unhandledRejection", reason, promise)) warnOfRejection(reason, rejection.id);
      return;
    }
    const isHandled = emit("unhandledRejection", reason, promise);
    if (!isHandled && runner !== undefined) {
      runner.uncaught(reason, "unhandledRejection");
      return;
    }
    if (rejectionMode === "warn") warnOfRejection(reason, rejection.id);
    if (isHandled || rejectionMode === "none" || rejectionMode === "warn") return;
    if (rejectionMode === "warn-with-error-code") {
      warnOfRejection(reason, rejection.id);
      setExitCode(kGenericFailure);
      return;
    }
  } catch (error) {
    reportUncaught(error);
    return;
  }
  reportUncaught(isErrorLike(reason) ? reason : makeRejectionError(reason), "unhandledRejection");
}

/** The value of --unhandled-rejections. */
let rejectionMode: string | undefined;

function warnOfRejection(reason: unknown, id: number): void {
  const { emitWarning } = require("internal/process_warning");
  const warning: Error & { id?: number } = new Error(
    "Unhandled promise rejection. This error originated either by throwing inside of an async function without a " +
    "catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node process on " +
    "unhandled rejection, use the CLI flag `--unhandled-rejections=strict` " +
    `(see https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${id})`);
  warning.name = "UnhandledPromiseRejectionWarning";
  warning.id = id;
  if (isErrorLike(reason)) {
    warning.stack = (reason as Error).stack;
    emitWarning((reason as Error).stack as string, "UnhandledPromiseRejectionWarning");
  } else {
    emitWarning(describe(reason), "UnhandledPromiseRejectionWarning");
  }
  emitWarning(warning);
}

function isErrorLike(reason: unknown): boolean {
  return typeof reason === "object" && reason !== null &&
    (reason instanceof Error || ObjectPrototypeHasOwnProperty(reason, "stack"));
}

function makeRejectionError(reason: unknown): Error {
  const error: Error & { code?: string } = new Error(
    "This error originated either by throwing inside of an async function without a catch block, or by rejecting " +
    `a promise which was not handled with .catch(). The promise rejected with the reason "${describe(reason)}".`);
  error.name = "UnhandledPromiseRejection";
  error.code = "ERR_UNHANDLED_REJECTION";
  return error;
}

/** Text of a value that runs no code of the program. */
function describe(reason: unknown): string {
  if (typeof reason === "function") return `function ${reason.name}`;
  if (typeof reason !== "object" || reason === null) return String(reason);
  return require("internal/inspect").inspect(reason, { depth: 0, customInspect: false, breakLength: Infinity });
}

// ---- the end

export function emitBeforeExit(): void {
  try {
    emit("beforeExit", exitCode ?? 0);
  } catch (error) {
    reportUncaught(error);
  }
}

export function emitExit(fallback = 0): number {
  if (!exiting) {
    if (fallback !== 0 && exitCode === undefined) setExitCode(fallback);
    setExiting(true);
    try {
      emit("exit", exitCode ?? 0);
    } catch (error) {
      reportUncaught(error);
    }
  }
  flushWorker();
  return exitCode ?? fallback;
}

/** What a worker has written goes out, whatever comes next. */
function flushWorker(): void {
  if (native("workers").threadId() !== 0) require("internal/worker_stdio").flushOutput();
}

/** process.exit(): 'exit' is emitted unless it is already being emitted. */
export function exit(reallyExit: (code: number) => void): void {
  runner?.exit?.(exitCode ?? 0);
  if (!exiting) {
    setExiting(true);
    emit("exit", exitCode ?? 0);
  }
  flushWorker();
  reallyExit(exitCode ?? 0);
}

export { drainTicks } from "internal/next_tick";
