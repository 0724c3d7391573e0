declare module "weft:test" {
  import type { Expect, Matchers } from "weft:expect";
  export type { Expect, Matchers };
  export const expect: Expect;

  export interface TestOptions {
    /** Milliseconds; 5000 unless set. */
    timeout?: number;
    retry?: number;
    repeats?: number;
    concurrent?: boolean;
    skip?: boolean;
    only?: boolean;
    todo?: boolean;
  }
  type Done = (error?: unknown) => void;
  type TestBody = ((done: Done) => void) | (() => unknown);
  type Row<T> = T extends readonly unknown[] ? [...T] : [T];
  interface EachTable<Options> {
    <T extends readonly unknown[] | unknown>(table: readonly T[]): (
      name: string, body: (...args: Row<T>) => unknown, options?: number | Options) => void;
    (parts: TemplateStringsArray, ...values: unknown[]): (
      name: string, body: (row: any) => unknown, options?: number | Options) => void;
  }

  interface TestFunction {
    (name: string, body: TestBody, options?: number | TestOptions): void;
    (name: string, options: TestOptions, body: TestBody): void;
  }
  export interface TestApi extends TestFunction {
    skip: TestApi;
    only: TestApi;
    failing: TestApi;
    fails: TestApi;
    concurrent: TestApi;
    sequential: TestApi;
    serial: TestApi;
    todo: (name: string, body?: TestBody, options?: number | TestOptions) => void;
    each: EachTable<TestOptions>;
    for: <T>(table: readonly T[]) => (name: string, body: (row: T) => unknown, options?: number | TestOptions) => void;
    if(condition: unknown): TestApi;
    runIf(condition: unknown): TestApi;
    skipIf(condition: unknown): TestApi;
    todoIf(condition: unknown): TestApi;
  }
  export interface DescribeApi {
    (name: string | Function, body: () => unknown, options?: number | TestOptions): void;
    (name: string | Function, options: TestOptions, body: () => unknown): void;
    skip: DescribeApi;
    only: DescribeApi;
    concurrent: DescribeApi;
    sequential: DescribeApi;
    serial: DescribeApi;
    todo: (name: string, body?: () => unknown) => void;
    each: EachTable<TestOptions>;
    if(condition: unknown): DescribeApi;
    runIf(condition: unknown): DescribeApi;
    skipIf(condition: unknown): DescribeApi;
    todoIf(condition: unknown): DescribeApi;
  }
  type Hook = (body: ((done: Done) => void) | (() => unknown), timeout?: number) => void;

  export const test: TestApi;
  export const it: TestApi;
  export const xtest: TestApi;
  export const xit: TestApi;
  export const fit: TestApi;
  export const describe: DescribeApi;
  export const xdescribe: DescribeApi;
  export const fdescribe: DescribeApi;
  export const suite: DescribeApi;
  export const beforeAll: Hook;
  export const beforeEach: Hook;
  export const afterEach: Hook;
  export const afterAll: Hook;
  export const onTestFinished: Hook;
  export const onTestFailed: Hook;
  /** What the configuration provides. */
  export function inject(name: string): any;
  export function expectTypeOf(value?: unknown): any;
  export function assertType<T>(value: T): void;
}

declare module "bun:test" {
  export * from "weft:test";
}

// Test files have them without an import.
declare var test: import("weft:test").TestApi;
declare var it: import("weft:test").TestApi;
declare var describe: import("weft:test").DescribeApi;
declare var expect: import("weft:expect").Expect;
declare var beforeAll: typeof import("weft:test").beforeAll;
declare var beforeEach: typeof import("weft:test").beforeEach;
declare var afterEach: typeof import("weft:test").afterEach;
declare var afterAll: typeof import("weft:test").afterAll;
declare var jest: import("weft:test").JestTools;
declare var vi: import("weft:test").ViTools;
