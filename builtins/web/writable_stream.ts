/**
 * WritableStream and WritableStreamDefaultWriter: the faces of WritableCore and WriterCore.
 * https://streams.spec.whatwg.org/#ws-class
 */
import { ReflectApply } from "internal/primordials";
import { codes } from "internal/errors";
import { highWaterMarkOf, toStrategy } from "web/queuing_strategies";
import { completionOf, Deferred, rejection, resolvedWith, type Completion } from "web/stream_promises";
import { finishInterface, inspectAs, kInspect, optionalFunction, registerPlatformClass, requireThis } from "web/webidl";
import { type Sink, WritableController } from "web/writable_controller";
import { kClosed, kWritable, unattached, WritableCore, WriterCore } from "web/writable_core";

type Method = ((...args: any[]) => unknown) | undefined;

/**
 * The program's underlying sink, read once and then called as an internal sink is.
 * https://streams.spec.whatwg.org/#underlying-sink-api
 */
class UnderlyingSink implements Sink {
  private object: any;
  private abortMethod: Method;
  private closeMethod: Method;
  private startMethod: Method;
  private writeMethod: Method;

  /** Reads the dictionary in the order of its members' names. */
  constructor(object: any) {
    if (object === undefined) object = kNothing;
    else if (object === null || (typeof object !== "object" && typeof object !== "function")) {
      throw new codes.ERR_INVALID_ARG_TYPE("sink", "Object", object);
    }
    this.object = object;
    this.abortMethod = optionalFunction(object.abort, "sink.abort");
    this.closeMethod = optionalFunction(object.close, "sink.close");
    this.startMethod = optionalFunction(object.start, "sink.start");
    const { type } = object;
    this.writeMethod = optionalFunction(object.write, "sink.write");
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError("sink.type", type);
  }

  /** What it returns is waited for, whatever it is. */
  start(controller: WritableController): unknown {
    if (this.startMethod === undefined) return undefined;
    return ReflectApply(this.startMethod, this.object, [controller.toFace()]);
  }

  write(chunk: unknown, controller: WritableController): Completion {
    if (this.writeMethod === undefined) return undefined;
    return completionOf(ReflectApply(this.writeMethod, this.object, [chunk, controller.toFace()]));
  }

  close(): Completion {
    if (this.closeMethod === undefined) return undefined;
    return resolvedWith(ReflectApply(this.closeMethod, this.object, []));
  }

  abort(reason: unknown): Completion {
    if (this.abortMethod === undefined) return undefined;
    return resolvedWith(ReflectApply(this.abortMethod, this.object, [reason]));
  }
}

const kNothing: any = { __proto__: null };
const kWrap = Symbol("wrap");

let coreOf: (value: any) => WritableCore | undefined;

/** https://streams.spec.whatwg.org/#ws-class-definition */
export class WritableStream {
  #core: WritableCore;

