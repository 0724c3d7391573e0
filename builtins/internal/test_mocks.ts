/** The mocks, fake timers and stubs of this realm: made when something first asks for them. */
import type { FakeTimers } from "internal/test_fake_timers";
import { registry } from "internal/test_registry";
import type { Mocker } from "internal/test_mock";
import type { Stubs } from "internal/test_stubs";
import type { VitestMocker } from "internal/test_vitest_mock";
import type { VitestFakeTimers } from "internal/test_vitest_timers";

let mocker: Mocker | undefined;
let vitestMocker: VitestMocker | undefined;
let stubs: Stubs | undefined;
let timers: FakeTimers | undefined;
let vitestTimers: VitestFakeTimers | undefined;

export function mockerOf(): Mocker {
  if (mocker !== undefined) return mocker;
  const { equals } = require("internal/expect_equals");
  const { iterableEquality } = require("internal/expect_testers");
  const { Mocker } = require("internal/test_mock");
  return mocker = new Mocker(globalThis, (a: unknown, b: unknown) => equals(a, b, [iterableEquality])) as Mocker;
}

export function vitestMockerOf(): VitestMocker {
  return vitestMocker ??= new (require("internal/test_vitest_mock").VitestMocker)() as VitestMocker;
}

export function stubsOf(): Stubs {
  return stubs ??= new (require("internal/test_stubs").Stubs)(globalThis, () => (globalThis as any).process.env) as Stubs;
}

export function timersOf(): FakeTimers {
  const { advanceTimers, doNotFake, now, timerLimit } = registry.settings.fakeTimers;
  return timers ??= new (require("internal/test_fake_timers").FakeTimers)(globalThis, { advanceTimers, doNotFake, now, timerLimit }) as FakeTimers;
}

export function vitestTimersOf(): VitestFakeTimers {
  return vitestTimers ??= new (require("internal/test_vitest_timers").VitestFakeTimers)(globalThis, registry.settings.fakeTimers) as VitestFakeTimers;
}

/** What the settings say is done before each test. */
export function beforeEachTest(): void {
  const { settings } = registry;
  if (settings.resetModules) require("internal/test_module_api").resetModules();
  if (mocker !== undefined) {
    if (settings.clearMocks) mocker.clearAllMocks();
    if (settings.resetMocks) mocker.resetAllMocks();
    if (settings.restoreMocks) mocker.restoreAllMocks();
  }
  if (vitestMocker !== undefined) {
    if (settings.clearMocks) vitestMocker.clearAllMocks();
    if (settings.resetMocks) vitestMocker.resetAllMocks();
    if (settings.restoreMocks) vitestMocker.restoreAllMocks();
  }
  if (stubs !== undefined) {
    if (settings.unstubEnvs) stubs.unstubAllEnvs();
    if (settings.unstubGlobals) stubs.unstubAllGlobals();
  }
}

/** Before the file's code. */
export function beginMocks(): void {
  if (registry.settings.fakeTimers.enableGlobally) timersOf().useFakeTimers();
}

/** At the end of the file. */
export function endMocks(): void {
  timers?.dispose();
  vitestTimers?.dispose();
  timers = vitestTimers = undefined;
}
