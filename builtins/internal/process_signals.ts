// Signals as events of process: a listener for SIGINT turns off the signal's default action, the removal of the
// last one turns it on again. Watching a signal does not keep the process alive.
// https://nodejs.org/api/process.html#signal-events

import { ObjectPrototypeHasOwnProperty, SafeMap } from "internal/primordials";
import { errnoException } from "internal/errors";

interface SignalsBinding {
  /** Signal numbers by name. */
  numbers(): Record<string, number>;
  /** Calls `callback` on each delivery until close(); a negative error number if the signal can't be caught. */
  watch(signal: number, callback: () => void): { close(): void } | number;
}

interface SignalEmitter {
  emit(event: string, name: string, number: number): boolean;
  listenerCount(event: string): number;
}

const binding = native("signals") as SignalsBinding;
const numbers = binding.numbers();
const watchers = new SafeMap<string, { close(): void }>();

/** A signal's number, or undefined if `name` names none. */
export function signalNumber(name: string): number | undefined {
  return ObjectPrototypeHasOwnProperty(numbers, name) ? numbers[name] : undefined;
}

export function startIfSignal(process: SignalEmitter, event: string | symbol): void {
  if (typeof event !== "string" || watchers.has(event)) return;
  const number = signalNumber(event);
  if (number === undefined) return;
  const watcher = binding.watch(number, () => { process.emit(event, event, number); });
  if (typeof watcher === "number") throw errnoException(watcher, "uv_signal_start");
  watchers.set(event, watcher);
}

export function stopIfSignal(process: SignalEmitter, event: string | symbol): void {
  const watcher = typeof event === "string" ? watchers.get(event) : undefined;
  if (watcher === undefined || process.listenerCount(event as string) > 0) return;
  watcher.close();
  watchers.delete(event as string);
}
