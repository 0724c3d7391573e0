import { expect, test } from "weft:test";
import { count, countText } from "./count.ts";

test("counts and begins anew", () => {
  expect(count(count(0, "up"), "up")).toBe(2);
  expect(count(2, "reset")).toBe(0);
});
test("says it in words", () => {
  expect(countText(1)).toBe("clicked once");
  expect(countText(2)).toBe("clicked 2 times");
});
