declare module "weft:test" {
  type Procedure = (...args: any[]) => any;

  export interface MockResult<Value> {
    type: "return" | "throw" | "incomplete";
    value: Value;
  }
  export interface MockContext<Fn extends Procedure> {
    calls: Parameters<Fn>[];
    lastCall: Parameters<Fn> | undefined;
    results: MockResult<ReturnType<Fn>>[];
    instances: ThisParameterType<Fn>[];
    contexts: ThisParameterType<Fn>[];
    invocationCallOrder: number[];
  }

  export interface Mock<Fn extends Procedure = Procedure> extends Disposable {
    (this: ThisParameterType<Fn>, ...args: Parameters<Fn>): ReturnType<Fn>;
    new (...args: Parameters<Fn>): any;
    mock: MockContext<Fn>;
    getMockName(): string;
    mockName(name: string): this;
    getMockImplementation(): Fn | undefined;
    mockClear(): this;
    mockReset(): this;
    mockRestore(): void;
    mockImplementation(implementation: Fn): this;
    mockImplementationOnce(implementation: Fn): this;
    withImplementation<Result>(implementation: Fn, callback: () => Result): Result extends Promise<unknown> ? Promise<void> : void;
    mockReturnThis(): this;
    mockReturnValue(value: ReturnType<Fn>): this;
    mockReturnValueOnce(value: ReturnType<Fn>): this;
    mockResolvedValue(value: Awaited<ReturnType<Fn>>): this;
    mockResolvedValueOnce(value: Awaited<ReturnType<Fn>>): this;
    mockRejectedValue(reason: unknown): this;
    mockRejectedValueOnce(reason: unknown): this;
    whenCalledWith(...args: unknown[]): this;
  }
  export type Mocked<T> = {
    [Key in keyof T]: T[Key] extends Procedure ? Mock<T[Key]> : T[Key];
  } & T;

  interface MockTools {
    fn<Fn extends Procedure = Procedure>(implementation?: Fn): Mock<Fn>;
    spyOn<T extends object, Key extends keyof T>(object: T, name: Key): Mock<T[Key] extends Procedure ? T[Key] : Procedure>;
    spyOn<T extends object, Key extends keyof T>(object: T, name: Key, access: "get"): Mock<() => T[Key]>;
    spyOn<T extends object, Key extends keyof T>(object: T, name: Key, access: "set"): Mock<(value: T[Key]) => void>;
    mocked<T>(value: T, options?: { shallow?: boolean; partial?: boolean }): Mocked<T>;
    isMockFunction(value: unknown): value is Mock;
    clearAllMocks(): this;
    resetAllMocks(): this;
    restoreAllMocks(): this;
    resetModules(): this;
    mock(path: string | Promise<unknown>, factory?: (original: () => Promise<any>) => unknown, options?: { virtual?: boolean }): this;
    unmock(path: string): this;
    doMock(path: string, factory?: (original: () => Promise<any>) => unknown, options?: { virtual?: boolean }): this;

    useFakeTimers(options?: FakeTimersOptions): this;
    useRealTimers(): this;
    setSystemTime(now?: number | string | Date): this;
    advanceTimersByTime(milliseconds: number): this;
    advanceTimersByTimeAsync(milliseconds: number): Promise<this>;
    advanceTimersToNextTimer(steps?: number): this;
    advanceTimersToNextTimerAsync(steps?: number): Promise<this>;
    advanceTimersToNextFrame(steps?: number): this;
    runAllTimers(): this;
    runAllTimersAsync(): Promise<this>;
    runOnlyPendingTimers(): this;
    runOnlyPendingTimersAsync(): Promise<this>;
    runAllTicks(): this;
    clearAllTimers(): this;
    getTimerCount(): number;
  }
  type FakedName =
    | "Date" | "hrtime" | "nextTick" | "performance" | "queueMicrotask" | "requestAnimationFrame" | "cancelAnimationFrame"
    | "requestIdleCallback" | "cancelIdleCallback" | "setImmediate" | "clearImmediate" | "setInterval" | "clearInterval"
    | "setTimeout" | "clearTimeout";
  export interface FakeTimersOptions {
    now?: number | Date;
    advanceTimers?: boolean | number;
    doNotFake?: FakedName[];
    toFake?: FakedName[];
    timerLimit?: number;
  }

  /** Jest's. */
  export interface JestTools extends MockTools {
    replaceProperty<T extends object, Key extends keyof T>(
      object: T, name: Key, value: T[Key]): { replaceValue(value: T[Key]): void; restore(): void };
    dontMock(path: string): this;
    setMock(path: string, exports: unknown): this;
    deepUnmock(path: string): this;
    enableAutomock(): this;
    disableAutomock(): this;
    createMockFromModule<T = any>(path: string): Mocked<T>;
    requireActual<T = any>(path: string): T;
    requireMock<T = any>(path: string): T;
    unstable_mockModule(path: string, factory: () => unknown, options?: { virtual?: boolean }): this;
    isolateModules(callback: () => void): this;
    isolateModulesAsync(callback: () => Promise<void>): Promise<void>;
    now(): number;
    getRealSystemTime(): number;
    setTimeout(milliseconds: number): this;
    retryTimes(count: number, options?: { logErrorsBeforeRetry?: boolean; retryImmediately?: boolean; waitBeforeRetry?: number }): this;
    getSeed(): number;
    isEnvironmentTornDown(): boolean;
  }

  /** Vitest's. */
  export interface ViTools extends MockTools {
    mockObject<T>(value: T): Mocked<T>;
    doUnmock(path: string): this;
    importActual<T = any>(path: string): Promise<T>;
    importMock<T = any>(path: string): Promise<Mocked<T>>;
    hoisted<T>(factory: () => T): T;
    stubEnv(name: string, value: string | undefined): this;
    unstubAllEnvs(): this;
    stubGlobal(name: string, value: unknown): this;
    unstubAllGlobals(): this;
    isFakeTimers(): boolean;
    getMockedSystemTime(): Date | null;
    getRealSystemTime(): number;
    waitFor<T>(callback: () => T | Promise<T>, options?: number | { timeout?: number; interval?: number }): Promise<T>;
    waitUntil<T>(callback: () => T | Promise<T>, options?: number | { timeout?: number; interval?: number }): Promise<NonNullable<T>>;
    setConfig(settings: { testTimeout?: number; hookTimeout?: number; clearMocks?: boolean; resetMocks?: boolean; restoreMocks?: boolean }): void;
    resetConfig(): void;
    dynamicImportSettled(): Promise<void>;
  }
  export const jest: JestTools;
  export const vi: ViTools;
}

declare module "bun:test" {
  type Procedure = (...args: any[]) => any;
  export function spyOn<T extends object, Key extends keyof T>(
    object: T, name: Key): import("weft:test").Mock<T[Key] extends Procedure ? T[Key] : Procedure>;
  export const mock: {
    <Fn extends Procedure = Procedure>(implementation?: Fn): import("weft:test").Mock<Fn>;
    restore(): void;
    clearAllMocks(): void;
    module(path: string, factory: () => unknown): void | Promise<void>;
  };
  export function setSystemTime(now?: number | Date): void;
  export function setDefaultTimeout(milliseconds: number): void;
}
