// What follows the program from cause to effect: for node:async_hooks and everything that calls back. The engine
// carries it through promises and microtasks (src/engine/async_context.h); what calls back otherwise takes a frame
// with newFrame() where the work begins and calls with runInFrame(). Until a program loads node:async_hooks there
// are no frames: newFrame() is undefined, and callers then call as they would have.
import { ReflectApply, Symbol } from "internal/primordials";

interface Binding {
  getter(): () => AsyncFrame | undefined;
  setter(): (frame: AsyncFrame | undefined) => void;
  /** From now on the engine carries frames along. */
  use(): void;
}

/** Immutable. */
export interface AsyncFrame {
  /** Of each AsyncLocalStorage, what it holds. */
  stores: Map<object, unknown> | undefined;
  asyncId: number;
  triggerId: number;
  resource: object | undefined;
}

/** node:async_hooks, once it is loaded. */
export interface Tracker {
  init(type: string, resource: object | undefined): AsyncFrame;
  before(frame: AsyncFrame): void;
  after(frame: AsyncFrame): void;
  destroy(frame: AsyncFrame): void;
}

const binding = native("async_context") as Binding;
export const getFrame: () => AsyncFrame | undefined = binding.getter();
const set: (frame: AsyncFrame | undefined) => void = binding.setter();

/** What runs when a socket or a request was made: what happens to it runs so, too. */
export const kFrame: unique symbol = Symbol("frame") as any;

let isUsed = false;
let tracker: Tracker | undefined;

export function setFrame(frame: AsyncFrame | undefined): void {
  if (!isUsed) {
    if (frame === undefined) return;
    isUsed = true;
    binding.use();
  }
  set(frame);
}

export function setTracker(value: Tracker): void {
  tracker = value;
}

/** For a timer, a tick, or whatever else calls back later. */
export function newFrame(type: string, resource: object | undefined): AsyncFrame | undefined {
  return tracker === undefined ? undefined : tracker.init(type, resource);
}

/** Calls a function with a frame; afterwards the one before is back. */
export function runInFrame(frame: AsyncFrame, callback: any, self: unknown, args: any): any {
  const outer = getFrame();
  setFrame(frame);
  try {
    if (tracker === undefined) return ReflectApply(callback, self, args);
    tracker.before(frame);
    const result = ReflectApply(callback, self, args);
    tracker.after(frame);
    return result;
  } finally {
    setFrame(outer);
  }
}

/**
 * Calls a function with a frame that was kept, and afterwards the one before is back. Hooks hear nothing: sockets and
 * requests are no resources of their own, what they call runs as that which made them.
 */
export function callInFrame(frame: AsyncFrame, callback: any, self: unknown, args: any): any {
  const outer = getFrame();
  setFrame(frame);
  try {
    return ReflectApply(callback, self, args);
  } finally {
    setFrame(outer);
  }
}

/** Nothing is to come of a frame any more. */
export function dropFrame(frame: AsyncFrame): void {
  if (tracker !== undefined) tracker.destroy(frame);
}

/** A function that runs with the frame that there is now. */
export function bindToFrame(callback: any): any {
  const frame = getFrame();
  if (frame === undefined) return callback;
  return function bound(this: unknown, ...args: any[]): any {
    return callInFrame(frame, callback, this, args);
  };
}
