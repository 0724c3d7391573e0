import { expect, test } from "weft:test";
import { greeting } from "./greeting.ts";

test("greets everybody by name", () => {
  expect(greeting(["Ada", "Alan"])).toBe("Hello, Ada and Alan!");
});
test("greets nobody in particular", () => {
  expect(greeting([])).toBe("Hello!");
});
