// test-timeout: 60 s
// Whom fetch trusts, by the environment of the process; and that a connection that rests keeps no process alive.
import https from "node:https";
import { once } from "node:events";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pair } from "../tls/support.mjs";
import { test, assert } from "../harness.mjs";

const program = `fetch(process.argv[1]).then((response) => response.text(), (error) => error.cause.code).then(console.log)`;

async function fetchWith(env, files = pair("server")) {
  const server = https.createServer(files, (request, response) => response.end("welcome"));
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { NODE_EXTRA_CA_CERTS, NODE_TLS_REJECT_UNAUTHORIZED, ...others } = process.env;
  try {
    return await promisify(execFile)(process.execPath, ["-e", program, `https://localhost:${server.address().port}/`], { env: { ...others, ...env }, timeout: 20_000 });
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

const NODE_EXTRA_CA_CERTS = new URL("../tls/keys/ca.pem", import.meta.url).pathname;

test("an authority of NODE_EXTRA_CA_CERTS", async () => {
  assert.equal((await fetchWith({})).stdout, "UNABLE_TO_VERIFY_LEAF_SIGNATURE\n");
  const { stdout, stderr } = await fetchWith({ NODE_EXTRA_CA_CERTS });
  assert.deepEqual([stdout, stderr], ["welcome\n", ""]);
});

test("NODE_TLS_REJECT_UNAUTHORIZED=0 takes any, with a warning", async () => {
  for (const files of [pair("server"), pair("self"), pair("expired")]) {
    const { stdout, stderr } = await fetchWith({ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, files);
    assert.equal(stdout, "welcome\n");
    assert.match(stderr, /Warning: Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections/);
  }
  assert.equal((await fetchWith({ NODE_TLS_REJECT_UNAUTHORIZED: "1" })).stdout, "UNABLE_TO_VERIFY_LEAF_SIGNATURE\n");
});

test("a file of authorities that is not there is warned of", async () => {
  const { stdout, stderr } = await fetchWith({ NODE_EXTRA_CA_CERTS: "/none.pem" });
  assert.equal(stdout, "UNABLE_TO_VERIFY_LEAF_SIGNATURE\n");
  assert.match(stderr, /Warning: Ignoring extra certs from `\/none\.pem`/);
});
