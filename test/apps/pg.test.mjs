// test-timeout: 120 s
import pg from "pg";
import fs from "node:fs";
import { once } from "node:events";
import { pair, ca } from "../tls/support.mjs";
import { test, assert } from "../harness.mjs";
import { startPostgres } from "./fixtures/postgres.mjs";

let server;
test("PostgreSQL starts", async () => { server = await startPostgres(pair("server")); });

async function connected(options, use) {
  const { stop, ...address } = server;
  const client = new pg.Client({ ...address, ...options });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

test("values of each type, there and back", () => connected({}, async (client) => {
  const { rows, fields } = await client.query(
    "select $1::int as n, $2::text as t, $3::jsonb as j, $4::timestamptz as d, $5::bytea as b, $6::int[] as a, $7::numeric as big, null as none, true as yes",
    [7, "héllo", { a: [1] }, new Date(1e12), Buffer.from([0, 255]), [1, 2], "12345678901234567890"]);
  const [row] = rows;
  assert.deepEqual([row.n, row.t, row.j, row.d.getTime(), [...row.b], row.a, row.big, row.none, row.yes],
    [7, "héllo", { a: [1] }, 1e12, [0, 255], [1, 2], "12345678901234567890", null, true]);
  assert.equal(fields[0].name, "n");
}));

test("transactions, many rows, a prepared statement, errors with their place", () => connected({}, async (client) => {
  await client.query("create table threads (id serial primary key, colour text not null unique)");
  await client.query("begin");
  await client.query("insert into threads (colour) select 'colour ' || n from generate_series(1, 20000) n");
  await client.query("rollback");
  assert.equal((await client.query("select count(*)::int as n from threads")).rows[0].n, 0);
  const inserted = await client.query("insert into threads (colour) select 'colour ' || n from generate_series(1, 20000) n returning id, colour");
  assert.deepEqual([inserted.rowCount, inserted.rows.at(-1)], [20000, { id: 40000, colour: "colour 20000" }]);
  for (const id of [20001, 20002]) assert.equal((await client.query({ name: "one", text: "select colour from threads where id = $1", values: [id] })).rows[0].colour, `colour ${id - 20000}`);
  await assert.rejects(client.query("insert into threads (colour) values ('colour 1')"), { code: "23505", constraint: "threads_colour_key" });
  const error = await assert.rejects(client.query("select wrong from threads"), { code: "42703" });
  assert.equal(error.position, "8");
}));

test("a pool, notices, LISTEN and NOTIFY, a query that is cancelled by time", async () => {
  const { stop, ...address } = server;
  const pool = new pg.Pool({ ...address, max: 3 });
  const sums = await Promise.all(Array.from({ length: 12 }, (_, n) => pool.query("select $1::int + 1 as n, pg_backend_pid() as pid", [n])));
  assert.deepEqual(sums.map(({ rows }) => rows[0].n), Array.from({ length: 12 }, (_, n) => n + 1));
  assert(new Set(sums.map(({ rows }) => rows[0].pid)).size <= 3);
  const listener = await pool.connect();
  await listener.query("listen looms");
  const heard = once(listener, "notification");
  await pool.query("notify looms, 'moved'");
  assert.equal((await heard)[0].payload, "moved");
  const notice = once(listener, "notice");
  await listener.query("do $$ begin raise notice 'look'; end $$");
  assert.equal((await notice)[0].message, "look");
  listener.release();
  await assert.rejects(connected({ statement_timeout: 50 }, (client) => client.query("select pg_sleep(10)")), { code: "57014" });
  await pool.end();
});

test("a password over TLS, with a certificate that is checked", async () => {
  await connected({}, (client) => client.query("create role ada login password 'sécret'"));
  const options = { host: "127.0.0.1", user: "ada", password: "sécret", ssl: { ca, servername: "localhost" } };
  await connected(options, async (client) => {
    assert.equal(client.connection.stream.encrypted, true);
    assert.equal((await client.query("select ssl, current_user::text as me from pg_stat_ssl where pid = pg_backend_pid()")).rows[0].ssl, true);
    assert.equal((await client.query("select repeat('x', 500000) as big")).rows[0].big.length, 500_000);
  });
  await assert.rejects(connected({ ...options, password: "wrong" }, () => {}), { code: "28P01" });
  await assert.rejects(connected({ ...options, ssl: { servername: "localhost" } }, () => {}), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
});

test("a server that goes away", async () => {
  const { stop, ...address } = server;
  const client = new pg.Client(address);
  await client.connect();
  const failed = once(client, "error");
  client.on("error", () => {});
  await server.stop();
  assert.match((await failed)[0].message, /terminating connection|Connection terminated/);
  await assert.rejects(client.query("select 1"), Error);
  await client.end();
  assert(!fs.existsSync(`${server.host}/data/postmaster.pid`));
});
