/**
 * `expectTypeOf` and `assertType` (https://vitest.dev/api/expect-typeof): what they say is for the compiler of types
 * alone. When they run, whatever is asked of them holds.
 */
import { Proxy } from "internal/primordials";

/** Each property is what it was asked of; each call gives it again. */
const whatever: any = new Proxy(() => whatever, {
  __proto__: null,
  get: (_target: object, name: PropertyKey) => (name === "then" || typeof name === "symbol" ? undefined : whatever),
  apply: () => whatever,
} as any);

export function expectTypeOf(_value?: unknown): any {
  return whatever;
}

export function assertType(_value?: unknown): void {}
