import punycode from "node:punycode";
import { test, assert } from "../harness.mjs";

const kPairs = [["Bach", "Bach-"], ["ü", "tda"], ["üëäö♥", "4can8av2009b"], ["bücher", "bcher-kva"], ["😀", "e28h"], ["--- > $1.00 <-", "--- > $1.00 <--"]];
test("encode and decode", () => {
  for (const [text, code] of kPairs) {
    assert.equal(punycode.encode(text), code);
    assert.equal(punycode.decode(code), text);
  }
});
test("domains and addresses", () => {
  assert.equal(punycode.toASCII("mañana.com"), "xn--maana-pta.com");
  assert.equal(punycode.toUnicode("xn--maana-pta.com"), "mañana.com");
  assert.equal(punycode.toASCII("джумла@джpумлатест.bрфa"), "джумла@xn--p-8sbkgc5ag7bhce.xn--ba-lmcq");
  assert.equal(punycode.toASCII("a。b.com"), "a.b.com");
});
test("code points", () => {
  assert.deepEqual(punycode.ucs2.decode("a\u{1F600}\ud800"), [97, 0x1F600, 0xd800]);
  assert.equal(punycode.ucs2.encode([97, 0x1F600]), "a\u{1F600}");
});
test("what is no punycode is refused", () => {
  for (const bad of ["\x80", "a-\x80", "99999999999", "ls8h=", "!"]) assert.throws(() => punycode.decode(bad), RangeError);
});
