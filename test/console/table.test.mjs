import { test, assert } from "../harness.mjs";
import { Console } from "node:console";

function table(...args) {
  let text = "";
  new Console({ write(chunk) { text += chunk; }, listenerCount: () => 0, once() {}, removeListener() {} }).table(...args);
  return text;
}

test("records make rows, their fields columns", () => {
  assert.equal(table([{ a: 1, b: "x" }, { a: 2, c: true }]), `\
┌─────────┬───┬─────┬──────┐
│ (index) │ a │ b   │ c    │
├─────────┼───┼─────┼──────┤
│ 0       │ 1 │ 'x' │      │
│ 1       │ 2 │     │ true │
└─────────┴───┴─────┴──────┘
`);
});
test("only the named columns", () => {
  assert.equal(table({ x: { a: 1, b: 2 } }, ["b"]), `\
┌─────────┬───┐
│ (index) │ b │
├─────────┼───┤
│ x       │ 2 │
└─────────┴───┘
`);
});
test("primitives stand under Values", () => {
  assert.equal(table(["p", { a: 1 }]), `\
┌─────────┬───┬────────┐
│ (index) │ a │ Values │
├─────────┼───┼────────┤
│ 0       │   │ 'p'    │
│ 1       │ 1 │        │
└─────────┴───┴────────┘
`);
});
test("maps and sets", () => {
  assert.equal(table(new Map([["k", 1]])), `\
┌───────────────────┬─────┬────────┐
│ (iteration index) │ Key │ Values │
├───────────────────┼─────┼────────┤
│ 0                 │ 'k' │ 1      │
└───────────────────┴─────┴────────┘
`);
  assert.equal(table(new Set(["日本"]).values()), `\
┌───────────────────┬────────┐
│ (iteration index) │ Values │
├───────────────────┼────────┤
│ 0                 │ '日本' │
└───────────────────┴────────┘
`);
});
test("what is no table is logged", () => {
  assert.equal(table(5), "5\n");
  assert.equal(table("x"), "x\n");
});
test("properties must be an array", () => assert.throws(() => table([], 5), { code: "ERR_INVALID_ARG_TYPE" }));
