// test-timeout: 120 s
import mysql from "mysql2/promise";
import callbacks from "mysql2";
import { test, assert } from "../harness.mjs";
import { startMariadb } from "./fixtures/mariadb.mjs";

let server, connection;
test("MariaDB starts", async () => {
  server = await startMariadb();
  connection = await mysql.createConnection({ socketPath: server.socketPath, user: server.user, multipleStatements: true, charset: "utf8mb4" });
  await connection.query("create database weft; use weft");
});

test("values of each type, by text and by prepared statements", async () => {
  await connection.query("create table kinds (n int, big bigint, d decimal(20,5), t varchar(100), at datetime(3), b blob, j json, f double, none int)");
  const values = [7, "9007199254740993", "1.50000", "héllo 🧵", new Date(1.6e12), Buffer.from([0, 255]), JSON.stringify({ a: 1 }), 0.1, null];
  await connection.execute("insert into kinds values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
  for (const method of ["query", "execute"]) {
    const [[row], fields] = await connection[method]({ sql: "select * from kinds where n = ?", values: [7], supportBigNumbers: true, bigNumberStrings: true });
    assert.deepEqual([row.n, row.big, row.d, row.t, row.at.getTime(), [...row.b], row.f, row.none],
      [7, "9007199254740993", "1.50000", "héllo 🧵", 1.6e12, [0, 255], 0.1, null]);
    assert.equal(fields[3].name, "t");
  }
});

test("many rows, transactions, errors, names and values that are escaped", async () => {
  await connection.query("create table threads (id int auto_increment primary key, colour varchar(50) unique)");
  const [{ insertId, affectedRows }] = await connection.query("insert into threads (colour) values ?", [Array.from({ length: 5000 }, (_, n) => [`c${n}`])]);
  assert.deepEqual([insertId, affectedRows], [1, 5000]);
  const [rows] = await connection.execute("select * from threads");
  assert.equal(rows.length, 5000);
  await connection.beginTransaction();
  await connection.query("delete from threads");
  await connection.rollback();
  assert.equal((await connection.query("select count(*) as n from threads"))[0][0].n, 5000);
  await assert.rejects(connection.query("insert into threads (colour) values ('c1')"), { code: "ER_DUP_ENTRY", errno: 1062, sqlState: "23000" });
  assert.equal(mysql.format("select ?? from t where a = ?", ["x`y", "it's"]), "select `x``y` from t where a = 'it\\'s'");
  const [several] = await connection.query("select 1 as a; select 2 as b");
  assert.deepEqual(several.map(([row]) => ({ ...row })), [{ a: 1 }, { b: 2 }]);
});

test("a pool over TCP with a password, and a stream of rows", async () => {
  await connection.query("create user ada@'127.0.0.1' identified by 'secret'; grant all on weft.* to ada@'127.0.0.1'");
  const pool = mysql.createPool({ host: "127.0.0.1", port: server.port, user: "ada", password: "secret", database: "weft", connectionLimit: 3 });
  const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => pool.execute("select ? + 1 as n", [n])));
  assert.deepEqual(answers.map(([[row]]) => Number(row.n)), Array.from({ length: 9 }, (_, n) => n + 1));
  await pool.end();
  await assert.rejects(mysql.createConnection({ host: "127.0.0.1", port: server.port, user: "ada", password: "wrong" }), { code: "ER_ACCESS_DENIED_ERROR" });
  const plain = callbacks.createConnection({ socketPath: server.socketPath, user: "root", database: "weft" });
  let seen = 0;
  for await (const row of plain.query("select id from threads").stream()) seen += row.id > 0 ? 1 : 0;
  assert.equal(seen, 5000);
  await new Promise((resolve) => plain.end(resolve));
});

test("the end", async () => {
  await connection.end();
  await server.stop();
});
