/** The object `vi` (https://vitest.dev/api/vi). */
import { DateNow, Error, ErrorCaptureStackTrace, ObjectAssign, Promise, PromisePrototypeThen } from "internal/primordials";
import { isPromiseLike } from "internal/expect_types";
import { stubsOf, vitestMockerOf, vitestTimersOf } from "internal/test_mocks";
import { vitestModuleMembers } from "internal/test_module_api";
import { registry } from "internal/test_registry";
import { Timeout, startTimer } from "internal/timers";

function chain(call: (...args: any[]) => void): (...args: any[]) => any {
  return (...args) => {
    call(...args);
    return vi;
  };
}

function chainAsync(call: (...args: any[]) => Promise<void>): (...args: any[]) => Promise<any> {
  return async (...args) => {
    await call(...args);
    return vi;
  };
}

// ---- waiting

interface WaitOptions {
  timeout?: number;
  interval?: number;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { startTimer(new Timeout(resolve as any, milliseconds, undefined, false, true)); });
}

/** Asks `attempt` again until `accept` takes what it gave; with fake timers, they go on meanwhile. */
async function askUntil(attempt: () => unknown, options: WaitOptions | number | undefined, takesAnything: boolean, late: Error): Promise<unknown> {
  const { timeout = 1000, interval = 50 } = typeof options === "number" ? { timeout: options } : options ?? {};
  const end = DateNow() + timeout;
  let lastError: unknown;
  for (;;) {
    try {
      let value = attempt();
      if (isPromiseLike(value)) {
        // One that never settles does not make it wait for longer.
        const over: object = {};
        value = await Promise.race([value, PromisePrototypeThen(pause(end - DateNow()), () => over)]);
        if (value === over) throw lastError ?? late;
      }
      if (takesAnything || value) return value;
    } catch (error) {
      if (!takesAnything || error === late) throw error;
      lastError = error;
    }
    if (DateNow() >= end) throw lastError ?? late;
    if (vitestTimersOf().isFakeTimers()) vitestTimersOf().advanceTimersByTime(interval);
    await pause(interval);
  }
}

function waitFor(callback: () => unknown, options?: WaitOptions | number): Promise<unknown> {
  const late = new Error("Timed out in waitFor!");
  ErrorCaptureStackTrace(late, waitFor);
  return askUntil(callback, options, true, late);
}

function waitUntil(callback: () => unknown, options?: WaitOptions | number): Promise<unknown> {
  const late = new Error("Timed out in waitUntil!");
  ErrorCaptureStackTrace(late, waitUntil);
  return askUntil(callback, options, false, late);
}

// ---- settings of the file

interface RuntimeConfig {
  testTimeout?: number;
  hookTimeout?: number;
  maxConcurrency?: number;
  clearMocks?: boolean;
  resetMocks?: boolean;
  restoreMocks?: boolean;
  fakeTimers?: object;
  sequence?: { hooks?: "stack" | "list" | "parallel" };
}

let before: object | undefined;

function setConfig(config: RuntimeConfig): void {
  const { settings } = registry;
  before ??= { ...settings };
  const { testTimeout, hookTimeout, sequence, fakeTimers, ...rest } = config;
  if (testTimeout !== undefined) registry.testTimeout = testTimeout;
  if (hookTimeout !== undefined) registry.hookTimeout = hookTimeout;
  if (sequence?.hooks !== undefined) settings.hookOrder = sequence.hooks;
  if (fakeTimers !== undefined) settings.fakeTimers = fakeTimers;
  ObjectAssign(settings, rest);
}

function resetConfig(): void {
  registry.testTimeout = registry.hookTimeout = undefined;
  if (before !== undefined) ObjectAssign(registry.settings, before);
  before = undefined;
}

export const vi: any = {
  // ---- mocks
  fn: (implementation?: any) => vitestMockerOf().fn(implementation),
  spyOn: (object: any, key: PropertyKey, access?: "get" | "set") => vitestMockerOf().spyOn(object, key, access),
  isMockFunction: (value: any) => typeof value === "function" && value._isMockFunction === true,
  mocked: (value: unknown) => value,
  mockObject: (value: any, options?: { spy?: boolean }) => (options?.spy ? vitestMockerOf().spyOnModule(value) : vitestMockerOf().mockModule(value, "object")),
  clearAllMocks: chain(() => vitestMockerOf().clearAllMocks()),
  resetAllMocks: chain(() => vitestMockerOf().resetAllMocks()),
  restoreAllMocks: chain(() => vitestMockerOf().restoreAllMocks()),
  stubEnv: chain((name: string, value: unknown) => stubsOf().stubEnv(name, value)),
  unstubAllEnvs: chain(() => stubsOf().unstubAllEnvs()),
  stubGlobal: chain((name: PropertyKey, value: unknown) => stubsOf().stubGlobal(name, value)),
  unstubAllGlobals: chain(() => stubsOf().unstubAllGlobals()),

  // ---- the run
  hoisted: (factory: () => unknown) => factory(),
  waitFor,
  waitUntil,
  setConfig,
  resetConfig,

  // ---- fake timers
  useFakeTimers: chain((options?: any) => vitestTimersOf().useFakeTimers(options)),
  useRealTimers: chain(() => vitestTimersOf().useRealTimers()),
  isFakeTimers: () => vitestTimersOf().isFakeTimers(),
  advanceTimersByTime: chain((time: any) => vitestTimersOf().advanceTimersByTime(time)),
  advanceTimersByTimeAsync: chainAsync((time: any) => vitestTimersOf().advanceTimersByTimeAsync(time)),
  advanceTimersToNextTimer: chain((steps?: number) => vitestTimersOf().advanceTimersToNextTimer(steps)),
  advanceTimersToNextTimerAsync: chainAsync((steps?: number) => vitestTimersOf().advanceTimersToNextTimerAsync(steps)),
  advanceTimersToNextFrame: chain(() => vitestTimersOf().advanceTimersToNextFrame()),
  runAllTimers: chain(() => vitestTimersOf().runAllTimers()),
  runAllTimersAsync: chainAsync(() => vitestTimersOf().runAllTimersAsync()),
  runOnlyPendingTimers: chain(() => vitestTimersOf().runOnlyPendingTimers()),
  runOnlyPendingTimersAsync: chainAsync(() => vitestTimersOf().runOnlyPendingTimersAsync()),
  runAllTicks: chain(() => vitestTimersOf().runAllTicks()),
  clearAllTimers: chain(() => vitestTimersOf().clearAllTimers()),
  getTimerCount: () => vitestTimersOf().getTimerCount(),
  setSystemTime: chain((now?: unknown) => vitestTimersOf().setSystemTime(now)),
  getMockedSystemTime: () => vitestTimersOf().getMockedSystemTime(),
  getRealSystemTime: () => vitestTimersOf().getRealSystemTime(),
  setTimerTickMode: chain((mode: any, delta?: number) => vitestTimersOf().setTimerTickMode(mode, delta)),

  // ---- modules
  ...vitestModuleMembers(() => vi),
};
