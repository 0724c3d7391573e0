import { expect, test } from "weft:test";
import { groupBy } from "./index.ts";

test("groups by a key, in order", () => {
  const groups = groupBy([1, 2, 3, 4], (number) => number % 2);
  expect([...groups]).toEqual([[1, [1, 3]], [0, [2, 4]]]);
});
test("of nothing come no groups", () => {
  expect(groupBy([], String).size).toBe(0);
});
