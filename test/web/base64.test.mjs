import { test, assert } from "../harness.mjs";

test("atob decodes forgivingly", () => {
  assert.equal(atob("aGk="), "hi");
  assert.equal(atob("aGk"), "hi");
  assert.equal(atob(" a G\tk\n=\f"), "hi");
  assert.equal(atob(""), "");
  assert.equal(atob("/+8="), "\xff\xef");
  assert.equal(atob("ab"), "i");
  assert.equal(atob(12), "×");
});

test("atob refuses what is not base64", () => {
  for (const text of ["a", "abcde", "ab=", "a===", "ab-_", "a\u0100bc", "====", "aGk=="]) {
    const error = assert.throws(() => atob(text), DOMException);
    assert.equal(error.name, "InvalidCharacterError");
    assert.equal(error.code, 5);
  }
  assert.throws(() => atob(), { code: "ERR_MISSING_ARGS" });
});

test("btoa encodes bytes and refuses other characters", () => {
  assert.equal(btoa("hi"), "aGk=");
  assert.equal(btoa("\xff\xef"), "/+8=");
  assert.equal(btoa(""), "");
  assert.equal(btoa(null), "bnVsbA==");
  assert.throws(() => btoa("€"), { name: "InvalidCharacterError" });
  const all = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join("");
  assert.equal(atob(btoa(all)), all);
});
