/** Worker: a thread as its parent holds it. https://nodejs.org/api/worker_threads.html#class-worker */
import {
  Array, ObjectDefineProperty, Promise, PromiseReject, PromiseResolve, RangeError, SafeMap,
} from "internal/primordials";
import { codes } from "internal/errors";
import EventEmitter from "node:events";
import { nextTick } from "internal/next_tick";
import { writeText } from "internal/stdio";
import { messages, pack, postTo, unpack } from "web/message";
import type { Packed, PortHandle, Unpacked } from "web/message";
import { thread } from "internal/worker_state";
import type { ResourceLimits, StandardChunk, WorkerOrder, WorkerReport } from "internal/worker_state";
import {
  argumentsOf, argvOf, environmentOf, limitsOf, nameOf, programOf,
} from "internal/worker_options";
import type { Boot } from "internal/worker_main";
import type { Utilization } from "internal/performance_timing";

interface WorkerHandle {
  readonly id: number;
  /** The error number, negative, if there is no thread to be had. */
  start(onEnd: (code: number, reason: "" | "memory" | "loop", detail: string) => void): number;
  stop(): void;
  ref(): void;
  unref(): void;
  /** Milliseconds since its loop began, and those of them in which it waited; none: it does not run. */
  loopTimes(): number[];
}

interface WorkersBinding {
  create(
    control: PortHandle, name: string, argv: string[], execArgv: string[], conditions: string[], stackMegabytes: number,
    heapMegabytes: number): WorkerHandle;
}

const binding = native("workers") as WorkersBinding;

/** What the web's Worker asks for beyond Node's options. */
export interface WebProgram {
  kind: "file" | "module" | "eval" | "url";
  text: string;
  url: string;
  isClassic: boolean;
  preload: string[];
  onMessage?: (message: Unpacked) => void;
}

export class Worker extends (EventEmitter as any as new (options?: object) => any) {
  #handle: WorkerHandle | null = null;
  #control: PortHandle | null = null;
  #port: PortHandle | null = null;
  #limits: ResourceLimits;
  #stdin: any = null;
  /** Made when somebody asks for them, or something must go through them. */
  #output: any[] = [];
  #isPiped: boolean[] = [];
  #onWebMessage: ((message: Unpacked) => void) | undefined;
  #exit: { code: number } | undefined;
  #snapshots = new SafeMap<number, { resolve(stream: object): void; reject(error: unknown): void }>();
  #snapshotCount = 0;
  #performance: Worker["performance"] | undefined;
  threadId: number;

