// test-timeout: 60 s
import { Aedes } from "aedes";
import mqtt from "mqtt";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

async function running(use) {
  const broker = await Aedes.createBroker();
  broker.authenticate = (client, user, password, done) => done(null, user === undefined || String(password) === "secret");
  const server = net.createServer(broker.handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const clients = [];
  const connect = async (options) => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.address().port}`, { reconnectPeriod: 0, protocolId: options?.protocolVersion === 3 ? "MQIsdp" : "MQTT", ...options });
    clients.push(client);
    return client;
  };
  try {
    await use(connect, broker);
  } finally {
    for (const client of clients) await client.endAsync(true);
    await new Promise((resolve) => broker.close(resolve));
    server.close();
    await once(server, "close");
  }
}

const next = async (client) => (await once(client, "message")).slice(0, 2).map(String);

for (const protocolVersion of [3, 4]) {
  test(`messages of each quality, wildcards, what is retained: version ${protocolVersion}`, () => running(async (connect) => {
    const [sender, receiver] = [await connect({ protocolVersion }), await connect({ protocolVersion })];
    await receiver.subscribeAsync("looms/+/state", { qos: 2 });
    for (const qos of [0, 1, 2]) {
      const heard = next(receiver);
      await sender.publishAsync(`looms/${qos}/state`, `quality ${qos}`, { qos });
      assert.deepEqual(await heard, [`looms/${qos}/state`, `quality ${qos}`]);
    }
    await sender.publishAsync("kept", Buffer.alloc(200_000, "k"), { retain: true, qos: 1 });
    const late = await connect({ protocolVersion });
    const heard = next(late);
    await late.subscribeAsync("kept");
    assert.equal((await heard)[1].length, 200_000);
  }));
}

test("a last will, and a wrong password", () => running(async (connect) => {
  const watcher = await connect();
  await watcher.subscribeAsync("gone");
  const dying = await connect({ username: "ada", password: "secret", will: { topic: "gone", payload: "without a word" } });
  const heard = next(watcher);
  dying.stream.destroy();
  assert.deepEqual(await heard, ["gone", "without a word"]);
  await assert.rejects(connect({ username: "ada", password: "wrong" }), { message: /Connection refused: Not authorized|Bad username or password/i });
}));
