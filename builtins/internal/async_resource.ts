// AsyncResource: https://nodejs.org/api/async_context.html#class-asyncresource
import {
  FinalizationRegistry, FinalizationRegistryPrototypeRegister, FinalizationRegistryPrototypeUnregister, NumberIsSafeInteger, ObjectDefineProperty, ReflectApply,
} from "internal/primordials";
import { runInFrame, type AsyncFrame } from "internal/async_context";
import { endWork, executionAsyncId, hasInitHooks, startWork } from "internal/async_hooks";
import { codes } from "internal/errors";
import { validateFunction, validateString } from "internal/validators";

let collected: FinalizationRegistry<number> | undefined;

let warnedOfBoundResource = false;
function warnOfBoundResource(): void {
  if (warnedOfBoundResource) return;
  warnedOfBoundResource = true;
  require("internal/process_warning").emitWarning(
    "The asyncResource property on bound functions is deprecated", "DeprecationWarning", "DEP0172");
}

export class AsyncResource {
  #frame: AsyncFrame;
  #isDestroyed = false;

  constructor(type: string, options: any = {}) {
    validateString(type, "type");
    let triggerId = options;
    let requireManualDestroy = false;
    if (typeof options !== "number") {
      triggerId = options.triggerAsyncId === undefined ? executionAsyncId() : options.triggerAsyncId;
      requireManualDestroy = !!options.requireManualDestroy;
    }
    if (!NumberIsSafeInteger(triggerId) || triggerId < -1) {
      throw new codes.ERR_INVALID_ASYNC_ID("triggerAsyncId", triggerId);
    }
    const isWatched = hasInitHooks();
    if (isWatched && type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
    this.#frame = startWork(type, this, triggerId);
    if (isWatched && !requireManualDestroy) {
      collected ??= new FinalizationRegistry(endWork);
      FinalizationRegistryPrototypeRegister(collected, this, this.#frame.asyncId, this);
    }
  }

  /** Calls `fn` with the resource's context. */
  runInAsyncScope(fn: any, thisArg?: unknown, ...args: any[]): any {
    return runInFrame(this.#frame, fn, thisArg, args);
  }

  emitDestroy(): this {
    if (!this.#isDestroyed) {
      this.#isDestroyed = true;
      if (collected !== undefined) FinalizationRegistryPrototypeUnregister(collected, this);
      endWork(this.#frame.asyncId);
    }
    return this;
  }

  asyncId(): number {
    return this.#frame.asyncId;
  }

  triggerAsyncId(): number {
    return this.#frame.triggerId;
  }

  bind(fn: any, thisArg?: unknown): any {
    validateFunction(fn, "fn");
    const resource = this;
    const bound: any = thisArg === undefined
      ? function (this: unknown, ...args: any[]) { return ReflectApply(resource.runInAsyncScope, resource, [fn, this, ...args]); }
      : function (...args: any[]) { return ReflectApply(resource.runInAsyncScope, resource, [fn, thisArg, ...args]); };
    ObjectDefineProperty(bound, "name", { __proto__: null, value: `bound ${fn.name}`, configurable: true } as any);
    let shown: unknown = resource;
    ObjectDefineProperty(bound, "asyncResource", {
      __proto__: null, configurable: true, enumerable: true,
      get() {
        warnOfBoundResource();
        return shown;
      },
      set(value: unknown) {
        warnOfBoundResource();
        shown = value;
      },
    } as any);
    ObjectDefineProperty(bound, "length", { __proto__: null, value: fn.length, configurable: true } as any);
    return bound;
  }

  static bind(fn: any, type?: string, thisArg?: unknown): any {
    validateFunction(fn, "fn");
    return new AsyncResource(type || fn.name || "bound-anonymous-fn").bind(fn, thisArg);
  }
}
