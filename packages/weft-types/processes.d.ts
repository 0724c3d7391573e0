declare module "weft" {
  export type SpawnInput =
    | "pipe" | "inherit" | "ignore" | null | undefined | number | WeftFile | Blob | BytesSource | Response | Request
    | ReadableStream;
  export type SpawnOutput = "pipe" | "inherit" | "ignore" | null | undefined | number | WeftFile;

  interface SpawnCommonOptions {
    cwd?: string;
    /** Without it, the parent's. */
    env?: Record<string, string | undefined>;
    argv0?: string;
    uid?: number;
    gid?: number;
    detached?: boolean;
    /** Milliseconds. */
    timeout?: number;
    signal?: AbortSignal;
    /** Bytes of one output. */
    maxBuffer?: number;
    killSignal?: NodeJS.Signals | number;
    stdin?: SpawnInput;
    stdout?: SpawnOutput;
    stderr?: SpawnOutput;
    stdio?: [SpawnInput?, SpawnOutput?, SpawnOutput?, ...SpawnOutput[]];
  }
  export interface SpawnOptions extends SpawnCommonOptions {
    onExit?(child: Subprocess, exitCode: number | null, signalCode: NodeJS.Signals | null, error?: Error): void;
    ipc?(message: any, child: Subprocess): void;
    onDisconnect?(): void;
    serialization?: "advanced" | "json";
  }

  export interface ResourceUsage {
    /** Microseconds. */
    cpuTime: { user: number; system: number; total: number };
    /** Bytes. */
    maxRSS: number;
    contextSwitches: { voluntary: number; involuntary: number };
    ops: { in: number; out: number };
  }

  /** A stream that can be read as a whole. */
  export interface OutputStream extends ReadableStream<Uint8Array> {
    text(): Promise<string>;
    json(): Promise<any>;
    bytes(): Promise<Uint8Array>;
    arrayBuffer(): Promise<ArrayBuffer>;
    blob(): Promise<Blob>;
  }

  export interface Subprocess extends AsyncDisposable {
    readonly pid: number;
    readonly exitCode: number | null;
    readonly signalCode: NodeJS.Signals | null;
    readonly killed: boolean;
    readonly exited: Promise<number>;
    /** If it is "pipe". */
    readonly stdin: FileSink;
    readonly stdout: OutputStream;
    readonly readable: OutputStream;
    readonly stderr: OutputStream;
    readonly stdio: (number | null)[];
    readonly connected: boolean;
    kill(signal?: NodeJS.Signals | number): void;
    ref(): void;
    unref(): void;
    send(message: any): void;
    disconnect(): void;
    resourceUsage(): ResourceUsage | undefined;
  }

  export interface SyncSubprocess {
    pid: number;
    exitCode: number | null;
    signalCode?: NodeJS.Signals;
    success: boolean;
    stdout: Buffer;
    stderr: Buffer;
    resourceUsage: ResourceUsage;
    exitedDueToTimeout?: boolean;
    exitedDueToMaxBuffer?: boolean;
  }

  export function spawn(command: readonly string[], options?: SpawnOptions): Subprocess;
  export function spawn(options: SpawnOptions & { cmd: readonly string[] }): Subprocess;
  export function spawnSync(command: readonly string[], options?: SpawnCommonOptions): SyncSubprocess;
  export function spawnSync(options: SpawnCommonOptions & { cmd: readonly string[] }): SyncSubprocess;
  /** Where a program is, or null. */
  export function which(program: string, options?: { PATH?: string; cwd?: string }): string | null;
  /** Milliseconds, or until a date. */
  export function sleep(time: number | Date): Promise<void>;
  export function sleepSync(milliseconds: number): void;

  /** The version of Bun whose API this is; weft's is process.versions.weft. */
  export const version: string;
  /** Identifies this build of weft. */
  export const revision: string;
  /** The file that the program began with. */
  export const main: string;
  export const argv: string[];
  export const env: NodeJS.ProcessEnv;
  export const cwd: string;
  export const isMainThread: boolean;
  export const enableANSIColors: boolean;
  /** Since the process began. */
  export function nanoseconds(): number;
  /** The heap's size in bytes. */
  export function gc(force?: boolean): number;
  export function shrink(): void;
}