  constructor(filename: unknown, options: any = {}, web?: WebProgram) {
    options ??= {};
    if (options.execArgv && !Array.isArray(options.execArgv))
      throw new codes.ERR_INVALID_ARG_TYPE("options.execArgv", "Array", options.execArgv);
    const argv = argvOf(options);
    const program = web ?? programOf(filename, options);
    const env = environmentOf(options);
    const name = nameOf(options);
    const limits = limitsOf(options);
    const { execArgv, conditions, preload } = argumentsOf(options);
    super();
    if (env === null) require("internal/process_env").shareEnvironment();
    this.#limits = limits.reported;
    this.#onWebMessage = web?.onMessage;
    const { 0: port, 1: childPort } = messages.createPair();
    const { 0: control, 1: childControl } = messages.createPair();
    const { portOver } = require("web/message_port");
    const port2 = portOver(childPort);
    const boot: Boot = {
      kind: program.kind,
      text: program.text,
      web: web === undefined ? undefined : { url: web.url, isClassic: web.isClassic },
      name,
      workerData: options.workerData,
      environmentData: thread.environmentData,
      env: env === null ? null : require("internal/process_env").listEnvironment(env),
      port: port2,
      resourceLimits: limits.reported,
      hasStdin: !!options.stdin,
      tracksDescriptors: options.trackUnmanagedFds === undefined ? true : !!options.trackUnmanagedFds,
      preload: web === undefined ? preload : [...preload, ...web.preload],
    };
    const transfer: object[] = [port2];
    if (options.transferList) for (const item of options.transferList) transfer[transfer.length] = item;
    const { 0: tape, 1: ports } = pack(boot, transfer);
    control.post(tape, ports);

    const entry = program.kind === "eval" || program.kind === "module" || program.kind === "url" ? "[worker eval]" : program.text;
    const handle = binding.create(
      childControl, name, [entry, ...argv], execArgv, conditions, limits.stack, limits.heap);
    this.#handle = handle;
    this.#control = control;
    this.#port = port;
    this.threadId = handle.id;
    ObjectDefineProperty(this, "threadId", {
      __proto__: null, get: () => (this.#handle === null ? -1 : handle.id), enumerable: false, configurable: true,
    } as any);
    this.#isPiped = [false, !options.stdout, !options.stderr];
    if (options.stdin) {
      const { WritableWorkerStdio } = require("internal/worker_streams");
      this.#stdin = new WritableWorkerStdio((order: WorkerOrder) => this.#send(order));
    }
    control.watch(() => {});
    port.watch(() => {});
    control.start((packed) => this.#onReport(packed));
    port.start((packed) => this.#onMessage(packed));
    const status = handle.start((code, reason, detail) => this.#onEnd(code, reason, detail));
    if (status < 0) {
      this.#close();
      const { errnoException } = require("internal/errors");
      throw new codes.ERR_WORKER_INIT_FAILED((errnoException(status, "pthread_create") as any).code);
    }
    nextTick(() => require("node:process").default.emit("worker", this));
  }

  #send(order: WorkerOrder): void {
    if (this.#control === null) return;
    const { 0: tape, 1: ports } = pack(order, undefined);
    this.#control.post(tape, ports);
  }

  #onReport(packed: Packed): void {
    const report = unpack(packed).data as WorkerReport;
    switch (report.type) {
      case "online":
        this.emit("online");
        break;
      case "output":
        this.#onOutput(report.fd, report.chunks);
        break;
      case "wantsInput":
        this.#stdin?.taken();
        break;
      case "error":
        this.emit("error", require("internal/worker_errors").unpackError(report.error));
        break;
      case "heapSnapshot":
        this.#onSnapshot(report.number, report.text);
        break;
      case "unserializable":
        this.emit("error", new codes.ERR_WORKER_UNSERIALIZABLE_ERROR());
        break;
    }
  }

  #onMessage(packed: Packed): void {
    let message;
    try {
      message = unpack(packed);
    } catch (error) {
      this.emit("messageerror", error);
      return;
    }
    if (this.#onWebMessage === undefined) this.emit("message", message.data);
    else this.#onWebMessage(message);
  }

  /** Text goes straight on to the process's own stream while nobody has asked for a stream here or there. */
  #onOutput(fd: 1 | 2, chunks: StandardChunk[]): void {
    if (this.#output[fd] === undefined && this.#isPiped[fd] && require("internal/stdio").getMaterialisedStream(fd) === undefined) {
      let isText = true;
      for (let i = 0; i < chunks.length; i++) if (typeof chunks[i] !== "string") isText = false;
      if (isText) {
        for (let i = 0; i < chunks.length; i++) writeText(fd, chunks[i] as string);
        this.#send({ type: "wantsOutput", fd });
        return;
      }
    }
    this.#outputOf(fd).take(chunks);
  }

  #outputOf(fd: 1 | 2): any {
    if (this.#output[fd] !== undefined) return this.#output[fd];
    const { ReadableWorkerStdio } = require("internal/worker_streams");
    const stream = this.#output[fd] = new ReadableWorkerStdio(fd, (order: WorkerOrder) => this.#send(order));
    if (this.#exit !== undefined) stream.push(null);
    else if (this.#isPiped[fd]) pipeQuietly(stream, require("internal/stdio").getStandardStream(fd));
    return stream;
  }

  #onEnd(code: number, reason: "" | "memory" | "loop", detail: string): void {
    drain(this.#port!, (packed) => this.#onMessage(packed));
    drain(this.#control!, (packed) => this.#onReport(packed));
    this.#close();
    this.#exit = { code };
    for (let fd = 1; fd <= 2; fd++) {
      const stream = this.#output[fd];
      if (stream !== undefined && !stream.destroyed && !stream.readableEnded) stream.push(null);
    }
    this.#stdin?.destroy();
    if (reason === "memory") this.emit("error", new codes.ERR_WORKER_OUT_OF_MEMORY("JS heap out of memory"));
    else if (reason === "loop") this.emit("error", new codes.ERR_WORKER_INIT_FAILED(detail));
    this.emit("exit", code);
  }

  #onSnapshot(number: number, text: string | undefined): void {
    const { resolve, reject } = this.#snapshots.get(number)!;
    this.#snapshots.delete(number);
    if (text === undefined) reject(new RangeError("The heap is too large for a snapshot"));
    else resolve(require("internal/heap_snapshot").toStream(text));
  }

  #close(): void {
    this.#snapshots.forEach(({ reject }) => reject(new codes.ERR_WORKER_NOT_RUNNING()));
    this.#snapshots.clear();
    this.#handle = null;
    this.#port?.close();
    this.#control?.close();
    this.#port = this.#control = null;
  }

  postMessage(message: unknown, transfer?: unknown): void {
    if (this.#port === null) return;
    postTo(this.#port, message, transfer, arguments.length);
  }

  terminate(callback?: (error: null, code: number) => void): Promise<number | undefined> {
    this.ref();
    if (typeof callback === "function") {
      require("node:process").default.emitWarning(
        "Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.", "DeprecationWarning",
        "DEP0132");
      if (this.#handle === null) return PromiseResolve(undefined);
      this.once("exit", (code: number) => callback(null, code));
    }
    if (this.#handle === null) return PromiseResolve(undefined);
    this.#handle.stop();
    return new Promise((resolve) => this.once("exit", resolve));
  }

  ref(): void {
    this.#handle?.ref();
  }
  unref(): void {
    this.#handle?.unref();
  }

  get stdin(): any {
    return this.#stdin;
  }
  get stdout(): any {
    return this.#outputOf(1);
  }
  get stderr(): any {
    return this.#outputOf(2);
  }

  /** https://nodejs.org/api/worker_threads.html#workerperformance */
  get performance(): { eventLoopUtilization(first?: Utilization, second?: Utilization): Utilization } {
    return (this.#performance ??= {
      eventLoopUtilization: (first, second) =>
        require("internal/performance_timing").utilizationOf(() => this.#handle?.loopTimes() ?? [], first, second),
    });
  }

  get resourceLimits(): ResourceLimits {
    return this.#handle === null ? {} : { ...this.#limits };
  }

  /** Once the worker gives way to messages. */
  getHeapSnapshot(options?: unknown): Promise<object> {
    require("internal/heap_snapshot_file").checkOptions(options);
    if (this.#handle === null) return PromiseReject(new codes.ERR_WORKER_NOT_RUNNING());
    const number = ++this.#snapshotCount;
    this.#send({ type: "heapSnapshot", number });
    return new Promise<object>((resolve, reject) => this.#snapshots.set(number, { resolve, reject }));
  }
}

/** What the thread had sent before it ended. */
function drain(port: PortHandle, take: (packed: Packed) => void): void {
  for (let packed = port.take(); packed !== undefined; packed = port.take()) take(packed);
}



/** As pipe(), but many workers may write to one stream without a warning of too many listeners. */
function pipeQuietly(source: any, target: any): void {
  const most = target.getMaxListeners();
  target.setMaxListeners(0);
  source.pipe(target, { end: false });
  target.setMaxListeners(most);
  source._readableState.sync = false;
  // Only what somebody listens for on it would end with it.
  source.on("end", () => source.unpipe(target));
}

