// node:process, which is also the global `process`: https://nodejs.org/api/process.html
//
// An event emitter whose own properties are put together here from internal/process_*. What costs something
// (streams, features, flags) is made at its first use.

import {
  FunctionPrototypeCall, ObjectCreate, ObjectDefineProperties, ObjectDefineProperty, ObjectFreeze, ReflectApply, Set,
  StringPrototypeStartsWith, SymbolToStringTag,
} from "internal/primordials";
import EventEmitter from "node:events";
import { drainTicks, nextTick } from "internal/next_tick";
import * as events from "internal/process_events";
import * as methods from "internal/process_methods";
import { createEnvironment } from "internal/process_env";
import { makeConfig, makeFeatures, makeRelease, makeVersions, version } from "internal/process_facts";

interface ProcessBinding {
  /** What the command line said. */
  argv(): string[];
  execArgv(): string[];
  argv0(): string;
  execPath(): string;
  pid(): number;
  parentPid(): number;
  arch(): string;
  title(): string;
  setTitle(title: string): void;
  sourceMapsEnabled(): boolean;
  /** Ends the process at once: terminals are put back, nothing else runs. */
  reallyExit(code: number): never;
  kill(pid: number, signal: number): number;
}

const binding = native("process") as ProcessBinding;

const constructor = function process() {};
const prototype = constructor.prototype = ObjectCreate(EventEmitter.prototype, {
  constructor: { __proto__: null, value: constructor, writable: true, enumerable: false, configurable: true },
  [SymbolToStringTag]: { __proto__: null, value: "process", enumerable: false, configurable: true },
} as any);

const process = ObjectCreate(prototype);
FunctionPrototypeCall(EventEmitter as any, process);

function defineReadOnly(name: string, value: unknown): void {
  ObjectDefineProperty(process, name, { __proto__: null, value, writable: false, enumerable: true, configurable: true } as any);
}

function defineGetter(name: string, get: () => unknown): void {
  ObjectDefineProperty(process, name, { __proto__: null, get, set: undefined, enumerable: true, configurable: true } as any);
}

