// process.nextTick's queue, and its place in a turn: after each callback from the loop come all ticks, then all
// microtasks, again until both are empty, then promises that stayed rejected.
// https://nodejs.org/api/process.html#processnexttickcallback-args
//
// Invariant: `batch` from `next` on, then `incoming`, is the queue in order. A tick that runs the loop itself,
// and so drains again, goes on where the outer drain stopped.

import { ReflectApply } from "internal/primordials";
import { dropFrame, newFrame, runInFrame } from "internal/async_context";
import { validateFunction } from "internal/validators";

interface TasksBinding {
  /** Runs microtasks until none is left; true when promises stayed rejected, for processRejections(). */
  drainMicrotasks(): boolean;
  /** Asks for drainTicks() after the callback that is running. */
  requestDrain(): void;
}

const tasks = native("tasks") as TasksBinding;

// Callback and arguments (or undefined) alternate, so that a tick costs no object.
let batch: any[] = [];
let next = 0;
let incoming: any[] = [];
let draining = false;
let stopped = false;

/** Calls `callback` with `args` before anything else that waits. */
export function nextTick(callback: (...args: any[]) => void, ...args: any[]): void {
  if (typeof callback !== "function") validateFunction(callback, "callback");
  if (stopped) return;
  if (!draining && incoming.length === 0) tasks.requestDrain();
  const frame = newFrame("TickObject", undefined);
  if (frame !== undefined) {
    const inner = callback;
    callback = (...values: any[]) => {
      try {
        runInFrame(frame, inner, undefined, values);
      } finally {
        dropFrame(frame);
      }
    };
  }
  incoming[incoming.length] = callback;
  incoming[incoming.length] = args.length > 0 ? args : undefined;
}

/** While the process is exiting, ticks are dropped: nothing would run them. */
export function setTicksStopped(value: boolean): void {
  stopped = value;
}

function hasTicks(): boolean {
  return next < batch.length || incoming.length > 0;
}

function runTicks(): void {
  for (;;) {
    if (next >= batch.length) {
      if (incoming.length === 0) break;
      batch = incoming;
      incoming = [];
      next = 0;
    }
    const callback = batch[next];
    const args = batch[next + 1];
    batch[next] = batch[next + 1] = undefined;
    next += 2;
    try {
      if (args === undefined) callback();
      else ReflectApply(callback, undefined, args);
    } catch (error) {
      require("internal/process_events").reportUncaught(error);
    }
  }
}

/** Native calls this after a callback when a tick was queued or promises stayed rejected. */
export function drainTicks(): void {
  const outer = draining;
  draining = true;
  try {
    let rejections: boolean;
    do {
      runTicks();
      rejections = tasks.drainMicrotasks();
    } while (hasTicks() || (rejections && require("internal/process_events").processRejections()));
  } finally {
    draining = outer;
  }
}

/** Between two callbacks that native code delivers as one: two timers, two immediates. */
export function runNextTicks(): void {
  if (!hasTicks()) {
    const rejections = tasks.drainMicrotasks();
    if (rejections) require("internal/process_events").processRejections();
    else if (!hasTicks()) return;
  }
  drainTicks();
}
