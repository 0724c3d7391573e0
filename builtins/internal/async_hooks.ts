// Ids of asynchronous work, and the hooks that are told of it. https://nodejs.org/api/async_hooks.html
import {
  ArrayPrototypeIndexOf, ArrayPrototypePush, ArrayPrototypeSplice, FunctionPrototypeCall, String,
} from "internal/primordials";
import { getFrame, setTracker, type AsyncFrame } from "internal/async_context";
import { codes } from "internal/errors";

interface Hooks {
  init?: (asyncId: number, type: string, triggerId: number, resource: object) => void;
  before?: (asyncId: number) => void;
  after?: (asyncId: number) => void;
  destroy?: (asyncId: number) => void;
  promiseResolve?: (asyncId: number) => void;
  /** What they are called on. */
  self?: object;
}

// Node's own start takes the first.
let lastId = 1;
/** Replaced when it changes, so that a hook may enable and disable hooks. */
let enabled: Hooks[] = [];
let isTelling = false;
let destroyed: number[] = [];
/** Where no frame is, the resource is this. */
const rootResource: object = {};

export function newAsyncId(): number {
  return ++lastId;
}
export function executionAsyncId(): number {
  return getFrame()?.asyncId ?? 0;
}
export function triggerAsyncId(): number {
  return getFrame()?.triggerId ?? 0;
}
export function executionAsyncResource(): object {
  return getFrame()?.resource ?? rootResource;
}
export function hasInitHooks(): boolean {
  for (let i = 0; i < enabled.length; i++) if (enabled[i]!.init !== undefined) return true;
  return false;
}

function tell(name: "init" | "before" | "after" | "destroy", asyncId: number, type?: any, triggerId?: any, resource?: any): void {
  const hooks = enabled;
  for (let i = 0; i < hooks.length; i++) {
    const { [name]: hook, self } = hooks[i]! as any;
    if (hook === undefined) continue;
    try {
      if (name === "init") FunctionPrototypeCall(hook, self, asyncId, type, triggerId, resource);
      else FunctionPrototypeCall(hook, self, asyncId);
    } catch (error) {
      endProcess(error);
    }
  }
}

/** A hook that throws leaves no state to go on with: the process ends, as in Node. */
function endProcess(error: any): never {
  const { writeError } = require("internal/stdio");
  writeError(`${error !== null && typeof error === "object" && typeof error.stack === "string" ? error.stack : String(error)}\n`);
  return require("node:process").default.exit(1) as never;
}

/** A frame of its own for a piece of work, and init for it. */
export function startWork(type: string, resource: object | undefined, triggerId: number = executionAsyncId()): AsyncFrame {
  const asyncId = newAsyncId();
  const frame: AsyncFrame = { stores: getFrame()?.stores, asyncId, triggerId, resource };
  if (enabled.length > 0) tell("init", asyncId, type, triggerId, resource ?? (frame.resource = {}));
  return frame;
}

function tellDestroyed(): void {
  isTelling = false;
  const ids = destroyed;
  destroyed = [];
  for (let i = 0; i < ids.length; i++) tell("destroy", ids[i]!);
}

/** Hooks hear of an end later, in the loop's check phase. */
export function endWork(asyncId: number): void {
  if (enabled.length === 0) return;
  ArrayPrototypePush(destroyed, asyncId);
  if (isTelling) return;
  isTelling = true;
  require("internal/timers").setImmediateUntracked(tellDestroyed);
}

setTracker({
  init: startWork,
  before(frame) { if (enabled.length > 0) tell("before", frame.asyncId); },
  after(frame) { if (enabled.length > 0) tell("after", frame.asyncId); },
  destroy(frame) { endWork(frame.asyncId); },
});

export class AsyncHook {
  #hooks: Hooks;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
    hooks.self = this;
  }

  enable(): this {
    if (ArrayPrototypeIndexOf(enabled, this.#hooks) < 0) enabled = [...enabled, this.#hooks];
    return this;
  }

  disable(): this {
    const place = ArrayPrototypeIndexOf(enabled, this.#hooks);
    if (place >= 0) {
      enabled = [...enabled];
      ArrayPrototypeSplice(enabled, place, 1);
    }
    return this;
  }
}

export function createHook(callbacks: any): AsyncHook {
  const { init, before, after, destroy, promiseResolve } = callbacks;
  const hooks: any = { init, before, after, destroy, promiseResolve };
  for (const name of ["init", "before", "after", "destroy", "promiseResolve"]) {
    const hook = hooks[name];
    if (hook !== undefined && typeof hook !== "function") throw new codes.ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return new AsyncHook(hooks);
}
