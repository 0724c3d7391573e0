import { test, assert } from "../harness.mjs";
import { Worker } from "node:worker_threads";

const text = async (stream) => {
  let all = "";
  for await (const chunk of stream) all += chunk;
  return all;
};

test("stdout and stderr can be read; nothing is lost at the end", async () => {
  const worker = new Worker(`console.log("a"); process.stdout.write("b"); process.stdout.write(Buffer.from("c"));
    console.error("e"); console.log("d"); process.on("exit", () => console.log("end")); process.exit()`,
    { eval: true, stdout: true, stderr: true });
  const [out, err] = await Promise.all([text(worker.stdout), text(worker.stderr)]);
  assert.deepEqual([out, err], ["a\nbcd\nend\n", "e\n"]);
});

test("stdin is fed by the parent", async () => {
  const worker = new Worker(`let all = ""; process.stdin.setEncoding("utf8").on("data", (text) => { all += text; })
    .on("end", () => console.log(all.toUpperCase()))`, { eval: true, stdin: true, stdout: true });
  worker.stdin.write("one ");
  worker.stdin.end("two");
  assert.equal(await text(worker.stdout), "ONE TWO\n");
});

test("without stdin there is nothing to read", async () => {
  const worker = new Worker(`process.stdin.on("end", () => console.log("end")).resume()`, { eval: true, stdout: true });
  assert.equal(worker.stdin, null);
  assert.equal(await text(worker.stdout), "end\n");
});
