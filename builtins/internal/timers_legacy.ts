// timers.enroll and its kin, by which old packages give an object of their own a time limit: `_onTimeout` is called on
// it. Deprecated. https://nodejs.org/api/deprecations.html#DEP0095
import { SafeWeakMap } from "internal/primordials";
import { emitWarning } from "internal/process_warning";
import { clearTimeout, getTimerDuration, setTimeout } from "internal/timers";

const timers = new SafeWeakMap<object, any>();
let warned = 0;

/** Each once. */
function warn(bit: number, name: string, code: string, instead: string): void {
  if (warned & bit) return;
  warned |= bit;
  emitWarning(`timers.${name}() is deprecated. Please use ${instead} instead.`, "DeprecationWarning", code);
}

function stop(item: any): void {
  const timer = timers.get(item);
  if (timer === undefined) return;
  clearTimeout(timer);
  timers.delete(item);
}

export function enroll(item: any, delay: any): void {
  warn(1, "enroll", "DEP0095", "setTimeout()");
  const duration = getTimerDuration(delay, "msecs");
  stop(item);
  item._idleTimeout = duration;
}

export function unenroll(item: any): void {
  warn(2, "unenroll", "DEP0096", "clearTimeout()");
  stop(item);
  item._idleTimeout = -1;
}

function start(item: any, isReferenced: boolean): void {
  stop(item);
  const duration = item._idleTimeout;
  if (duration === undefined || duration < 0) return;
  const timer = setTimeout(() => {
    timers.delete(item);
    if (typeof item._onTimeout === "function") item._onTimeout();
  }, duration);
  if (!isReferenced) timer.unref();
  timers.set(item, timer);
}

/** Starts the time anew. */
export function active(item: any): void {
  warn(4, "active", "DEP0126", "timeout.refresh()");
  start(item, true);
}

export function _unrefActive(item: any): void {
  warn(8, "_unrefActive", "DEP0127", "timeout.refresh()");
  start(item, false);
}
