// test-timeout: 120 s
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test, assert } from "../harness.mjs";

const server = createRequire(import.meta.url).resolve("typescript/lib/tsserver.js");

/** TypeScript's language server, which is asked over stdin and answers over stdout with headers before each message. */
class Editor {
  #child = spawn(process.execPath, [server, "--disableAutomaticTypingAcquisition", "--suppressDiagnosticEvents"], { stdio: ["pipe", "pipe", "inherit"] });
  #waiting = new Map();
  #sequence = 0;

  constructor() {
    let buffered = Buffer.alloc(0);
    this.#child.stdout.on("data", (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        const head = /Content-Length: (\d+)\r\n\r\n/.exec(buffered.toString("latin1"));
        if (head === null) return;
        const start = head.index + head[0].length;
        const end = start + Number(head[1]);
        if (buffered.length < end) return;
        const message = JSON.parse(buffered.subarray(start, end).toString());
        buffered = buffered.subarray(end);
        if (message.type === "response") this.#waiting.get(message.request_seq)?.(message);
      }
    });
  }

  tell(command, parameters) {
    this.#child.stdin.write(`${JSON.stringify({ seq: ++this.#sequence, type: "request", command, arguments: parameters })}\n`);
    return this.#sequence;
  }
  async ask(command, parameters) {
    const sequence = this.tell(command, parameters);
    const answer = await new Promise((resolve) => this.#waiting.set(sequence, resolve));
    assert.equal(answer.success, true, answer.message);
    return answer.body;
  }
  async close() {
    this.tell("exit");
    return once(this.#child, "exit");
  }
}

test("errors, completions, definitions, renaming, formatting, and its end", async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "project-")));
  fs.writeFileSync(path.join(folder, "tsconfig.json"), '{"compilerOptions":{"strict":true,"target":"es2022","module":"nodenext","types":[]}}');
  fs.writeFileSync(path.join(folder, "lib.ts"), "export interface Loom { name: string; threads: number }\nexport const loom: Loom = { name: 'x', threads: 4 };\n");
  const file = path.join(folder, "main.ts");
  const text = 'import { loom } from "./lib.js";\nconst wrong: string = loom.threads;\nloom.na\nfunction  f( a:number ){return a}\n';
  fs.writeFileSync(file, text);
  const editor = new Editor();
  try {
    editor.tell("open", { file, fileContent: text });
    const diagnostics = await editor.ask("semanticDiagnosticsSync", { file });
    assert.deepEqual(diagnostics.map((each) => [each.code, each.start.line]), [[2322, 2], [2339, 3]]);
    const { entries } = await editor.ask("completionInfo", { file, line: 3, offset: 8 });
    assert.deepEqual(entries.map((entry) => entry.name), ["name", "threads"]);
    const [definition] = await editor.ask("definition", { file, line: 2, offset: 24 });
    assert.deepEqual([path.basename(definition.file), definition.start.line], ["lib.ts", 2]);
    const rename = await editor.ask("rename", { file, line: 2, offset: 24 });
    assert.deepEqual(rename.locs.map((each) => path.basename(each.file)).sort(), ["lib.ts", "main.ts"]);
    const edits = await editor.ask("format", { file, line: 4, offset: 1, endLine: 4, endOffset: 40 });
    assert(edits.length > 2);
    editor.tell("change", { file, line: 2, offset: 14, endLine: 2, endOffset: 20, insertString: "number" });
    assert.deepEqual((await editor.ask("semanticDiagnosticsSync", { file })).map((each) => each.code), [2339]);
  } finally {
    assert.deepEqual(await editor.close(), [0, null]);
  }
});
