/**
 * The program's underlying source, read once and then called as an internal source is.
 * https://streams.spec.whatwg.org/#underlying-source-api
 */
import { ReflectApply } from "internal/primordials";
import { codes } from "internal/errors";
import type { ReadableController, Source } from "web/readable_core";
import { completionOf, resolvedWith, type Completion } from "web/stream_promises";
import { optionalFunction, toCount } from "web/webidl";

type Method = ((...args: any[]) => unknown) | undefined;

export class UnderlyingSource implements Source {
  readonly isBytes: boolean;
  readonly autoAllocateChunkSize: number | undefined;
  private object: object | undefined;
  private startMethod: Method;
  private pullMethod: Method;
  private cancelMethod: Method;

  /** Reads the dictionary in the order of its members' names. */
  constructor(object: any) {
    if (object === undefined) object = kNothing;
    else if (object === null || (typeof object !== "object" && typeof object !== "function")) {
      throw new codes.ERR_INVALID_ARG_TYPE("source", "Object", object);
    }
    this.object = object;
    const chunkSize = object.autoAllocateChunkSize;
    this.autoAllocateChunkSize =
      chunkSize === undefined ? undefined : toCount(chunkSize, "source.autoAllocateChunkSize");
    this.cancelMethod = optionalFunction(object.cancel, "source.cancel");
    this.pullMethod = optionalFunction(object.pull, "source.pull");
    this.startMethod = optionalFunction(object.start, "source.start");
    this.isBytes = isBytesType(object.type);
  }

  /** What it returns is waited for, whatever it is. */
  start(controller: ReadableController & { toFace(): object }): unknown {
    if (this.startMethod === undefined) return undefined;
    return ReflectApply(this.startMethod, this.object, [controller.toFace()]);
  }

  pull(controller: ReadableController & { toFace(): object }): Completion {
    if (this.pullMethod === undefined) return undefined;
    return completionOf(ReflectApply(this.pullMethod, this.object, [controller.toFace()]));
  }

  cancel(reason: unknown): Completion {
    if (this.cancelMethod === undefined) return undefined;
    return resolvedWith(ReflectApply(this.cancelMethod, this.object, [reason]));
  }
}

const kNothing: any = { __proto__: null };

function isBytesType(type: unknown): boolean {
  if (type === undefined) return false;
  if (`${type as string}` !== "bytes") throw new codes.ERR_INVALID_ARG_VALUE("source.type", type);
  return true;
}
