// test-timeout: 120 s
import knex from "knex";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pair } from "../tls/support.mjs";
import { test, assert } from "../harness.mjs";
import { startPostgres } from "./fixtures/postgres.mjs";

let server, db;
test("PostgreSQL starts", async () => {
  server = await startPostgres(pair("server"));
  const { stop, ...connection } = server;
  db = knex({ client: "pg", connection, pool: { min: 0, max: 4 } });
});

test("migrations up and down", async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "migrations-"));
  fs.writeFileSync(path.join(directory, "1_looms.cjs"), `
    exports.up = (db) => db.schema.createTable("looms", (table) => {
      table.increments("id");
      table.string("name").notNullable().unique();
      table.jsonb("settings").defaultTo("{}");
      table.timestamps(true, true);
    }).createTable("threads", (table) => {
      table.increments("id");
      table.integer("loom_id").references("looms.id").onDelete("CASCADE");
      table.integer("length");
    });
    exports.down = (db) => db.schema.dropTable("threads").dropTable("looms");`);
  const settings = { directory, loadExtensions: [".cjs"] };
  assert.equal((await db.migrate.latest(settings))[1].length, 1);
  await db.migrate.rollback(settings);
  assert.equal(await db.schema.hasTable("looms"), false);
  await db.migrate.latest(settings);
  assert.equal(await db.schema.hasTable("looms"), true);
});

test("inserts, joins, aggregates, subqueries, conflicts", async () => {
  const [{ id }] = await db("looms").insert({ name: "jacquard", settings: { shafts: 8 } }).returning("id");
  await db.batchInsert("threads", Array.from({ length: 500 }, (_, length) => ({ loom_id: id, length })), 100);
  const [row] = await db("looms").join("threads", "threads.loom_id", "looms.id").where("threads.length", ">=", 490)
    .groupBy("looms.name").select("looms.name").count({ n: "*" }).sum({ total: "threads.length" });
  assert.deepEqual({ ...row }, { name: "jacquard", n: "10", total: "4945" });
  const long = await db("threads").whereIn("loom_id", db("looms").select("id").whereJsonPath("settings", "$.shafts", ">", 4)).max("length").first();
  assert.equal(long.max, 499);
  await db("looms").insert({ name: "jacquard", settings: { shafts: 16 } }).onConflict("name").merge();
  assert.deepEqual(await db("looms").pluck("settings"), [{ shafts: 16 }]);
  assert.equal(db("looms").where({ name: "a'b" }).toString(), `select * from "looms" where "name" = 'a''b'`);
});

test("transactions, a stream of rows, errors", async () => {
  await assert.rejects(db.transaction(async (transaction) => {
    await transaction("looms").insert({ name: "lost" });
    throw new Error("rolled back");
  }), { message: "rolled back" });
  assert.equal(await db("looms").where({ name: "lost" }).first(), undefined);
  await assert.rejects(db("nothing").select(), { code: "42P01" });
  await db("looms").where({ name: "jacquard" }).del();
  assert.equal((await db("threads").count().first()).count, "0");
});

test("the end", async () => {
  await db.destroy();
  await server.stop();
});
