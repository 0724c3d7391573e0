/** What a thread knows of itself: of a worker, it comes from its parent (internal/worker_main). */
import { SafeMap } from "internal/primordials";
import type { PortHandle } from "web/message";

export interface ResourceLimits {
  maxYoungGenerationSizeMb?: number;
  maxOldGenerationSizeMb?: number;
  codeRangeSizeMb?: number;
  stackSizeMb?: number;
}

/** Texts and bytes of a standard stream; null ends it. */
export type StandardChunk = string | Uint8Array | null;

/** What a worker tells its parent. */
export type WorkerReport =
  | { type: "online" }
  | { type: "error"; error: unknown }
  | { type: "unserializable" }
  | { type: "output"; fd: 1 | 2; chunks: StandardChunk[] }
  | { type: "wantsInput" }
  /** An answer to the order of this number; undefined: the heap is too large. */
  | { type: "heapSnapshot"; number: number; text: string | undefined };

/** What a parent tells its worker, once it runs. */
export type WorkerOrder =
  | { type: "input"; chunks: StandardChunk[] }
  | { type: "wantsOutput"; fd: 1 | 2 }
  | { type: "heapSnapshot"; number: number };

export interface ThreadState {
  isMainThread: boolean;
  threadId: number;
  name: string;
  parentPort: any;
  workerData: unknown;
  resourceLimits: ResourceLimits;
  environmentData: Map<unknown, unknown>;
  /** The channel to the parent; undefined on the main thread. */
  control: PortHandle | undefined;
  hasStdin: boolean;
}

const threadId: number = native("workers").threadId();

export const thread: ThreadState = {
  isMainThread: threadId === 0,
  threadId,
  name: "",
  parentPort: null,
  workerData: null,
  resourceLimits: {},
  environmentData: new SafeMap<unknown, unknown>(),
  control: undefined,
  hasStdin: false,
};