  static {
    coreOf = (value) =>
      value !== null && typeof value === "object" && #core in value ? (value as WritableStream).#core : undefined;
    registerPlatformClass(this.prototype, {
      name: "WritableStream",
      builtin: "web/writable_stream",
      isInstance: (value) => #core in value,
      serialize: () => {
        throw new codes.ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST();
      },
      whyNotTransferable: (stream: WritableStream) =>
        stream.#core.writer === undefined ? undefined : "Cannot transfer a locked WritableStream",
      transfer: (stream: WritableStream) => require("web/stream_transfer").sendWritable(stream.#core),
      receive: (handle) => toWritableStream(require("web/stream_transfer").receiveWritable(handle)),
    });
  }

  constructor(underlyingSink: any = undefined, strategy: any = undefined) {
    if (underlyingSink === kWrap) {
      this.#core = strategy;
    } else {
      this.#core = new WritableCore();
      setUp(this.#core, underlyingSink, strategy);
    }
    this.#core.face = this;
  }

  get locked(): boolean {
    requireThis(#core in this, "WritableStream");
    return this.#core.writer !== undefined;
  }

  abort(reason: unknown = undefined): Promise<undefined> {
    if (coreOf(this) === undefined) return rejection(new codes.ERR_INVALID_THIS("WritableStream"));
    if (this.#core.writer !== undefined) return rejection(locked());
    return this.#core.abort(reason);
  }

  close(): Promise<undefined> {
    if (coreOf(this) === undefined) return rejection(new codes.ERR_INVALID_THIS("WritableStream"));
    if (this.#core.writer !== undefined) return rejection(locked());
    if (this.#core.isCloseQueuedOrInFlight()) return rejection(closing());
    return this.#core.close();
  }

  getWriter(): WritableStreamDefaultWriter {
    requireThis(#core in this, "WritableStream");
    return new WritableStreamDefaultWriter(this);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { writer, state } = this.#core;
    const shown = state === kWritable ? "writable" : state === kClosed ? "closed" : "errored";
    return inspectAs(this, { locked: writer !== undefined, state: shown }, depth, options, inspect);
  }
}
finishInterface(WritableStream, "WritableStream");

// https://streams.spec.whatwg.org/#ws-constructor
function setUp(core: WritableCore, underlyingSink: unknown, strategy: unknown): void {
  const read = toStrategy(strategy, "strategy");
  const sink = new UnderlyingSink(underlyingSink);
  const controller = new WritableController(core, sink, highWaterMarkOf(read, 1), read.size);
  controller.started(resolvedWith(sink.start(controller)));
}

function locked(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("WritableStream is locked");
}

function closing(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Failure to close WritableStream");
}

/** The stream behind a WritableStream; undefined for anything else. */
export function coreOfWritable(value: unknown): WritableCore | undefined {
  return coreOf(value);
}

/** The WritableStream of a stream, always the same. */
export function toWritableStream(core: WritableCore): WritableStream {
  return (core.face ?? new WritableStream(kWrap, core)) as WritableStream;
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

function invalidThis(): Promise<never> {
  return rejection(new codes.ERR_INVALID_THIS("WritableStreamDefaultWriter"));
}

/** https://streams.spec.whatwg.org/#default-writer-class */
export class WritableStreamDefaultWriter {
  #core: WriterCore;

  static {
    registerPlatformClass(this.prototype, {
      name: "WritableStreamDefaultWriter",
      isInstance: (value) => #core in value,
    });
  }

  constructor(stream: unknown) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("stream");
    const core = coreOf(stream);
    if (core === undefined) throw new codes.ERR_INVALID_ARG_TYPE("stream", "WritableStream", stream);
    this.#core = new WriterCore(core);
  }

  get closed(): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis();
    return this.#core.closed.get();
  }

  get desiredSize(): number | null {
    requireThis(#core in this, "WritableStreamDefaultWriter");
    if (this.#core.stream === undefined) throw unattached();
    return this.#core.desiredSize();
  }

  get ready(): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis();
    return this.#core.ready.get();
  }

  abort(reason: unknown = undefined): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis();
    const { stream } = this.#core;
    return stream === undefined ? rejection(unattached()) : stream.abort(reason);
  }

  close(): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis();
    const { stream } = this.#core;
    if (stream === undefined) return rejection(unattached());
    return stream.isCloseQueuedOrInFlight() ? rejection(closing()) : stream.close();
  }

  releaseLock(): void {
    requireThis(#core in this, "WritableStreamDefaultWriter");
    if (this.#core.stream !== undefined) this.#core.release();
  }

  write(chunk: unknown = undefined): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis();
    if (this.#core.stream === undefined) return rejection(unattached());
    const request = new Deferred();
    this.#core.write(chunk, request);
    return request.promise;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { stream, closed, ready } = this.#core;
    const fields = {
      stream: stream?.face,
      close: closed.get(),
      ready: ready.get(),
      desiredSize: stream === undefined ? undefined : this.#core.desiredSize(),
    };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(WritableStreamDefaultWriter, "WritableStreamDefaultWriter");
