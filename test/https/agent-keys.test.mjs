import https from "node:https";
import { test, assert } from "../harness.mjs";
import { pair } from "../tls/support.mjs";

test("an agent tells the keys of its connections", async () => {
  const server = https.createServer(pair("server"), (request, response) => response.end());
  await new Promise((resolve) => server.listen(0, resolve));
  const agent = new https.Agent();
  const lines = [];
  agent.on("keylog", (line, socket) => lines.push([`${line}`.split(" ")[0], socket.encrypted]));
  await new Promise((resolve) => {
    https.get({ port: server.address().port, agent, rejectUnauthorized: false }, (response) => response.resume().on("end", resolve));
  });
  assert(lines.some(([label, encrypted]) => label === "CLIENT_TRAFFIC_SECRET_0" && encrypted), JSON.stringify(lines));
  agent.destroy();
  server.close();
});

test("options of 0 and false count in an agent's names", () => {
  const name = new https.Agent().getName({ host: "h", secureOptions: 0, honorCipherOrder: false });
  assert.equal(name.includes(":false:"), true);
  assert.equal(name.split(":").includes("0"), true);
});
