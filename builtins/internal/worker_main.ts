/**
 * The beginning of a worker, before its program: native code calls start(), and runs what it answers. reportError()
 * is for errors that nobody caught.
 */
import { unpack } from "web/message";
import type { PortHandle } from "web/message";
import { flushOutput, onOrder, report } from "internal/worker_stdio";
import { thread } from "internal/worker_state";
import type { ResourceLimits } from "internal/worker_state";

/** The first message on the control channel. */
export interface Boot {
  kind: "file" | "eval" | "module" | "url";
  text: string;
  /** Of the web's Worker: its URL, and whether it is a classic script. */
  web: { url: string; isClassic: boolean } | undefined;
  name: string;
  workerData: unknown;
  environmentData: Map<unknown, unknown>;
  /** Names and values in turn; null: the process's, or the parent's, shared. */
  env: string[] | null;
  port: any;
  resourceLimits: ResourceLimits;
  hasStdin: boolean;
  tracksDescriptors: boolean;
  preload: string[];
}

export function start(): [kind: string, text: string] {
  const control: PortHandle = native("workers").controlPort();
  const boot = unpack(control.take()!).data as Boot;
  thread.control = control;
  thread.name = boot.name;
  thread.parentPort = boot.port;
  thread.workerData = boot.workerData;
  thread.environmentData = boot.environmentData;
  thread.resourceLimits = boot.resourceLimits;
  thread.hasStdin = boot.hasStdin;
  require("internal/process_env").useThreadEnvironment(boot.env);
  if (boot.tracksDescriptors) require("internal/worker_descriptors").trackDescriptors();
  const process = require("node:process").default;
  require("internal/worker_process").adaptProcess(process);
  control.watch(() => {});
  control.start((packed) => onOrder(unpack(packed).data as any));
  if (boot.web !== undefined) require("internal/worker_scope").defineScope(boot.web);
  report({ type: "online" });
  if (boot.preload.length > 0) {
    const load = require("node:module").default.createRequire(`${process.cwd()}/[preload]`);
    for (let i = 0; i < boot.preload.length; i++) load(boot.preload[i]);
  }
  return [boot.kind, boot.text];
}

export function reportError(error: unknown): void {
  flushOutput();
  const { packError } = require("internal/worker_errors");
  try {
    report({ type: "error", error: packError(error) });
  } catch {
    report({ type: "unserializable" });
  }
}

