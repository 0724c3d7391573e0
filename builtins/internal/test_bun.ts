/** What "bun:test" has beside Jest's names: `mock`, `spyOn`, `setSystemTime` (https://bun.sh/docs/test/mocks). */
import { ObjectAssign } from "internal/primordials";
import { mockerOf, timersOf, vitestTimersOf } from "internal/test_mocks";
import { mockModuleOfBun } from "internal/test_module_api";

export const mock: any = (implementation?: any) => mockerOf().fn(implementation);

ObjectAssign(mock, {
  clearAllMocks: () => mockerOf().clearAllMocks(),
  /** Takes spies away. */
  restore: () => mockerOf().restoreAllMocks(),
  module: mockModuleOfBun,
});

export function spyOn(object: any, key: PropertyKey, access?: "get" | "set"): any {
  return mockerOf().spyOn(object, key, access);
}

/** Date alone shows the time: timers stay real. Without an argument, the real time is back. */
export function setSystemTime(now?: unknown): void {
  const timers = timersOf();
  if (timers.isFake()) {
    timers.setSystemTime(now);
    return;
  }
  if (now === undefined) vitestTimersOf().useRealTimers();
  else vitestTimersOf().setSystemTime(now);
}
