/**
 * TransformStream and its controller: the faces of a TransformController.
 * https://streams.spec.whatwg.org/#ts-class
 */
import { ReflectApply } from "internal/primordials";
import { codes } from "internal/errors";
import type { PortHandle } from "web/message";
import { highWaterMarkOf, toStrategy } from "web/queuing_strategies";
import { toReadableStream, type ReadableStream } from "web/readable_stream";
import { completionOf, Deferred, resolvedWith, type Completion } from "web/stream_promises";
import { TransformController, type Transformer } from "web/transform_core";
import { finishInterface, inspectAs, kInspect, optionalFunction, registerPlatformClass, requireThis } from "web/webidl";
import { toWritableStream, type WritableStream } from "web/writable_stream";

type Method = ((...args: any[]) => unknown) | undefined;

const kCreate = Symbol("create");
const kReceive = Symbol("receive");
const kNothing: any = { __proto__: null };

/**
 * The program's transformer, read once and then called as an internal one is.
 * https://streams.spec.whatwg.org/#transformer-api
 */
class ProgramTransformer implements Transformer {
  private object: any;
  private cancelMethod: Method;
  private flushMethod: Method;
  private startMethod: Method;
  private transformMethod: Method;

  /** Reads the dictionary in the order of its members' names. */
  constructor(object: any) {
    if (object === undefined) object = kNothing;
    else if (object === null || (typeof object !== "object" && typeof object !== "function")) {
      throw new codes.ERR_INVALID_ARG_TYPE("transformer", "Object", object);
    }
    this.object = object;
    this.cancelMethod = optionalFunction(object.cancel, "transformer.cancel");
    this.flushMethod = optionalFunction(object.flush, "transformer.flush");
    const { readableType } = object;
    this.startMethod = optionalFunction(object.start, "transformer.start");
    this.transformMethod = optionalFunction(object.transform, "transformer.transform");
    const { writableType } = object;
    if (readableType !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError("transformer.readableType", readableType);
    }
    if (writableType !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError("transformer.writableType", writableType);
    }
  }

  /** What it returns is waited for, whatever it is. */
  start(controller: TransformController): unknown {
    if (this.startMethod === undefined) return undefined;
    return ReflectApply(this.startMethod, this.object, [faceOf(controller)]);
  }

  transform(chunk: unknown, controller: TransformController): Completion {
    if (this.transformMethod === undefined) {
      controller.enqueue(chunk);
      return undefined;
    }
    return completionOf(ReflectApply(this.transformMethod, this.object, [chunk, faceOf(controller)]));
  }

  flush(controller: TransformController): Completion {
    if (this.flushMethod === undefined) return undefined;
    return resolvedWith(ReflectApply(this.flushMethod, this.object, [faceOf(controller)]));
  }

  cancel(reason: unknown): Completion {
    if (this.cancelMethod === undefined) return undefined;
    return resolvedWith(ReflectApply(this.cancelMethod, this.object, [reason]));
  }
}

function faceOf(controller: TransformController): TransformStreamDefaultController {
  return (controller.face ??= new TransformStreamDefaultController(
    kCreate,
    controller,
  )) as TransformStreamDefaultController;
}

/** What a TransformStream shows: a controller's two sides, or those of one that is in another realm. */
type Sides = Pick<TransformController, "readable" | "writable" | "stream"> & { backpressure: boolean | undefined };

function receiveSides(readable: PortHandle, writable: PortHandle): Sides {
  const { receiveReadable, receiveWritable } = require("web/stream_transfer");
  return {
    readable: receiveReadable(readable),
    writable: receiveWritable(writable),
    stream: undefined,
    backpressure: undefined,
  };
}

/** https://streams.spec.whatwg.org/#ts-class-definition */
export class TransformStream {
  #core: Sides;

  static {
    registerPlatformClass(this.prototype, {
      name: "TransformStream",
      builtin: "web/transform_stream",
      isInstance: (value) => #core in value,
      serialize: () => {
        throw new codes.ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST();
      },
      whyNotTransferable({ readable, writable }: TransformStream) {
        if (readable.locked) return "Cannot transfer a locked ReadableStream";
        return writable.locked ? "Cannot transfer a locked WritableStream" : undefined;
      },
      transfer(stream: TransformStream) {
        const { sendReadable, sendWritable } = require("web/stream_transfer");
        return [sendReadable(stream.#core.readable), sendWritable(stream.#core.writable)];
      },
      receive: ({ 0: readable, 1: writable }) => new TransformStream(kReceive, readable, writable),
    });
  }

  constructor(transformer: any = undefined, writableStrategy: any = undefined, readableStrategy: any = undefined) {
    if (transformer === kReceive) {
      this.#core = receiveSides(writableStrategy, readableStrategy);
      this.#core.stream = this;
      return;
    }
    const writable = toStrategy(writableStrategy, "writableStrategy");
    const readable = toStrategy(readableStrategy, "readableStrategy");
    const program = new ProgramTransformer(transformer);
    const readableHighWaterMark = highWaterMarkOf(readable, 0, "readableStrategy");
    const writableHighWaterMark = highWaterMarkOf(writable, 1, "writableStrategy");
    const started = new Deferred<unknown>();
    const core = new TransformController(program, {
      writableHighWaterMark,
      writableSize: writable.size,
      readableHighWaterMark,
      readableSize: readable.size,
      start: resolvedWith(started.promise),
    });
    this.#core = core;
    core.stream = this;
    started.resolve(program.start(core));
  }

  get readable(): ReadableStream {
    requireThis(#core in this, "TransformStream");
    return toReadableStream(this.#core.readable);
  }

  get writable(): WritableStream {
    requireThis(#core in this, "TransformStream");
    return toWritableStream(this.#core.writable);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { backpressure } = this.#core;
    return inspectAs(this, { readable: this.readable, writable: this.writable, backpressure }, depth, options, inspect);
  }
}
finishInterface(TransformStream, "TransformStream");

/** https://streams.spec.whatwg.org/#ts-default-controller-class-definition */
export class TransformStreamDefaultController {
  #core: TransformController;

  static {
    registerPlatformClass(this.prototype, {
      name: "TransformStreamDefaultController",
      isInstance: (value) => #core in value,
    });
  }

  constructor(token: unknown = undefined, core: TransformController | undefined = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core!;
  }

  get desiredSize(): number | null {
    requireThis(#core in this, "TransformStreamDefaultController");
    return this.#core.desiredSize();
  }

  enqueue(chunk: unknown = undefined): void {
    requireThis(#core in this, "TransformStreamDefaultController");
    this.#core.enqueue(chunk);
  }

  error(reason: unknown = undefined): void {
    requireThis(#core in this, "TransformStreamDefaultController");
    this.#core.error(reason);
  }

  terminate(): void {
    requireThis(#core in this, "TransformStreamDefaultController");
    this.#core.terminate();
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { stream: this.#core.stream }, depth, options, inspect);
  }
}
finishInterface(TransformStreamDefaultController, "TransformStreamDefaultController");
