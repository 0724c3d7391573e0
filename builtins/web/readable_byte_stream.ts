/**
 * ReadableByteStreamController and ReadableStreamBYOBRequest, as an underlying byte source sees them.
 * https://streams.spec.whatwg.org/#rbs-controller-class
 */
import { ArrayBufferPrototypeGetDetached, TypedArrayPrototypeGetBuffer } from "internal/primordials";
import { codes } from "internal/errors";
import { byteLengthOf, viewParts } from "web/byte_views";
import type { ByobRequest, ByteController } from "web/readable_byte_controller";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toCount } from "web/webidl";

const kCreate = Symbol("create");

/** https://streams.spec.whatwg.org/#rs-byob-request-class */
export class ReadableStreamBYOBRequest {
  #core: ByobRequest;

  static {
    registerPlatformClass(this.prototype, {
      name: "ReadableStreamBYOBRequest",
      isInstance: (value) => #core in value,
    });
  }

  constructor(token: unknown = undefined, core: ByobRequest | undefined = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core!;
  }

  get view(): Uint8Array | null {
    requireThis(#core in this, "ReadableStreamBYOBRequest");
    return this.#core.view;
  }

  respond(bytesWritten: unknown): void {
    requireThis(#core in this, "ReadableStreamBYOBRequest");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("bytesWritten");
    const count = toCount(bytesWritten, "bytesWritten");
    const { controller, view } = this.#core;
    if (controller === undefined) throw invalidated();
    if (ArrayBufferPrototypeGetDetached(TypedArrayPrototypeGetBuffer(view))) throw detachedView();
    controller.respond(count);
  }

  respondWithNewView(view: unknown): void {
    requireThis(#core in this, "ReadableStreamBYOBRequest");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("view");
    const parts = viewParts(view, "view");
    const { controller } = this.#core;
    if (controller === undefined) throw invalidated();
    if (ArrayBufferPrototypeGetDetached(parts.buffer)) throw detachedView();
    controller.respondWithNewView(parts);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { view, controller } = this.#core;
    return inspectAs(this, { view, controller: controller?.toFace() }, depth, options, inspect);
  }
}
finishInterface(ReadableStreamBYOBRequest, "ReadableStreamBYOBRequest");

function invalidated(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("This BYOB request has been invalidated");
}

function detachedView(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Viewed ArrayBuffer is detached");
}

/** https://streams.spec.whatwg.org/#rbs-controller-class-definition */
export class ReadableByteStreamController {
  #core: ByteController;

  static {
    registerPlatformClass(this.prototype, {
      name: "ReadableByteStreamController",
      isInstance: (value) => #core in value,
    });
  }

  constructor(token: unknown = undefined, core: ByteController | undefined = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core!;
  }

  get byobRequest(): ReadableStreamBYOBRequest | null {
    requireThis(#core in this, "ReadableByteStreamController");
    const request = this.#core.byobRequest();
    if (request === undefined) return null;
    return (request.face ??= new ReadableStreamBYOBRequest(kCreate, request)) as ReadableStreamBYOBRequest;
  }

  get desiredSize(): number | null {
    requireThis(#core in this, "ReadableByteStreamController");
    return this.#core.desiredSize();
  }

  close(): void {
    requireThis(#core in this, "ReadableByteStreamController");
    if (!this.#core.canCloseOrEnqueue()) throw closedController();
    this.#core.close();
  }

  enqueue(chunk: unknown): void {
    requireThis(#core in this, "ReadableByteStreamController");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("chunk");
    const parts = viewParts(chunk, "buffer");
    if (parts.byteLength === 0 || byteLengthOf(parts.buffer) === 0) {
      throw new codes.ERR_INVALID_STATE.TypeError("chunk ArrayBuffer is zero-length or detached");
    }
    if (!this.#core.canCloseOrEnqueue()) throw closedController();
    this.#core.enqueue(parts);
  }

  error(reason: unknown = undefined): void {
    requireThis(#core in this, "ReadableByteStreamController");
    this.#core.error(reason);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, {}, depth, options, inspect);
  }
}
finishInterface(ReadableByteStreamController, "ReadableByteStreamController");

export function newByteController(core: ByteController): ReadableByteStreamController {
  return new ReadableByteStreamController(kCreate, core);
}

function closedController(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Controller is already closed");
}