/** A value made at its first use, and an ordinary property from then on. */
function defineLazy(name: string, make: () => unknown): void {
  const settle = (value: unknown) => {
    ObjectDefineProperty(process, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
    return value;
  };
  ObjectDefineProperty(process, name, {
    __proto__: null, get: () => settle(make()), set: settle, enumerable: true, configurable: true,
  } as any);
}

const arch = binding.arch();
defineReadOnly("version", version);
defineReadOnly("versions", makeVersions());
defineReadOnly("arch", arch);
defineReadOnly("platform", "linux");
defineReadOnly("release", makeRelease());
defineLazy("features", makeFeatures);
defineLazy("config", () => makeConfig(arch));

process.argv = binding.argv();
process.argv0 = binding.argv0();
process.execArgv = binding.execArgv();
process.execPath = binding.execPath();
process.env = createEnvironment();
process.pid = binding.pid();
process.debugPort = 9229;
defineGetter("ppid", binding.parentPid);
defineGetter("sourceMapsEnabled", binding.sourceMapsEnabled);
ObjectDefineProperties(process, {
  title: {
    __proto__: null,
    get: () => binding.title(),
    set(value: unknown) { binding.setTitle(`${value}`); },
    enumerable: true,
    configurable: true,
  },
  exitCode: {
    __proto__: null,
    get: () => exitCodeAsGiven,
    set(code: unknown) {
      events.setExitCode(methods.toExitCode(code));
      exitCodeAsGiven = code;
    },
    enumerable: true,
    configurable: false,
  },
  _exiting: {
    __proto__: null,
    get: events.isExiting,
    set(value: unknown) { events.setExiting(!!value); },
    enumerable: true,
    configurable: true,
  },
} as any);

// A numeric string stays a string for whoever reads it back.
let exitCodeAsGiven: unknown;
events.onExitCodeSet((code) => { exitCodeAsGiven = code; });

defineGetter("stdout", () => require("internal/stdio").getStandardStream(1));
defineGetter("stderr", () => require("internal/stdio").getStandardStream(2));
defineGetter("stdin", () => require("internal/stdio").getStandardStream(0));
process.openStdin = function openStdin() {
  process.stdin.resume();
  return process.stdin;
};

process.nextTick = nextTick;
process._tickCallback = drainTicks;
process.emitWarning = function emitWarning(warning: string | Error, type?: any, code?: any, ctor?: Function): void {
  require("internal/process_warning").emitWarning(warning, type, code, ctor);
};

process.abort = methods.abort;
process.availableMemory = methods.availableMemory;
process.chdir = methods.chdir;
process.constrainedMemory = methods.constrainedMemory;
process.cpuUsage = methods.cpuUsage;
process.cwd = methods.cwd;
process.getActiveResourcesInfo = methods.getActiveResourcesInfo;
process.getBuiltinModule = methods.getBuiltinModule;
process.hrtime = methods.hrtime;
process.kill = methods.kill;
process.memoryUsage = methods.memoryUsage;
process.resourceUsage = methods.resourceUsage;
process.umask = methods.umask;
process.uptime = methods.uptime;
process._rawDebug = methods.rawDebug;

const kCredentialMethods = [
  "getegid", "geteuid", "getgid", "getgroups", "getuid", "initgroups", "setegid", "seteuid", "setgid", "setgroups",
  "setuid",
];
for (let i = 0; i < kCredentialMethods.length; i++) {
  const name = kCredentialMethods[i]!;
  process[name] = (...args: unknown[]) =>
    ReflectApply(require("internal/process_credentials").credentials[name], undefined, args);
}

process.setSourceMapsEnabled = methods.setSourceMapsEnabled;
process.setUncaughtExceptionCaptureCallback = events.setUncaughtExceptionCaptureCallback;
process.hasUncaughtExceptionCaptureCallback = events.hasUncaughtExceptionCaptureCallback;
defineLazy("allowedNodeEnvironmentFlags", () => ObjectFreeze(new Set()));

/** Sets variables from a file of NAME=value lines, but for those that are set already. */
process.loadEnvFile = function loadEnvFile(path: string | { href: string } = ".env") {
  require("internal/env_file").loadEnvFile(path, process.env);
};

process.exit = function exit(code?: unknown): never {
  if (arguments.length > 0) process.exitCode = code;
  // Looked up on process: programs replace it to learn of the end.
  return events.exit((status: number) => process.reallyExit(status)) as never;
};
process.reallyExit = function reallyExit(code: number): never {
  return binding.reallyExit(code | 0);
};

process._kill = binding.kill;

/** Deprecated: node:assert is meant. */
process.assert = function assert(value: unknown, message?: string): void {
  require("internal/process_legacy").assert(value, message);
};
process.binding = function binding(name: unknown): never {
  return require("internal/process_legacy").binding(name);
};
process._linkedBinding = process.binding;
/** Loads a native addon; there are none. */
process.dlopen = function dlopen(module: unknown, filename: unknown): never {
  return require("internal/process_legacy").dlopen(module, filename);
};

function isSignal(event: unknown): boolean {
  return typeof event === "string" && StringPrototypeStartsWith(event, "SIG");
}
// Signals are the main thread's, and so is the channel to a parent process.
const isMainThread = native("workers").threadId() === 0;
process.on("newListener", (event: string | symbol) => {
  if (isMainThread && isSignal(event)) require("internal/process_signals").startIfSignal(process, event);
});
process.on("newListener", (event: string | symbol) => {
  if (event === "workerMessage") require("internal/thread_messages").openInbox(process);
});
process.on("removeListener", (event: string | symbol) => {
  if (isMainThread && isSignal(event)) require("internal/process_signals").stopIfSignal(process, event);
});
// Options that programs may change while they run.
const kWarningOptions = [
  ["--no-deprecation", "noDeprecation"], ["--throw-deprecation", "throwDeprecation"],
  ["--trace-deprecation", "traceDeprecation"], ["--trace-warnings", "traceProcessWarnings"],
] as const;
const hasOptions = process.execArgv.length > 0 || process.env.NODE_OPTIONS !== undefined;
if (hasOptions) {
  const { hasOption } = require("internal/options");
  for (let i = 0; i < kWarningOptions.length; i++) {
    const [option, name] = kWarningOptions[i]!;
    if (hasOption(option)) process[name] = true;
  }
}
const printsWarnings = process.env.NODE_NO_WARNINGS !== "1" && !(hasOptions && require("internal/options").hasOption("--no-warnings"));
if (printsWarnings) process.on("warning", (warning: unknown) => require("internal/process_warning").printWarning(warning));
events.setEmitter(process);

// A child that was made with a channel to its parent.
if (isMainThread && process.env.NODE_CHANNEL_FD !== undefined) require("internal/ipc_channel").joinParent(process);

export default process;
