// test-timeout: 60 s
import express from "express";
import jwt from "jsonwebtoken";
import passport from "passport";
import { ExtractJwt, Strategy } from "passport-jwt";
import { generateKeyPairSync } from "node:crypto";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

const users = { ada: { name: "ada", role: "admin" } };
const keys = {
  HS256: { sign: "a secret", verify: "a secret" },
  RS256: pairOf("rsa", { modulusLength: 2048 }),
  PS256: pairOf("rsa", { modulusLength: 2048 }),
  ES256: pairOf("ec", { namedCurve: "P-256" }),
};

function pairOf(type, options) {
  const { privateKey, publicKey } = generateKeyPairSync(type, {
    ...options, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { sign: privateKey, verify: publicKey };
}

for (const [algorithm, { sign, verify }] of Object.entries(keys)) {
  test(`a page that wants a token: ${algorithm}`, () => {
    const authenticator = new passport.Passport();
    authenticator.use(new Strategy({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: verify, algorithms: [algorithm], audience: "looms",
    }, (payload, done) => done(null, users[payload.sub] ?? false)));
    const app = express();
    app.use(authenticator.initialize());
    app.get("/me", authenticator.authenticate("jwt", { session: false }), (request, response) => response.json(request.user));
    const token = (subject, options = {}) => jwt.sign({ extra: 1 }, sign, { algorithm, subject, audience: "looms", expiresIn: "1h", ...options });
    return serving(app, async (ask) => {
      const me = (text) => ask("/me", { headers: { authorization: `Bearer ${text}` } });
      assert.deepEqual((await me(token("ada"))).json(), users.ada);
      assert.equal((await ask("/me")).status, 401);
      assert.equal((await me(token("eve"))).status, 401);
      assert.equal((await me(token("ada", { audience: "others" }))).status, 401);
      assert.equal((await me(token("ada", { expiresIn: -1 }))).status, 401);
      const good = token("ada");
      assert.equal((await me(`${good.slice(0, -6)}${good.endsWith("AAAAAA") ? "BBBBBB" : "AAAAAA"}`)).status, 401);
    });
  });
}

test("what a token says, and why it is refused", () => {
  const token = jwt.sign({ a: 1 }, "secret", { expiresIn: 60, notBefore: 0, issuer: "weft", keyid: "k" });
  assert.equal(jwt.decode(token, { complete: true }).header.kid, "k");
  assert.equal(jwt.verify(token, "secret", { issuer: "weft" }).a, 1);
  assert.throws(() => jwt.verify(token, "other"), { name: "JsonWebTokenError", message: "invalid signature" });
  assert.throws(() => jwt.verify(jwt.sign({}, "secret", { expiresIn: -5 }), "secret"), { name: "TokenExpiredError" });
  assert.throws(() => jwt.verify(jwt.sign({}, "secret", { notBefore: 60 }), "secret"), { name: "NotBeforeError" });
});
