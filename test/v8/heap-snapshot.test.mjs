import { test, assert } from "../harness.mjs";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import v8 from "node:v8";
import { Worker } from "node:worker_threads";

/** Reads V8's format: nodes with their edges by name. */
function parse(json) {
  const { snapshot, nodes, edges, strings } = JSON.parse(json);
  const { node_fields, node_types, edge_types } = snapshot.meta;
  const size = node_fields.length;
  assert.equal(nodes.length, snapshot.node_count * size);
  assert.equal(edges.length, snapshot.edge_count * 3);
  const all = [];
  for (let i = 0, at = 0; i < nodes.length; i += size) {
    const node = { type: node_types[0][nodes[i]], name: strings[nodes[i + 1]], id: nodes[i + 2], size: nodes[i + 3], edges: [] };
    for (let k = 0; k < nodes[i + 4]; k++, at += 3) {
      const type = edge_types[0][edges[at]];
      node.edges.push({ type, name: type === "element" ? edges[at + 1] : strings[edges[at + 1]], to: edges[at + 2] / size });
    }
    all.push(node);
  }
  return all;
}

class HeldByTheProgram {
  constructor() {
    this.list = [{ depth: 1 }];
  }
}

test("what the program holds is in it, with its properties", async () => {
  globalThis.held = new HeldByTheProgram();
  const nodes = parse(await text(v8.getHeapSnapshot()));
  const found = nodes.filter((node) => node.name === "HeldByTheProgram" && node.edges.some((edge) => edge.name === "list"));
  assert.equal(found.length, 1);
  const [{ edges, type, size }] = found;
  assert.equal(type, "object");
  assert.equal(size > 0, true);
  const list = nodes[edges.find((edge) => edge.name === "list").to];
  assert.equal(list.name, "Array");
  assert.equal(list.edges.some((edge) => edge.type === "element" && edge.name === 0), true);
  assert.equal(nodes.some((node) => node.type === "closure"), true);
  assert.equal(nodes.some((node) => node.edges.some((edge) => edge.name === "held" && nodes[edge.to] === found[0])), true);
  assert.equal(new Set(nodes.map((node) => node.id)).size, nodes.length);
  delete globalThis.held;
  const later = parse(await text(v8.getHeapSnapshot()));
  assert.equal(later.some((node) => node.name === "HeldByTheProgram" && node.edges.some((edge) => edge.name === "list")), false);
});

test("to a file", () => {
  const path = `${process.env.TMPDIR}/own.heapsnapshot`;
  assert.equal(v8.writeHeapSnapshot(path), path);
  assert.equal(parse(readFileSync(path, "utf8")).length > 100, true);
  process.chdir(process.env.TMPDIR);
  const name = v8.writeHeapSnapshot();
  assert.match(name, /^Heap\.\d{8}\.\d{6}\.\d+\.0\.001\.heapsnapshot$/);
  assert.equal(parse(readFileSync(name, "utf8")).length > 100, true);
  assert.throws(() => v8.writeHeapSnapshot(`${process.env.TMPDIR}/none/x`), { code: "ENOENT" });
  assert.throws(() => v8.getHeapSnapshot({ exposeInternals: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("of a worker", async () => {
  const worker = new Worker(`class OfTheWorker { x = {} } globalThis.held = new OfTheWorker(); setInterval(() => {}, 1000);
    require("worker_threads").parentPort.postMessage(0);`, { eval: true });
  await once(worker, "message");
  const [first, second] = await Promise.all([worker.getHeapSnapshot(), worker.getHeapSnapshot()]);
  assert.equal(parse(await text(first)).some((node) => node.name === "OfTheWorker"), true);
  assert.equal(parse(await text(second)).some((node) => node.name === "OfTheWorker"), true);
  await worker.terminate();
  assert.equal((await worker.getHeapSnapshot().catch((error) => error)).code, "ERR_WORKER_NOT_RUNNING");
});
