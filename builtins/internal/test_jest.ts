/** The object `jest` (https://jestjs.io/docs/jest-object). */
import { Error, ErrorCaptureStackTrace, Number } from "internal/primordials";
import { mockerOf, timersOf } from "internal/test_mocks";
import { jestModuleMembers } from "internal/test_module_api";
import { registry } from "internal/test_registry";

/** For functions that say that the object goes on. */
function chain(call: (...args: any[]) => void): (...args: any[]) => any {
  return (...args) => {
    call(...args);
    return jest;
  };
}

function setTimeout(milliseconds: number): any {
  registry.testTimeout = Number(milliseconds);
  return jest;
}

interface RetryOptions {
  logErrorsBeforeRetry?: boolean;
  waitBeforeRetry?: number;
  retryImmediately?: boolean;
}

function retryTimes(count: number, options: RetryOptions = {}): any {
  if (registry.running !== undefined) {
    const error = new Error("jest.retryTimes cannot be called inside a test");
    ErrorCaptureStackTrace(error, retryTimes);
    throw error;
  }
  registry.retries = { count: Number.parseInt(count as any, 10) || 0, wait: options.waitBeforeRetry ?? 0, isImmediate: options.retryImmediately ?? false };
  return jest;
}

export const jest: any = {
  // ---- mocks
  fn: (implementation?: any) => mockerOf().fn(implementation),
  spyOn: (object: any, key: PropertyKey, access?: "get" | "set") => mockerOf().spyOn(object, key, access),
  replaceProperty: (object: any, key: PropertyKey, value: unknown) => mockerOf().replaceProperty(object, key, value),
  isMockFunction: (value: unknown) => mockerOf().isMockFunction(value),
  mocked: (value: unknown) => value,
  clearAllMocks: chain(() => mockerOf().clearAllMocks()),
  resetAllMocks: chain(() => mockerOf().resetAllMocks()),
  restoreAllMocks: chain(() => mockerOf().restoreAllMocks()),

  // ---- the run
  setTimeout,
  retryTimes,
  getSeed: () => registry.settings.seed,
  isEnvironmentTornDown: () => registry.phase === "done",

  // ---- fake timers
  useFakeTimers: chain((options?: any) => timersOf().useFakeTimers(options)),
  useRealTimers: chain(() => timersOf().useRealTimers()),
  advanceTimersByTime: (time: any) => timersOf().advanceTimersByTime(time),
  advanceTimersByTimeAsync: (time: any) => timersOf().advanceTimersByTimeAsync(time),
  advanceTimersToNextTimer: (steps?: number) => timersOf().advanceTimersToNextTimer(steps),
  advanceTimersToNextTimerAsync: (steps?: number) => timersOf().advanceTimersToNextTimerAsync(steps),
  advanceTimersToNextFrame: () => timersOf().advanceTimersToNextFrame(),
  runAllTimers: () => timersOf().runAllTimers(),
  runAllTimersAsync: () => timersOf().runAllTimersAsync(),
  runOnlyPendingTimers: () => timersOf().runOnlyPendingTimers(),
  runOnlyPendingTimersAsync: () => timersOf().runOnlyPendingTimersAsync(),
  runAllTicks: () => timersOf().runAllTicks(),
  runAllImmediates: () => timersOf().runAllImmediates(),
  clearAllTimers: () => timersOf().clearAllTimers(),
  getTimerCount: () => timersOf().getTimerCount(),
  setSystemTime: (now?: unknown) => timersOf().setSystemTime(now),
  getRealSystemTime: () => timersOf().getRealSystemTime(),
  now: () => timersOf().now(),
  setTimerTickMode: chain((mode: any) => timersOf().setTimerTickMode(mode)),

  // ---- modules
  ...jestModuleMembers(() => jest),
};
