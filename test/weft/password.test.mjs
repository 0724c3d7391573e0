// Weft.password: hashes in their stored forms, checks, wrong arguments. Stored hashes are Bun's.
import { test, assert } from "../harness.mjs";

const { password } = Weft;
const cheap = { algorithm: "argon2id", memoryCost: 8, timeCost: 1 };

test("argon2 and bcrypt, at once and as promises", async () => {
  const kinds = [
    [cheap, /^\$argon2id\$v=19\$m=8,t=1,p=1\$[\w+/]{43}\$[\w+/]{43}$/],
    [{ ...cheap, algorithm: "argon2i" }, /^\$argon2i\$/],
    [{ ...cheap, algorithm: "argon2d" }, /^\$argon2d\$/],
    [{ algorithm: "bcrypt", cost: 4 }, /^\$2b\$04\$[\w./]{53}$/],
  ];
  for (const [options, form] of kinds) {
    for (const hash of [password.hashSync("secret", options), await password.hash("secret", options)]) {
      assert.match(hash, form);
      assert.equal(password.verifySync("secret", hash), true);
      assert.equal(await password.verify(new TextEncoder().encode("secret"), hash, options.algorithm), true);
      assert.equal(await password.verify("other", hash), false);
    }
  }
  assert.notEqual(password.hashSync("x", cheap), password.hashSync("x", cheap));
});

test("the defaults are Bun's", () => {
  assert.match(password.hashSync("x"), /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
});

test("hashes that Bun made", () => {
  assert.equal(password.verifySync("x", "$argon2d$v=19$m=8,t=1,p=1$lbVQhvR9XQNO9azbpTYhM8xx7vX2fua30BSi4GdmQAA$mCEZ1d7RrbPlW5jg1E8ROSnM1+xt/ZbGodcv3mUbzJ4"), true);
  assert.equal(password.verifySync("x", "$argon2i$v=19$m=8,t=1,p=1$M0jmnk4cT6DTB23r8+nqXORbtN0x/QJmwK4Rs1gszv8$I7G3ls8TU09DqFTy3UuGr4hAXLPDGYklef+iEWjAJ+I"), true);
  assert.equal(password.verifySync("x", "$2b$04$lnJ8t1P5yjTqV0Ecl9Ab1ONOV/baqKjldiGTlAlxj0R7ArdXQc9Qi"), true);
  for (const form of ["2a", "2y"]) assert.equal(password.verifySync("x", `$${form}$04$lnJ8t1P5yjTqV0Ecl9Ab1ONOV/baqKjldiGTlAlxj0R7ArdXQc9Qi`), true);
});

test("bcrypt of 72 bytes and more", () => {
  const stored = {
    71: "$2b$04$ikz78C8PGtw2QZ1j8/lFm..v3mqRL1VKFbL0Yokagdn3S599DA0oK",
    72: "$2b$04$0JdyBCB5iqC7hJy0MS7g8eiLXWw0Be62OmnxCeyAzw./0CR.r2.MS",
    73: "$2b$04$AJDX4RmOuJQT6ai7EoZfwe9sF0dDpoAY5Am4Ha6q0ZN1KPlb3Psfm",
    100: "$2b$04$5916rrp83IwEjCcOBCinbuwvduXdmPycT9EoNfe99Lh17jQaj6Eum",
  };
  for (const size in stored) {
    assert.equal(password.verifySync("a".repeat(size), stored[size]), true, size);
    assert.equal(password.verifySync("a".repeat(size) + "b", stored[size]), false, size);
  }
  assert.equal(password.verifySync("a\0b", "$2b$04$kaMHkyzwLr4GN7JWTFVRlO/wBeTl68Hnh9/3MwtfBZ0ScJAJxGGpK"), true);
});

test("what is stored wrongly", async () => {
  const code = (hash) => assert.throws(() => password.verifySync("x", hash)).code;
  assert.equal(code("nope"), "PASSWORD_UNSUPPORTED_ALGORITHM");
  assert.equal(code("$argon2id$v=19$m=8,t=1,p=1$abc"), "PASSWORD_INVALID_ENCODING");
  assert.equal(code("$2b$10$abc"), "PASSWORD_INVALID_ENCODING");
  const good = password.hashSync("x", cheap);
  for (const change of [["m=8", "m=4294967295"], ["t=1", "t=4294967295"], ["p=1", "p=16777215"], ["m=8", "m=99999999999999999999"]])
    assert.equal(code(good.replace(...change)), "PASSWORD_WEAK_PARAMETERS");
  await assert.rejects(password.verify("x", "nope"), { code: "PASSWORD_UNSUPPORTED_ALGORITHM" });
  assert.deepEqual([password.verifySync("", good), password.verifySync("x", ""), password.verifySync("x", good, "bcrypt")], [false, false, false]);
});

test("wrong arguments", () => {
  const hash = (options) => () => password.hashSync("x", options);
  for (const wrong of ["nope", { algorithm: "nope" }]) assert.throws(hash(wrong), { code: "ERR_INVALID_ARG_VALUE" });
  for (const wrong of [{}, 5, { ...cheap, memoryCost: "8" }]) assert.throws(hash(wrong), { code: "ERR_INVALID_ARG_TYPE" });
  for (const wrong of [{ ...cheap, memoryCost: 7 }, { ...cheap, timeCost: 0 }, { ...cheap, timeCost: 1.5 }, { algorithm: "bcrypt", cost: 3 }, { algorithm: "bcrypt", cost: 32 }])
    assert.throws(hash(wrong), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => password.hashSync("", cheap), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => password.hashSync(5, cheap), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => password.verifySync("x"), { code: "ERR_INVALID_ARG_TYPE" });
});
