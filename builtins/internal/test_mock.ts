/** What `jest` and `bun:test` have of mocks, of one realm. */
import { type Automocker, type Metadata, generateFromMetadata, getMetadata, mockModule } from "internal/test_automock";
import { type MockRealm, isMockFunction, makeMock } from "internal/test_mock_function";
import { type Replaced, replaceProperty, spyOn } from "internal/test_mock_spy";
import { ObjectKeys, SafeSet } from "internal/primordials";

export class Mocker {
  #realm: MockRealm;
  #automocker: Automocker;

  /**
   * @param global The realm whose program gets the mocks.
   * @param equals Compares arguments for `whenCalledWith`: `expect`'s equality.
   */
  constructor(global: any, equals: (a: unknown, b: unknown) => boolean) {
    this.#realm = { global, equals, order: 1, clears: 0, resets: 0, restorers: new SafeSet() as any };
    this.#automocker = { global, make: (options) => makeMock(this.#realm, options) };
  }

  fn(implementation?: any): any {
    const mock = makeMock(this.#realm, { length: implementation ? implementation.length : 0 });
    return implementation ? mock.mockImplementation(implementation) : mock;
  }

  spyOn(object: any, key: PropertyKey, access?: "get" | "set"): any {
    return spyOn(this.#realm, object, key, access);
  }

  replaceProperty(object: any, key: PropertyKey, value: unknown): Replaced {
    return replaceProperty(this.#realm, object, key, value);
  }

  isMockFunction(value: unknown): boolean {
    return isMockFunction(value);
  }

  /** The same value; for TypeScript, which takes it for a mock. */
  mocked<T>(value: T, _options?: { shallow?: boolean }): T {
    return value;
  }

  /** Forgets the calls of all mocks. */
  clearAllMocks(): void {
    this.#realm.clears++;
  }

  /** Forgets the calls and the implementations of all mocks: a spy answers undefined, too. */
  resetAllMocks(): void {
    this.#realm.clears++;
    this.#realm.resets++;
  }

  /** Takes all spies and replaced properties away; what mocks recorded, and `fn`s, stay. */
  restoreAllMocks(): void {
    const { restorers } = this.#realm;
    this.#realm.restorers = new SafeSet() as any;
    for (const restore of restorers) restore();
  }

  /** mockClear of each mock that `scope` has as an own enumerable property. */
  clearMocksOnScope(scope: any): void {
    const keys = ObjectKeys(scope);
    for (let i = 0; i < keys.length; i++) {
      const value = scope[keys[i]!];
      if (value == null || (typeof value !== "object" && typeof value !== "function")) continue;
      if ("_isMockFunction" in value && isMockFunction(value) && typeof value.mockClear === "function") value.mockClear();
    }
  }

  getMetadata(component: unknown): Metadata | null {
    return getMetadata(this.#automocker, component);
  }

  generateFromMetadata(metadata: Metadata): any {
    return generateFromMetadata(this.#automocker, metadata);
  }

  /** The automatic mock of a module with these exports; `name` is for the error. */
  mockModule(exports: unknown, name: string): any {
    return mockModule(this.#automocker, exports, name);
  }
}
